"""JSDoc comments: a description, then tags."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_TAG = re.compile(r"^@(\w+)[ \t]*", re.MULTILINE)
_TYPE = re.compile(r"\{((?:[^{}]|\{[^{}]*\})*)\}\s*")
_PARAMETER = re.compile(r"\[?([\w.$]+)[^\]\s]*\]?\s*(?:-\s*)?")
_FENCE = re.compile(r"^```\w*\n(.*?)\n?```$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class JsDoc:
    """What a JSDoc comment says."""

    description: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    returns: str = ""
    raises: tuple[tuple[str, str], ...] = ()
    examples: tuple[str, ...] = ()
    deprecated: str = ""

    @property
    def summary(self) -> str:
        """The first paragraph."""
        return self.description.partition("\n\n")[0].replace("\n", " ")


def read_jsdoc(comment: str) -> JsDoc:
    """Return what a comment says, given with its `/**` and `*/`; nothing for an empty one."""
    if not comment:
        return JsDoc()
    lines = comment.removeprefix("/**").removesuffix("*/").splitlines()
    text = "\n".join(re.sub(r"^\s*\* ?", "", line).rstrip() for line in lines).strip()
    parts = _TAG.split(text)
    parameters: dict[str, str] = {}
    raises: list[tuple[str, str]] = []
    examples: list[str] = []
    returns = deprecated = ""
    for tag, content in zip(parts[1::2], parts[2::2], strict=True):
        match tag:
            case "param" | "arg" | "argument":
                rest = _TYPE.sub("", content, count=1) if content.startswith("{") else content
                if name := _PARAMETER.match(rest):
                    parameters[name[1]] = _folded(rest[name.end() :])
            case "returns" | "return":
                returns = _folded(_TYPE.sub("", content, count=1))
            case "throws" | "exception":
                kind = _TYPE.match(content)
                raises.append(
                    (kind[1], _folded(content[kind.end() :])) if kind else ("", _folded(content))
                )
            case "example":
                examples.append(_code(content))
            case "deprecated":
                deprecated = _folded(content) or "deprecated"
    return JsDoc(parts[0].strip(), parameters, returns, tuple(raises), tuple(examples), deprecated)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _code(text: str) -> str:
    code = text.strip("\n").rstrip()
    fence = _FENCE.match(code.strip())
    return fence[1] if fence else code
