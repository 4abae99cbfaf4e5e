"""One documentation file: read from disk, its YAML front matter split from its body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from workos_docs_loaders.errors import ParseError
from workos_docs_loaders.models import SourceFile
from workos_docs_loaders.urls import page_path

if TYPE_CHECKING:
    from pathlib import Path

MAX_FILE_BYTES = 4 * 1024 * 1024
"""The largest page of the documentation has 37 KB; a far larger file is not a page."""

_ALIAS = re.compile(r"(?m)(?:^|[\s\[{,:-])\*[\w-]+[ \t]*(?:$|[,\]}])")
_HANDLER = YAMLHandler()


def read_source_file(root: Path, source_path: str) -> SourceFile:
    """Read one page.

    Args:
        root: Directory that holds the documentation's pages.
        source_path: The file's path below it, with `/`.

    Raises:
        ParseError: The file is too large, is no UTF-8 text, or its front matter is no YAML mapping.
    """
    file = root / source_path
    size = file.stat().st_size
    if size > MAX_FILE_BYTES:
        raise ParseError(f"{size:,} bytes is too large for a page", path=source_path)
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ParseError("not UTF-8 text", path=source_path, line=line) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ParseError("a binary file", path=source_path, line=line)
    return parse_source_file(text.replace("\r\n", "\n"), source_path)


def parse_source_file(text: str, source_path: str) -> SourceFile:
    """Split a page's text into front matter and body; a page may have no front matter."""
    metadata: dict[str, Any] = {}
    body = text
    if _HANDLER.detect(text):
        try:
            header, body = _HANDLER.split(text)
        except ValueError as error:
            raise ParseError("front matter is never closed by `---`", path=source_path) from error
        metadata = _parse_header(header, source_path)
    return SourceFile(
        source_path=source_path,
        path=page_path(source_path),
        front_matter=metadata,
        body=body,
        body_line=text.count("\n", 0, len(text) - len(body)) + 1,
    )


def _parse_header(header: str, source_path: str) -> dict[str, Any]:
    try:
        # Aliases let a few lines expand to gigabytes; the documentation uses none.
        if _ALIAS.search(header) and any(
            isinstance(event, yaml.AliasEvent) for event in yaml.parse(header)
        ):
            raise ParseError("YAML aliases are not allowed in front matter", path=source_path)
        metadata = _HANDLER.load(header)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # The header's first line is what follows the opening `---` on line 1 of the file.
        line = mark.line + 1 if mark else 1
        reason = getattr(error, "problem", None) or "not valid YAML"
        raise ParseError(f"front matter: {reason}", path=source_path, line=line) from error
    except (RecursionError, ValueError) as error:
        raise ParseError(f"front matter: {error}", path=source_path) from error
    if metadata is None:
        return {}
    if not isinstance(metadata, dict):
        raise ParseError("front matter is not a mapping of keys to values", path=source_path)
    return metadata
