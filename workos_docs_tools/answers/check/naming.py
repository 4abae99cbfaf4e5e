"""Names by which code that is elsewhere gives itself away as a WorkOS client."""

from __future__ import annotations

from workos_docs_loaders.sdk.names import folded

_CLIENTS = {"workos", "workosclient"}
_GETTERS = {f"{verb}{name}" for verb in ("get", "create") for name in _CLIENTS}


def is_client_name(name: str) -> bool:
    """Whether a name is that of a client: `workos`, `workos_client`."""
    return folded(name) in _CLIENTS


def is_getter_name(name: str) -> bool:
    """Whether a name is that of a function that returns a client: `getWorkOS`."""
    return folded(name) in _GETTERS
