"""Code that a page shows on the web and the documentation package lacks: said, and where to look.

The loaders leave a line with the title of the file in its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.joining.names import words
from workos_docs_loaders.stacks import stack_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workos_docs_tools.answers.sdk.loaded import LoadedSdk, Sdks
    from workos_docs_tools.search.catalog import Catalog

_LINE = re.compile(r"^([ \t>]*)Code example: (.+)$", re.MULTILINE)
_SURROUNDING = re.compile(r"\s*\([^()]*\)\s*$")
_FILE = re.compile(r"[\w$.\[\]-]+\.\w+")
_ARTICLES = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class MissingCode:
    """What is known of the code that a page lacks, to say where there is some."""

    catalog: Catalog
    sdks: Sdks
    path: str
    """Of the page."""
    language: str | None
    """Language that was asked for."""
    has_call: bool
    """Whether the page is shown with a call of an SDK."""

    def said(self, text: str) -> str:
        """Return a text of the page with a whole sentence in place of each such line."""
        if "Code example: " not in text:
            return text
        return _LINE.sub(self._sentence, text)

    def _sentence(self, match: re.Match[str]) -> str:
        margin, title = match.groups()
        return (
            f"{margin}Code example not in this documentation package: {title}. {self._where(title)}"
        )

    def _where(self, title: str) -> str:
        """Return where to look: the call above, a method of that name, a README, the web."""
        if self.has_call:
            return "The SDK's call stands above."
        return next(
            (
                place
                for found in (self._method(title), self._readme(title))
                if (place := next(found, ""))
            ),
            f"It is on {self.catalog.nodes[self.catalog.by_path[self.path][0]].page_url}",
        )

    def _method(self, title: str) -> Iterator[str]:
        wanted = frozenset(words(_SURROUNDING.sub("", title))) - _ARTICLES
        found = [
            (sdk, method)
            for sdk in self.sdks
            if self.language in (None, sdk.language)
            for method in sdk.by_words.get(wanted, ())
        ]
        for sdk, method in found if len(wanted) > 1 and len(found) == 1 else ():
            yield f"See `{method.name}()` of {sdk.release}: {method.url}"

    def _readme(self, title: str) -> Iterator[str]:
        stack = stack_names(self._condition(title))
        for sdk in self.sdks:
            if sdk.name.removeprefix("authkit-") in stack and sdk.package.readme:
                yield f"See the README of {sdk.release}: {_section_url(sdk, title)}"

    def _condition(self, title: str) -> str:
        """Return the stack condition of the node that has the line, if any."""
        nodes = (self.catalog.nodes[position] for position in self.catalog.by_path[self.path])
        lines = ((node, match) for node in nodes for match in _LINE.finditer(node.text))
        return next((node.condition for node, match in lines if match[2] == title), "")


def _section_url(sdk: LoadedSdk, title: str) -> str:
    """Return the URL of the first README section that names the file, else of the README."""
    file = _FILE.search(title)
    sections = sdk.package.readme
    if file:
        named = (section for section in sections if section.fences and file[0] in section.text)
        return next(named, sections[0]).url
    return sections[0].url
