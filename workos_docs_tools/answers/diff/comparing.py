"""Two versions of the documentation compared, page by page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, product
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.markdown.links import without_targets
from workos_docs_loaders.markdown.text import plain
from workos_docs_loaders.source import open_source
from workos_docs_tools.answers.diff.changes import DocsChange, DocsDiff
from workos_docs_tools.answers.diff.parameters import parameters
from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

    from workos_docs_loaders.models import Document
    from workos_docs_tools.answers.diff.changes import State

_SAME_PAGE = 0.35
"""Share of their phrases that two paths must have in common to be one page that moved; a phrase
weighs one by the root of how many pages have it. Between 0.1.0 and 0.2.0 every page that moved has
.40 or more, and no other two pages, but one that was written anew, over .28."""
_ALIKE_BY_CHANCE = 40
"""Characters up to which two sections may say the same without being one."""

_Phrase = tuple[str, str, str]
_Trail = tuple[str, ...]


@dataclass(frozen=True)
class _Page:
    """What of a page is compared."""

    document: Document

    @cached_property
    def sections(self) -> Mapping[_Trail, str]:
        """Text of the page's sections by their headings; links may lead elsewhere."""
        found: dict[_Trail, str] = {}
        trail: list[tuple[int, str]] = []
        for section in self.document.sections:
            if section.heading:
                trail = [above for above in trail if above[0] < section.level]
                trail.append((section.level, plain(section.heading)))
            key = tuple(heading for level, heading in trail if level > 1)
            text = " ".join(without_targets(section.label + section.text).split())
            found[key] = " ".join(filter(None, (found.get(key, ""), text)))
        return found

    @cached_property
    def phrases(self) -> Set[_Phrase]:
        """All runs of three words."""
        api = (entry.text for entry in self.document.api)
        words = tokenize(" ".join([*self.sections.values(), *api]))
        return set(zip(words, words[1:], words[2:], strict=False))

    @cached_property
    def content(self) -> object:
        """What is equal if the page says the same."""
        return self.sections, [without_targets(entry.text) for entry in self.document.api]


class _Section(NamedTuple):
    """A section, and where it stands."""

    path: str
    url: str
    trail: _Trail
    text: str

    @property
    def name(self) -> str:
        return " > ".join(self.trail)


def compare_versions(old: str, new: str, *, under: str = "") -> DocsDiff:
    """Compare two versions, fetched first where they are not there; nothing is indexed.

    Args:
        old: The version before.
        new: The version after.
        under: Path below which pages are compared, before or after: `sso`, `reference/fga`.

    Raises:
        SourceError: There is no such version, or it cannot be fetched.
    """
    before, after = (
        Corpus.read(open_source(version=None if version == "latest" else version))
        for version in (old, new)
    )
    names = before.snapshot.version, after.snapshot.version
    return DocsDiff.of(compare(before, after, under=under), names, date=after.date)


def compare(old: Corpus, new: Corpus, *, under: str = "") -> Iterator[DocsChange]:
    """Yield what changed between two versions.

    Args:
        old: The version before.
        new: The version after.
        under: Path below which pages are compared, before or after: `sso`, `reference/fga`.
    """
    before, after = _pages(old), _pages(new)
    moved = _moved(before, after)
    gone = [page for path, page in before.items() if path not in after and path not in moved]
    made = [after[path] for path in after.keys() - before.keys() - {*moved.values()}]
    pairs = [
        (page, after[moved.get(path, path)])
        for path, page in before.items()
        if moved.get(path, path) in after
    ]
    found = chain(
        (_page_change("removed", page) for page in gone),
        (_page_change("added", page) for page in sorted(made, key=lambda p: p.document.path)),
        chain.from_iterable(_compared(*pair) for pair in pairs),
        _section_changes(pairs, gone, made),
    )
    below = under.strip("/")
    return (change for change in found if _is_under(change, below))


def _pages(corpus: Corpus) -> Mapping[str, _Page]:
    return {file.path: _Page(corpus.document(file)) for file in corpus.content_files}


def _moved(before: Mapping[str, _Page], after: Mapping[str, _Page]) -> Mapping[str, str]:
    """Return the new path of pages that have another one, the most alike first."""
    gone = {path: page.phrases for path, page in before.items() if path not in after}
    made = {path: page.phrases for path, page in after.items() if path not in before}
    counts = Counter(chain.from_iterable((*gone.values(), *made.values())))
    weights = {phrase: 1 / sqrt(number) for phrase, number in counts.items()}

    def weight(phrases: Iterable[_Phrase]) -> float:
        return sum(weights[phrase] for phrase in phrases)

    whole = {path: weight(phrases) for path, phrases in (*gone.items(), *made.items())}
    alike = []
    for path, other in product(gone, made):
        both = weight(gone[path] & made[other])
        share = both / (whole[path] + whole[other] - both or 1)
        if share >= _SAME_PAGE:
            alike.append((share, path, other))
    moved: dict[str, str] = {}
    for _, path, other in sorted(alike, reverse=True):
        if path not in moved and other not in moved.values():
            moved[path] = other
    return moved


def _compared(old: _Page, new: _Page) -> Iterator[DocsChange]:
    """Yield what became of a page that is in both versions, and of its parameters."""
    if old.document.path != new.document.path:
        yield _page_change("moved", new, before=old.document.path)
    elif old.content != new.content:
        yield _page_change("changed", new)
    was, now = parameters(old.document, new.document)
    for name in {**was, **now}:
        if was.get(name) != now.get(name):
            state: State = (
                "removed" if name not in now else "added" if name not in was else "changed"
            )
            yield DocsChange(
                "parameter",
                state,
                new.document.path,
                name,
                new.document.url,
                was.get(name, ""),
                now.get(name, ""),
            )


def _section_changes(
    pairs: Iterable[tuple[_Page, _Page]], gone: Iterable[_Page], made: Iterable[_Page]
) -> Iterator[DocsChange]:
    """Yield what became of sections: one of a page that is gone may stand on another."""
    vanished, appeared = list(_sections(gone)), list(_sections(made))
    # A page that is gone, or new, is told of as a whole.
    told = {*vanished, *appeared}
    for old, new in pairs:
        was, now = (
            {section.trail: section for section in _sections([page])} for page in (old, new)
        )
        vanished += (was[trail] for trail in was if trail not in now)
        appeared += (now[trail] for trail in now if trail not in was)
        for trail in was:
            if trail in now and was[trail].text != now[trail].text:
                yield _section_change("changed", now[trail])
    by_text = {
        section.text: section for section in vanished if len(section.text) > _ALIKE_BY_CHANCE
    }
    found: set[_Section] = set()
    for section in appeared:
        former = by_text.get(section.text)
        if former:
            found.add(former)
            before = f"{former.path}: {former.name}" if former.name else former.path
            yield _section_change("moved", section, before)
        elif section not in told:
            yield _section_change("added", section)
    for section in vanished:
        if section not in found and section not in told:
            yield _section_change("removed", section)


def _sections(pages: Iterable[_Page]) -> Iterator[_Section]:
    for page in pages:
        for trail, text in page.sections.items():
            # What stands above all headings is the page's own.
            if trail:
                yield _Section(page.document.path, page.document.url, trail, text)


def _page_change(state: State, page: _Page, before: str = "") -> DocsChange:
    found = page.document
    return DocsChange("page", state, found.path, found.title, found.url, before)


def _section_change(state: State, section: _Section, before: str = "") -> DocsChange:
    return DocsChange("section", state, section.path, section.name, section.url, before)


def _is_under(change: DocsChange, below: str) -> bool:
    """Return whether a change is of a page below a path, or of one that was."""
    paths = (change.path, change.before.partition(":")[0])
    return not below or any(f"{path}/".startswith(f"{below}/") for path in paths)
