"""One documentation file: read from disk, its front matter split from its body."""

from __future__ import annotations

from workos_docs_loaders.front_matter.decoding import MAX_FILE_BYTES, read_text
from workos_docs_loaders.front_matter.source_files import parse_source_file, read_source_file
from workos_docs_loaders.front_matter.strict import MAX_YAML_DEPTH

__all__ = [
    "MAX_FILE_BYTES",
    "MAX_YAML_DEPTH",
    "parse_source_file",
    "read_source_file",
    "read_text",
]
