"""What the attributes of a component say to readers, whatever the component is called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from workos_docs_loaders.mdx.elements.tags import Element

_TITLES = (
    *("title", "titleText", "label", "header", "heading", "headline", "question", "summary"),
    *("displayText", "term", "name", "text"),
)
_NOTES = (
    *("description", "subtitle", "subheading", "caption", "body", "content", "answer", "hint"),
    *("tip", "tooltip", "cta"),
)
_LINKS = ("href", "to", "url", "link")
_FIELD = re.compile(r"Field$|^(?:Param|Parameter|Prop|Property)$")
_FIELD_NAMES = ("name", "path", "query", "body", "header", "param", "title", "label")
_TAB = re.compile(r"(?:^|\.)(?:Tab|TabItem|TabPanel|TabsContent)$")
_NAMELESS = re.compile(r"Icon")
_HTML_TITLED = frozenset({"audio", "embed", "iframe", "object", "video"})
_NO_TEXT = re.compile(r"\{|(?:https?:)?//\S*$|#[0-9a-fA-F]{3,8}$|\W*$")
_TAG_START = re.compile(r"(?<!\\)<(?=[A-Za-z/!])")
_LITERALS = re.compile(r""""([^"]*)"|'([^']*)'""")


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one element's attributes, as Markdown."""

    title: str = ""
    notes: tuple[str, ...] = ()
    """Descriptions, captions, tooltips."""
    image: str = ""
    """Description of an image."""
    link: str = ""

    def around(self, children: str) -> str:
        """Return all that is said and what the element holds, as blocks."""
        title = f"[{self.title}]({self.link})" if self.title and self.link else self.title
        heading = f"**{title}**" if title else ""
        inside = children.strip()
        if self.link and not title:
            is_label = inside and not re.search(r"\n|\]\(", inside)
            inside = f"[{inside}]({self.link})" if is_label else inside
        parts = (heading, *self.notes, self.image, inside)
        return "\n\n".join(part for part in parts if part)

    def within_line(self, children: str) -> str:
        """Return the same as a part of a line."""
        if not (self.title or self.notes or self.image or self.link):
            return children
        words = " ".join(children.split())
        title = self.title if self.title and self.title not in words else ""
        shown = " ".join(part for part in (title, self.image, words) if part)
        linked = f"[{shown}]({self.link})" if self.link and shown and "](" not in shown else shown
        return " ".join(filter(None, (linked, *(f"({note})" for note in self.notes))))


def wording(element: Element) -> Wording:
    """Return what an element's attributes say."""
    attributes = element.attributes
    if element.name[:1].islower() and "-" not in element.name:
        title = attributes.get("title", "") if element.name in _HTML_TITLED else ""
        return Wording(notes=(plain_text(title),) if title else ())
    if _FIELD.search(element.name):
        return _field(attributes)
    keys = _TITLES if not _NAMELESS.search(element.name) else _TITLES[:-2]
    title, *more = [*_texts(attributes, keys), ""]
    if not title and _TAB.search(element.name):
        title = next(_texts(attributes, ("value",)), "")
    alt = next(_texts(attributes, ("alt",)), "")
    notes = (note for note in (*more, *_texts(attributes, _NOTES)) if note and note != title)
    return Wording(
        title=title,
        notes=tuple(dict.fromkeys(notes)),
        image=f"[Image: {alt}]" if alt else "",
        link=_link(attributes),
    )


def number_steps(steps: Iterable[Element]) -> None:
    """Put the number of each step before its title."""
    for number, step in enumerate(steps, 1):
        title = next(_texts(step.attributes, _TITLES), "")
        step.attributes["title"] = f"{number}. {title}".rstrip()


def name_tabs(labels: str, tabs: Iterable[Element]) -> None:
    """Give each tab its label from `items={['npm', 'pnpm']}`, unless it has one of its own."""
    names = (double or single for double, single in _LITERALS.findall(labels))
    for name, tab in zip(names, tabs, strict=False):
        if not wording(tab).title:
            tab.attributes["title"] = name


def plain_text(value: str) -> str:
    """Return an attribute's text so that nothing in it can be taken for a tag."""
    return _TAG_START.sub(r"\\<", value)


def _texts(attributes: Mapping[str, str], keys: Iterable[str]) -> Iterator[str]:
    return iter(
        [plain_text(attributes[key]) for key in keys if not _NO_TEXT.match(attributes.get(key, ""))]
    )


def _link(attributes: Mapping[str, str]) -> str:
    targets = (attributes.get(key, "") for key in _LINKS)
    target = next((each for each in targets if each and not each.startswith("{")), "")
    return re.sub(r"\s", "%20", target).replace("(", "%28").replace(")", "%29")


def _field(attributes: Mapping[str, str]) -> Wording:
    """Return a parameter as `name` (type, required), and its default."""
    name = next(_texts(attributes, _FIELD_NAMES), "")
    facts = [*_texts(attributes, ("type",))]
    for flag in ("required", "optional", "deprecated"):
        facts += [flag] if attributes.get(flag, "{false}") not in ("{false}", "false") else []
    facts += [f"default: {default}" for default in _texts(attributes, ("default", "initialValue"))]
    told = " ".join(
        filter(None, (f"`{name}`" if name else "", f"({', '.join(facts)})" if facts else ""))
    )
    return Wording(title=told, notes=tuple(_texts(attributes, ("description", "placeholder"))))
