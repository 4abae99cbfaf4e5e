"""A registry's own client, npm or pip, run for its answer."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any

from workos_docs_loaders.errors import FetchError

Reply = subprocess.CompletedProcess[str]
Program = Callable[..., Reply]
"""Takes arguments and the options of `subprocess.run`."""


def command(*words: str) -> Program:
    """Return the program that a command starts."""
    return partial(_run, words)


def ask(
    name: str, program: Program, arguments: Sequence[str], *, timeout: int, remedy: str = ""
) -> Reply:
    """Run a client, which sees nothing of the place where the user is, and return its reply.

    Args:
        name: What errors call the client.
        program: The client.
        arguments: Its arguments, the command first.
        timeout: Seconds that it has.
        remedy: What to do where it does not answer.

    Raises:
        FetchError: It cannot be run, or gives no answer in time.
    """
    # An empty directory: no file where the user happens to be has a say here, neither a
    # package.json or .npmrc nor what could be taken for a module.
    with TemporaryDirectory(prefix=f"workos-docs-{name}-") as directory:
        try:
            return program(
                list(arguments),
                cwd=directory,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=timeout,
            )
        except subprocess.TimeoutExpired as error:
            message = f"{name} {arguments[0]} gave no answer within {timeout} seconds. {remedy}"
            raise FetchError(message.rstrip()) from error
        except OSError as error:
            raise FetchError(f"{name} could not be run: {error}") from error


def _run(words: Sequence[str], arguments: Sequence[str], **options: Any) -> Reply:
    return subprocess.run([*words, *arguments], check=False, **options)
