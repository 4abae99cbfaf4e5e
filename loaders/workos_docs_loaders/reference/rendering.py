"""API reference entries, all references resolved, as Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import indent

from workos_docs_loaders.markdown.text import plain
from workos_docs_loaders.models import Section
from workos_docs_loaders.urls import slugify

_BLOCK = re.compile(r"(?:[-*+>]|1[.)]|#{1,6})\s|```|~~~|\|")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, a property, or a returned value, as a reader sees it."""

    name: str
    """Empty for a value without a name."""
    type: str = ""
    optional: bool = False
    deprecated: bool = False
    text: str = ""
    """Markdown of any length."""
    object_url: str = ""
    """Public page of the object that the field holds, where it is an object with a page."""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A method, an endpoint, an object or a shared parameter, as a reader sees it."""

    heading: str
    language: str
    """Display name: `Python`."""
    text: str
    lists: tuple[tuple[str, tuple[Field, ...]], ...]
    """Fields under their label: `Parameters`, `Returns`, `Properties`."""


def symbol_section(symbol: Symbol) -> Section:
    """Return a symbol as a section of level 3: a text, lists of fields."""
    heading = f"{code_span(symbol.heading)} ({symbol.language})"
    # A list that follows another needs its blank line, or its label would continue the last item.
    lists = (f"{label}:\n{_bullets(fields)}" for label, fields in symbol.lists if fields)
    text = "\n\n".join(part for part in (symbol.text, *lists) if part)
    return Section(heading=heading, level=3, text=text, slug=slugify(plain(heading)))


def code_span(text: str) -> str:
    """Return text as one code span on one line, whatever backticks it holds."""
    text = " ".join(text.split())
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def type_label(field: Field) -> str:
    """Return what a field holds and how: `string` in a code span, `optional`, `deprecated`."""
    kind = code_span(field.type) if field.type and field.name else ""
    if field.object_url:
        # Most texts of objects link the page themselves.
        linked = f"]({field.object_url})" in field.text
        kind = "object" if linked else f"[object]({field.object_url})"
    marks = ("optional" if field.optional else "", "deprecated" if field.deprecated else "")
    return ", ".join(part for part in (kind, *marks) if part)


def _bullets(fields: tuple[Field, ...]) -> str:
    return "\n".join(_bullet(field) for field in fields)


def _bullet(field: Field) -> str:
    children = _bullets(field.fields)
    name = code_span(field.name or field.type) if field.name or field.type else ""
    label = type_label(field)
    head = " ".join(part for part in (name, f"({label})" if label else "") if part)
    # A text that begins with a list or a quote needs a line of its own to stay one.
    separator = ":\n" if _BLOCK.match(field.text) else ": "
    text = separator.join(part for part in (head, field.text) if part)
    if not text:
        return children
    body = f"{text}\n{children}" if children else text
    return "- " + indent(body, "  ").removeprefix("  ")
