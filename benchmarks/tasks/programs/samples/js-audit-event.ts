/** An audit log event for every sign-in. */
import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS(process.env.WORKOS_API_KEY);

export async function recordSignIn(organizationId: string, userId: string, ip: string) {
  await workos.auditLogs.createEvent(organizationId, {
    action: 'user.signed_in',
    occurredAt: new Date(),
    actor: { type: 'user', id: userId },
    targets: [{ type: 'user', id: userId }],
    context: { location: ip },
  });
}
