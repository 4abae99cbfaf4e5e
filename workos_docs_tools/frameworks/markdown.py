"""Any Markdown as a Document of ours: its sections are found again in the text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from workos_docs_loaders.mdx import plain
from workos_docs_loaders.models import Document, Section
from workos_docs_loaders.source import LOCAL_VERSION
from workos_docs_loaders.urls import slugify
from workos_docs_tools.frameworks.metadata import titles_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PARSER = MarkdownIt("commonmark").enable("table")


def markdown_document(text: str, metadata: Mapping[str, Any], path: str) -> Document:
    """Return a page of which only Markdown is left, cut at its headings.

    Args:
        text: The page.
        metadata: What is known of it, with the keys of `document_metadata`.
        path: Its path, where the metadata names none.
    """
    sections = tuple(_sections(text))
    heading = next((plain(section.heading) for section in sections if section.heading), path)
    url = str(metadata.get("source", ""))
    return Document(
        version=str(metadata.get("version", LOCAL_VERSION)),
        path=str(metadata.get("path", path)),
        kind=metadata.get("kind", "guide"),
        title=str(metadata.get("title", heading)),
        url=url,
        breadcrumb=titles_of(str(metadata.get("breadcrumb", ""))),
        product=str(metadata.get("product", "")),
        sections=sections,
        deprecated=bool(metadata.get("deprecated", False)),
        hidden=bool(metadata.get("hidden", False)),
        date=str(metadata.get("date", "")),
        source_path=str(metadata.get("source_path", "")),
    )


def _sections(text: str) -> Iterator[Section]:
    lines = text.split("\n")
    headings = [
        (token.map[0], token.map[1], int(token.tag[1]), inline.content)
        for token, inline in pairwise(_PARSER.parse(text))
        if token.type == "heading_open" and token.level == 0 and token.map
    ]
    ends = [start for start, *_ in headings] + [len(lines)]
    if before := "\n".join(lines[: ends[0]]).strip():
        yield Section(heading="", level=0, text=before)
    for (_, start, level, heading), end in zip(headings, ends[1:], strict=True):
        body = "\n".join(lines[start:end]).strip()
        yield Section(heading=heading, level=level, text=body, slug=slugify(plain(heading)))
