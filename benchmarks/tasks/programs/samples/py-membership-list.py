"""The organizations that a user is a member of."""

from workos import WorkOSClient

client = WorkOSClient()


def organization_ids(user_id: str) -> list[str]:
    memberships = client.organization_membership.list_organization_memberships(user_id=user_id)
    return [membership.organization_id for membership in memberships.auto_paging_iter()]


print(organization_ids("user_emulated"))
