"""The text of a file, in whatever encoding it is."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from workos_docs_loaders.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_FILE_BYTES = 4 * 1024 * 1024
"""The largest page of the documentation has 37 KB; a far larger file is not a page."""

_MARKS = {
    # The longer first: that of UTF-32 begins with that of UTF-16.
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DECLARED = re.compile(rb"(?:coding|charset)\s*[:=]\s*[\"']?([A-Za-z][\w.-]*)")
_CANDIDATES = "cp1252 cp1251 shift_jis gb18030 euc_jp big5 euc_kr koi8_r".split()
"""One for each script: a short text cannot tell the encodings of one script apart."""


def read_text(root: Path, path: str) -> str:
    """Return the text of a file, with Unix line ends.

    Args:
        root: Directory that the file lies in.
        path: The file's path below it, with `/`; problems are reported with it.

    Raises:
        ParseError: The file cannot be read, is too large, or is no text.
    """
    return read_decoded(root, path)[0]


def read_decoded(root: Path, path: str) -> tuple[str, str]:
    """Return the text of a file, and its encoding where that is not UTF-8.

    Raises:
        ParseError: As `read_text` does.
    """
    file = root / path
    if not path.isprintable():
        raise ParseError("the file name has characters that cannot be printed", path=ascii(path))
    try:
        size = file.stat().st_size
        if size > MAX_FILE_BYTES:
            raise ParseError(f"the file is too large: {size:,} bytes", path=path)
        content = file.read_bytes()
    except OSError as error:
        raise ParseError(f"cannot be read: {error.strerror}", path=path) from error
    text, encoding = _decoded(content, path)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ParseError("the file is binary", path=path, line=line)
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decoded(content: bytes, path: str) -> tuple[str, str]:
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        failed = error
    for encoding in _encodings(content):
        try:
            return content.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError):
            continue
    line = content.count(b"\n", 0, failed.start) + 1
    raise ParseError("the file is not UTF-8 text", path=path, line=line) from failed


def _encodings(content: bytes) -> Iterator[str]:
    """Yield what a file may be encoded in: as its first bytes say, as it declares, as detected."""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "")
    if marked:
        yield marked
    if b"\0" in content:
        return
    if declared := _DECLARED.search(content[:1024]):
        yield declared[1].decode()
    from charset_normalizer import from_bytes  # Late: nearly all files are UTF-8.

    if best := from_bytes(content, cp_isolation=_CANDIDATES).best():
        yield best.encoding
