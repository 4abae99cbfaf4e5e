"""Unpacking archives that are whole, damaged and hostile."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from workos_docs_loaders.errors import ArchiveError
from workos_docs_loaders.source import archive

Member = tuple[tarfile.TarInfo, bytes]


def file(name: str, content: bytes = b"text") -> Member:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    return info, content


def special(name: str, kind: bytes, target: str = "") -> Member:
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = target
    return info, b""


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_members(*members: Member) -> Path:
        path = tmp_path / "package.tgz"
        with tarfile.open(path, "w:gz") as tar:
            for info, content in members:
                tar.addfile(info, io.BytesIO(content))
        return path

    return write_members


@pytest.fixture
def target(tmp_path: Path) -> Path:
    directory = tmp_path / "inner" / "target"
    directory.mkdir(parents=True)
    return directory


def written(tmp_path: Path) -> set[str]:
    found = (path for path in tmp_path.rglob("*") if path.is_file() or path.is_symlink())
    return {path.relative_to(tmp_path).as_posix() for path in found} - {"package.tgz"}


def test_files_and_directories_arrive_with_their_content(write: Write, target: Path) -> None:
    members = [special("package/empty", tarfile.DIRTYPE), file("package/docs/a.md", b"# A\n")]
    archive.unpack(write(*members), target)
    assert (target / "package/docs/a.md").read_bytes() == b"# A\n"
    assert (target / "package/empty").is_dir()


@pytest.mark.parametrize(
    "member",
    [
        file("../escape.md"),
        file("package/../../escape.md"),
        file("/workos-docs-escape.md"),
        file("package\\..\\escape.md"),
        special("package/link.md", tarfile.SYMTYPE, "/etc/hostname"),
        special("package/inside.md", tarfile.SYMTYPE, "first.md"),
        special("package/hard.md", tarfile.LNKTYPE, "package/first.md"),
        special("package/pipe", tarfile.FIFOTYPE),
        special("package/device", tarfile.CHRTYPE),
        special("package/disk", tarfile.BLKTYPE),
    ],
    ids=lambda member: f"{member[0].type!r} {member[0].name}",
)
def test_a_member_outside_or_a_link_or_a_device_is_refused_and_not_written(
    member: Member, write: Write, target: Path, tmp_path: Path
) -> None:
    with pytest.raises(ArchiveError, match=r"package\.tgz"):
        archive.unpack(write(file("package/first.md"), member), target)
    assert written(tmp_path) == {"inner/target/package/first.md"}
    assert not Path("/workos-docs-escape.md").exists()


def test_more_members_than_allowed_are_refused(
    write: Write, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    members = [file(f"package/{number}.md") for number in range(4)]
    with pytest.raises(ArchiveError, match="more than 3 members"):
        archive.unpack(write(*members), target)
    assert len(written(tmp_path)) == 3


def test_a_file_over_50_mebibytes_is_refused_before_it_is_written(
    write: Write, target: Path, tmp_path: Path
) -> None:
    bomb = file("package/big.md", bytes(50 * 1024 * 1024 + 1))
    with pytest.raises(ArchiveError, match=r"'package/big\.md' has 52428801 bytes"):
        archive.unpack(write(bomb), target)
    assert written(tmp_path) == set()


def test_files_that_are_too_large_together_are_refused(
    write: Write, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL_SIZE", 2000)
    fitting = [file(f"package/{number}.md", bytes(1000)) for number in range(2)]
    archive.unpack(write(*fitting), target)
    with pytest.raises(ArchiveError, match="more than 2000 bytes"):
        archive.unpack(write(*fitting, file("package/3.md", b"1")), target)


def test_an_extended_header_cannot_fill_the_memory(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL_SIZE", 1000)
    monkeypatch.setattr(archive, "MAX_MEMBERS", 10)
    header = tarfile.TarInfo("header")
    header.type = tarfile.XHDTYPE
    header.size = 32 * 1024 * 1024
    path = tmp_path / "package.tgz"
    path.write_bytes(gzip.compress(header.tobuf() + bytes(header.size)))
    tracemalloc.start()
    try:
        with pytest.raises(ArchiveError, match="more than 1000 bytes"):
            archive.unpack(path, target)
        assert tracemalloc.get_traced_memory()[1] < header.size / 4
    finally:
        tracemalloc.stop()


def test_data_after_the_last_member_counts_too(
    write: Write, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL_SIZE", 1000)
    path = write(file("package/a.md"))
    path.write_bytes(path.read_bytes() + gzip.compress(bytes(64 * 1024 * 1024)))
    with pytest.raises(ArchiveError, match="more than 1000 bytes"):
        archive.unpack(path, target)


def random_archive(write: Write) -> bytes:
    return write(file("package/a.md", os.urandom(50_000))).read_bytes()


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: b"# Not an archive\n",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-4],
        lambda whole: whole[:20_000] + bytes([whole[20_000] ^ 1]) + whole[20_001:],
        lambda whole: gzip.compress(b"not a tar file" * 100),
    ],
    ids=["empty", "text", "half", "cut at the end", "one bit flipped", "gzip of no tar"],
)
def test_a_damaged_archive_is_refused(
    damage: Callable[[bytes], bytes], write: Write, target: Path, tmp_path: Path
) -> None:
    path = tmp_path / "package.tgz"
    path.write_bytes(damage(random_archive(write)))
    with pytest.raises(ArchiveError, match=r"not a complete \.tgz archive"):
        archive.unpack(path, target)


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.XGLTYPE])
def test_headers_that_continue_each_other_without_end_are_refused(
    kind: bytes, target: Path, tmp_path: Path
) -> None:
    header = tarfile.TarInfo("header")
    header.type = kind
    header.size = tarfile.BLOCKSIZE
    path = tmp_path / "package.tgz"
    path.write_bytes(gzip.compress((header.tobuf() + bytes(header.size)) * 3000))
    with pytest.raises(ArchiveError, match=r"package\.tgz is not a complete \.tgz archive"):
        archive.unpack(path, target)


def test_a_file_that_is_also_a_directory_is_refused(write: Write, target: Path) -> None:
    with pytest.raises(ArchiveError, match=r"package\.tgz"):
        archive.unpack(write(file("package/a"), file("package/a/b.md")), target)
