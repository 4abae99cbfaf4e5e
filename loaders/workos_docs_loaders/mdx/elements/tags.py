"""JSX: text read into a tree of elements. Broken markup becomes a problem, never an error."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workos_docs_loaders.mdx.elements.attributes import Attributes, AttributeScanner
from workos_docs_loaders.models import Problem

if TYPE_CHECKING:
    from workos_docs_loaders.mdx.masks import Masks

_MAX_DEPTH = 32  # the documentation nests four deep; each level costs a copy of what it holds
_VOID = frozenset({"br", "hr", "img", "wbr"})
_VOID_WITH_ATTRIBUTES = frozenset("area base col embed input link meta param source track".split())
"""Void too; without attributes, `<source>` is what a reader has to put in."""
_IMPLIED_END = {
    # Elements that may be left open, and those that the next of their kind closes.
    "dd": {"dd", "dt"},
    "dt": {"dd", "dt"},
    "li": {"li"},
    "p": {"p"},
    "tbody": {"tbody", "td", "th", "thead", "tr"},
    "td": {"td", "th"},
    "tfoot": {"tbody", "td", "th", "thead", "tr"},
    "th": {"td", "th"},
    "thead": set(),
    "tr": {"td", "th", "tr"},
}

# Possessive and bounded throughout: an input of `{' {' ` must not be read again and again.
_MARKUP = re.compile(
    r"""
    (?P<indent>^[ \t]*+)?
    (?: (?<!\\)(?<!\]\()<(?P<slash>/?)(?P<name>[A-Za-z][\w.-]*+)
      | <>|</>
      | (?P<comment>\{/\*|<!--)
      | \{\s*+(?:'(?P<single>[^'\n]{0,2000}+)'|"(?P<double>[^"\n]{0,2000}+)")\s*+\}
    )
    """,
    re.VERBOSE | re.MULTILINE,
)
_COMMENT_ENDS = {"{/*": "*/}", "<!--": "-->"}
_ROW = re.compile(r"[ \t>]*\|")
_REST_OF_LINE = re.compile(r"[ \t]*$", re.MULTILINE)


_NONE = Attributes({}, 0, False)


@dataclass(slots=True)
class Element:
    """One component or HTML element."""

    name: str
    attributes: dict[str, str]
    """As in `Attributes`."""
    line: int
    word: str = ""
    """The opening tag, if it is plain text unless closed: `<your-key>`, `List<User>`."""
    indent: str = ""
    """What stands before the tag where it begins a line."""
    alone: bool = False
    """Whether nothing else stands on the lines of the element."""
    nested: bool = False
    """Whether another element stands around it."""
    in_row: bool = False
    """Whether it stands on a line of a Markdown table."""
    children: list[str | Element] = field(default_factory=list)

    def elements(self, name: str) -> list[Element]:
        """Return the children of a name."""
        return [
            child for child in self.children if isinstance(child, Element) and child.name == name
        ]


class TreeBuilder:
    """Builds the tree of one text in one pass."""

    def __init__(self, masks: Masks) -> None:
        self._masks = masks
        self._root = Element("", {}, 1)
        self._open: list[Element] = [self._root]
        self._line = 1
        self.problems: list[Problem] = []

    def build(self, text: str) -> Element:
        """Return the root of the text, an element without a name."""
        position = 0
        endless: set[str] = set()  # comments without an end; searched for once, or never again
        scanner = AttributeScanner(text, self._masks)
        searched = 0
        while match := _MARKUP.search(text, max(position, searched)):
            attributes = _NONE
            if match["name"]:
                found = scanner.scan(match.end())
                if found is None:  # no tag: text, like what follows it
                    searched = match.end()
                    continue
                attributes = found
            self._text(text[position : match.start()])
            position = attributes.end if match["name"] else match.end()
            opening = match["comment"]
            if not opening:
                self._markup(match, attributes, bool(_REST_OF_LINE.match(text, position)))
                self._line += self._masks.lines(text[match.start() : position])
                continue
            closing = _COMMENT_ENDS[opening]
            end = -1 if opening in endless else text.find(closing, position)
            if end == -1:
                endless.add(opening)
                self.problems.append(Problem("the comment is never closed", self._line))
                self._text(match[0])
            else:
                position = end + len(closing)
                self._line += self._masks.lines(text[match.start() : position])
        self._text(text[position:])
        while len(self._open) > 1:
            self._abandon()
        return self._root

    def _text(self, text: str) -> None:
        if text:
            self._open[-1].children.append(text)
            self._line += self._masks.lines(text)

    def _markup(self, match: re.Match[str], attributes: Attributes, ends_line: bool) -> None:
        literal = match["single"] if match["single"] is not None else match["double"]
        if literal is not None:
            self._open[-1].children.append((match["indent"] or "") + literal)
        elif match["name"] is None:
            self._open[-1].children.append(match["indent"] or "")
        elif match["slash"]:
            self._close(match, ends_line)
        else:
            self._start(match, attributes, ends_line)

    def _start(self, match: re.Match[str], attributes: Attributes, ends_line: bool) -> None:
        name = match["name"]
        indent = match["indent"]
        while self._open[-1].name in _IMPLIED_END.get(name, ()):
            self._open.pop()
        generic = match.start() > 0 and match.string[match.start() - 1].isalnum()
        tag = match.string[match.end("indent") : attributes.end] if indent is not None else ""
        tag = tag or match.string[match.start() : attributes.end]
        element = Element(
            name,
            attributes.values,
            self._line,
            word=tag if generic or name[0].islower() else "",
            indent=indent or "",
            alone=indent is not None,
            nested=len(self._open) > 1,
            in_row=_is_row(match.string, match.start()),
        )
        children = self._open[-1].children
        if indent:
            children.append(indent)
        is_void = name in _VOID or (name in _VOID_WITH_ATTRIBUTES and attributes.values)
        if attributes.closed or is_void:
            element.alone = element.alone and ends_line
            children.append(element)
        elif len(self._open) > _MAX_DEPTH:
            self.problems.append(Problem(f"<{name}> is nested too deeply", self._line))
        else:
            children.append(element)
            self._open.append(element)

    def _close(self, match: re.Match[str], ends_line: bool) -> None:
        name = match["name"]
        if all(element.name != name for element in self._open):
            self.problems.append(Problem(f"</{name}> closes nothing", self._line))
            return
        while self._open[-1].name != name:
            self._abandon()
        element = self._open.pop()
        element.alone = element.alone and ends_line

    def _abandon(self) -> None:
        """Give up the innermost open element: its children become its parent's."""
        element = self._open.pop()
        if element.name in _IMPLIED_END:
            return
        self.problems.append(Problem(f"<{element.name}> is never closed", element.line))
        siblings = self._open[-1].children
        siblings.pop()  # the element itself: whatever came later went into it
        if element.word:
            siblings.append(f"\\{element.word}")
        siblings += element.children


def _is_row(text: str, position: int) -> bool:
    return bool(_ROW.match(text, text.rfind("\n", 0, position) + 1, position))
