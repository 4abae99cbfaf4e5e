"""A QR code with which a user adds an authenticator app."""

from workos import WorkOSClient

client = WorkOSClient()


def qr_code(user_id: str, email: str) -> str:
    enrolled = client.multi_factor_auth.create_user_auth_factor(
        user_id, type="totp", totp_issuer="Acme", totp_user=email
    )
    totp = enrolled.authentication_factor.totp
    if totp is None:
        raise ValueError("The factor has no QR code.")
    return totp.qr_code


print(qr_code("user_emulated", "ada@acme.example"))
