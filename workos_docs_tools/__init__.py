"""The WorkOS documentation as retrievers and tools for agent frameworks.

`WorkOSDocs.open()` is the way in; `workos_docs_tools.langchain` and `workos_docs_tools.llama_index`
hold the same engine in the forms of these frameworks.
"""

from workos_docs_loaders.errors import WorkOSDocsError
from workos_docs_tools.docs import WorkOSDocs
from workos_docs_tools.results import Example, Hit, Page, SearchResults, Status

__all__ = ["Example", "Hit", "Page", "SearchResults", "Status", "WorkOSDocs", "WorkOSDocsError"]
