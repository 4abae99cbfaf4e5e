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
MAX_YAML_DEPTH = 64
"""The documentation nests 14 deep; libyaml overflows the stack at some ten thousand."""

_BOUNDARY = YAMLHandler.FM_BOUNDARY
_HANDLER = YAMLHandler()


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as its writer, js-yaml, means it: `on`, `1.10` and `2024-05-01` are strings.

    A title such as `2024-05-01` must not become a date, nor an impossible date cost the whole page.
    """

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?:true|false)$"), [*"tf"])
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("(?:~|null)?$"), ["", *"~n"])


def read_text(root: Path, path: str) -> str:
    """Return the text of a file, with Unix line ends.

    Args:
        root: Directory that the file lies in.
        path: The file's path below it, with `/`; problems are reported with it.

    Raises:
        ParseError: The file cannot be read, is too large, or is not UTF-8 text.
    """
    file = root / path
    if not path.isprintable():
        raise ParseError("the file name has characters that cannot be printed", path=ascii(path))
    try:
        size = file.stat().st_size
        if size > MAX_FILE_BYTES:
            raise ParseError(f"the file is too large: {size:,} bytes", path=path)
        content = file.read_bytes()
    except OSError as error:
        raise ParseError(f"cannot be read: {error.strerror}", path=path) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ParseError("the file is not UTF-8 text", path=path, line=line) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ParseError("the file is binary", path=path, line=line)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_source_file(root: Path, source_path: str) -> SourceFile:
    """Read one page.

    Args:
        root: Directory that holds the documentation's pages.
        source_path: The file's path below it, with `/`.

    Raises:
        ParseError: The file is too large, is not UTF-8 text, or its front matter is not a
            YAML mapping.
    """
    return parse_source_file(read_text(root, source_path), source_path)


def parse_source_file(text: str, source_path: str) -> SourceFile:
    """Split a page's text into front matter and body; a page may have no front matter.

    Raises:
        ParseError: The front matter is never closed, or is not a YAML mapping.
    """
    metadata: dict[str, Any] = {}
    body, body_line = text, 1
    if opening := _BOUNDARY.match(text):
        closing = _BOUNDARY.search(text, opening.end())
        if not closing:
            raise ParseError("front matter is never closed by `---`", path=source_path)
        header, body = text[opening.end() : closing.start()], text[closing.end() :]
        body_line += text.count("\n", 0, closing.end())
        metadata = _parse_header(header, source_path, text.count("\n", 0, opening.end()) + 1)
    return SourceFile(
        source_path=source_path,
        path=page_path(source_path),
        front_matter=metadata,
        body=body,
        body_line=body_line,
    )


def _parse_header(header: str, source_path: str, first_line: int) -> dict[str, Any]:
    try:
        _check(header)
        metadata = _HANDLER.load(header, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        reason = getattr(error, "problem", None) or "not valid YAML"
        raise ParseError(f"front matter: {reason}", path=source_path, line=line) from error
    if metadata is None:
        return {}
    if not isinstance(metadata, dict):
        reason = "front matter is not a mapping of keys to values"
        raise ParseError(reason, path=source_path, line=first_line)
    return metadata


def _check(header: str) -> None:
    """Refuse YAML that costs more to load than it shows: deep nesting, aliases, tags.

    Raises:
        yaml.YAMLError: The header is malformed, or holds one of these.
    """
    depth = 0
    for event in yaml.parse(header, Loader=_Loader):
        problem = ""
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            problem = "nested too deep" if depth > MAX_YAML_DEPTH else ""
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent):
            problem = "aliases are not allowed"
        elif getattr(event, "tag", None):
            problem = "tags are not allowed"
        if problem:
            mark: Any = event.start_mark  # the stubs accept no mark of libyaml here
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark)
