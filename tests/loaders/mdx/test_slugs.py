"""Ids that a heading names: they are its slug, and no part of its text."""

from __future__ import annotations

import pytest

from workos_docs_loaders.mdx import parse_body


@pytest.mark.parametrize(
    "suffix",
    [
        "{#set_up}",
        r"\{#set_up}",
        "{ #set_up .wide }",
        "{: #set_up}",
        "[#set_up]",
        "{{ id: 'set_up' }}",
        '{{ id: "set_up", tag: "GET" }}',
        "{% #set_up %}",
    ],
)
def test_an_id_is_the_slug_of_its_heading(suffix: str) -> None:
    [section] = parse_body(f"## Install `x` {suffix}\n\nText.", page_url="u").sections
    assert (section.heading, section.slug) == ("Install `x`", "set_up")


def test_an_id_of_html_is_the_slug_of_its_heading() -> None:
    [section] = parse_body('<h3 id="set_up">Install</h3>\n\nText.', page_url="u").sections
    assert (section.heading, section.level, section.slug) == ("Install", 3, "set_up")
