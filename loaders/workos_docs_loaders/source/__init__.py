"""Where a snapshot of the documentation comes from: npm, an archive, a directory, a site."""

from __future__ import annotations

from workos_docs_loaders.source.home_directory import home
from workos_docs_loaders.source.layouts import LOCAL_VERSION, PACKAGE
from workos_docs_loaders.source.opening import fetched_versions, open_source

__all__ = ["LOCAL_VERSION", "PACKAGE", "fetched_versions", "home", "open_source"]
