/** The feature flags that are on for a user. */
import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS(process.env.WORKOS_API_KEY);

async function flagsOf(userId: string): Promise<string[]> {
  const flags = await workos.featureFlags.listUserFeatureFlags({ userId });
  return flags.data.map((flag) => flag.slug);
}

console.log(await flagsOf('user_emulated'));
