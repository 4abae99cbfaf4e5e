"""The changes of SDK packages: from a CHANGELOG.md where there is one, else by comparison."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version

from workos_docs_loaders.changelog import read_changelog
from workos_docs_loaders.errors import SourceNotFoundError
from workos_docs_loaders.sdk import open_sdk
from workos_docs_tools.answers.releases.days import iso_day
from workos_docs_tools.answers.releases.versions import about, as_releases, compare, read_version
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from workos_docs_loaders.models import Release
    from workos_docs_tools.answers.sdk.loaded import LoadedSdk, Sdks

    Bound = str | date | None
    """A day, or a version."""

_VERSION = re.compile(r"v?\d+(\.\d+)*([-+.]?[0-9A-Za-z]+)*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].*)?")


def sdk_of(sdks: Sdks, package: str) -> LoadedSdk | None:
    """Return the loaded SDK of a name: `python`, or `workos` as its registry has it."""
    wanted = package.lower()
    named = (
        sdk for sdk in sdks if wanted in (sdk.name.lower(), sdk.package.snapshot.package.lower())
    )
    return next(named, None)


def file_releases(
    source: str | Path,
    package: str | None,
    *,
    since: Bound,
    until: Bound,
    query: str | None,
    breaking: bool,
) -> tuple[Release, ...]:
    """Return the releases of a changelog of the user's, in its order.

    Args:
        source: A file, a checkout or a URL (see `read_changelog`).
        package: Package of the releases that name none.
        since: First day; or a version, which is itself left out: what changed since.
        until: Last day or version.
        query: Topic; releases that share no word with it are left out.
        breaking: Leave out what breaks nothing.

    Raises:
        SourceError: There is no such changelog, or it cannot be fetched.
        ParseError: It is malformed.
        InvalidArgumentError: `since` or `until` is neither a day nor a version.
    """
    wanted = set(tokenize(query or ""))
    return tuple(
        release
        for release in _within(read_changelog(source, package=package), since, until)
        if (release.breaking or not breaking)
        and (not wanted or wanted & set(tokenize(f"{release.title}\n{release.text}")))
    )


def sdk_releases(
    sdk: LoadedSdk, *, since: Bound, until: Bound, query: str | None, breaking: bool
) -> tuple[Release, ...]:
    """Return what changed in an SDK, as `file_releases` does.

    Few packages bring a changelog. Of the others, the version `since` is compared with `until`, or
    else with the one that is loaded, and there is one entry for each kind of change.

    Raises:
        SourceError: A version cannot be fetched.
        InvalidArgumentError: There is no changelog, and `since` or `until` no version.
    """
    snapshot = sdk.package.snapshot
    try:
        brought = open_sdk(f"{snapshot.name}@{snapshot.version}").root
        return file_releases(
            brought,
            snapshot.package,
            since=since,
            until=until,
            query=query,
            breaking=breaking,
        )
    except SourceNotFoundError:
        pass
    first, last = _version("since", since, sdk), _version("until", until or snapshot.version, sdk)
    if Version(first) > Version(last):
        raise InvalidArgumentError("until", until, hint=f"It is before since={first}.")
    new = sdk.package
    if last != snapshot.version:
        new = read_version(f"{snapshot.name}@{last}")
    diff, changes = compare(read_version(f"{snapshot.name}@{first}"), new)
    chosen = about(changes, query) if query else changes
    return as_releases(diff, (change for change in chosen if change.breaking or not breaking))


def _version(argument: str, value: Bound, sdk: LoadedSdk) -> str:
    if isinstance(value, str) and not _DAY.fullmatch(value.strip()):
        try:
            return str(Version(value.strip()))
        except InvalidVersion:
            pass
    name = sdk.package.snapshot.package
    hint = f"{name} brings no changelog, so two versions are compared: name one, such as '8.0.0'."
    raise InvalidArgumentError(argument, value, hint=hint)


def _within(releases: Iterable[Release], since: Bound, until: Bound) -> Sequence[Release]:
    found = [release for release in releases if release.version]
    for argument, bound, keeps_later in (("since", since, True), ("until", until, False)):
        if isinstance(bound, str) and not _DAY.fullmatch(bound) and _VERSION.fullmatch(bound):
            limit = Version(bound)
            found = [
                release
                for release in found
                if (number := _number(release)) and (number > limit) == keeps_later
            ]
        elif day := iso_day(argument, bound):
            found = [
                release
                for release in found
                if (release.date >= day if keeps_later else "" < release.date <= day)
            ]
    return found


def _number(release: Release) -> Version | None:
    try:
        return Version(release.version)
    except InvalidVersion:
        return None
