"""Programs that carry out tasks, as they are and with the names of the documentation put back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.answers.check import check_source
from workos_docs_tools.answers.check.paths import language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workos_docs_tools.answers.check import Surface

SDKS = ("python@10.8.0", "node@11.0.0")
SAMPLES = Path(__file__).parents[3] / "benchmarks" / "tasks" / "programs" / "samples"
PROGRAMS = sorted(SAMPLES.iterdir())


def renamed(surface: Callable[[str], Surface]) -> Iterator[tuple[Path, str, str, str]]:
    """Yield each program with a documented name in place of the present one, and both names."""
    for path in PROGRAMS:
        code = path.read_text("utf-8")
        for sdk in SDKS:
            for one in surface(sdk).join.methods:  # type: ignore[union-attr]
                present, documented = f".{one.successor}(", f".{one.documented.name}("
                if one.successor and present in code:
                    yield path, code.replace(present, documented), documented, one.successor


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.name)
def test_a_program_that_runs_has_no_finding(surface: Callable[[str], Surface], path: Path) -> None:
    sdks = [surface(one) for one in SDKS]
    checked = check_source(path.read_text("utf-8"), sdks=sdks, language=language_of(path))
    assert checked.findings == ()
    assert checked.calls >= 2


def test_every_documented_name_that_is_put_back_is_found_with_its_successor(
    surface: Callable[[str], Surface],
) -> None:
    sdks = [surface(one) for one in SDKS]
    changed = [*renamed(surface)]
    assert len(changed) >= 14
    for path, code, documented, present in changed:
        checked = check_source(code, sdks=sdks, language=language_of(path))
        named = {
            (finding.line, finding.successor)
            for finding in checked.findings
            if finding.rule in ("unknown-method", "other-operation")
        }
        lines = [n for n, line in enumerate(code.splitlines(), 1) if documented in line]
        assert named == {(line, present) for line in lines}, path
