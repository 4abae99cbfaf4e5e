"""Safe unpacking of a package archive: regular files and directories, inside, within limits."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from workos_docs_loaders.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

MAX_MEMBERS = 20_000
MAX_TOTAL_SIZE = 512 * 1024 * 1024
MAX_FILE_SIZE = 50 * 1024 * 1024

_DAMAGE = (
    tarfile.TarError,
    zlib.error,
    EOFError,
    OSError,
    OverflowError,
    RecursionError,  # tarfile reads headers that continue each other by recursion
    ValueError,
)


def unpack(archive: Path, directory: Path) -> None:
    """Unpack a gzipped tar archive into an existing, empty directory.

    Raises:
        ArchiveError: The archive is damaged, or holds a member that is a link or a device, lies
            outside, or exceeds a limit. What was unpacked before it remains.
    """
    try:
        with archive.open("rb") as file, gzip.GzipFile(fileobj=file) as unzipped:
            stream = _Bounded(unzipped)
            # As a stream: each member is checked before the next is decompressed.
            with tarfile.open(fileobj=stream, mode="r|") as members:
                _extract(members, directory)
            stream.drain()
    except _DAMAGE as error:
        if isinstance(error, ArchiveError):
            raise ArchiveError(f"{archive}: {error}") from error
        raise ArchiveError(f"{archive} is not a complete .tgz archive: {error}") from error


def _extract(members: tarfile.TarFile, directory: Path) -> None:
    total = 0
    for count, member in enumerate(members, start=1):
        total += member.size
        _check(member, count, total)
        members.extract(member, directory, filter="data")


def _check(member: tarfile.TarInfo, count: int, total: int) -> None:
    path = PurePosixPath(member.name)
    if not (member.isreg() or member.isdir()):
        raise ArchiveError(f"{member.name!r} is a link or a device, not a file.")
    if path.is_absolute() or ".." in path.parts or "\\" in member.name:
        raise ArchiveError(f"{member.name!r} reaches outside the archive's own directory.")
    if member.size > MAX_FILE_SIZE:
        raise ArchiveError(f"{member.name!r} has {member.size} bytes, over {MAX_FILE_SIZE}.")
    if count > MAX_MEMBERS:
        raise ArchiveError(f"It has more than {MAX_MEMBERS} members.")
    if total > MAX_TOTAL_SIZE:
        raise ArchiveError(f"It unpacks to more than {MAX_TOTAL_SIZE} bytes.")


class _Bounded(io.RawIOBase):
    """A stream that ends in an error past the size limit, whatever the tar headers claim.

    tarfile reads an extended header whole, in the size that it claims: without a bound, a small
    archive could fill the memory.
    """

    def __init__(self, stream: gzip.GzipFile) -> None:
        self._stream = stream
        # Headers and padding: two blocks of 512 bytes a member.
        self._left = MAX_TOTAL_SIZE + MAX_MEMBERS * 1024

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise ArchiveError(f"It unpacks to more than {MAX_TOTAL_SIZE} bytes.")
        return data

    def drain(self) -> None:
        """Read to the end, where gzip keeps the checksum of everything before."""
        while self.read(io.DEFAULT_BUFFER_SIZE):
            pass
