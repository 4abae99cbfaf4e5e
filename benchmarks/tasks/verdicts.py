"""How a program is judged: what runs, what is only type-checked, and what came of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.tasks.scoring import holds_word
from workos_docs_loaders.sdk.operations import operation_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from benchmarks.tasks.emulator import Request
    from benchmarks.tasks.tasks import Task

NOT_EXECUTED = {
    "GET /sso/authorize": "SDKs build its URL and send nothing",
    "POST /api_keys/validations": "the emulator reads another field and finds no key",
    "POST /audit_logs/events": "the emulator wants an action that is an object",
    "POST /authorization/organization_memberships/{}/check": "the emulator wants `permission`",
    "POST /data_integrations/{}/token": "the emulator wants an authorization code",
}
"""Operations that the emulator has and the SDKs' calls cannot reach, with the reason."""

_UNREADABLE = re.compile(r"Unexpected API response while parsing|(?m:^ +at deserialize\w+)")
"""How the SDKs fail on replies of the emulator that lack fields which newer API versions have."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that has ended."""

    code: int
    output: str
    """What it wrote, to both streams."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a program passes, and how that was found out."""

    passed: bool
    how: str
    """`run`, `sent and checked` or `checked`."""
    reason: str = ""
    """Why it does not pass."""


def is_executed(task: Task, endpoints: Collection[str]) -> bool:
    """Whether the emulator can answer the task's call as the present API does."""
    key = operation_key(task.operation)
    return key in map(operation_key, endpoints) and key not in map(operation_key, NOT_EXECUTED)


def is_sent(task: Task, requests: Iterable[Request]) -> bool:
    """Whether the operation of a task was asked for, and not refused."""
    pattern = re.escape(operation_key(task.operation)).replace(re.escape("{}"), "[^/]+")
    return any(
        request.status < 400
        and re.fullmatch(pattern, operation_key(f"{request.method} {request.path}"))
        for request in requests
    )


def judge_run(task: Task, finished: Finished, requests: Iterable[Request]) -> Verdict | None:
    """Judge a program that ran beside the emulator; None where a type check has to decide.

    That is where the call was accepted, and the SDK could not read what the emulator replied.
    """
    sent = is_sent(task, requests)
    if finished.code == 0:
        reason = "" if sent else f"it ran without a successful {task.operation}"
        return Verdict(sent, "run", reason)
    if sent and _UNREADABLE.search(finished.output):
        return None
    return Verdict(False, "run", finished.output.strip())


def judge_check(task: Task, finished: Finished, code: str, *, sent: bool) -> Verdict:
    """Judge a program by its type check; it must name the method, or it would say nothing."""
    how = "sent and checked" if sent else "checked"
    if finished.code:
        return Verdict(False, how, finished.output.strip())
    method = task.call.rpartition(".")[2]
    if not holds_word(code, method):
        return Verdict(False, how, f"it does not call {method}")
    return Verdict(True, how)
