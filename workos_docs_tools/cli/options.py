"""The options that several commands take."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from workos_docs_loaders.languages import LANGUAGES
from workos_docs_loaders.models import Kind
from workos_docs_loaders.sdk import SDKS
from workos_docs_tools.cli import completion

DocsVersion = Annotated[
    str | None,
    typer.Option(
        "--docs-version",
        metavar="V",
        help="Version of the documentation, such as 0.2.0, or live for the public site; the "
        "newest published one if left out.",
        autocompletion=completion.versions,
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
BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--base-url",
        metavar="URL",
        help="What the URLs of the --source's pages begin with; without it, they are cited by "
        "their files.",
    ),
]
Sdks = Annotated[
    list[str] | None,
    typer.Option(
        "--sdk",
        metavar="SDK",
        help="SDK that answers speak of: python, node@11.0.0, a package file or folder; can be "
        "repeated; none for the documentation alone. Left out: what the project at hand uses.",
        autocompletion=completion.of(["none", *(definition.name for definition in SDKS)]),
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]
Language = Annotated[
    str | None,
    typer.Option(
        metavar="LANG",
        help="SDK language: python, js, go, curl ...",
        autocompletion=completion.of(LANGUAGES),
    ),
]
CodeLanguage = Annotated[
    str | None,
    typer.Option(
        metavar="LANG",
        help="Language of the code: python, js, bash ...",
        autocompletion=completion.of([*LANGUAGES, "bash"]),
    ),
]
ProductFilter = Annotated[
    str | None,
    typer.Option(
        "--product",
        metavar="SLUG",
        help="Only this product: sso, authkit, directory-sync ...",
        autocompletion=completion.products,
    ),
]
KindFilter = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help=f"Only this kind of text: {', '.join(get_args(Kind))}.",
        autocompletion=completion.of(get_args(Kind)),
    ),
]
