"""Code that a page lacks: said where it would stand, with a place that has some."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

SAID = "Code example not in this documentation package: "


def test_every_title_of_missing_code_becomes_a_sentence(
    docs: WorkOSDocs, sdk_docs: WorkOSDocs
) -> None:
    paths = {
        node.path: node.text
        for node in docs.index.nodes
        if re.search("^Code example: ", node.text, re.MULTILINE)
    }
    assert len(paths) > 40
    for opened in (docs, sdk_docs):
        for path in list(paths)[::4]:
            markdown = opened.page(path).markdown
            assert SAID in markdown
            assert not re.search("^[ >]*Code example: ", markdown, re.MULTILINE)


def test_without_anything_nearer_the_page_on_the_web_is_named(docs: WorkOSDocs) -> None:
    page = docs.page("events/data-syncing/webhooks")
    assert (
        f"{SAID}Webhook validation (Rails, Sinatra, Django, Flask). "
        "It is on https://workos.com/docs/events/data-syncing/webhooks" in page.markdown
    )


def test_a_title_that_names_a_method_leads_to_it(sdk_docs: WorkOSDocs) -> None:
    page = sdk_docs.page("fga/standalone-integration", language="js")
    assert re.search(
        rf"{SAID}[^.]*\. See `\w+\.\w+\(\)` of @workos-inc/node 11\.0\.0: https://github",
        page.markdown,
    )


def test_a_stack_s_code_leads_to_the_readme_of_its_package(sdk_docs: WorkOSDocs) -> None:
    page = sdk_docs.page("https://workos.com/docs/authkit/nextjs")
    assert (
        f"{SAID}proxy.ts. See the README of @workos-inc/authkit-nextjs 4.3.2: "
        "https://github.com/workos/authkit-nextjs/blob/v4.3.2/README.md#proxy--middleware"
        in page.markdown
    )


def test_beside_a_call_the_call_is_named(sdk_docs: WorkOSDocs) -> None:
    found = [
        page
        for path in {node.path for node in sdk_docs.index.nodes if "Code example: " in node.text}
        if (page := sdk_docs.page(path, language="js")).sdk and SAID in page.markdown
    ]
    assert found
    for page in found:
        assert "The SDK's call stands above." in page.markdown


def test_passages_say_it_too_and_keep_their_size(docs: WorkOSDocs) -> None:
    hits = docs.search("webhook validation Rails Django", k=5)
    assert any(SAID in hit.text for hit in hits)
    for hit in hits:
        assert not re.search("^Code example: ", hit.text, re.MULTILINE)
        assert len(hit.excerpt(600)) <= 600
