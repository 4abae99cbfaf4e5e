"""CHANGELOG.md in the forms that are found: each release with its text as written."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from workos_docs_loaders.changelog.forms import (
    date_line,
    heading_lines,
    with_update_headings,
    without_front_matter,
)
from workos_docs_loaders.changelog.heading import (
    ReleaseHeading,
    iso_date,
    read_release_heading,
)
from workos_docs_loaders.changelog.majors import with_major_versions
from workos_docs_loaders.changelog.references import References, resolve_references, write_out
from workos_docs_loaders.errors import ParseError
from workos_docs_loaders.markdown.headings import Heading, headings_among
from workos_docs_loaders.models import Release

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from markdown_it.token import Token

_DEEPEST_RELEASE = 3
# A longer heading cannot begin a release, so its inline marks need no parsing.
_MAX_HEADING_SOURCE = 2000

_BLOCKS = MarkdownIt("commonmark")
_BLOCKS.core.ruler.disable(["inline", "text_join"])
_INLINE = MarkdownIt("commonmark")

_ANCHOR = re.compile(r"""\s*<a\s+(?:name|id)=["']?[^"'<>\s]*["']?\s*/?>\s*(?:</a>)?\s*""")
_BREAKING_GROUP = re.compile(r"(?<!no )(?<!non-)\bbreaking\b|^[^\w\n]*major changes", re.IGNORECASE)
_BREAKING_TEXT = re.compile(
    r"BREAKING[ -]CHANGE"
    r"|(?i:(?:\*\*|__|\[)[^\w\n\[*]*breaking\b)"
    r"|^[^\w\n]*(?i:breaking(?: changes?)?):"
    r"|^[^\w\n]*[A-Za-z][\w-]*(?:\([^()\n]*\))?!:",
    re.MULTILINE,
)


def parse_changelog(text: str, *, package: str, path: str, url: str = "") -> tuple[Release, ...]:
    """Return the releases of a Markdown changelog in its order, their text as written.

    What stands before the first release is no release; a changelog in which none is found is one
    without a version. Definitions of links move: they are put in where they are used.

    Args:
        text: The changelog: release-please, changesets, Keep a Changelog or any with a heading,
            a line in bold, an item of a list or an `<Update label="...">` for each release.
        package: Package of the releases whose heading names none.
        path: Name of the file, for errors.
        url: Where the changelog is published, for the releases whose heading has no link.

    Raises:
        ParseError: The text is binary.
    """
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ParseError("binary data, not a changelog", path=path, line=line)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text, updates = with_update_headings(without_front_matter(text))
    environment: dict[str, References] = {}
    tokens = _BLOCKS.parse(text, environment)
    references = environment.get("references", {})
    # Lines as markdown-it counts them: str.splitlines knows more ends of line.
    lines = resolve_references(text.split("\n"), tokens, references)
    headings = [_read_heading(heading, references, updates) for heading in headings_among(tokens)]
    begins = _release_headings(headings)
    if not begins:
        lines_read = [_read_heading(line, references, updates) for line in heading_lines(tokens)]
        begins = [each for each in lines_read if each.release and each.release.certain]
        headings = sorted((*headings, *begins), key=lambda heading: heading.start)
    body = _Body(lines, headings, [token for token in tokens if token.type == "inline"])
    first, *ends = [*(_above_anchors(lines, heading.start) for heading in begins), len(lines)]
    releases = [
        body.release(heading, end, package=package, url=url)
        for heading, end in zip(begins, ends, strict=True)
    ]
    if not releases:
        return tuple(body.preamble(first, package=package, url=url))
    return with_major_versions(releases)


def is_breaking(groups: Iterable[str], paragraphs: Iterable[str]) -> bool:
    """Return whether the groups or the words of a release announce a breaking change."""
    return any(_BREAKING_GROUP.search(group) for group in groups) or any(
        _BREAKING_TEXT.search(paragraph) for paragraph in paragraphs
    )


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading, and the release that it begins, if it can begin one."""

    start: int
    end: int
    level: int
    text: str
    """Plain text, without marks."""
    link: str
    release: ReleaseHeading | None


def _read_heading(heading: Heading, references: References, updates: Collection[int]) -> _Heading:
    start, end, level, content = heading.start, heading.end, heading.level, heading.content
    if len(content) > _MAX_HEADING_SOURCE:
        return _Heading(start, end, level, content, link="", release=None)
    text, link = _plain(write_out(content, references, set()))
    release = read_release_heading(text)
    if start in updates and not (release and release.certain):
        release = ReleaseHeading(version=text, date=release.date if release else iso_date(text))
    return _Heading(start, end, level, text, link, release)


def _plain(inline: str) -> tuple[str, str]:
    """Return inline Markdown as plain text, and the target of its first link."""
    tokens = _INLINE.parseInline(inline)[0].children or []
    links = (str(token.attrs["href"]) for token in tokens if token.type == "link_open")
    text = "".join(
        " " if token.type.endswith("break") else token.content
        for token in tokens
        if token.type != "html_inline"
    )
    return text.strip(), next(links, "")


def _release_headings(headings: Sequence[_Heading]) -> list[_Heading]:
    """Return the headings that begin a release.

    Those that could also head a part of one count on the levels where certain ones stand; where
    there are none, on the highest level that they have.
    """
    found = [heading for heading in headings if heading.release is not None]
    # Below the third level stand the parts of releases, unless nothing stands above.
    found = [each for each in found if each.level <= _DEEPEST_RELEASE or _is_own(each)] or found
    certain = {heading.level for heading in found if heading.release and heading.release.certain}
    levels = certain or {min((heading.level for heading in found), default=0)}
    begins: list[_Heading] = []
    for heading in found:
        assert heading.release is not None
        if begins and _is_part(heading, begins[-1]):
            continue
        if heading.release.certain or heading.level in levels:
            begins.append(heading)
    return begins


def _is_own(heading: _Heading) -> bool:
    """Return whether a heading is that of a release wherever it stands: linked and dated."""
    release = heading.release
    return bool(release and release.certain and release.date and heading.link)


def _above_anchors(lines: Sequence[str | None], start: int) -> int:
    """Return the first of the lines above a heading that only name it: `<a name="1.2.0"></a>`."""
    line = start - 1
    while line >= 0 and not (lines[line] or "").strip():
        line -= 1
    return line if line >= 0 and _ANCHOR.fullmatch(lines[line] or "") else start


def _is_part(heading: _Heading, whole: _Heading) -> bool:
    """Return whether a heading such as `### 2.0.0: upgrading` stands below that of its release."""
    assert heading.release is not None
    assert whole.release is not None
    same = heading.release.version == whole.release.version and heading.release.title != ""
    return same and heading.level > whole.level


class _Body:
    """The lines of a changelog, and what stands on them."""

    def __init__(
        self, lines: Sequence[str | None], headings: Sequence[_Heading], inlines: Sequence[Token]
    ) -> None:
        self._lines = lines
        self._headings = headings
        self._heading_lines = [heading.start for heading in headings]
        self._paragraphs = [inline.content for inline in inlines]
        self._paragraph_lines = [inline.map[0] for inline in inlines if inline.map]

    def preamble(self, end: int, *, package: str, url: str) -> Iterable[Release]:
        """Return what stands before a line as one release, if it is more than the title."""
        text = self._text(0, end)
        title = next((heading for heading in self._headings if heading.start < end), None)
        if text and (title is None or text != self._text(title.start, title.end)):
            yield Release(
                package=package,
                version="",
                date="",
                text=text,
                url=url,
                title=title.text if title else "",
            )

    def release(self, heading: _Heading, end: int, *, package: str, url: str) -> Release:
        """Return the release whose heading this is and whose text ends before a line."""
        assert heading.release is not None
        first = bisect_left(self._paragraph_lines, heading.end)
        last = bisect_left(self._paragraph_lines, end)
        groups = self._groups(heading, end)
        text = self._text(heading.end, end)
        return Release(
            package=heading.release.package or package,
            version=heading.release.version,
            date=heading.release.date or date_line(text),
            text=text,
            url=heading.link if heading.link.startswith(("http://", "https://")) else url,
            title=heading.release.title,
            groups=groups,
            breaking=is_breaking(groups, self._paragraphs[first:last]),
            yanked=heading.release.yanked,
        )

    def _groups(self, heading: _Heading, end: int) -> tuple[str, ...]:
        first = bisect_left(self._heading_lines, heading.end)
        inner = self._headings[first : bisect_left(self._heading_lines, end)]
        # A group is one level below its release; patch releases of conventional-changelog (h3)
        # have it on their own level, its major ones (h1) two below.
        below = min(heading.level + 1, _DEEPEST_RELEASE)
        deepest = max(below, min((group.level for group in inner), default=0))
        return tuple(dict.fromkeys(group.text for group in inner if group.level <= deepest))

    def _text(self, start: int, end: int) -> str:
        kept = [line for line in self._lines[start:end] if line is not None]
        filled = [index for index, line in enumerate(kept) if line.strip()]
        return "\n".join(kept[filled[0] : filled[-1] + 1]) if filled else ""
