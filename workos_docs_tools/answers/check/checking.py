"""Checks code against SDKs, by its syntax and never by running it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from workos_docs_tools.answers.check.errors import InvalidCodeError
from workos_docs_tools.answers.check.findings import Finding
from workos_docs_tools.answers.check.judging.judging import judge
from workos_docs_tools.answers.check.judging.surface import Surface
from workos_docs_tools.answers.check.paths import code_files, guessed_language, language_of
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.languages import sdk_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from workos_docs_loaders.sdk.joining.join import Join
    from workos_docs_loaders.sdk.models import SdkPackage
    from workos_docs_tools.answers.check.judging.usage import Usage

CODE = "<code>"
"""Path of code that comes from no file."""
MAX_SIZE = 4 * 1024 * 1024
"""Largest file that is checked, in bytes; what is larger was written by a program."""

_READERS = {
    "python": "workos_docs_tools.answers.check.python.reading",
    "js": "workos_docs_tools.answers.check.javascript.reading",
}
"""Module by language; each loads a parser that the other does without."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One file, or piece of code, that was checked."""

    path: str
    language: str
    findings: tuple[Finding, ...]
    calls: int
    """Calls on a WorkOS client that were seen; none found among none says nothing."""


def check_code(
    code: str,
    *,
    language: str,
    sdk: SdkPackage,
    join: Join | None = None,
    path: str = CODE,
) -> tuple[Finding, ...]:
    """Return what in code does not fit an SDK; what is not certain is not reported.

    Args:
        code: The text of a whole file, or of a part that can be read alone.
        language: `python`, `javascript`, `typescript` or `tsx`, or another name of these.
        sdk: The SDK, of the same language.
        join: The documentation joined to that SDK, which knows successors.
        path: How findings name the file.

    Raises:
        InvalidArgumentError: The language is not one that is checked, or not the SDK's.
    """
    if _checked_language(language) != sdk.snapshot.language:
        hint = f"{sdk.snapshot.name} is not an SDK for it."
        raise InvalidArgumentError("language", language, hint=hint)
    return check_source(code, sdks=[Surface(sdk, join)], language=language, path=path).findings


def check_source(
    code: str,
    *,
    sdks: Sequence[Surface],
    language: str | None = None,
    path: str = CODE,
) -> Checked:
    """Return what in code does not fit the SDKs of its language.

    Args:
        code: The text of a whole file, or of a part that can be read alone.
        sdks: What is checked against; those of other languages are left out.
        language: Its language; by default guessed from the text.
        path: How findings name the file.

    Raises:
        InvalidArgumentError: The language is not one that is checked.
    """
    language = language or guessed_language(code)
    known = _checked_language(language)
    is_typed = language.lower() in ("ts", "typescript", "mts", "cts")
    findings: dict[Finding, None] = {}
    calls = 0
    for surface in sdks:
        if surface.language != known:
            continue
        try:
            usage = _reader(known)(code, surface, jsx=not is_typed)
        except InvalidCodeError as error:
            return Checked(path, known, (_syntax(error, path),), 0)
        findings |= dict.fromkeys(judge(usage, surface, path))
        # Several packages of a language see the same calls.
        calls = max(calls, sum(use.is_call for use in usage.uses))
    ordered = sorted(findings, key=lambda one: (one.line, one.column, one.rule, one.message))
    return Checked(path, known, tuple(ordered), calls)


def check_paths(paths: Iterable[str | Path], *, sdks: Sequence[Surface]) -> tuple[Checked, ...]:
    """Return what in files does not fit the SDKs of their languages.

    A directory stands for the code files in it, but for those of installed packages and of hidden
    folders. Files that do not mention WorkOS are not read any further.

    Args:
        paths: Files and directories.
        sdks: What is checked against.

    Raises:
        InvalidArgumentError: A path does not exist, or is a file of another language.
    """
    return tuple(checked for path in paths for checked in _check_path(Path(path), sdks))


def _check_path(path: Path, sdks: Sequence[Surface]) -> Iterator[Checked]:
    if path.is_dir():
        for file in code_files(path):
            yield _check_file(file, sdks)
        return
    if not path.is_file():
        raise InvalidArgumentError("path", str(path), hint="There is no such file or directory.")
    if not language_of(path):
        hint = "Only Python, JavaScript and TypeScript are checked."
        raise InvalidArgumentError("path", str(path), hint=hint)
    yield _check_file(path, sdks)


def _check_file(path: Path, sdks: Sequence[Surface]) -> Checked:
    language, name = language_of(path), str(path)
    try:
        if path.stat().st_size > MAX_SIZE:
            raise ValueError(f"it is larger than {MAX_SIZE} bytes")
        content = path.read_bytes()
        # Nothing else can name a client, and most files of a project have nothing to do with it.
        if b"workos" not in content.lower():
            return Checked(name, _checked_language(language), (), 0)
        code = content.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        finding = Finding(name, 1, 1, 1, 1, "unreadable", f"Not checked: {error}")
        return Checked(name, _checked_language(language), (finding,), 0)
    return check_source(code, sdks=sdks, language=language, path=name)


def _checked_language(language: str) -> str:
    known = sdk_language(language)
    if known not in _READERS:
        valid = ("python", "javascript", "typescript", "tsx")
        raise InvalidArgumentError("language", language, valid=valid)
    return known


def _syntax(error: InvalidCodeError, path: str) -> Finding:
    line, column = error.line, error.column
    return Finding(path, line, column, line, column, "syntax", f"Not checked: {error.reason}.")


def _reader(language: str) -> Callable[..., Usage]:
    return cast("Callable[..., Usage]", import_module(_READERS[language]).read_usage)
