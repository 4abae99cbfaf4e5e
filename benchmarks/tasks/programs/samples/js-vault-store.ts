/** A customer's secret, encrypted with a key of the customer's organization. */
import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS(process.env.WORKOS_API_KEY);

async function storeSecret(organizationId: string, name: string, value: string): Promise<string> {
  const stored = await workos.vault.createObject({
    name,
    value,
    context: { organization_id: organizationId },
  });
  return stored.id;
}

console.log(await storeSecret('org_emulated', 'webhook-secret', 'whsec_1234'));
