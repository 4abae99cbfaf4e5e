"""The role of billing managers, for the whole environment."""

from workos import WorkOSClient

client = WorkOSClient()

role = client.authorization.create_environment_role(
    slug="billing-manager", name="Billing manager", description="May see and pay invoices"
)
print(role.slug)
