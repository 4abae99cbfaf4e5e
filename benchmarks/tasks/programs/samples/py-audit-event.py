"""An audit log event whenever somebody deletes a document."""

from datetime import UTC, datetime

from workos import WorkOSClient
from workos.audit_logs import (
    AuditLogEvent,
    AuditLogEventActor,
    AuditLogEventContext,
    AuditLogEventTarget,
)

client = WorkOSClient()


def record_deletion(organization_id: str, user_id: str, document_id: str, address: str) -> None:
    client.audit_logs.create_event(
        organization_id=organization_id,
        event=AuditLogEvent(
            action="document.deleted",
            occurred_at=datetime.now(UTC),
            actor=AuditLogEventActor(id=user_id, type="user"),
            targets=[AuditLogEventTarget(id=document_id, type="document")],
            context=AuditLogEventContext(location=address),
        ),
    )
