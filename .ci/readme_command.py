"""Print one of the two commands of the README's quick start, as a newcomer would paste it."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def quick_start_commands(readme: str) -> list[str]:
    """Return the shell commands of the section "Quick start"."""
    section = readme.partition("## Quick start")[2].partition("\n## ")[0]
    return [block.strip() for block in re.findall(r"```(?:bash|sh)\n(.*?)```", section, re.DOTALL)]


if __name__ == "__main__":
    commands = quick_start_commands(Path("README.md").read_text("utf-8"))
    if len(commands) != 2:
        raise SystemExit(f"README's quick start has {len(commands)} commands, not two")
    sys.stdout.write(commands[int(sys.argv[1]) - 1] + "\n")
