"""The magics `%workos` and `%%workos`, which ask a question."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import TYPE_CHECKING, NoReturn

from IPython.core.error import UsageError

from workos_docs_tools.docs import default_docs

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from workos_docs_tools.results import SearchResults

_NAME = "workos"


def add_magics(shell: InteractiveShell) -> None:
    """Add the magics `%workos` and `%%workos`."""
    shell.magics_manager.register_function(workos, "line_cell", _NAME)


def remove_magics(shell: InteractiveShell) -> None:
    """Remove them again."""
    for magics in shell.magics_manager.magics.values():
        magics.pop(_NAME, None)


def workos(line: str, cell: str = "") -> SearchResults:
    """Search the WorkOS documentation; what `%workos?` shows is made of the options below."""
    asked = _PARSER.parse_intermixed_args(line.split())
    question = " ".join([*asked.question, cell]).strip()
    if not question:
        _PARSER.error("Ask something.")
    docs = default_docs(asked.version)
    return docs.search(
        question, k=asked.max_results, language=asked.language, product=asked.product
    )


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}\n{self.format_usage()}")


def _parser() -> ArgumentParser:
    parser = _Parser(
        prog=_NAME,
        description="Search the WorkOS documentation: `%workos session lifetime`.\n\n"
        "IPython takes a line that ends in a question mark for one about Python; ask such a\n"
        "question in the cell below `%%workos`.",
        formatter_class=RawDescriptionHelpFormatter,
        add_help=False,
    )
    parser.add_argument("question", nargs="*", help="question, keywords, error message or name")
    parser.add_argument("-k", dest="max_results", type=int, default=5, help="number of passages")
    parser.add_argument("--language", help="SDK language: python, js, go, curl ...")
    parser.add_argument("--product", help="only this product: sso, authkit, directory-sync ...")
    parser.add_argument("--version", help="version of the documentation; the newest if left out")
    return parser


_PARSER = _parser()
workos.__doc__ = _PARSER.format_help()
