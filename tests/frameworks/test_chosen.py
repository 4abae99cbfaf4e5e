"""Adapters of a version, by whatever framework."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from workos_docs_tools import langchain, llama_index
from workos_docs_tools.docs import default_docs

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_tools import WorkOSDocs

QUESTION = "branding"
ADAPTERS = [
    langchain.WorkOSDocsRetriever,
    langchain.WorkOSDocsToolkit,
    llama_index.WorkOSDocsRetriever,
    llama_index.WorkOSDocsToolSpec,
]


def test_an_adapter_answers_from_its_version() -> None:
    versions = {
        langchain.WorkOSDocsRetriever(version="0.1.0", k=1).invoke(QUESTION)[0].metadata["version"],
        llama_index.WorkOSDocsRetriever(version="0.1.0", k=1)
        .retrieve(QUESTION)[0]
        .metadata["version"],
    }
    assert versions == {"0.1.0"}
    toolkit = langchain.WorkOSDocsToolkit(version="0.1.0", tools=("workos_search",))
    (tool,) = toolkit.get_tools()
    assert tool.invoke({"query": QUESTION}).startswith("WorkOS documentation 0.1.0")
    spec = llama_index.WorkOSDocsToolSpec(version="0.1.0")
    assert spec.workos_search(QUESTION).startswith("WorkOS documentation 0.1.0")
    # One opening serves them all.
    assert default_docs("0.1.0") is default_docs("0.1.0")


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_what_is_open_is_of_a_version_already(
    adapter: Callable[..., Any], docs: WorkOSDocs
) -> None:
    says = re.escape("docs= is of version 0.2.0 already. Pass one of the two.")
    with pytest.raises(ValueError, match=says):
        adapter(docs=docs, version="0.1.0")
