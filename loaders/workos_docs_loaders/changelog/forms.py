"""Forms of a changelog in which a release begins with something else than a heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workos_docs_loaders.changelog.heading import iso_date, read_release_heading
from workos_docs_loaders.markdown.headings import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"---\n(?:[A-Za-z_][^\n]*\n|[ \t#-][^\n]*\n|\n)*?---[ \t]*(?:\n|$)")
_UPDATE = re.compile(r"^[ \t]*<Update\b(?P<attributes>[^<>]{0,2000}+)>[ \t]*$", re.MULTILINE)
_UPDATE_END = re.compile(r"^[ \t]*</Update>[ \t]*$", re.MULTILINE)
_ATTRIBUTE = re.compile(r"""\b(label|description)=\{?(?:"([^"]*)"|'([^']*)')""")
_BOLD = re.compile(r"(?:\*\*|__)(?P<title>[^*_\n]{1,200})(?:\*\*|__)(?P<rest>[^\n]{0,100})")
_DATE_LINE = re.compile(r"[>\s*_(#-]*(?:released?|date|published)?[\s:]*(?:on\s+)?", re.IGNORECASE)
_LONGEST_DATE = 60


def without_front_matter(text: str) -> str:
    """Return a changelog with blank lines in place of its front matter."""
    header = _FRONT_MATTER.match(text)
    return "\n" * header[0].count("\n") + text[header.end() :] if header else text


def with_update_headings(text: str) -> tuple[str, frozenset[int]]:
    """Return a changelog with headings in place of `<Update label="...">`, and their lines."""
    if "<Update" not in text:
        return text, frozenset()
    parts: list[str] = []
    lines: set[int] = set()
    position = line = 0
    for tag in _UPDATE.finditer(text):
        said = {key: double or single for key, double, single in _ATTRIBUTE.findall(tag[0])}
        line += text.count("\n", position, tag.start())
        lines.add(line)
        shown = " - ".join(filter(None, (said.get("label", ""), said.get("description", ""))))
        ends = tag[0].count("\n")
        line += ends
        parts += [text[position : tag.start()], f"# {shown or 'Update'}", "\n" * ends]
        position = tag.end()
    return _UPDATE_END.sub("", "".join((*parts, text[position:]))), frozenset(lines)


def heading_lines(tokens: Sequence[Token]) -> Iterator[Heading]:
    """Yield what stands as a heading: a line in bold, or the first line of an item of a list."""
    for number, token in enumerate(tokens):
        if (
            token.type != "inline"
            or token.map is None
            or tokens[number - 1].type != "paragraph_open"
        ):
            continue
        first = token.content.partition("\n")[0]
        if bold := _BOLD.fullmatch(first):
            first = bold["title"] + bold["rest"]
        elif token.level != _ITEM_LEVEL:
            continue
        yield Heading(token.map[0], token.map[0] + 1, 2, first)


_ITEM_LEVEL = 3
"""Of the text in an item of a list that stands in no other."""


def date_line(text: str) -> str:
    """Return the date that the first line of a release is, or an empty text."""
    first = text.partition("\n")[0]
    if len(first) > _LONGEST_DATE:
        return ""
    bare = _DATE_LINE.sub("", first, count=1).rstrip(" *_)")
    release = read_release_heading(bare)
    return iso_date(bare) if release and release.version == release.date else ""
