/** User events since the last one that was seen. */
import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS(process.env.WORKOS_API_KEY);

async function readEvents(after?: string): Promise<string | undefined> {
  const page = await workos.events.listEvents({
    events: ['user.created', 'user.updated', 'user.deleted'],
    after,
  });
  for (const event of page.data) {
    console.log(event.event, event.id);
  }
  return page.data.at(-1)?.id ?? after;
}

console.log(await readEvents());
