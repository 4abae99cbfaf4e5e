/** Stores a secret without the key's context. */
import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS(process.env.WORKOS_API_KEY);
console.log(await workos.vault.createObject({ name: 'webhook-secret', value: 'whsec_1234' }));
