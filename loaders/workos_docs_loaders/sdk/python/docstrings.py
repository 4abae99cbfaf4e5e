"""Docstrings of the Python SDK: Google style, with `Kwargs:` in the older versions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import griffe

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYWORD_SECTION = re.compile(r"^(\s*)(?:Kwargs|Keyword Args|Params):", re.MULTILINE)
# `id (str): The id. (Optional)`: griffe keeps the remark, which the signature says better.
_REMARK = re.compile(r"\s*\((?:Optional|Required)\)\s*$", re.IGNORECASE)
_DEPRECATED = re.compile(r"^\(?deprecated\)?\b[:.]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Docstring:
    """What a docstring says, by its sections."""

    description: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    returns: str = ""
    raises: tuple[tuple[str, str], ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The first paragraph."""
        return self.description.partition("\n\n")[0].replace("\n", " ")


def read_docstring(text: str, owner: griffe.Object) -> Docstring:
    """Return the sections of a docstring."""
    value = _KEYWORD_SECTION.sub(r"\1Args:", text)
    sections = griffe.Docstring(value, parent=owner).parse("google", warnings=False)
    texts: list[str] = []
    parameters: dict[str, str] = {}
    returns: list[str] = []
    raises: list[tuple[str, str]] = []
    examples: list[str] = []
    for section in sections:
        match section:
            case griffe.DocstringSectionParameters(value=items):
                for item in items:
                    parameters.setdefault(item.name, _plain(item.description))
            case griffe.DocstringSectionReturns(value=items):
                returns += [item.description.strip() for item in items]
            case griffe.DocstringSectionRaises(value=items):
                raises += [(str(item.annotation), _plain(item.description)) for item in items]
            case griffe.DocstringSectionExamples(value=items):
                examples.append("\n\n".join(part for _, part in items))
            case griffe.DocstringSectionText(value=part):
                texts.append(part.strip())
            case griffe.DocstringSectionAdmonition(title=title, value=item):
                if str(item.kind).startswith("example"):
                    examples.append(item.description)
                else:
                    texts.append(f"{title or item.kind}: {item.description}")
    return Docstring(
        "\n\n".join(filter(None, texts)),
        parameters,
        "\n".join(filter(None, returns)),
        tuple(raises),
        tuple(examples),
    )


def is_deprecated(description: str) -> bool:
    """Whether a parameter's description begins by calling it deprecated."""
    return bool(_DEPRECATED.match(description))


def _plain(text: str) -> str:
    return _REMARK.sub("", " ".join(text.split()))
