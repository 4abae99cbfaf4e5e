"""Files, directories and pieces of code as they come: broken, large, in other encodings."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.answers.check import check_code, check_paths, check_source
from workos_docs_tools.answers.check.checking import MAX_SIZE
from workos_docs_tools.answers.check.paths import guessed_language
from workos_docs_tools.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workos_docs_tools.answers.check import Surface

PYTHON = "from workos import WorkOSClient\nWorkOSClient().portal.generate_link()\n"
NODE = "import { WorkOS } from '@workos-inc/node';\nnew WorkOS().portal.generateLink({});\n"


@pytest.fixture(scope="session")
def sdks(surface: Callable[[str], Surface]) -> list[Surface]:
    return [surface("python@10.8.0"), surface("node@11.0.0")]


def test_code_is_checked_against_one_package(sdks: list[Surface]) -> None:
    python = sdks[0]
    (found,) = check_code(PYTHON, language="py", sdk=python.package, join=python.join)
    assert (found.path, found.line, found.column, found.end_column) == ("<code>", 2, 23, 36)
    assert (found.rule, found.level) == ("unknown-method", "error")
    assert found.successor == "admin_portal.generate_link"
    assert found.signature.startswith("admin_portal.generate_link(*, organization: str")
    assert found.message == (
        "portal.generate_link does not exist in workos 10.8.0. Use admin_portal.generate_link."
    )


def test_without_the_documentation_old_names_have_candidates(sdks: list[Surface]) -> None:
    (found,) = check_code(PYTHON, language="python", sdk=sdks[0].package)
    assert (found.successor, found.candidates) == ("", ("admin_portal.generate_link",))


def test_a_package_of_another_language_is_refused(sdks: list[Surface]) -> None:
    with pytest.raises(InvalidArgumentError, match="python is not an SDK for it"):
        check_code(NODE, language="typescript", sdk=sdks[0].package)
    with pytest.raises(InvalidArgumentError, match="Valid values: python, javascript"):
        check_source(NODE, language="ruby", sdks=sdks)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        (PYTHON, "python"),
        (NODE, "tsx"),
        ("import workos\n\nasync def run():\n    pass\n", "python"),
        ("const a = require('a');\n", "tsx"),
        ("client.user_management.get_user(id='a')", "python"),
        ("await workos.userManagement.getUser('a');", "tsx"),
        ("'use server';\nexport default async function Page() {}\n", "tsx"),
        ("@app.post('/a')\ndef run(request):\n    return 1\n", "python"),
        ("", "python"),
    ],
)
def test_the_language_is_guessed_from_the_text(code: str, language: str) -> None:
    assert guessed_language(code) == language


def test_a_directory_is_checked_but_for_what_others_wrote(
    sdks: list[Surface], tmp_path: Path
) -> None:
    for folder in ("src", "node_modules/a", ".venv/lib", ".git", "venv/lib/site-packages"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "one.py").write_text(PYTHON)
    (tmp_path / "src" / "two.ts").write_text(NODE)
    (tmp_path / "src" / "three.tsx").write_text("export const A = () => <a />;")
    (tmp_path / "src" / "four.md").write_text(PYTHON)
    checked = check_paths([tmp_path], sdks=sdks)
    assert [(one.path, one.language, len(one.findings), one.calls) for one in checked] == [
        (str(tmp_path / "src" / "one.py"), "python", 1, 2),
        (str(tmp_path / "src" / "three.tsx"), "js", 0, 0),
        (str(tmp_path / "src" / "two.ts"), "js", 1, 2),
    ]
    assert {finding.path for one in checked for finding in one.findings} == {
        str(tmp_path / "src" / "one.py"),
        str(tmp_path / "src" / "two.ts"),
    }


def test_paths_that_cannot_be_checked_are_refused(sdks: list[Surface], tmp_path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="no such file"):
        check_paths([tmp_path / "none.py"], sdks=sdks)
    (tmp_path / "a.rb").write_text("")
    with pytest.raises(InvalidArgumentError, match="Only Python, JavaScript and TypeScript"):
        check_paths([tmp_path / "a.rb"], sdks=sdks)


@pytest.mark.parametrize("content", [b"# workos \xff\xfe", b"#" * (MAX_SIZE + 1)])
def test_a_file_that_cannot_be_read_is_named(
    sdks: list[Surface], tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "a.py").write_bytes(content)
    (checked,) = check_paths([tmp_path / "a.py"], sdks=sdks)
    assert [(one.rule, one.level) for one in checked.findings] == [("unreadable", "warning")]


def test_a_byte_order_mark_is_not_code(sdks: list[Surface], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbf" + PYTHON.encode())
    (checked,) = check_paths([tmp_path / "a.py"], sdks=sdks)
    assert [one.rule for one in checked.findings] == ["unknown-method"]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("import workos\ndef run(:\n    pass\n", 2),
        ("import workos\nx = (1,\n", 2),
        ("import workos\n  x = 1\n", 2),
        ("workos = '\x00'", 1),
        ("workos = '\ud800'", 1),
        ("workos = " + "(" * 5000 + ")" * 5000, 1),
        ("workos" + ".a" * 50_000, 1),
    ],
)
def test_code_that_is_not_python_is_one_finding(sdks: list[Surface], code: str, line: int) -> None:
    (found,) = check_source(code, sdks=sdks, language="python").findings
    assert (found.rule, found.line) == ("syntax", line)


def test_what_is_not_javascript_is_said_and_the_rest_checked(sdks: list[Surface]) -> None:
    code = f"{NODE}\nfunction (((\n"
    found = check_source(code, sdks=sdks, language="typescript").findings
    assert [(one.line, one.rule) for one in found] == [(2, "unknown-method"), (4, "unreadable")]
    # Where nothing has to do with WorkOS, nothing has to be understood.
    assert check_source("function (((\n", sdks=sdks, language="js").findings == ()


def test_types_that_elements_exclude_are_read_in_any_dialect(sdks: list[Surface]) -> None:
    code = NODE.replace("new WorkOS()", "(<WorkOS>new WorkOS())")
    for language in ("typescript", "tsx", "javascript"):
        found = check_source(code, sdks=sdks, language=language).findings
        assert [one.rule for one in found] in (["unknown-method"], [])


LARGE = {
    "python": PYTHON + "".join(f"def f{i}(a):\n    return a.b({i}).c\n" for i in range(25_000)),
    "typescript": NODE + "".join(f"const f{i} = (a) => a.b({i}).c;\n" for i in range(25_000)),
}
DEEP = {
    "calls": ("typescript", NODE.replace(".portal", ".a()" * 5000)),
    "functions": ("typescript", "workos;" + "function f(){" * 3000 + "}" * 3000),
    "brackets": ("typescript", "const workos = " + "[" * 50_000),
    "names": ("python", "workos = 1\n" + "".join(f"a{i + 1} = a{i}\n" for i in range(5000))),
    "conditions": ("python", "if workos: pass\n" + "elif a: pass\n" * 500),
    "itself": ("python", "workos = a\na = b\nb = a\nclass A(A):\n def f(self): self.f().g()\n"),
}  # fmt: skip


@pytest.mark.parametrize("language", LARGE)
def test_a_large_file_takes_time_in_proportion(sdks: list[Surface], language: str) -> None:
    code = LARGE[language]
    assert len(code) > 750_000
    start = time.process_time()
    found = check_source(code, sdks=sdks, language=language).findings
    assert [one.rule for one in found] == ["unknown-method"]
    assert time.process_time() - start < 30  # four seconds on an idle machine


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_is_bounded(sdks: list[Surface], name: str) -> None:
    language, code = DEEP[name]
    start = time.process_time()
    check_source(code, sdks=sdks, language=language)
    assert time.process_time() - start < 10


def test_nothing_is_run(sdks: list[Surface], tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code = f"open({str(mark)!r}, 'w').write('x')\nimport workos\nworkos.WorkOSClient()\n"
    check_source(code, sdks=sdks, language="python")
    (tmp_path / "a.py").write_text(code)
    check_paths([tmp_path], sdks=sdks)
    assert not mark.exists()


def test_parsers_are_loaded_for_their_language() -> None:
    program = "import workos_docs_tools.answers.check, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not {"griffe", "tree_sitter"} & set(done.stdout.split())
