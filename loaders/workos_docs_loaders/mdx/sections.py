"""Masked text cut at its headings into sections; conditions, tabs and accordions unfolded."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from workos_docs_loaders.markdown.text import plain
from workos_docs_loaders.mdx.blocks import rewritten
from workos_docs_loaders.mdx.lines import THEMATIC_BREAK, without_hard_break
from workos_docs_loaders.mdx.masks import EVENT, EVENT_END
from workos_docs_loaders.models import Section
from workos_docs_loaders.stacks import stack_label
from workos_docs_loaders.urls import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workos_docs_loaders.mdx.masks import Masks

_CONDITION = re.compile(r"(?P<indent> *)- \$ +(?P<condition>\S.*)")
_TAB = re.compile(r"(?P<indent> *)- \| *(?P<title>[^|]+)")
_ACCORDION = re.compile(r"(?P<indent> *)- (?P<heading>#{1,6} .+)")
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<title>.*))?")
_SUFFIX = re.compile(r"\{(\{[^{}]*\})\}\s*$")
_ID_SUFFIX = re.compile(
    r"""(?:\\?\{:?\s?\#([\w.:-]+)(?:\s[^{}]*)?\}|\[\#([\w-]+)\]|\{\{\s*id:\s*['"]([\w.:-]+)['"][^{}]*\}\})\s*$""",
)
_MAX_DEPTH = 16  # the documentation nests two deep


@dataclass(slots=True)
class _Draft:
    """A section while its lines are collected."""

    heading: str
    level: int
    slug: str
    condition: str
    kind: Literal["section", "event"] = "section"
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Fold:
    """An open list item whose content is unfolded into the page."""

    indent: int
    condition: str
    outer: _Draft | None
    """The section that goes on after the item; none if the item's last section does."""


class SectionCutter:
    """Cuts one page."""

    def __init__(self, masks: Masks) -> None:
        self._masks = masks
        self._current = _Draft("", 0, "", "")
        self._drafts = [self._current]
        self._folds: list[_Fold] = []
        self._around_event: _Draft | None = None

    def sections(self, text: str) -> Iterator[Section]:
        """Yield the sections of a page in order. Headingless ones without text are left out."""
        for line in text.split("\n"):
            self._line(self._unfolded(line))
        for draft in self._drafts:
            section = self._finished(draft)
            if section.heading or section.text:
                yield section

    def _unfolded(self, line: str) -> str:
        """Return a line without the indentation of the items around it; close items that end."""
        if not line.strip():
            return line
        for number, item in enumerate(self._folds):
            if not line.startswith(" " * (item.indent + 2)):
                self._close(number)
                break
            line = line[2:]
        return line

    def _line(self, line: str) -> None:
        if len(self._folds) < _MAX_DEPTH and self._opens(line):
            return
        if line.lstrip().startswith(EVENT):
            self._event(line.lstrip().removeprefix(EVENT))
        elif line.lstrip().startswith(EVENT_END):
            self._continue(self._around_event or self._current)
        elif heading := _HEADING.fullmatch(line):
            self._heading(len(heading["marks"]), heading["title"] or "")
        elif not THEMATIC_BREAK.fullmatch(line):
            self._current.lines.append(line)

    def _opens(self, line: str) -> bool:
        """Open an item of the dialect, if the line begins one."""
        if match := _CONDITION.fullmatch(line):
            outer = self._condition
            condition = self._masks.restore(match["condition"]).strip()
            condition = " ".join(filter(None, (outer, condition)))
            self._folds.append(_Fold(len(match["indent"]), condition, None))
            self._continue(self._current)
        elif match := _TAB.fullmatch(line):
            self._current.lines += ["", f"**{match['title'].strip()}**", ""]
            self._folds.append(_Fold(len(match["indent"]), self._condition, self._current))
        elif match := _ACCORDION.fullmatch(line):
            self._folds.append(_Fold(len(match["indent"]), self._condition, self._current))
            self._line(match["heading"])
        return bool(match)

    @property
    def _condition(self) -> str:
        return self._folds[-1].condition if self._folds else ""

    def _close(self, number: int) -> None:
        """Close the item of a number and those inside it."""
        closed = self._folds[number:]
        del self._folds[number:]
        outer = next((item.outer for item in closed if item.outer), self._current)
        if outer is not self._current or self._condition != closed[-1].condition:
            self._continue(outer)

    def _heading(self, level: int, title: str) -> None:
        title, slug = _suffix_removed(_closing_marks_removed(title.strip()))
        heading = self._masks.restore(title)
        if heading:
            self._begin(_Draft(heading, level, slug or slugify(plain(heading)), self._condition))

    def _event(self, name: str) -> None:
        around = self._around_event = self._current
        level = min(around.level + 1, 6)
        name = self._masks.restore(name)
        self._begin(_Draft(f"`{name}`", level, slugify(name), self._condition, kind="event"))

    def _continue(self, draft: _Draft) -> None:
        """Go on with the text of a section under the condition that now holds."""
        self._begin(_Draft("", draft.level, draft.slug, self._condition))

    def _begin(self, draft: _Draft) -> None:
        self._current = draft
        self._drafts.append(draft)

    def _finished(self, draft: _Draft) -> Section:
        lines = [without_hard_break(line) for line in draft.lines]
        text = "\n".join(rewritten(lines)).strip("\n")
        text = self._masks.restore(re.sub(r"\n{3,}", "\n\n", text))
        label = f"{stack_label(draft.condition)}\n\n" if text and draft.condition else ""
        return Section(
            heading=draft.heading,
            level=draft.level,
            text=text,
            slug=draft.slug,
            label=label,
            condition=draft.condition,
            kind=draft.kind,
        )


def _closing_marks_removed(title: str) -> str:
    """Return the title of `## Title ##`, where the marks at the end are no part of it."""
    stripped = title.rstrip("#")
    return stripped.rstrip() if not stripped or stripped[-1] in " \t" else title


def _suffix_removed(title: str) -> tuple[str, str]:
    """Return a title without what sets its slug, and the slug.

    The documentation writes `{{ "url": "x" }}`; others `{#x}`, `[#x]` and `{{ id: 'x' }}`.
    """
    if named := _ID_SUFFIX.search(title):
        return title[: named.start()].rstrip(), named[1] or named[2] or named[3] or ""
    suffix = _SUFFIX.search(title)
    if not suffix:
        return title, ""
    try:
        values = json.loads(suffix[1])
    except (ValueError, RecursionError):
        return title, ""
    return title[: suffix.start()].rstrip(), slugify(str(values.get("url", "")))
