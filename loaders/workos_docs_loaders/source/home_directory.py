"""Where everything that this project keeps on disk lies."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from workos_docs_loaders.errors import reading


def home() -> Path:
    """Return the directory that holds cache and index: `WORKOS_DOCS_HOME`, or the user's cache."""
    if chosen := os.environ.get("WORKOS_DOCS_HOME"):
        with reading(f"WORKOS_DOCS_HOME={chosen}"):
            return Path(chosen).expanduser().absolute()
    return platformdirs.user_cache_path("workos-docs-tools", appauthor=False)
