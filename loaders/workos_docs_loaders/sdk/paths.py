"""Where the pages of SDKs are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workos_docs_loaders.sdk.models import SdkMethod, SdkSnapshot

PATHS = "sdk"
"""First part of the path of everything that an SDK says: `sdk/python/organizations.get`."""


def method_path(snapshot: SdkSnapshot, method: SdkMethod) -> str:
    """Return the page path of a method: `sdk/python/user_management.get_user`."""
    return f"{PATHS}/{snapshot.name}/{method.name}"
