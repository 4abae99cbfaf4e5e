/** Calls the method by its documented name, which the SDK no longer has. */
import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS(process.env.WORKOS_API_KEY);
console.log(await workos.widgets.getToken({ organizationId: 'org_emulated' }));
