"""Which language a caller means, by any of its names, and which one an API page is shown in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from workos_docs_loaders.languages import LANGUAGES
from workos_docs_tools.arguments import option
from workos_docs_tools.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workos_docs_loaders.languages import Language

DEFAULT_LANGUAGES = ("python", "curl")
"""Languages in which an API page is shown when none, or one it lacks, is asked for."""

_SLUGS = {
    name: language.slug
    for language in LANGUAGES.values()
    for name in (language.slug, *language.aliases)
}


def sdk_language(language: str | None) -> str | None:
    """Return the documentation's own name of a language: `TypeScript` is `js`.

    Raises:
        InvalidArgumentError: It is not a string.
    """
    name = option("language", language)
    return _SLUGS.get(name, name) if name else None


def api_language(language: str | None) -> str | None:
    """Return the documentation's own name of a language, if the API reference may be in it.

    Raises:
        InvalidArgumentError: The API reference is never in that language.
    """
    slug = sdk_language(language)
    if slug is not None and slug not in LANGUAGES:
        raise InvalidArgumentError("language", language, valid=tuple(LANGUAGES))
    return slug


def shown_language(languages: Sequence[str], wanted: str | None = None) -> str:
    """Return which of the languages of an API page is shown; empty if it has none.

    Args:
        languages: Those it has, in page order.
        wanted: The one asked for.
    """
    preferred = (wanted, *DEFAULT_LANGUAGES, *languages)
    return next((item for item in preferred if item and item in languages), "")


def fence_languages(slug: str) -> tuple[str, ...]:
    """Return the names by which code fences know a language."""
    language = LANGUAGES.get(slug)
    return (slug, *language.aliases, *language.fences) if language else (slug,)


class _Mention(NamedTuple):
    """A name in a question; the least one is what the question is about."""

    without_sdk: bool
    framework: bool
    bare: bool
    position: int
    slug: str


_NAMES = {
    **{name: (language, True) for language in LANGUAGES.values() for name in language.frameworks},
    **{name: (LANGUAGES[slug], False) for name, slug in _SLUGS.items()},
}
_NAME = re.compile(
    # A version may follow at once: `python3`.
    rf"(?<![\w.])(?P<name>{'|'.join(map(re.escape, sorted(_NAMES, key=len, reverse=True)))})"
    r"(?:\d+(?:\.\d+)*)?(?![\w#])",
    re.IGNORECASE,
)
_LEADS_TO_NAME = re.compile(
    r"(?:^|[^\w-])(?:using|use|uses|used|with|via|from|for|sdk|(?<!log )(?<!logged )(?<!logging )"
    r"(?<!sign )(?<!signed )(?<!signing )in)\s+$|\b(?:workos|authkit)(?:-inc/|-)$",
    re.IGNORECASE,
)
_LONGEST_LEAD = 16
_FOLLOWS_NAME = re.compile(
    r"[ -](?:sdks?|api|library|client|package|module|app|application|backend|server|service|"
    r"project|code|examples?|snippet|developers?|framework|components?|hooks?|scripts?)\b"
    # Code of that language: `createUser`, `vault.Decrypt`, `generate_link`.
    r"|\s+(?-i:[a-z]+[A-Z]|[A-Za-z]{3,}[._]\w)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:\s+\w+)?\s*:(?!\w)")
"""What follows a name that heads a question: `node: list users`, `go vault: decrypt`."""
_WITHIN_SENTENCE = re.compile(r"[a-z,;]\s+$")
"""What stands before a name that is written as one within a sentence: `our Express route`."""
_IDIOM = re.compile(r"-\w|\s+(?:live\b|\d{3,4}\b)", re.IGNORECASE)
"""What makes another thing of a word: `go-live`, `spring 2026`, `HTTP 404`."""


def mentioned_language(question: str) -> str | None:
    """Return the language that a question names most specifically, itself or by a framework.

    An SDK's language comes before curl and JSON, a language before a framework, and a name beside
    `SDK`, `in`, `using` and their like before a bare one; of equals, the first. Everyday words
    such as `go` and `react` count only beside these, or written as a name: `a Node worker`.
    """
    found = min(_mentions(question), default=None)
    return found.slug if found else None


def _mentions(question: str) -> Iterator[_Mention]:
    for match in _NAME.finditer(question):
        name = match["name"].lower()
        language, is_framework = _NAMES[name]
        is_beside = _is_beside(question, match.start(), match.end())
        if name in language.everyday and not (is_beside or _is_proper(question, match, language)):
            continue
        yield _Mention(
            not language.has_sdk, is_framework, not is_beside, match.start(), language.slug
        )


def _is_beside(question: str, start: int, end: int) -> bool:
    """Return whether the words around a name say that it names a language."""
    if _FOLLOWS_NAME.match(question, end):
        return True
    if _IDIOM.match(question, end):
        return False
    if not question[:start].strip() and _LABEL.match(question, end):
        return True
    if question[:start].endswith("(") and question.startswith(")", end):
        return True
    return _LEADS_TO_NAME.search(question, max(0, start - _LONGEST_LEAD), start) is not None


def _is_proper(question: str, match: re.Match[str], language: Language) -> bool:
    """Return whether an everyday word is written as the name of something that has an SDK."""
    return (
        language.has_sdk
        and match["name"].istitle()
        and not _IDIOM.match(question, match.end())
        and _WITHIN_SENTENCE.search(question, 0, match.start()) is not None
    )
