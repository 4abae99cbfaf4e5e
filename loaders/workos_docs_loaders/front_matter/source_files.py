"""A page's text split into front matter and body; nothing of it is lost where it is odd."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from frontmatter.default_handlers import YAMLHandler

from workos_docs_loaders.front_matter.decoding import read_decoded
from workos_docs_loaders.front_matter.salvage import salvage
from workos_docs_loaders.front_matter.strict import HeaderError, read_toml, read_yaml
from workos_docs_loaders.models import Problem, SourceFile
from workos_docs_loaders.urls import page_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_FORMATS: tuple[tuple[re.Pattern[str], Callable[[str], object]], ...] = (
    (YAMLHandler.FM_BOUNDARY, read_yaml),
    (re.compile(r"^\+{3,}\s*$", re.MULTILINE), read_toml),
)
_KEY_LINE = re.compile(r"^[A-Za-z_][\w.-]*[ \t]*[:=](?:\s|$)", re.MULTILINE)


def read_source_file(root: Path, source_path: str) -> SourceFile:
    """Read one page.

    Args:
        root: Directory that holds the documentation's pages.
        source_path: The file's path below it, with `/`.

    Raises:
        ParseError: The file cannot be read, is too large, or is no text.
    """
    text, encoding = read_decoded(root, source_path)
    file = parse_source_file(text, source_path)
    if not encoding:
        return file
    problem = Problem(f"the file is not UTF-8 text; read as {encoding}", 1)
    return replace(file, problems=(problem, *file.problems))


def parse_source_file(text: str, source_path: str) -> SourceFile:
    """Split a page's text into front matter and body.

    A page may have no front matter: one that begins with a horizontal rule has none. Of front
    matter that breaks its format, what can be read is; the rest is named in `problems`.
    """
    split = _split(text)
    return SourceFile(
        source_path=source_path,
        path=page_path(source_path),
        front_matter=split.front_matter,
        body=text[split.end :],
        body_line=text.count("\n", 0, split.end) + 1,
        problems=split.problems,
    )


class _Split(NamedTuple):
    front_matter: Mapping[str, object]
    end: int = 0
    """Where the body begins."""
    problems: tuple[Problem, ...] = ()


def _split(text: str) -> _Split:
    for boundary, read in _FORMATS:
        opening = boundary.match(text)
        if opening is None:
            continue
        first_line = text.count("\n", 0, opening.end()) + 1
        closing = boundary.search(text, opening.end())
        if closing is None:
            return _unclosed(text, opening.end())
        header = text[opening.end() : closing.start()]
        try:
            value = read(header)
        except HeaderError as error:
            if not _KEY_LINE.search(header):
                return _Split({})  # text between two horizontal rules
            found = salvage(header)
            problem = Problem(f"front matter: {error.reason}", first_line + error.line)
            return _Split(found, closing.end(), (problem,))
        # To YAML a heading is a comment; below a blank line it is one of a page.
        is_text = value is None and header.strip() and "\n" in opening[0]
        if (value is None and not is_text) or isinstance(value, dict):
            return _Split(value or {}, closing.end())
        return _Split({})
    return _Split({})


def _unclosed(text: str, start: int) -> _Split:
    """Return the lines with keys below an opening mark without a closing one."""
    start = end = min(start + 1, len(text))  # past the end of the line
    for line in text[start:].split("\n"):
        if not _KEY_LINE.match(line):
            break
        end += len(line) + 1
    if end == start:
        return _Split({})
    end = min(end, len(text))
    problem = Problem("front matter is never closed", 1)
    return _Split(salvage(text[start:end]), end, (problem,))
