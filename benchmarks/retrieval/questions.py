"""Labelled questions as values, read from JSON Lines files such as `benchmarks/questions` holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what answers it."""

    id: str
    text: str
    style: str
    language: str | None
    """SDK language that the question names."""
    gold: tuple[str, ...]
    """Paths of the pages that answer, the best one first; empty if the documentation does not."""
    evidence: str | None
    """Words of the first gold page that a passage must hold to answer."""


class QuestionFileError(Exception):
    """A question file cannot be used; the message names file and line."""


def read_files(
    files: Iterable[Path], pages: Collection[str], version: str
) -> dict[str, tuple[Question, ...]]:
    """Return the questions of each file, by its name without the version.

    Args:
        files: Files of questions on one version (see `read_questions`).
        pages: Paths of the documentation's pages.
        version: Of the documentation.

    Raises:
        QuestionFileError: As `read_questions` does.
    """
    return {
        file.stem.removesuffix(f"-{version}"): read_questions(file, pages, version)
        for file in files
    }


def read_questions(file: Path, pages: Collection[str], version: str) -> tuple[Question, ...]:
    """Return the questions of a file.

    Args:
        file: JSON Lines, one question a line.
        pages: Paths of the pages that the questions' gold pages must be among.
        version: Version of these pages, for messages.

    Raises:
        QuestionFileError: The file cannot be read, holds no question, or a line is malformed or
            names a page that is not there.
    """
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(f"{file} cannot be read: {error}") from error
    questions = []
    for number, line in enumerate(lines, 1):
        try:
            question = _question(line)
        except (TypeError, ValueError, KeyError) as error:
            raise QuestionFileError(f"{file}:{number}: no question: {error!r}") from error
        if missing := [path for path in question.gold if path not in pages]:
            raise QuestionFileError(
                f"{file}:{number}: no page {missing[0]} in {version}; is this the right version?"
            )
        questions.append(question)
    if not questions:
        raise QuestionFileError(f"{file} holds no question.")
    return tuple(questions)


def _question(line: str) -> Question:
    data = json.loads(line)
    return Question(
        id=data["id"],
        text=data["question"],
        style=data["style"],
        language=data["language"],
        gold=tuple(dict.fromkeys(place["path"] for place in data["gold"])),
        evidence=data["evidence"] or None,
    )
