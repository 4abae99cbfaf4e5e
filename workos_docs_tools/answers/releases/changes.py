"""What changed: by packaged changelogs, by SDK packages, by files of the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_tools.answers.releases.changelogs import find_releases, packages
from workos_docs_tools.answers.releases.sdks import file_releases, sdk_of, sdk_releases
from workos_docs_tools.arguments import option, written
from workos_docs_tools.errors import InvalidArgumentError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from workos_docs_loaders.models import Release
    from workos_docs_tools.answers.contents import Contents

DEFAULT_PACKAGE = "workos-platform"


def changes(
    contents: Contents,
    package: str | None,
    source: str | Path | None,
    *,
    since: str | date | None,
    until: str | date | None,
    query: str | None,
    breaking: bool,
) -> tuple[Release, ...]:
    """Return the changelog entries of a package (see `WorkOSDocs.changelog`)."""
    topic = written("query", query)
    since, until = _bound(since), _bound(until)
    if source is not None:
        return file_releases(
            source, package, since=since, until=until, query=topic, breaking=breaking
        )
    wanted = option("package", package) or DEFAULT_PACKAGE
    packaged = packages(contents.catalog)
    name = next((known for known in packaged if known.lower() == wanted), wanted)
    sdk = None if name in packaged else sdk_of(contents.sdks, name)
    if sdk:
        return sdk_releases(sdk, since=since, until=until, query=topic, breaking=breaking)
    if name not in packaged and contents.sdks:
        known = (*packaged, *(sdk.name for sdk in contents.sdks))
        raise InvalidArgumentError("package", package, valid=known)
    return find_releases(
        contents.engine, name, since=since, until=until, query=topic, breaking=breaking
    )


def _bound(value: str | date | None) -> str | date | None:
    """Return a day or a version; `None` where it is empty."""
    return (value.strip() or None) if isinstance(value, str) else value
