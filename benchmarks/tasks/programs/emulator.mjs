/**
 * Serves the emulator of the npm package `workos` with a few records, for one program.
 *
 * node emulator.mjs PACKAGE_DIRECTORY
 *
 * Writes JSON lines: the address, the key and the endpoints first, then each request that came.
 */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const directory = resolve(process.argv[2]);
const load = (path) => import(pathToFileURL(join(directory, path)).href);
// The package exports only createEmulator, which shows neither its store nor its endpoints.
const { createServer } = await load('node_modules/workos/dist/emulate/core/index.js');
const { workosPlugin, getWorkOSStore } = await load(
  'node_modules/workos/dist/emulate/workos/index.js',
);
const { serve } = await load('node_modules/@hono/node-server/dist/index.mjs');

const KEY = 'sk_test_emulator';
const write = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

const { app, store, jwt, baseUrl } = createServer(workosPlugin, {
  port: 0,
  apiKeys: { [KEY]: { environment: 'test' } },
});
workosPlugin.seed?.(store, baseUrl);
seed(getWorkOSStore(store));

const server = serve({ port: 0, hostname: '127.0.0.1', fetch: answer }, ({ port }) => {
  jwt.issuer = `http://127.0.0.1:${port}`;
  const routes = app.routes.filter(({ method }) => method !== 'ALL');
  write({
    url: jwt.issuer,
    key: KEY,
    endpoints: [...new Set(routes.map(({ method, path }) => `${method} ${path}`))].sort(),
  });
});
process.on('SIGTERM', () => server.close(() => process.exit()));

async function answer(request) {
  const response = await app.fetch(request);
  const { pathname } = new URL(request.url);
  write({ method: request.method, path: pathname, status: response.status });
  return response;
}

function seed(records) {
  const organization_id = 'org_emulated';
  const user_id = 'user_emulated';
  const directory_id = 'directory_emulated';
  records.organizations.insert({
    id: organization_id, object: 'organization', name: 'Acme', external_id: 'acme',
    metadata: {}, stripe_customer_id: null,
  });
  records.users.insert({
    id: user_id, object: 'user', email: 'ada@acme.example', first_name: 'Ada',
    last_name: 'Lovelace', email_verified: true, profile_picture_url: null,
    last_sign_in_at: null, external_id: 'ada', metadata: {}, locale: null,
    password_hash: null, impersonator: null,
  });
  records.organizationMemberships.insert({
    id: 'om_emulated', object: 'organization_membership', organization_id, user_id,
    role: { slug: 'member' }, status: 'active', external_id: null, metadata: {},
  });
  records.connections.insert({
    id: 'conn_emulated', object: 'connection', organization_id, name: 'Acme',
    connection_type: 'OktaSAML', state: 'active', domains: [],
  });
  records.directories.insert({
    id: directory_id, object: 'directory', organization_id, name: 'Acme',
    domain: 'acme.example', type: 'okta scim v2.0', state: 'linked', external_key: null,
  });
  const group = { object: 'directory_group', id: 'directory_group_emulated', name: 'Engineers' };
  records.directoryGroups.insert({
    ...group, directory_id, organization_id, idp_id: 'g1', raw_attributes: {},
  });
  records.directoryUsers.insert({
    id: 'directory_user_emulated', object: 'directory_user', directory_id, organization_id,
    idp_id: 'u1', first_name: 'Ada', last_name: 'Lovelace', email: 'ada@acme.example',
    username: 'ada', state: 'active', role: { slug: 'member' }, custom_attributes: {},
    raw_attributes: {}, groups: [group],
  });
  records.featureFlags.insert({
    object: 'feature_flag', slug: 'new-dashboard', name: 'New dashboard', description: null,
    type: 'boolean', default_value: true, enabled: true,
  });
  records.roles.insert({
    object: 'role', slug: 'member', name: 'Member', description: null, type: 'EnvironmentRole',
    organization_id: null, is_default_role: true, priority: 0,
  });
}
