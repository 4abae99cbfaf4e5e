"""What the collection of a documentation stores as its facts."""

from __future__ import annotations

from workos_docs_loaders.sdk import DocumentedMethod

DOCUMENTED = tuple[DocumentedMethod, ...]
