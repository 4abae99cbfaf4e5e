"""Unpacking wheels that are whole, damaged and hostile."""

from __future__ import annotations

import stat
import zipfile
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.errors import ArchiveError
from workos_docs_loaders.source import wheel
from workos_docs_loaders.source.wheel import unpack_wheel

if TYPE_CHECKING:
    from pathlib import Path


def archive(tmp_path: Path, members: list[tuple[zipfile.ZipInfo | str, bytes]]) -> Path:
    path = tmp_path / "workos-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as members_of:
        for info, content in members:
            members_of.writestr(info, content)
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    directory = tmp_path / "inner" / "target"
    directory.mkdir(parents=True)
    return directory


def test_files_and_folders_arrive_with_their_content(tmp_path: Path, target: Path) -> None:
    path = archive(tmp_path, [("workos/", b""), ("workos/__init__.py", b"A = 1\n")])
    unpack_wheel(path, target)
    assert (target / "workos/__init__.py").read_bytes() == b"A = 1\n"


def test_a_mode_is_not_taken_over(tmp_path: Path, target: Path) -> None:
    info = zipfile.ZipInfo("workos/run.py")
    info.external_attr = (stat.S_IFREG | 0o4777) << 16
    unpack_wheel(archive(tmp_path, [(info, b"")]), target)
    assert not (target / "workos/run.py").stat().st_mode & (stat.S_ISUID | stat.S_IXUSR)


@pytest.mark.parametrize(
    "name", ["../escape.py", "workos/../../escape.py", "/escape.py", "a\\..\\escape.py", "C:/a.py"]
)
def test_a_member_outside_is_refused_before_anything_is_written(
    tmp_path: Path, target: Path, name: str
) -> None:
    with pytest.raises(ArchiveError, match="outside"):
        unpack_wheel(archive(tmp_path, [("workos/a.py", b""), (name, b"")]), target)
    assert not list(tmp_path.rglob("*.py"))


def test_a_link_is_refused(tmp_path: Path, target: Path) -> None:
    info = zipfile.ZipInfo("workos/link.py")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(ArchiveError, match="link"):
        unpack_wheel(archive(tmp_path, [(info, b"/etc/hostname")]), target)


def test_a_second_member_of_one_name_is_refused(tmp_path: Path, target: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        path = archive(tmp_path, [("workos/a.py", b"1"), ("workos/a.py", b"2")])
    with pytest.raises(ArchiveError, match="not a complete wheel"):
        unpack_wheel(path, target)


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [
        ("MAX_MEMBERS", 1, "members"),
        ("MAX_TOTAL_SIZE", 10, "unpacks to more"),
        ("MAX_FILE_SIZE", 9, "over 9"),
    ],
)
def test_a_bomb_is_refused_by_what_it_declares(
    tmp_path: Path,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    limit: str,
    value: int,
    message: str,
) -> None:
    path = archive(tmp_path, [("workos/a.py", bytes(10)), ("workos/b.py", bytes(10))])
    monkeypatch.setattr(wheel, limit, value)
    with pytest.raises(ArchiveError, match=message):
        unpack_wheel(path, target)
    assert not list(target.iterdir())


def test_a_bomb_that_declares_less_than_it_holds_is_refused(tmp_path: Path, target: Path) -> None:
    path = archive(tmp_path, [("workos/a.py", bytes(1_000_000))])
    content = path.read_bytes()
    size = (1_000_000).to_bytes(4, "little")
    path.write_bytes(content.replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(ArchiveError, match="not a complete wheel"):
        unpack_wheel(path, target)
    assert sum(file.stat().st_size for file in target.rglob("*.py")) <= 100


def test_a_damaged_wheel_is_an_error_that_names_it(tmp_path: Path, target: Path) -> None:
    path = archive(tmp_path, [("workos/a.py", b"A = 1\n" * 100)])
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(
        ArchiveError, match=r"workos-1\.0-py3-none-any\.whl is not a complete wheel"
    ):
        unpack_wheel(path, target)
