/** A token for the widgets of an organization's admin. */
import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS(process.env.WORKOS_API_KEY);

async function widgetToken(organizationId: string, userId: string): Promise<string> {
  const { token } = await workos.widgets.createToken({
    organizationId,
    userId,
    scopes: ['widgets:users-table:manage'],
  });
  return token;
}

console.log(await widgetToken('org_emulated', 'user_emulated'));
