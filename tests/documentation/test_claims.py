"""What README and guides claim, as far as no other test says it."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from langchain_core.utils.function_calling import convert_to_openai_tool
from llama_index.core.utils import get_tokenizer

from workos_docs_loaders.sdk import documented_methods, join_documentation, open_sdk, read_sdk
from workos_docs_tools.langchain import WorkOSDocsToolkit
from workos_docs_tools.tools.toolset import TOOL_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workos_docs_loaders.corpus import Corpus
    from workos_docs_tools import WorkOSDocs

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAPERS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
SEARCH = re.compile(
    r"workos-docs search \"(?P<typed>[^\"]+)\"(?: --product (?P<product>\S+))?"
    r"|(?:\.search|\.invoke|\.query|\.retrieve|^question =|\"user\",)[ (]\"(?P<asked>[^\"]+)\"",
    re.MULTILINE,
)
UNANSWERED = {"What does the moon cost?", "who is on call"}
"""Asked in the cookbook since WorkOS's documentation has no answer."""
HANDBOOK = ("who restarts the proxy", "what does the SSO proxy do")


def searches() -> Iterator[tuple[str, str | None]]:
    for paper in PAPERS:
        for found in SEARCH.finditer(paper.read_text("utf-8")):
            yield found["typed"] or found["asked"], found["product"]


def test_searches_that_are_shown_are_answered(docs: WorkOSDocs) -> None:
    shown = {one for one in searches() if one[0] not in UNANSWERED.union(HANDBOOK)}
    assert len(shown) >= 10
    unsure = [
        query for query, product in shown if docs.search(query, product=product).low_confidence
    ]
    assert unsure == []


def test_a_page_is_one_hit_but_for_events_and_terms(docs: WorkOSDocs) -> None:
    queries = ("events", "session", "verify a webhook signature", "what is SAML", "organization")
    for query in queries:
        hits = docs.search(query, k=20)
        counts = Counter(hit.path for hit in hits if hit.kind not in ("event", "glossary"))
        assert set(counts.values()) == {1}, query
    assert max(Counter(hit.path for hit in docs.search("events", k=20)).values()) > 1


def test_the_python_named_is_the_one_required() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    for paper in PAPERS:
        for named in re.findall(r"Python (3[\d.]*\d) or newer", paper.read_text("utf-8")):
            assert named == oldest, paper
    assert f"Python {oldest} or newer" in README


def test_the_table_of_tools_lists_them_all() -> None:
    table = README.partition("\n## The tools\n")[2].partition("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == TOOL_NAMES


def test_schemas_of_all_tools_cost_what_is_said(docs: WorkOSDocs) -> None:
    tokenize = get_tokenizer()  # cl100k_base, part of LlamaIndex
    schemas = map(convert_to_openai_tool, WorkOSDocsToolkit(docs=docs).get_tools())
    cost = sum(len(tokenize(json.dumps(schema, separators=(",", ":")))) for schema in schemas)
    said = re.search(r"schemas of all six cost about ([\d,]+) tokens", README)
    assert said
    assert cost == pytest.approx(int(said[1].replace(",", "")), rel=0.1)
    assert cost <= 1_600


def test_so_many_documented_calls_have_another_name_now(corpora: Mapping[str, Corpus]) -> None:
    said = re.search(r"of (\d+) Python calls in the documentation, (\d+) no longer fit", README)
    assert said
    documented = documented_methods(corpora["0.2.0"].files, ("python", "js"))
    joined = join_documentation(documented, read_sdk(open_sdk("python@10.8.0")))
    states = Counter(method.state for method in joined.methods if method.documented.name)
    assert (states.total(), states.total() - states["same"]) == (int(said[1]), int(said[2]))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_links_to_files_lead_to_files(paper: Path) -> None:
    text = re.sub(r"```.*?```", "", paper.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"https?:|#", target):
            file = paper.parent / target.partition("#")[0]
            assert file.exists(), target
