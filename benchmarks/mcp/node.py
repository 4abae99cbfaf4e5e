"""The JavaScript SDK's client, run with Node.js."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.node import installed, program

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SDK = "@modelcontextprotocol/sdk@1.32.2"
_CLIENT = Path(__file__).with_name("client.mjs")


def javascript_client(
    calls: Sequence[Mapping[str, Any]], server: Sequence[str], environment: Mapping[str, str]
) -> dict[str, Any]:
    """List and call tools with the JavaScript SDK's client.

    Args:
        calls: The parameters of `tools/call`.
        server: The command that starts the server.
        environment: Its environment.
    """
    directory = installed("mcp-javascript-sdk", SDK)
    file = directory / "calls.json"
    file.write_text(json.dumps(calls), "utf-8")
    # Node.js looks for packages beside the script.
    script = shutil.copy(_CLIENT, directory)
    command = [program("node"), script, str(file), *server]
    done = subprocess.run(
        command, check=True, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
