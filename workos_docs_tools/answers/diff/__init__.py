"""What changed between two versions of the documentation."""

from workos_docs_tools.answers.diff.changes import DocsChange, DocsDiff
from workos_docs_tools.answers.diff.comparing import compare, compare_versions

__all__ = ["DocsChange", "DocsDiff", "compare", "compare_versions"]
