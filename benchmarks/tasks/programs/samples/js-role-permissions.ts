/** What editors may do, in place of what they might before. */
import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS(process.env.WORKOS_API_KEY);

const role = await workos.authorization.setEnvironmentRolePermissions('member', {
  permissions: ['posts:read', 'posts:write'],
});
console.log(role.slug);
