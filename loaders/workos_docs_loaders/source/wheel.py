"""Safe unpacking of a wheel, which is a zip file: regular files only, inside, within limits."""

from __future__ import annotations

import shutil
import stat
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from workos_docs_loaders.errors import ArchiveError
from workos_docs_loaders.source.archive import MAX_FILE_SIZE, MAX_MEMBERS, MAX_TOTAL_SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a compression method of another program
    OSError,
    RuntimeError,  # an encrypted member
    ValueError,
)


def unpack_wheel(archive: Path, directory: Path) -> None:
    """Unpack a wheel into an existing, empty directory.

    Raises:
        ArchiveError: The archive is damaged, or holds a member that is a link, lies outside, is
            too large or one too many. Then nothing has been unpacked, but for a damaged one.
    """
    try:
        with zipfile.ZipFile(archive) as members:
            infos = members.infolist()
            _check(infos)
            for info in infos:
                _extract(members, info, directory)
    except _DAMAGE as error:
        if isinstance(error, ArchiveError):
            raise ArchiveError(f"{archive}: {error}") from error
        raise ArchiveError(f"{archive} is not a complete wheel: {error}") from error


def _check(infos: Sequence[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_MEMBERS:
        raise ArchiveError(f"It has more than {MAX_MEMBERS} members.")
    # What is declared binds: zipfile never yields more of a member than its declared size.
    if sum(info.file_size for info in infos) > MAX_TOTAL_SIZE:
        raise ArchiveError(f"It unpacks to more than {MAX_TOTAL_SIZE} bytes.")
    for info in infos:
        path = PurePosixPath(info.filename)
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise ArchiveError(f"{info.filename!r} is a link or a device, not a file.")
        # The name as stored: zipfile cuts it at a zero byte.
        if path.is_absolute() or ".." in path.parts or set("\\:\0") & set(info.orig_filename):
            raise ArchiveError(f"{info.filename!r} reaches outside the archive's own directory.")
        if info.file_size > MAX_FILE_SIZE:
            raise ArchiveError(
                f"{info.filename!r} has {info.file_size} bytes, over {MAX_FILE_SIZE}."
            )


def _extract(members: zipfile.ZipFile, info: zipfile.ZipInfo, directory: Path) -> None:
    target = directory / info.filename
    if info.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    # Exclusive: a second member of the same name is an error, and modes are never taken over.
    with members.open(info) as content, target.open("xb") as file:
        shutil.copyfileobj(content, file)
