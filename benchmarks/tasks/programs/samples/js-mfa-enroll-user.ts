/** A QR code with which a signed-in user adds an authenticator app. */
import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS(process.env.WORKOS_API_KEY);

async function enroll(userId: string, email: string): Promise<string> {
  const enrolled = await workos.multiFactorAuth.createUserAuthFactor({
    userId,
    type: 'totp',
    totpIssuer: 'Acme',
    totpUser: email,
  });
  return enrolled.authenticationFactor.totp.qrCode;
}

console.log(await enroll('user_emulated', 'ada@acme.example'));
