"""What identifies a Document of ours, and its whole text, in every framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workos_docs_loaders.models import Document


def document_id(document: Document) -> str:
    """Return a Document's identity: its place."""
    return page_id(document.version, document.path)


def page_id(version: str, path: str) -> str:
    """Return the identity of the Document at a path."""
    return f"{version}/{path}"


def document_text(document: Document) -> str:
    """Return a whole page as Markdown, its API reference after the rest."""
    sections = (section.markdown for section in document.sections)
    return "\n\n".join(filter(None, (*sections, *(entry.text for entry in document.api))))
