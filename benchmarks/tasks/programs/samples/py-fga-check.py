"""Whether a member may edit a project."""

from workos import WorkOSClient
from workos.authorization import ResourceTargetByExternalId

client = WorkOSClient()


def may_edit(membership_id: str, project_id: str) -> bool:
    checked = client.authorization.check(
        membership_id,
        permission_slug="project:edit",
        resource_target=ResourceTargetByExternalId(
            resource_external_id=project_id, resource_type_slug="project"
        ),
    )
    return checked.authorized
