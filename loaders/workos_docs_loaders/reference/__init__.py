"""The API reference of the documentation, which its pages hold as front matter, as Markdown.

`syntax` reads the entries of one page, `tables` joins those of all pages and follows the references
between them, `rendering` writes Markdown.
"""

from __future__ import annotations

from workos_docs_loaders.reference.tables import ReferenceTables

__all__ = ["ReferenceTables"]
