"""The languages of the API reference, and every name by which people and code know them."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the API reference. All names but `name` are in lower case."""

    slug: str
    """What the documentation calls it: `js`."""
    name: str
    """What its community calls it: `Node.js`."""
    aliases: tuple[str, ...] = ()
    """Other names of the language."""
    fences: tuple[str, ...] = ()
    """Further names that code fences have for it."""
    frameworks: tuple[str, ...] = ()
    """What is only used with this language."""
    everyday: tuple[str, ...] = ()
    """Those of all these names that are also words of English, or too short to be sure of."""
    has_sdk: bool = True


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        language.slug: language
        for language in (
            Language(
                "curl",
                "cURL",
                aliases=("bash", "http", "rest", "sh", "shell"),
                fences=("url",),
                everyday=("bash", "http", "rest", "sh", "shell"),
                has_sdk=False,
            ),
            Language(
                "js",
                "Node.js",
                aliases=(
                    *("javascript", "jsx", "node", "node.js", "nodejs"),
                    *("ts", "tsx", "typescript"),
                ),
                frameworks=(
                    *("express", "express.js", "expressjs", "next.js", "nextjs", "react"),
                    *("react.js", "reactjs", "react router", "react-router", "remix"),
                    *("fastify", "hono", "nest.js", "nestjs", "nuxt", "sveltekit", "tanstack"),
                ),
                everyday=("express", "node", "react", "ts"),
            ),
            Language(
                "python",
                "Python",
                aliases=("py",),
                frameworks=("django", "fastapi", "flask", "litestar", "starlette"),
                everyday=("py",),
            ),
            Language("go", "Go", aliases=("golang",), everyday=("go",)),
            Language(
                "java",
                "Java",
                frameworks=("kotlin", "spring", "spring boot"),
                everyday=("spring",),
            ),
            Language(
                "ruby",
                "Ruby",
                aliases=("rb",),
                fences=("erb",),
                frameworks=("rails", "sinatra"),
                everyday=("rb",),
            ),
            Language("php", "PHP", frameworks=("laravel", "symfony")),
            Language(
                "dotnet",
                ".NET",
                aliases=(".net", "c#", "csharp"),
                fences=("cs",),
                frameworks=("asp.net",),
            ),
            Language("json", "JSON", everyday=("json",), has_sdk=False),
        )
    }
)
"""By slug, in the order in which an API page shows them."""


def language_name(slug: str) -> str:
    """Return a language as its community writes it; an unknown one as it is."""
    language = LANGUAGES.get(slug)
    return language.name if language else slug
