"""Code of the user's checked against SDKs: those that are loaded, or read for the purpose."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from workos_docs_loaders.errors import SourceError, reading
from workos_docs_loaders.sdk import join_documentation, open_sdk
from workos_docs_loaders.sdk.sources.cache import cached_versions
from workos_docs_loaders.source import home
from workos_docs_tools.answers.check import Surface, check_paths, check_source
from workos_docs_tools.answers.check.paths import guessed_language
from workos_docs_tools.answers.findings import Findings
from workos_docs_tools.answers.releases.sdks import sdk_of
from workos_docs_tools.answers.releases.versions import read_version
from workos_docs_tools.answers.sdk.loaded import LoadedSdk, labels
from workos_docs_tools.arguments import option
from workos_docs_tools.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workos_docs_loaders.sdk import SdkPackage
    from workos_docs_tools.answers.check import Checked
    from workos_docs_tools.answers.contents import Contents
    from workos_docs_tools.answers.sdk.loaded import Sdks


def check(
    contents: Contents, code_or_path: str | Path, *, language: str | None, sdk: str | None
) -> Findings:
    """Return what in code does not fit the loaded SDKs (see `WorkOSDocs.check`)."""
    sdks = _chosen(contents.sdks, sdk)
    found = check_with(sdks, code_or_path, language=language)
    found.version, found.date = contents.version, contents.date
    return found


def check_with(sdks: Sdks, code_or_path: str | Path, *, language: str | None = None) -> Findings:
    """Return what in code does not fit some SDKs.

    Args:
        sdks: The SDKs.
        code_or_path: Code, or a file or a directory of it.
        language: Language of the code; guessed where left out.

    Raises:
        InvalidArgumentError: It is neither, nothing is at the path, or no SDK is for the code.
    """
    if not isinstance(code_or_path, Path | str):
        raise InvalidArgumentError("code_or_path", code_or_path, hint="Pass code, or a path.")
    if not sdks:
        hint = "There is none to check against. Open the documentation with ('python', 'node')."
        raise InvalidArgumentError("sdks", (), hint=hint)
    surfaces = [Surface(_with_files(one), one.join) for one in sdks]
    if isinstance(code_or_path, Path) or _is_path(code_or_path):
        checked: Sequence[Checked] = check_paths([code_or_path], sdks=surfaces)
    else:
        known = option("language", language) or guessed_language(code_or_path)
        checked = [check_source(code_or_path, sdks=surfaces, language=known)]
    _require_sdk(checked, sdks)
    return Findings.of(checked, sdks=labels(sdks))


def _with_files(sdk: LoadedSdk) -> SdkPackage:
    """Return the package of an SDK with the place of its files, if they are on this machine.

    What can be imported is read there; without the files, checks do not speak of it.
    """
    package, snapshot = sdk.package, sdk.package.snapshot
    if not sdk.published or snapshot.version not in cached_versions(home() / "sdks" / sdk.name):
        return package
    root = open_sdk(f"{sdk.name}@{snapshot.version}").root
    return replace(package, snapshot=replace(snapshot, root=root))


def _is_path(text: str) -> bool:
    """Whether a text is the path of something that is there, and no code."""
    try:
        with reading(text):
            return "\n" not in text and bool(text.strip()) and Path(text).expanduser().exists()
    except SourceError:
        return False


def _chosen(sdks: Sdks, wanted: str | None) -> Sdks:
    """Return the SDKs to check against: those loaded, or one of them in any version."""
    wanted = option("sdk", wanted)
    if not sdks or wanted is None:
        return sdks
    # The name of an npm package may begin with another @.
    name, _, version = wanted.rpartition("@") if "@" in wanted[1:] else (wanted, "", "")
    loaded = sdk_of(sdks, name)
    if loaded is None:
        raise InvalidArgumentError("sdk", wanted, valid=[sdk.name for sdk in sdks])
    if version in ("", loaded.package.snapshot.version):
        return (loaded,)
    package = read_version(f"{loaded.name}@{version}")
    documented = [joined.documented for joined in loaded.join.methods]
    return (LoadedSdk(package, join_documentation(documented, package)),)


def _require_sdk(checked: Iterable[Checked], sdks: Sdks) -> None:
    """Refuse to call code flawless that there is nothing to compare with."""
    languages = {one.language for one in checked}
    covered = {sdk.language for sdk in sdks}
    if languages and not languages & covered:
        named = ", ".join(sorted(languages))
        hint = f"The code is {named}, and the SDK for that is not among {', '.join(labels(sdks))}."
        raise InvalidArgumentError("language", named, hint=hint)
