/** A link to the Admin Portal, where a customer's IT admin connects the directory. */
import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS(process.env.WORKOS_API_KEY);

async function directorySetupUrl(organizationId: string): Promise<string> {
  const { link } = await workos.adminPortal.generateLink({
    organization: organizationId,
    intent: 'dsync',
    returnUrl: 'https://app.example.com/settings',
  });
  return link;
}

console.log(await directorySetupUrl('org_emulated'));
