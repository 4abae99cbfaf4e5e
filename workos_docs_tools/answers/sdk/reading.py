"""SDKs read from their files for one question, where no index is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.sdk import documented_methods, join_documentation, open_sdk, read_sdk
from workos_docs_loaders.source import open_source
from workos_docs_tools.answers.sdk.loaded import LoadedSdk
from workos_docs_tools.index.opening import SDK_LANGUAGES
from workos_docs_tools.index.sdks import default_sdks, load_each, named_sdks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workos_docs_tools.answers.sdk.loaded import Sdks
    from workos_docs_tools.index.sdks import WantedSdk


def read_sdks(
    sdks: Sequence[str | Path] | None, *, version: str | None, source: str | Path | None
) -> Sdks:
    """Return SDKs, joined to the documentation.

    Args:
        sdks: As `WorkOSDocs.open` takes them.
        version: Version of the documentation; the newest one if left out.
        source: What takes the place of the published package.

    Raises:
        SourceError: The documentation, or an SDK that was named, cannot be read or fetched.

    Warns:
        LoaderWarning: An SDK that was not named cannot be read or fetched.
    """
    files = Corpus.read(open_source(source, version=version)).files
    documented = documented_methods(files, SDK_LANGUAGES)

    def load(sdk: WantedSdk) -> LoadedSdk:
        package = read_sdk(open_sdk(sdk.source))
        return LoadedSdk(package, join_documentation(documented, package))

    return tuple(load_each(default_sdks() if sdks is None else named_sdks(sdks), load))
