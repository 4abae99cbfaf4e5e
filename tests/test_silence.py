"""Nothing opens a socket to another machine once the documentation is there, nor asks for a name.

A ban in Python tells what code asked; where `strace` is installed it tells of libraries in C too,
such as onnxruntime, which asks for its maker's host some ten seconds after it is loaded.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytest.importorskip("mcp")

IDLE_SECONDS = 15
BAN = """
import os, socket
from functools import wraps

def here(host):
    return not isinstance(host, (str, bytes)) or host in ("", b"", "localhost", "::1") or (
        isinstance(host, str) and host.startswith("127.")
    )

def banned(function, host_of):
    @wraps(function)
    def asked(*args, **options):
        host = host_of(args, options)
        if not here(host):
            with open(os.environ["BAN_LOG"], "a") as log:
                log.write(f"{function.__name__} {host!r}\\n")
            raise OSError(f"banned: {host!r}")
        return function(*args, **options)
    return asked

def of_address(args, options):
    return args[-1][0] if isinstance(args[-1], tuple) else None

class Socket(socket.socket):
    connect = banned(socket.socket.connect, of_address)
    connect_ex = banned(socket.socket.connect_ex, of_address)
    sendto = banned(socket.socket.sendto, of_address)

socket.socket = Socket
for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "create_connection"):
    function = getattr(socket, name)
    first = (lambda args, options: args[0][0]) if name == "create_connection" else (
        lambda args, options: args[0] if args else options.get("host")
    )
    setattr(socket, name, banned(function, first))
"""
USE = """
import json, subprocess, sys, time
from workos_docs_tools import WorkOSDocs

tree, idle = sys.argv[1], float(sys.argv[2])
with WorkOSDocs.open(source=tree, sdks=(), progress=False) as docs:
    assert docs.search("log in")[0].path == "sso"
    docs.refresh(progress=False)
    assert docs.search("log in")[0].path == "sso"

command = [sys.executable, "-m", "workos_docs_tools", "mcp", "--source", tree, "--sdk", "none"]
server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
client = {"protocolVersion": "2025-03-26", "capabilities": {},
          "clientInfo": {"name": "test", "version": "1"}}
call = {"name": "workos_search", "arguments": {"query": "log in"}}
for message in (
    {"id": 1, "method": "initialize", "params": client},
    {"method": "notifications/initialized"},
    {"id": 2, "method": "tools/call", "params": call},
):
    print(json.dumps({"jsonrpc": "2.0", **message}), file=server.stdin, flush=True)
replies = {}
while 2 not in replies:
    reply = json.loads(server.stdout.readline())
    replies[reply.get("id")] = reply
assert "Single Sign-On" in json.dumps(replies[2]), replies[2]
time.sleep(idle)
server.stdin.close()
server.wait()
"""
_CONNECTED = re.compile(
    r'(?:connect|sendto|sendmsg|sendmmsg)\(.*(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)'
)


def sockets_of(
    program: str, *arguments: str, directory: Path, strace: bool = False
) -> tuple[str, list[str]]:
    """Run a program under the ban; return how it failed, and what was asked of other machines."""
    directory.mkdir(exist_ok=True)
    (directory / "sitecustomize.py").write_text(BAN)
    (log, trace) = (directory / "ban.log", directory / "trace")
    log.touch()
    command: Sequence[str] = [sys.executable, "-c", program, *arguments]
    if strace:
        watched = "--trace=connect,sendto,sendmsg,sendmmsg"
        command = ["strace", "-f", "-qq", watched, "-o", str(trace), *command]
    path = os.pathsep.join([str(directory), os.environ.get("PYTHONPATH", "")])
    environment = {
        **os.environ,
        "PYTHONPATH": path,
        "BAN_LOG": str(log),
        "WORKOS_DOCS_HOME": str(directory / "home"),
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    asked = log.read_text().splitlines()
    if strace and trace.is_file():
        hosts = _CONNECTED.findall(trace.read_text(errors="replace"))
        asked += [host for host in hosts if not host.startswith("127.") and host != "::1"]
    return done.stderr if done.returncode else "", asked


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    tree = tmp_path / "pages"
    tree.mkdir()
    (tree / "sso.md").write_text("# Single Sign-On\n\nUsers log in with their provider.\n")
    return tree


def test_searching_refreshing_serving_and_idling_ask_no_other_machine(
    pages: Path, tmp_path: Path
) -> None:
    strace = shutil.which("strace") is not None
    found = sockets_of(
        USE, str(pages), str(IDLE_SECONDS), directory=tmp_path / "ban", strace=strace
    )
    assert found == ("", [])


def test_the_ban_tells_of_a_name_that_is_asked_for(tmp_path: Path) -> None:
    program = "import socket; socket.getaddrinfo('docs.invalid', 443)"
    failure, asked = sockets_of(program, directory=tmp_path)
    assert "banned" in failure
    assert asked == ["getaddrinfo 'docs.invalid'"]


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_ban_tells_of_a_socket_that_python_does_not_see(tmp_path: Path) -> None:
    program = "import _socket; _socket.socket(2, 2).connect(('192.0.2.1', 53))"
    assert sockets_of(program, directory=tmp_path, strace=True)[1] == ["192.0.2.1"]
