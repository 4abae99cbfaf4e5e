"""Events from webhooks, of which only those are handled that WorkOS has signed."""

import os

from workos import WorkOSClient

client = WorkOSClient()


def receive(body: bytes, headers: dict[str, str]) -> str:
    event = client.webhooks.verify_event(
        event_body=body,
        event_signature=headers["WorkOS-Signature"],
        secret=os.environ["WORKOS_WEBHOOK_SECRET"],
    )
    return type(event).__name__
