"""A link to the Admin Portal, where a customer's organization configures single sign-on."""

from workos import WorkOSClient

client = WorkOSClient()


def sso_setup_url(organization_id: str) -> str:
    portal = client.admin_portal.generate_link(
        organization=organization_id,
        intent="sso",
        return_url="https://app.example.com/settings",
    )
    return portal.link


print(sso_setup_url("org_emulated"))
