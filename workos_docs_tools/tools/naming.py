"""What an agent calls the tools that it holds: the one place where their names are made."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workos_docs_tools.errors import InvalidArgumentError

MAX_NAME = 64
"""Most characters of a tool's name that every provider of models takes."""
_PREFIX = re.compile(r"(?:[A-Za-z][A-Za-z0-9_-]*)?", re.ASCII)
"""What every provider takes at the beginning of a name."""
_SENTENCES = re.compile(r"(?<=[.:])(?=\s+[A-Z(])")
"""Where one ends; the white space belongs to the next."""
_TOOL = re.compile(r"\bworkos_[a-z]+\b")


@dataclass(frozen=True, slots=True)
class ToolNames:
    """The tools that an agent holds, and what it calls them.

    Raises:
        InvalidArgumentError: The prefix would make names that models cannot call.
    """

    held: tuple[str, ...]
    """Our names of the tools."""
    prefix: str = ""
    """What the agent's names begin with; ours follow."""

    def __post_init__(self) -> None:
        room = MAX_NAME - max(map(len, self.held), default=0)
        if not _PREFIX.fullmatch(self.prefix) or len(self.prefix) > room:
            hint = (
                f"Valid are at most {room} characters: ASCII letters, digits, _ and -, the first "
                "one a letter."
            )
            raise InvalidArgumentError("name_prefix", self.prefix, hint=hint)

    def called(self, name: str) -> str:
        """Return what the agent calls a tool."""
        return f"{self.prefix}{name}"

    def own(self, called: str) -> str:
        """Return our name of the tool that the agent calls so.

        Raises:
            InvalidArgumentError: It holds none of that name.
        """
        for name in self.held:
            if self.called(name) == called:
                return name
        raise InvalidArgumentError("name", called, valid=tuple(map(self.called, self.held)))

    def said(self, text: str) -> str:
        """Return a text of ours with the agent's names of the tools.

        Sentences that mention a tool which the agent does not hold are left out.
        """
        paragraphs = (
            "".join(filter(self._speaks_of_held, _SENTENCES.split(paragraph))).strip()
            for paragraph in text.split("\n\n")
        )
        return _TOOL.sub(lambda name: self.called(name[0]), "\n\n".join(filter(None, paragraphs)))

    def _speaks_of_held(self, sentence: str) -> bool:
        return all(name in self.held for name in _TOOL.findall(sentence))
