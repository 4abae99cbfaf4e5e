"""What other Markdown dialects write in place of components, rewritten as components.

Every rewritten text has as many lines as before, so that problems keep their line numbers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workos_docs_loaders.markdown.containers import containers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workos_docs_loaders.markdown.containers import Container
    from workos_docs_loaders.mdx.masks import Masks

_INDENTED = re.compile(
    r"(?P<indent>[ \t]*)(?:(?P<admonition>!!!|\?\?\?\+?) +(?P<name>[A-Za-z][\w-]*)[\w -]*?"
    r'|===[!+]? *(?="))(?: *"(?P<title>[^"]*)")?[ \t]*'
)
_ALERT = re.compile(
    r"(?P<quote>[ \t]*(?:>[ \t]?)+)\[!(?P<name>[A-Za-z][\w-]*)\][+-]?[ \t]*(?P<title>.*)"
)
_MAX_DEPTH = 16
_STEP = 4  # columns by which Python-Markdown indents what belongs to an admonition or a tab


def containers_as_elements(text: str, masks: Masks) -> str:
    """Return masked text with containers, admonitions and content tabs as elements.

    Read are `:::tip[Title]` to `:::`, `!!! note "Title"` and `=== "Tab"` with what is indented
    below them, and `> [!NOTE]`.
    """
    lines = text.split("\n")
    for container in containers(lines):
        lines[container.start] = container.indent + _opening_tag(container, masks)
        lines[container.end] = f"{container.indent}</{_element(container)}>"
    return "\n".join(_without_indentation([_alert(line) for line in lines], masks, _MAX_DEPTH))


def _element(container: Container) -> str:
    return "Callout" if container.is_admonition else "Container"


def _opening_tag(container: Container, masks: Masks) -> str:
    kind = container.name if container.is_admonition else ""
    return _tag(_element(container), kind, container.title, masks)


def _tag(name: str, kind: str, title: str, masks: Masks) -> str:
    # A title may hold quotes and braces, which only its placeholder keeps from ending the tag.
    said = {"type": kind, "title": masks.hide(title) if title else ""}
    return (
        " ".join([f"<{name}", *(f'{key}="{value}"' for key, value in said.items() if value)]) + ">"
    )


def _alert(line: str) -> str:
    """Return the first line of an alert as GitHub and Obsidian write it, in bold."""
    if "[!" not in line or not (alert := _ALERT.fullmatch(line)):
        return line
    title = f" **{alert['title'].strip()}**" if alert["title"].strip() else ""
    return f"{alert['quote']}**{alert['name'].capitalize()}:**{title}"


def _without_indentation(lines: Sequence[str], masks: Masks, depth: int) -> Iterator[str]:
    number = 0
    while number < len(lines):
        line = lines[number]
        opening = _INDENTED.fullmatch(line) if "!" in line or "?" in line or "=" in line else None
        number += 1
        if opening is None or not depth:
            yield line
            continue
        width = len(opening["indent"]) + _STEP
        end = last = number
        while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" " * width)):
            end += 1
            last = end if lines[end - 1].strip() else last
        if last == number:  # nothing stands in it
            yield line
            continue
        inside = [f"{each[: width - _STEP]}{each[width:]}" for each in lines[number:last]]
        name = "Callout" if opening["admonition"] else "Tab"
        kind = (opening["name"] or "").lower()
        *above, closing = _without_indentation(inside, masks, depth - 1)
        yield opening["indent"] + _tag(name, kind, opening["title"] or "", masks)
        yield from above
        yield f"{closing}</{name}>"
        number = last
