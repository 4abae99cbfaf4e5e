"""An employee's membership, suspended and not deleted."""

from workos import WorkOSClient

client = WorkOSClient()


def suspend(user_id: str, organization_id: str) -> None:
    memberships = client.organization_membership.list_organization_memberships(
        user_id=user_id, organization_id=organization_id
    )
    for membership in memberships.data:
        client.organization_membership.deactivate_organization_membership(membership.id)


def suspend_membership(membership_id: str) -> str:
    membership = client.organization_membership.deactivate_organization_membership(membership_id)
    return str(membership.status)


print(suspend_membership("om_emulated"))
