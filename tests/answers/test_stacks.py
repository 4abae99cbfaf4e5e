"""Guides that have parts for several stacks: what is shown for one, and what else there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.tools import DocsTools

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

URL = "https://workos.com/docs/authkit"


@pytest.mark.parametrize(
    ("chosen", "stack", "word", "also"),
    [
        ({"language": "python"}, "vanilla/python", "decorator", "nextjs, remix, nodejs, ruby"),
        ({"language": "Ruby"}, "vanilla/ruby", "ruby", "nextjs, remix, nodejs, python"),
        ({"backend": "nodejs"}, "vanilla/nodejs", "", "nextjs, remix, ruby, python"),
        ({"frontend": "remix"}, "remix", "", "nextjs, nodejs, ruby, python"),
        ({}, "nextjs", "", "remix, nodejs, ruby, python"),
    ],
)
def test_the_language_or_stack_chooses_among_sections_of_one_title(
    chosen: dict[str, Any], stack: str, word: str, also: str, docs: WorkOSDocs
) -> None:
    page = docs.page("authkit", section="Protected routes", **chosen)
    assert page.url.startswith(f"{URL}/{stack}/")
    assert word in page.markdown
    assert page.also == tuple(also.split(", "))
    reply = DocsTools(docs).workos_docs("authkit", section="Protected routes", **chosen)
    assert f"also for {also}" in reply.text.partition("<documentation>")[0]


def test_a_guide_is_shown_without_the_parts_for_other_languages(docs: WorkOSDocs) -> None:
    whole, page = docs.page("authkit"), docs.page("authkit", language="python")
    assert page.url == f"{URL}/vanilla/python"
    assert page == docs.page(page.url)
    assert len(page.markdown) < len(whole.markdown) / 2
    assert "```ruby" not in page.markdown
    assert {"nextjs", "ruby"} <= {*page.also}
    assert whole.also == ()


def test_a_stack_that_the_guide_has_nothing_for_is_refused(docs: WorkOSDocs) -> None:
    with pytest.raises(InvalidArgumentError, match="nextjs"):
        docs.page("authkit", frontend="svelte")
    with pytest.raises(InvalidArgumentError, match="same for all"):
        docs.page("sso", backend="python")


def test_a_passage_has_no_parts_for_other_languages(docs: WorkOSDocs) -> None:
    question = "AuthKit quick start protected routes and ending the session"
    hit = next(hit for hit in docs.search(question, language="python") if hit.path == "authkit")
    for stack in ("backend: ruby", "backend: nodejs", "frontend: nextjs", "frontend: remix"):
        assert f"*For {stack}:*" not in hit.text
    assert "*For backend: python:*" in hit.text
