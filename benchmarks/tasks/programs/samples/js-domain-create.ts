/** A domain of a customer, to be verified by DNS. */
import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS(process.env.WORKOS_API_KEY);

async function addDomain(organizationId: string, domain: string): Promise<string> {
  const added = await workos.organizationDomains.createOrganizationDomain({
    organizationId,
    domain,
  });
  return added.id;
}

console.log(await addDomain('org_emulated', 'example.org'));
