/** Events from webhooks, of which only those are handled that WorkOS has signed. */
import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS(process.env.WORKOS_API_KEY);

export async function receive(body: string, signature: string): Promise<string> {
  const event = await workos.webhooks.constructEvent({
    payload: body,
    sigHeader: signature,
    secret: process.env.WORKOS_WEBHOOK_SECRET!,
  });
  return event.event;
}
