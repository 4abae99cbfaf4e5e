"""What the installed distribution says of itself: version, requirements, extras."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.requirements import Requirement

DISTRIBUTION = "workos-docs-tools"


def version() -> str:
    """Return the installed version."""
    from importlib import metadata  # Late: it imports e-mail, and most callers want no version.

    return metadata.version(DISTRIBUTION)


def extras() -> tuple[str, ...]:
    """Return the names of all extras."""
    from importlib import metadata

    return tuple(sorted(metadata.metadata(DISTRIBUTION).get_all("Provides-Extra") or ()))


def requirements(extra: str = "") -> tuple[Requirement, ...]:
    """Return what this Python needs: for an extra, only what it brings beyond the rest."""
    from importlib import metadata

    from packaging.requirements import Requirement

    everything = [Requirement(text) for text in metadata.requires(DISTRIBUTION) or ()]
    return tuple(
        requirement
        for requirement in everything
        if _applies(requirement, extra) and not (extra and _applies(requirement, ""))
    )


def _applies(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})
