/** The session of a cookie, refreshed if its access token has expired. */
import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS(process.env.WORKOS_API_KEY, {
  clientId: process.env.WORKOS_CLIENT_ID,
});

export async function sessionOf(cookie: string): Promise<string | undefined> {
  const session = workos.userManagement.loadSealedSession({
    sessionData: cookie,
    cookiePassword: process.env.WORKOS_COOKIE_PASSWORD!,
  });
  const authenticated = await session.authenticate();
  if (authenticated.authenticated) {
    return cookie;
  }
  const refreshed = await session.refresh();
  return refreshed.authenticated ? refreshed.sealedSession : undefined;
}
