"""What is asked of pip: which versions of a package have a wheel, and the wheel of one.

Only wheels: pip would run a source distribution's build to learn what it is.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from typing import TYPE_CHECKING

from workos_docs_loaders.errors import FetchError, UnknownVersionError
from workos_docs_loaders.source.registry_client import ask, command

if TYPE_CHECKING:
    from pathlib import Path

    from workos_docs_loaders.source.registry_client import Program, Reply

LOOKUP_TIMEOUT = 60
DOWNLOAD_TIMEOUT = 300

_WHEELS_ONLY = ("--only-binary=:all:", "--ignore-requires-python")
_OPTIONS = ("--no-input", "--disable-pip-version-check", "--retries=2", "--timeout=15")
_AVAILABLE = re.compile(r"^Available versions: (.+)$", re.MULTILINE)
_NO_SUCH_VERSION = "No matching distribution found"


def newest_version(package: str) -> str:
    """Return the newest released version."""
    return published_versions(package)[-1]


def published_versions(package: str) -> tuple[str, ...]:
    """Return every released version, oldest first.

    Raises:
        FetchError: pip could not look it up.
    """
    reply = _run(("index", "versions", package, *_WHEELS_ONLY), timeout=LOOKUP_TIMEOUT)
    found = _AVAILABLE.search(reply.stdout)
    if reply.returncode or not found:
        raise FetchError(f"pip could not look up {package}: {_reason(reply)}")
    return tuple(reversed(found[1].split(", ")))


def download(package: str, version: str, directory: Path) -> Path:
    """Download the wheel of one exact version into a directory and return its path.

    pip does the index, proxies, certificates and the check of the hash. Nothing is installed.

    Raises:
        UnknownVersionError: The package has no wheel of this version.
        FetchError: pip could not fetch it.
    """
    specifier = f"{package}=={version}"
    reply = _run(
        ("download", "--no-deps", *_WHEELS_ONLY, f"--dest={directory}", specifier),
        timeout=DOWNLOAD_TIMEOUT,
    )
    wheels = sorted(directory.glob("*.whl"))
    if reply.returncode == 0 and len(wheels) == 1:
        return wheels[0]
    if _NO_SUCH_VERSION in reply.stderr:
        # pip says the same where it reaches no index at all; looking the versions up tells.
        available = published_versions(package)
        if version not in available:
            raise UnknownVersionError(version, available)
    raise FetchError(f"pip could not fetch {specifier}: {_reason(reply)}")


def _run(arguments: tuple[str, ...], *, timeout: int) -> Reply:
    return ask("pip", _find_pip(), (*arguments, *_OPTIONS), timeout=timeout)


def _find_pip() -> Program:
    """Return this environment's pip, else of the system's."""
    if importlib.util.find_spec("pip"):
        return command(sys.executable, "-m", "pip")
    if executable := shutil.which("pip") or shutil.which("pip3"):
        return command(executable)
    raise FetchError(
        "Fetching a Python package needs pip, and there is none in this environment or on PATH. "
        "Run python -m ensurepip, or download the wheel and give its path."
    )


def _reason(reply: Reply) -> str:
    errors = [line for line in reply.stderr.splitlines() if line.startswith("ERROR: ")]
    return errors[-1].removeprefix("ERROR: ") if errors else f"status {reply.returncode}."
