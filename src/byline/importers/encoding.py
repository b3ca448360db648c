"""Opens a file as text, or says at which line and byte it is none.

UTF-8 with or without a byte order mark, and UTF-16 with one. Anything else would have to be guessed,
and a wrong guess puts characters into a quotation that its author never wrote.
"""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from byline.errors import FileFormatError

HEAD_BYTES = 65536
_SAVE_AS_UTF8 = "Save it as UTF-8 text and try again."
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_BINARY = {
    b"PK\x03\x04": "a zip archive or an Office document (XLSX, DOCX)",
    b"\xd0\xcf\x11\xe0": "an old Office document (XLS, DOC)",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "a SQLite database",
    b"{\\rtf": "a rich text document",
}
_LINE_ENDS = re.compile("\r\n|\r|\n")


def read_head(path: Path) -> str:
    """Return the beginning of the file as text, for telling its format.

    Raises:
        FileFormatError: there is no such file, or it is a folder, empty or not text.
    """
    start = _first_bytes(path)
    decoder = codecs.getincrementaldecoder(_encoding(path, start))()
    try:
        # Not final: the cut may go through the middle of a character.
        head = decoder.decode(start, len(start) < HEAD_BYTES)
    except UnicodeDecodeError as error:
        raise _bad_byte(path, error) from error
    if not head.strip() and len(start) < HEAD_BYTES:
        raise FileFormatError(path, "the file is empty.", "Name a file that holds answers.")
    if "\0" in head:
        raise _nul(path, _lines_in(head[: head.index("\0")]))
    return head


def read_lines(path: Path) -> Iterator[str]:
    r"""Yield the lines of the file, each with its ``\n``, whatever line ends the file has.

    Raises:
        FileFormatError: a byte is not of the file's encoding, or is NUL.
    """
    encoding = _encoding(path, _first_bytes(path))
    try:
        with path.open(encoding=encoding) as file:
            for number, line in enumerate(file, start=1):
                if "\0" in line:
                    raise _nul(path, number)
                yield line
    except UnicodeDecodeError as error:
        # The error knows only its own block of the file; decode it whole to count lines and bytes.
        try:
            path.read_bytes().decode(encoding)
        except UnicodeDecodeError as whole:
            raise _bad_byte(path, whole) from error
        raise  # the file changed while it was read


def read_text(path: Path) -> str:
    """Return the whole file as text; raises as ``read_lines`` does."""
    return "".join(read_lines(path))


def _first_bytes(path: Path) -> bytes:
    """Return the first bytes of a file that can be read."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise FileFormatError(path, "this is a folder, not a file.", "Name the files in it.")
        if not stat.S_ISREG(mode):
            raise FileFormatError(path, "this is not an ordinary file.", "Save its content to a file first.")
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except FileNotFoundError as error:
        raise FileFormatError(path, "there is no such file.", "Check the name and the folder.") from error
    except OSError as error:
        raise FileFormatError(
            path, f"the file can not be read ({error.strerror}).", "Check who may read it."
        ) from error


def _encoding(path: Path, start: bytes) -> str:
    """Return the codec for a file that begins with ``start``."""
    for magic, what in _BINARY.items():
        if start.startswith(magic):
            raise FileFormatError(path, f"this is {what}, not text.", "Save or export it as CSV or JSON.")
    if start.startswith(_UTF32_MARKS):
        raise FileFormatError(path, "the file is UTF-32, which is not read.", _SAVE_AS_UTF8)
    return "utf-16" if start.startswith(_UTF16_MARKS) else "utf-8-sig"


def _bad_byte(path: Path, error: UnicodeDecodeError) -> FileFormatError:
    """Say where a byte stands that does not belong."""
    if error.encoding.startswith("utf-16"):
        before = error.object[: error.start].decode("utf-16", errors="ignore")
        rule = f"the bytes from {error.start} on are not UTF-16 ({error.reason})."
        return FileFormatError(path, rule, _SAVE_AS_UTF8, line=_lines_in(before))
    before = error.object[: error.start].decode("utf-8", errors="ignore")
    start_of_line = max(error.object.rfind(end, 0, error.start) for end in (b"\n", b"\r")) + 1
    place, value = error.start - start_of_line + 1, error.object[error.start]
    rule = f"byte {place} of this line (0x{value:02X}) is not UTF-8."
    step = f"If the file was written on Windows it may be Windows-1252. {_SAVE_AS_UTF8}"
    return FileFormatError(path, rule, step, line=_lines_in(before))


def _nul(path: Path, line: int) -> FileFormatError:
    """Say that a NUL byte stands in a line."""
    rule = "this line holds a NUL byte; the file is binary, or UTF-16 without its byte order mark."
    return FileFormatError(path, rule, _SAVE_AS_UTF8, line=line)


def _lines_in(before: str) -> int:
    """Return the 1-based number of the line that follows ``before``."""
    return len(_LINE_ENDS.findall(before)) + 1
