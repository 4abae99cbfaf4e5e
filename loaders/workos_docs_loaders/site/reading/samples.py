"""Code samples of the reference: which call each makes, in its language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workos_docs_loaders.languages import LANGUAGES
from workos_docs_loaders.markdown.fence_info import read_fence_info

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FENCE = re.compile(r"^ {0,3}(?P<marks>`{3,}|~{3,})(?P<info>.*)$")
_CONTAINER = re.compile(r"^ {0,3}:{3,}[ \t]*(?:code-group\b.*)?$")
_CALL = re.compile(
    r"(?P<owner>\$?(?:WorkOS\.client|workos_client|workosClient|workos|workOS|client|sdk))"
    r"(?P<chain>(?:(?:\.|->|::)[A-Za-z_]\w*(?:\(\))?)+)\s*\("
)
_VERB = re.compile(r"(?:--request|-X)\s+[\"']?([A-Z]+)")
_ADDRESS = re.compile(r"https?://[^/\s\"'?\\]+(/[^\s\"'?\\]*)")
_BY_NAME = {
    name: language.slug
    for language in LANGUAGES.values()
    for name in (language.slug, *language.aliases, *language.fences)
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One fence."""

    start: int
    """Its first line."""
    end: int
    """The line after it."""
    language: str
    """Slug of an API language; empty for any other."""
    title: str
    code: str
    markdown: str
    """The fence as a reader sees it, below its title."""

    @property
    def call(self) -> str:
        """What is called, as the reference writes it: `organizations.create_organization()`."""
        calls = [match for match in _CALL.finditer(self.code) if _depth(match["chain"]) > 1]
        if not calls:
            return ""
        name = calls[0]["chain"].replace("()", "")
        return f"{re.sub(r'^(?:[.]|->|::)', '', name)}()"

    @property
    def endpoint(self) -> tuple[str, str]:
        """Verb and path of a cURL command."""
        address = _ADDRESS.search(self.code)
        if "curl" not in self.code or not address:
            return "", ""
        verb = _VERB.search(self.code)
        has_body = re.search(r"(?:^|\s)(?:-d|--data\S*)\s", self.code)
        return (verb[1] if verb else "POST" if has_body else "GET"), address[1]


def _depth(chain: str) -> int:
    return len(re.findall(r"\.|->|::", chain))


def samples(lines: Sequence[str]) -> Iterator[Sample]:
    """Yield the fences among some lines, in order."""
    number = 0
    while number < len(lines):
        opening = _FENCE.match(lines[number])
        if not opening:
            number += 1
            continue
        marks, start = opening["marks"], number
        number += 1
        while number < len(lines) and not _closes(lines[number], marks):
            number += 1
        code = "\n".join(lines[start + 1 : number])
        number = min(number + 1, len(lines))
        yield _sample(start, number, opening, code)


def is_container_mark(line: str) -> bool:
    """Return whether a line opens or closes a group of fences."""
    return _CONTAINER.match(line) is not None


def _sample(start: int, end: int, opening: re.Match[str], code: str) -> Sample:
    info = read_fence_info(opening["info"])
    named = info.attributes.get("language", info.language).lower()
    marks = opening["marks"]
    fence = f"{marks}{info.language}\n{code}\n{marks}"
    return Sample(
        start,
        end,
        _BY_NAME.get(named, ""),
        info.title,
        code,
        f"**{info.title}**\n\n{fence}" if info.title else fence,
    )


def _closes(line: str, marks: str) -> bool:
    line = line.strip()
    return line.startswith(marks) and not line.strip(marks[0])
