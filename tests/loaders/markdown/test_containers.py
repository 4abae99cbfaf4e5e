"""Containers: how they are opened, named, nested and closed."""

from __future__ import annotations

import re

import pytest

from workos_docs_loaders.markdown.containers import containers


@pytest.mark.parametrize(
    ("line", "name", "title"),
    [
        (":::note", "note", ""),
        ("::: tip Read this first", "tip", "Read this first"),
        (":::caution[Mind the `gap`]", "caution", "Mind the `gap`"),
        (':::note{title="Rate limits" icon="clock"}', "note", "Rate limits"),
        (':::tip[Astro [2] only]{icon="rocket"}', "tip", "Astro [2] only"),
        ("::: details Click me {open}", "details", "Click me"),
        ("::::Code-Group", "code-group", ""),
        ("::: {.warning}", "warning", ""),
        ("/// tip | Read `this` first", "tip", "Read `this` first"),
    ],
)
def test_a_container_is_opened_in_the_ways_of_all_generators(
    line: str, name: str, title: str
) -> None:
    [container] = containers([line, "text", re.match("[:/]+", line)[0]])  # type: ignore[index]
    assert (container.start, container.end) == (0, 2)
    assert (container.name, container.title) == (name, title)


def test_attributes_are_kept() -> None:
    [container] = containers([':::note{title="Rate limits" icon=clock open}', ":::"])
    assert container.attributes == {"title": "Rate limits", "icon": "clock", "open": ""}


def test_containers_stand_in_containers() -> None:
    lines = ["::::steps", ":::tip", "a", ":::", ":::note", "b", ":::", "::::"]
    spans = [(each.start, each.end, each.name) for each in containers(lines)]
    assert spans == [(0, 7, "steps"), (1, 3, "tip"), (4, 6, "note")]


def test_containers_of_as_many_colons_close_from_the_inside() -> None:
    lines = [":::steps", ":::tip", ":::", ":::"]
    spans = [(each.start, each.end, each.name) for each in containers(lines)]
    assert spans == [(0, 3, "steps"), (1, 2, "tip")]


@pytest.mark.parametrize(
    "lines",
    [
        [":::note", "never closed"],
        ["::: package.module.Class", ":::"],  # mkdocstrings
        [":::"],
        ["a ::: b", ":::"],
        [":::note", "///"],
    ],
)
def test_what_is_never_opened_or_closed_is_no_container(lines: list[str]) -> None:
    assert containers(lines) == []


def test_admonitions_are_told_from_containers_that_lay_text_out() -> None:
    names = [each.name for each in containers([":::tip", ":::", ":::code-group", ":::"])]
    kinds = [each.is_admonition for each in containers([":::tip", ":::", ":::code-group", ":::"])]
    assert list(zip(names, kinds, strict=True)) == [("tip", True), ("code-group", False)]
