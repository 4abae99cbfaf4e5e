"""Which feature flags are on for a customer."""

from workos import WorkOSClient

client = WorkOSClient()


def enabled_flags(organization_id: str) -> list[str]:
    flags = client.feature_flags.list_organization_feature_flags(organization_id)
    return [flag.slug for flag in flags.data]


print(enabled_flags("org_emulated"))
