"""Draw the README's picture of an agent that looks something up: a recorded run in a terminal.

    pip install -e ".[test]"
    python tools/picture.py

The agent is LangChain's, with the real tools over the documentation. In place of a model that
needs a key stands the scripted one of `examples/`: it takes calls and answer from their replies.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from langchain.agents import create_agent
from langchain_core.messages import AIMessage, ToolMessage
from rich.console import Console
from rich.text import Text

from workos_docs_tools import WorkOSDocs
from workos_docs_tools.langchain import WorkOSDocsToolkit

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "agent.svg"
QUESTION = "How do I verify a webhook signature?"
TITLE = "LangChain agent, scripted model, real tools"
WIDTH = 112
SHOWN_LINES = 5
"""Lines of a tool's reply; the rest is counted."""
_FONT_FILES = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def record(docs: WorkOSDocs, question: str) -> Console:
    """Return a console on which an agent has answered a question."""
    sys.path.insert(0, str(ROOT / "examples"))
    from scripted_models import ScriptedChatModel

    agent = create_agent(ScriptedChatModel(), WorkOSDocsToolkit(docs=docs).get_tools())
    console = Console(record=True, width=WIDTH, file=io.StringIO(), highlight=False)
    console.print(Text.assemble(("> ", "bold green"), (question, "bold")))
    for message in agent.invoke({"messages": [("user", question)]})["messages"][1:]:
        if isinstance(message, ToolMessage):
            _print_reply(console, message.text)
        elif isinstance(message, AIMessage) and message.tool_calls:
            for call in message.tool_calls:
                arguments = ", ".join(f"{name}={value!r}" for name, value in call["args"].items())
                console.print(Text(f"\n{call['name']}({arguments})", "bold cyan"))
        else:
            console.print()
            console.print(Text(message.text))
    return console


def _print_reply(console: Console, reply: str) -> None:
    lines = [line for line in reply.splitlines() if line.strip() and line != "<documentation>"]
    for line in lines[:SHOWN_LINES]:
        text = Text(f"  {line}", "dim")
        text.truncate(WIDTH, overflow="ellipsis")
        console.print(text)
    if hidden := len(lines) - SHOWN_LINES:
        console.print(Text(f"  ... {hidden} more lines", "dim italic"))


def as_svg(console: Console) -> str:
    """Return what was recorded as a picture that fetches nothing, not even its font."""
    return _FONT_FILES.sub("", console.export_svg(title=TITLE, unique_id="agent"))


def main() -> None:
    """Draw the picture."""
    with WorkOSDocs.open("0.2.0", sdks=(), progress=False) as docs:
        PICTURE.write_text(as_svg(record(docs, QUESTION)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
