"""A page put together for a stack, and its sections, from what its nodes know of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.models import Snapshot
from workos_docs_loaders.urls import BASE_URL
from workos_docs_tools.answers.outline import Outline

if TYPE_CHECKING:
    from pathlib import Path

    from workos_docs_loaders.models import Node

WORDS = " ".join(f"word{number}" for number in range(25)) + "."
PAGE = f"""\
# Quick start

{WORDS}

## Configure

### Install `packages`

- $ frontend="nextjs"

  Run next. {WORDS}

- $ backend="python"

  Run pip. {WORDS}

- $ frontend="remix"

  Run remix. {WORDS}

  #### Remix only

  {WORDS}

## Users {{{{ "url": "people" }}}}

{WORDS}

```md
## Not a heading
```
"""


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> list[Node]:
    directory: Path = tmp_path_factory.mktemp("docs")
    (directory / "start.md").write_text(PAGE)
    return list(Corpus.read(Snapshot("local", directory, None, BASE_URL)).nodes())


def titles(outline: Outline) -> list[str]:
    return [item.section.title for item in outline.sections]


def test_a_page_for_all_stacks_is_its_nodes(nodes: list[Node]) -> None:
    outline = Outline.of(nodes)
    assert outline.markdown == "\n\n".join(node.text for node in nodes)
    assert titles(outline) == [
        "Quick start",
        "Configure",
        "Install packages",
        "Remix only",
        "Users",
    ]


@pytest.mark.parametrize(
    ("stack", "says", "hides"),
    [
        ("nextjs", "*For frontend: nextjs:*\n\nRun next.", ("Run remix.", "Run pip.")),
        ("remix", "*For frontend: remix:*\n\nRun remix.", ("Run next.", "Run pip.")),
        ("vanilla/python", "*For backend: python:*\n\nRun pip.", ("Run next.", "Run remix.")),
    ],
)
def test_each_stack_s_text_stands_once_under_the_headings_of_all(
    stack: str, says: str, hides: tuple[str, ...], nodes: list[Node]
) -> None:
    outline = Outline.of(nodes, stack)
    assert f"## Configure\n\n### Install `packages`\n\n{says}" in outline.markdown
    assert not any(text in outline.markdown for text in hides)
    assert outline.markdown.count("## Configure\n") == 1
    section = outline.find("install-packages")
    assert section is not None
    assert section.markdown.startswith(f"### Install `packages`\n\n{says}")
    assert section.url.endswith(f"{stack}/configure/install-packages")


def test_headings_of_a_stack_with_nothing_below_them_are_left_out(nodes: list[Node]) -> None:
    assert titles(Outline.of(nodes, "svelte")) == ["Quick start", "Users"]


@pytest.mark.parametrize("wanted", ["people", "users", "quick-start/people", "Quick start > Users"])
def test_a_heading_is_known_by_its_title_and_by_the_slug_that_it_was_given(
    wanted: str, nodes: list[Node]
) -> None:
    section = Outline.of(nodes).find(wanted)
    assert section is not None
    assert section.markdown.startswith("## Users\n\nword0")
    assert section.markdown.endswith("## Not a heading\n```")


def test_a_section_that_stands_elsewhere_is_not_found(nodes: list[Node]) -> None:
    outline = Outline.of(nodes)
    assert outline.find("users/install-packages") is None
    assert outline.find("not-a-heading") is None
    assert outline.find("???") is None
