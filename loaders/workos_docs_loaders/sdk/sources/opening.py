"""Where an SDK package comes from: a registry, a package file, or a folder."""

from __future__ import annotations

import hashlib
import re
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from packaging.version import Version

from workos_docs_loaders.errors import (
    FetchError,
    LoaderWarning,
    NpmNotFoundError,
    SourceNotFoundError,
    UnknownVersionError,
    reading,
)
from workos_docs_loaders.sdk.errors import UnknownSdkError, UnknownSdkVersionError
from workos_docs_loaders.sdk.models import SdkSnapshot
from workos_docs_loaders.sdk.packages import SdkDefinition, sdk_named
from workos_docs_loaders.sdk.sources.cache import (
    cached_versions,
    filled,
    is_version,
    remember,
    remembered,
)
from workos_docs_loaders.sdk.sources.manifests import Manifest, find_manifests
from workos_docs_loaders.source import home, npm, pip
from workos_docs_loaders.source.archive import unpack
from workos_docs_loaders.source.wheel import unpack_wheel

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME = re.compile(r"(@[\w.-]+/[\w.-]+|[\w.-]+)(?:@([^@/\\]+))?", re.ASCII)
_UNPACK = {".whl": unpack_wheel, ".tgz": unpack, ".tar.gz": unpack}
"""By how the name of a package file ends. A source distribution is unpacked, never built."""
_REGISTRIES = {"pypi": pip, "npm": npm}


class NamedSdk(NamedTuple):
    """A published package that is meant by its name."""

    definition: SdkDefinition
    version: str | None
    """None for the newest one."""


def named_sdk(source: str | Path) -> NamedSdk | None:
    """Return the package that a source names; None where it is a path.

    Raises:
        UnknownSdkError: It is a name, but not one of an official package, nor a path.
    """
    named = _NAME.fullmatch(source) if isinstance(source, str) else None
    if named is None or Path(source).is_file():
        return None
    name, version = named.groups()
    try:
        return NamedSdk(sdk_named(name), None if version == "latest" else version)
    except UnknownSdkError:
        if Path(source).exists():
            return None
        raise


def newest_sdk(
    name: str, *, have: Iterable[str] = (), cache: Path | None = None, refresh: bool = False
) -> str:
    """Return the newest published version of a package, without fetching it.

    Args:
        name: Short name.
        have: Versions that the caller holds in another form, as good as those in the cache.
        cache: Where packages are unpacked; by default below `home()`.
        refresh: Ask the registry again.

    Raises:
        FetchError: The registry does not answer, and there is no version without it.

    Warns:
        LoaderWarning: The registry does not answer; it is the newest version that is there.
    """
    definition = sdk_named(name)
    cache = home() / "sdks" if cache is None else cache
    return _newest(definition, cache / definition.name, have, refresh=refresh)


def open_sdk(
    source: str | Path, *, cache: Path | None = None, refresh: bool = False
) -> SdkSnapshot:
    """Return a version of an SDK package, unpacked on disk. Nothing of it is run.

    Args:
        source: A short name of `SDKS` or the name of its package, alone for the newest version or
            with an exact one (`python@10.8.0`); or the path of a wheel, a source distribution, an
            npm archive, a checkout, or a folder in `node_modules` or `site-packages`.
        cache: Where packages are unpacked; by default below `home()`.
        refresh: Ask the registry again which version is the newest.

    Raises:
        UnknownSdkError: The name is not one of an official package, nor a path.
        UnknownSdkVersionError: The package was never published in that version.
        SourceError: The package cannot be fetched or read; the subclass says why.

    Warns:
        LoaderWarning: The registry does not answer; the newest cached version is served.
    """
    cache = home() / "sdks" if cache is None else cache
    with reading(source):
        named = named_sdk(source)
        if named is None:
            return _local(Path(source).expanduser(), cache)
        definition, version = named
        return _published(definition, version, cache / definition.name, refresh=refresh)


def _published(
    definition: SdkDefinition, version: str | None, cache: Path, *, refresh: bool
) -> SdkSnapshot:
    if version is None:
        version = _newest(definition, cache, refresh=refresh)
    elif not is_version(version):
        # Not passed on: registries read `10` and `^10.0.0` as ranges.
        raise UnknownSdkVersionError(definition.package, version, _available(definition))

    def fetch(directory: Path) -> None:
        with TemporaryDirectory(prefix="workos-docs-") as download:
            _unpack(_fetch(definition, version, Path(download)), directory)
            _manifest(directory, f"{definition.package} {version}", [definition])

    root = filled(cache / version, fetch)
    return _snapshot(_manifest(root, str(root), [definition]))


def _newest(
    definition: SdkDefinition, cache: Path, have: Iterable[str] = (), *, refresh: bool
) -> str:
    cached = sorted({*cached_versions(cache), *have}, key=Version)
    latest = remembered(cache)
    if latest in cached and not refresh:
        return latest
    try:
        version = str(_REGISTRIES[definition.registry].newest_version(definition.package))
        if not is_version(version):
            raise FetchError(f"The newest version of {definition.package} is {version!r:.80}.")
    except (FetchError, NpmNotFoundError) as error:
        if not cached:
            raise FetchError(f"{definition.package} is not in the cache, and {error}") from error
        warnings.warn(
            f"{definition.package} {cached[-1]}, the newest in the cache, is used: {error}",
            LoaderWarning,
            stacklevel=4,
        )
        return cached[-1]
    remember(cache, version)
    return version


def _fetch(definition: SdkDefinition, version: str, directory: Path) -> Path:
    try:
        if definition.registry == "npm":
            return npm.pack(definition.package, version, directory)
        return pip.download(definition.package, version, directory)
    except UnknownVersionError as error:
        raise UnknownSdkVersionError(definition.package, version, error.available) from error
    except FetchError as error:
        raise FetchError(
            f"{definition.package} {version} is not in the cache, and {error}"
        ) from error


def _available(definition: SdkDefinition) -> tuple[str, ...]:
    return tuple(_REGISTRIES[definition.registry].published_versions(definition.package))


def _local(source: Path, cache: Path) -> SdkSnapshot:
    if source.is_dir():
        return _snapshot(_manifest(source, str(source)))
    if not source.is_file():
        raise SourceNotFoundError(
            f"There is no {source}. An SDK is a name (python, node@11.0.0), a wheel, an archive "
            "(.tgz, .tar.gz), or a folder that holds the package."
        )
    with source.open("rb") as file:
        name = "sha256-" + hashlib.file_digest(file, "sha256").hexdigest()[:32]

    def fill(directory: Path) -> None:
        _unpack(source, directory)
        _manifest(directory, str(source))

    return _snapshot(_manifest(filled(cache / "files" / name, fill), str(source)))


def _unpack(archive: Path, directory: Path) -> None:
    for suffix, unpacked in _UNPACK.items():
        if archive.name.endswith(suffix):
            return unpacked(archive, directory)
    raise SourceNotFoundError(
        f"{archive} is not a package file: its name ends in none of {', '.join(_UNPACK)}."
    )


def _manifest(directory: Path, origin: str, wanted: list[SdkDefinition] | None = None) -> Manifest:
    found = [
        manifest
        for manifest in find_manifests(directory)
        if wanted is None or manifest.definition in wanted
    ]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(manifest.root.name for manifest in found)
        raise SourceNotFoundError(f"{origin} holds several SDK packages ({names}): name one.")
    raise SourceNotFoundError(f"{origin} holds no official SDK package of WorkOS.")


def _snapshot(manifest: Manifest) -> SdkSnapshot:
    definition = manifest.definition
    return SdkSnapshot(
        name=definition.name,
        package=definition.package,
        version=manifest.version,
        language=definition.language,
        root=manifest.root,
        repository=definition.repository,
        tag=definition.tag.format(version=manifest.version),
    )
