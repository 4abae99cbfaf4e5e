"""How a command of the command line ends.

Exit codes: 0, 1 if what was asked for does not exist, 2 for bad usage, bad input, or whatever else
prevents an answer. Errors are one line on stderr.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import typer
from typer.core import TyperGroup

from workos_docs_loaders.errors import LoaderWarning, SourceError, WorkOSDocsError
from workos_docs_tools.errors import InvalidArgumentError, NameNotFoundError, PageNotFoundError
from workos_docs_tools.text.lines import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PROGRAM = "workos-docs"
NOT_FOUND = 1
BAD_USAGE = 2
INTERRUPTED = 130
"""As shells report a program that Ctrl-C ended."""
TERMINATED = 143
"""As shells report a program that SIGTERM ended."""
PIPE_CLOSED = 141
"""As shells report a program whose reader, such as `head`, closed the pipe."""

EXIT_CODES: Mapping[type[Exception], int] = {
    PageNotFoundError: NOT_FOUND,
    NameNotFoundError: NOT_FOUND,
    WorkOSDocsError: BAD_USAGE,
    typer.TyperException: BAD_USAGE,
    OSError: BAD_USAGE,
}
"""What a command may raise; the first that fits counts."""

_ENDED = (
    "ended before it was done. What was indexed answers as before; the next run goes on from here."
)
_OPTIONS: Mapping[str, str] = {
    "k": "--max-results",
    "version": "--docs-version",
    "sdks": "--sdk",
    "name_prefix": "--name-prefix",
    "path_or_url": "PATH",
    **{
        name: f"--{name}"
        for name in ("product", "kind", "language", "section", "since", "until", "sdk", "source")
    },
}
"""What the command line calls the arguments of the façade; others stand without a name."""

_ARGUMENT = re.compile(r"\b(\w+)=(?=\s)")
"""An argument that a message speaks of, with no value."""


class Commands(TyperGroup):
    """The commands; turns whatever ends one into an exit code and at most one line on stderr."""

    def main(self, *args: Any, **options: Any) -> NoReturn:
        """Run a command and exit."""
        with _warnings_in_one_line():
            try:
                code = super().main(*args, **{**options, "standalone_mode": False})
            except typer.Abort:
                code = INTERRUPTED
            except tuple(EXIT_CODES) as error:
                _complain(_message(error))
                code = next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind))
        sys.exit(code)

    def invoke(self, ctx: Any) -> Any:
        """Run a command until its output is written, or nobody reads it any more."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # What is still buffered must not fail again when Python exits.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(PIPE_CLOSED) from None
        return result


@contextmanager
def indexing() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end what may take minutes in order, with a line and an exit code.

    Only the main thread can; in others they end the process as they always do.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, _: object) -> NoReturn:
        _complain(_ENDED)
        raise SystemExit(TERMINATED if number == signal.SIGTERM else INTERRUPTED)

    before = {one: signal.signal(one, end) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def require(found: object, message: str) -> None:
    """End the command as not found, unless something was found."""
    if not found:
        _complain(message)
        raise typer.Exit(NOT_FOUND)


def _message(error: Exception) -> str:
    if isinstance(error, InvalidArgumentError):
        # What Python calls an argument is an option here, or a word without a name.
        what = _OPTIONS.get(error.argument) or error.argument.upper()
        return str(error).replace(f"{error.argument}=", f"{what} ", 1)
    if isinstance(error, SourceError):
        return _ARGUMENT.sub(lambda found: _OPTIONS.get(found[1], found[0]), str(error))
    if not isinstance(error, typer.TyperException):
        return str(error)
    # Only errors of usage know the command that they are about.
    command: typer.Context | None = getattr(error, "ctx", None)
    hint = f" Try: {command.command_path} --help" if command else ""
    message = error.format_message().rstrip(".")
    return f"{message}{'' if message.endswith('?') else '.'}{hint}"


def _complain(message: str) -> None:
    typer.echo(f"{PROGRAM}: {one_line(message)}", err=True)


@contextmanager
def _warnings_in_one_line() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("always", LoaderWarning)
        show = warnings.showwarning

        def show_ours(
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            if issubclass(category, LoaderWarning):
                _complain(f"warning: {message}")
            else:
                show(message, category, filename, lineno, file, line)

        warnings.showwarning = show_ours
        yield
