"""What handlers of webhooks have in common in all languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workos_docs_tools.answers.check.surface import Surface

SIGNATURE_HEADER = re.compile(r"(?:http_)?workos[-_]signature", re.IGNORECASE)
REQUESTS = {"request", "req"}
"""What handlers call the request."""
_VERIFIERS = ("verify_event", "constructEvent", "construct_event")
_CHECKS = re.compile(
    r"verif|hmac|construct_?event|construct_?webhook|compare_digest|timingsafeequal|validat|svix",
    re.IGNORECASE,
)
"""Words of code that verifies signatures, in whichever way."""
_WORKOS = re.compile(r"workos", re.IGNORECASE)


def verifier(surface: Surface) -> str:
    """Return the SDK's method that verifies a webhook, or nothing."""
    named = (method.name for method in surface.package.methods if method.called in _VERIFIERS)
    return next((name for name in named if name.startswith("webhooks.")), "")


def is_verifier(path: tuple[str, ...]) -> bool:
    """Whether a method of the client verifies the signature of what was received."""
    is_check = path[-1].startswith(("verify", "construct")) if path else False
    return len(path) == 2 and path[0] in ("webhooks", "actions") and is_check


def may_verify(code: str) -> bool:
    """Whether a file has a word of verification, or nothing to do with WorkOS."""
    return bool(_CHECKS.search(code)) or not _WORKOS.search(code)


def event_names(surface: Surface) -> frozenset[str]:
    """Return the names of events that the SDK spells out."""
    constants = surface.package.constants
    return frozenset(one.value for one in constants if one.kind == "event" and "." in one.value)


def parsed_first(surface: Surface) -> str:
    """Return what to say of a body that is used before its signature is verified."""
    return (
        "The webhook's body is parsed and used before its signature is verified: pass the raw body "
        f"to {verifier(surface) or 'the verifier'}, and use what it returns."
    )


def not_verified(surface: Surface) -> str:
    """Return what to say of a webhook that is not verified."""
    return (
        "This webhook's body is used and its signature never verified: anyone can send it. Pass "
        f"the raw body and the WorkOS-Signature header to {verifier(surface) or 'the verifier'}."
    )
