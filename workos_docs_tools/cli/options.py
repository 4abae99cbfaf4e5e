"""The options that several commands take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, get_args

import typer

from workos_docs_loaders.languages import LANGUAGES
from workos_docs_loaders.models import Kind
from workos_docs_loaders.sdk import SDKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def _completion(values: Iterable[str]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        return [value for value in values if value.startswith(incomplete)]

    return complete


DocsVersion = Annotated[
    str | None,
    typer.Option(
        "--docs-version",
        metavar="V",
        help="Version of the documentation, such as 0.2.0, or live for the public site; the "
        "newest published one if left out.",
    ),
]
Source = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="DIR_TGZ_OR_URL",
        help="A package archive, a directory of .md and .mdx files, or the address of a site's "
        "llms.txt, in place of the package.",
    ),
]
Sdks = Annotated[
    list[str] | None,
    typer.Option(
        "--sdk",
        metavar="SDK",
        help="SDK that answers speak of: python, node@11.0.0, a package file or folder; can be "
        "repeated; none for the documentation alone. Left out: what the project at hand uses.",
        autocompletion=_completion(["none", *(definition.name for definition in SDKS)]),
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]
Language = Annotated[
    str | None,
    typer.Option(
        metavar="LANG",
        help="SDK language: python, js, go, curl ...",
        autocompletion=_completion(LANGUAGES),
    ),
]
CodeLanguage = Annotated[
    str | None, typer.Option(metavar="LANG", help="Language of the code: python, js, bash ...")
]
ProductFilter = Annotated[
    str | None,
    typer.Option(
        "--product",
        metavar="SLUG",
        help="Only this product: sso, authkit, directory-sync ...",
    ),
]
KindFilter = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help=f"Only this kind of text: {', '.join(get_args(Kind))}.",
        autocompletion=_completion(get_args(Kind)),
    ),
]
