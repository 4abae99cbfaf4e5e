"""Carry out programs that solve tasks: against the emulator, or by a type check.

    python -m benchmarks.tasks.run DIRECTORY

Every file of the directory that is named after a task (`py-vault-store.py`) is judged; see
`benchmarks/tasks/programs/README.md`. The exit status is 1 where one does not pass.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.tasks.emulator import emulator
from benchmarks.tasks.tasks import read_tasks
from benchmarks.tasks.toolchains import TOOLCHAINS
from benchmarks.tasks.verdicts import is_executed, judge_check, judge_run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.tasks.tasks import Task
    from benchmarks.tasks.toolchains import Toolchain
    from benchmarks.tasks.verdicts import Verdict

DEFAULT_SDKS = ("python@10.8.0", "node@11.0.0")
CLIENT_ID = "client_emulator"
SHOWN_LINES = 12


def main() -> int:
    """Judge all programs and print a table, then why some do not pass."""
    arguments = _arguments()
    verdicts = {
        file.name: judge(task, file, toolchain)
        for task, file, toolchain in _programs(arguments.directory, arguments.sdk)
    }
    if not verdicts:
        raise SystemExit(f"{arguments.directory} holds no program that is named after a task.")
    rows = ["| program | how | |", "| --- | --- | --- |"]
    for name, verdict in verdicts.items():
        rows.append(f"| {name} | {verdict.how} | {'ok' if verdict.passed else 'FAILED'} |")
    failed = {name: verdict for name, verdict in verdicts.items() if not verdict.passed}
    for name, verdict in failed.items():
        rows += ["", f"{name}:", *verdict.reason.splitlines()[-SHOWN_LINES:]]
    rows += ["", f"{len(verdicts) - len(failed)} of {len(verdicts)} pass."]
    sys.stdout.write("\n".join(rows) + "\n")
    return 1 if failed else 0


def judge(task: Task, file: Path, toolchain: Toolchain) -> Verdict:
    """Run a program where the emulator has its endpoint, else type-check it."""
    sent = False
    with emulator() as running:
        executed = is_executed(task, running.endpoints)
        if executed:
            variables = {
                "WORKOS_API_KEY": running.key,
                "WORKOS_CLIENT_ID": CLIENT_ID,
                "WORKOS_BASE_URL": running.url,
            }
            finished = toolchain.on_copy(file, lambda copy: toolchain.run(copy, variables))
    if executed:
        verdict = judge_run(task, finished, running.requests)
        if verdict:
            return verdict
        sent = True
    checked = toolchain.on_copy(file, toolchain.check)
    return judge_check(task, checked, file.read_text("utf-8"), sent=sent)


def _programs(directory: Path, sdks: Sequence[str]) -> Iterator[tuple[Task, Path, Toolchain]]:
    tasks = {task.id: task for task in read_tasks()}
    for sdk in sdks or DEFAULT_SDKS:
        name, _, version = sdk.partition("@")
        language, toolchain, suffixes = TOOLCHAINS[name]
        found = [
            (tasks[file.stem], file)
            for file in sorted(directory.iterdir())
            if file.suffix in suffixes and file.stem in tasks
        ]
        for task, file in found:
            if task.language != language:
                raise SystemExit(f"{file}: {task.id} is a task in {task.language}.")
        if found:
            installed = toolchain(version)
            yield from ((task, file, installed) for task, file in found)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks.tasks.run",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("directory", type=Path, metavar="DIRECTORY")
    parser.add_argument(
        "--sdk",
        action="append",
        metavar="NAME@VERSION",
        help=f"by default {' and '.join(DEFAULT_SDKS)}",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
