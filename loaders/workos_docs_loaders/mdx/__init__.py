"""The MDX dialect of the documentation: a page's body becomes sections of plain Markdown.

The order matters. Code is hidden first, then JSX is rewritten, then lines are resolved, and only
then is the page cut at its headings: a parser that reads Markdown first loses what stands between
tags, one that strips tags first loses what stands in code.
"""

from __future__ import annotations

from workos_docs_loaders.mdx.parsing import ParsedBody, markdown_text, parse_body

__all__ = ["ParsedBody", "markdown_text", "parse_body"]
