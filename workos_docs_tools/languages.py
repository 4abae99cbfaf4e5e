"""What users call things that the documentation calls otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workos_docs_loaders.reference import LANGUAGES
from workos_docs_tools.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Sequence

RENAMED_PATHS = (
    ("user-management", "authkit"),
    ("reference/user-management", "reference/authkit"),
    ("scim", "directory-sync"),
    ("single-sign-on", "sso"),
)
"""Pairs of path prefixes for one thing; which of the two exists depends on the version."""

START_PAGES = ("getting-started", "introduction", "overview")
"""Last parts of a path by which callers mean the page above, where there is no such page."""

LANGUAGE_ALIASES = {
    "bash": "curl",
    "c#": "dotnet",
    "csharp": "dotnet",
    ".net": "dotnet",
    "golang": "go",
    "http": "curl",
    "javascript": "js",
    "jsx": "js",
    "node": "js",
    "node.js": "js",
    "nodejs": "js",
    "py": "python",
    "rb": "ruby",
    "rest": "curl",
    "sh": "curl",
    "shell": "curl",
    "ts": "js",
    "tsx": "js",
    "typescript": "js",
}
"""Names for the SDK languages that callers use, and the documentation's own."""


def sdk_language(language: str | None) -> str | None:
    """Return the documentation's own name of a language: `TypeScript` is `js`.

    Raises:
        InvalidArgumentError: It is no text.
    """
    if not isinstance(language, str | None):
        raise InvalidArgumentError("language", language, hint="Give its name.")
    return LANGUAGE_ALIASES.get(language.lower(), language.lower()) if language else None


def api_language(language: str | None) -> str | None:
    """Return the documentation's own name of a language that the API reference may be in.

    Raises:
        InvalidArgumentError: It is none of these.
    """
    wanted = sdk_language(language)
    if wanted is not None and wanted not in LANGUAGES:
        raise InvalidArgumentError("language", language, valid=tuple(LANGUAGES))
    return wanted


def language_name(language: str) -> str:
    """Return a language as its community writes it."""
    return LANGUAGES.get(language, language)


DEFAULT_LANGUAGES = ("python", "curl")
"""Languages in which an API page is shown when none, or one it lacks, is asked for."""


def shown_language(languages: Sequence[str], wanted: str | None = None) -> str:
    """Return which of the languages of an API page is shown; empty if it has none.

    Args:
        languages: Those it has, in page order.
        wanted: The one asked for.
    """
    preferred = (wanted or "", *DEFAULT_LANGUAGES, *languages)
    return next((item for item in preferred if item in languages), "")


FRAMEWORKS = {
    "django": "python",
    "fastapi": "python",
    "flask": "python",
    "rails": "ruby",
    "sinatra": "ruby",
    "laravel": "php",
    "symfony": "php",
    "spring": "java",
    "kotlin": "java",
    "express": "js",
    "next.js": "js",
    "nextjs": "js",
    "react": "js",
    "remix": "js",
}
"""Frameworks whose mention in a question tells the language."""

_SPOKEN = ("python", "ruby", "php", "java", "dotnet", "curl", "json", "golang", "javascript")
_MENTIONS = {name: LANGUAGE_ALIASES.get(name, name) for name in _SPOKEN} | FRAMEWORKS
_MENTIONS |= dict.fromkeys(("node", "node.js", "nodejs", "typescript"), "js")
_MENTIONS |= dict.fromkeys((".net", "c#", "csharp"), "dotnet") | {"go sdk": "go", "in go": "go"}
_MENTION = re.compile(
    rf"(?<![\w.])(?:{'|'.join(map(re.escape, sorted(_MENTIONS, key=len, reverse=True)))})(?![\w#])",
    re.IGNORECASE,
)


def mentioned_language(question: str) -> str | None:
    """Return the SDK language that a question names, itself or by a framework."""
    mention = _MENTION.search(question)
    return _MENTIONS[mention[0].lower()] if mention else None


FENCE_LANGUAGES = {
    "curl": ("bash", "sh", "shell", "url"),
    "dotnet": ("cs", "csharp", "c#"),
    "js": ("js", "jsx", "javascript", "ts", "tsx", "typescript"),
    "python": ("py", "python"),
    "ruby": ("rb", "ruby", "erb"),
}
"""How code fences name the languages of the documentation, where not by the same word."""
