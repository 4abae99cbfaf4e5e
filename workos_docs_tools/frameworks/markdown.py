"""Any Markdown as a Document of ours: its sections are found again in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workos_docs_loaders.markdown.headings import headings
from workos_docs_loaders.markdown.text import plain
from workos_docs_loaders.models import Document, Section
from workos_docs_loaders.source import LOCAL_VERSION
from workos_docs_loaders.urls import slugify
from workos_docs_tools.frameworks.metadata import titles_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


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
    found = list(headings(text))
    first, *ends = [*(heading.start for heading in found), len(lines)]
    if before := "\n".join(lines[:first]).strip():
        yield Section(heading="", level=0, text=before)
    for heading, end in zip(found, ends, strict=True):
        yield Section(
            heading=heading.content,
            level=heading.level,
            text="\n".join(lines[heading.end : end]).strip(),
            slug=slugify(plain(heading.content)),
        )
