"""Opens a file as text, or says at which line and byte it is none.

UTF-8 with or without a byte order mark, and UTF-16 with one, are known. Two more are guessed, and the
importer says so: UTF-16 without its mark, and Windows-1252 (``guessing``).
"""

from __future__ import annotations

import codecs
import io
import re
import stat
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from byline.errors import FileFormatError
from byline.importers.guessing import WINDOWS, WesternText, unmarked_utf16

HEAD_BYTES = 65536
MAX_LINE = 16 * 1024 * 1024
"""How many characters a line may have where a file is read line by line."""
MAX_WHOLE = 256 * 1024 * 1024
"""How many bytes a file may have that is read whole."""
_BLOCK = 1024 * 1024
_SAVE_AS_UTF8 = "Save it as UTF-8 text and try again."
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_SPOKEN = {WINDOWS: "Windows-1252", "utf-16-le": "UTF-16 (LE)", "utf-16-be": "UTF-16 (BE)"}
_BINARY = {
    b"PK\x03\x04": ("a zip archive or an Office document", "Save a workbook as XLSX; unpack an archive."),
    b"7z\xbc\xaf\x27\x1c": ("a 7z archive", "Unpack it, or give it to `byline add`, which does."),
    b"\xd0\xcf\x11\xe0": ("an old Office document (XLS, DOC)", "Save it as XLSX, CSV or text."),
    b"%PDF": ("a PDF", "Copy its text into a text file."),
    b"\x1f\x8b": ("a gzip archive", "Unpack it, or give it to `byline add`, which does."),
    b"\x89PNG": ("a picture", "Copy its text into a text file."),
    b"\xff\xd8\xff": ("a picture", "Copy its text into a text file."),
    b"GIF8": ("a picture", "Copy its text into a text file."),
    b"SQLite format 3": ("a SQLite database", "Export it as CSV or JSON."),
    b"{\\rtf": ("a rich text document", "Save it as text."),
}
_LINE_ENDS = re.compile("\r\n|\r|\n")


def is_folder(path: Path) -> bool:
    """Say whether ``path`` is a folder; a name that can be no file's is none either."""
    try:
        return path.is_dir()
    except OSError:
        return False


def read_start(path: Path) -> bytes:
    """Return the first bytes of a file.

    Raises:
        FileFormatError: there is no such file, or it is a folder, a device or not to be read.
    """
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


def read_head(path: Path) -> str:
    """Return the beginning of the file as text, for telling its format.

    Raises:
        FileFormatError: there is no such file, or it is a folder, empty or not text.
    """
    start = read_start(path)
    encoding = _known_encoding(path, start) or _guess_from(start) or "utf-8-sig"
    decoder = codecs.getincrementaldecoder(encoding)()
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


def guessed_encoding(path: Path) -> str | None:
    """Return what the encoding of a file is called where it had to be guessed; None where it is known.

    XML says its own encoding, and may be too large to be looked through.
    """
    start = read_start(path)
    if start.lstrip(codecs.BOM_UTF8).lstrip().startswith(b"<?xml"):
        return None
    return _SPOKEN.get(_encoding(path, start))


def read_lines(path: Path) -> Iterator[str]:
    r"""Yield the lines of the file, each with its ``\n``, whatever line ends the file has.

    Raises:
        FileFormatError: a byte is not of the file's encoding, or is NUL; or a line has more than
            ``MAX_LINE`` characters.
    """
    for number, line in enumerate(_lines(path, MAX_LINE), start=1):
        if len(line) > MAX_LINE:
            rule = f"this line has more than {MAX_LINE:,} characters."
            raise FileFormatError(path, rule, "Write one answer a line, or split the line.", line=number)
        yield line


def read_text(path: Path) -> str:
    """Return the whole file as text.

    Raises:
        FileFormatError: as ``read_lines`` does, but for the length of a line; or the file has more than
            ``MAX_WHOLE`` bytes.
    """
    size = path.stat().st_size if path.exists() else 0
    if size > MAX_WHOLE:
        rule = f"the file has {size:,} bytes; one of this format is read whole, up to {MAX_WHOLE:,}."
        raise FileFormatError(path, rule, "Split it, or write it as JSON Lines or CSV, read at any size.")
    return "".join(_lines(path, MAX_WHOLE))


def _lines(path: Path, longest: int) -> Iterator[str]:
    """Yield the lines; one longer than ``longest`` comes cut, with a character more than that."""
    encoding = _encoding(path, read_start(path))
    try:
        with path.open(encoding=encoding) as file:
            number = 0
            while line := file.readline(longest + 1):
                number += 1
                if "\0" in line:
                    raise _nul(path, number)
                yield line
    except UnicodeDecodeError as error:
        raise _bad_byte_in(path, encoding) or error from error


def _encoding(path: Path, start: bytes) -> str:
    """Return the codec of a file that begins with ``start``."""
    known = _known_encoding(path, start)
    if known is not None:
        return known
    said = path.stat()
    return _guess(path, said.st_size, said.st_mtime_ns) or "utf-8-sig"


def _known_encoding(path: Path, start: bytes) -> str | None:
    """Return the codec that the mark at the beginning tells, None when there is no mark."""
    for magic, (what, step) in _BINARY.items():
        if start.startswith(magic):
            raise FileFormatError(path, f"this is {what}, not text.", step)
    if start.startswith(_UTF32_MARKS):
        raise FileFormatError(path, "the file is UTF-32, which is not read.", _SAVE_AS_UTF8)
    if start.startswith(_UTF16_MARKS):
        return "utf-16"
    return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else None


@lru_cache(maxsize=64)  # a file is opened several times on its way, and is looked through once
def _guess(path: Path, size: int, changed: int) -> str | None:  # noqa: ARG001 - they name a state of the file
    """Return the codec of a file without a mark that is not UTF-8; None when it is, or nothing fits."""
    with path.open("rb") as file:
        if utf16 := unmarked_utf16(file.read(HEAD_BYTES)):
            return utf16
        file.seek(0)
        utf8 = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(_BLOCK):
                utf8.decode(block)
            utf8.decode(b"", final=True)
        except UnicodeDecodeError:
            file.seek(0)
            western = WesternText()
            while (block := file.read(_BLOCK)) and western.may_be:
                western.look(block)
            return WINDOWS if western.is_it() else None
    return None


def _guess_from(start: bytes) -> str | None:
    """Return the codec of the beginning of a file without a mark; None for UTF-8, or when nothing fits."""
    if utf16 := unmarked_utf16(start):
        return utf16
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start, len(start) < HEAD_BYTES)
    except UnicodeDecodeError:
        western = WesternText()
        western.look(start)
        return WINDOWS if western.is_it() else None
    return None


def _bad_byte_in(path: Path, encoding: str) -> FileFormatError | None:
    """Say where the first bad byte of a file stands; None when the file has changed and has none."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    line, before = 1, b""
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                line += decoder.decode(block, final=not block).count("\n")
            except UnicodeDecodeError as error:
                return _bad_byte(path, error, line, before)
            if not block:
                return None
            before = block


def _bad_byte(path: Path, error: UnicodeDecodeError, line: int = 1, before: bytes = b"") -> FileFormatError:
    """Say where a byte stands that does not belong.

    Args:
        path: the file.
        error: what the decoder said of a block.
        line: the line that the block begins in.
        before: the block before it.
    """
    if error.encoding.startswith("utf-16"):
        good = error.object[: error.start].decode(error.encoding, errors="ignore")
        rule = f"bytes of this line are not UTF-16 ({error.reason})."
        return FileFormatError(path, rule, _SAVE_AS_UTF8, line=line + _lines_in(good) - 1)
    good = error.object[: error.start].decode("utf-8", errors="ignore")
    whole = before + error.object[: error.start]
    start_of_line = max(whole.rfind(end) for end in (b"\n", b"\r")) + 1
    place, value = len(whole) - start_of_line + 1, error.object[error.start]
    rule = f"byte {place} of this line (0x{value:02X}) is not UTF-8, and the file is not Windows-1252."
    return FileFormatError(path, rule, _SAVE_AS_UTF8, line=line + _lines_in(good) - 1)


def _nul(path: Path, line: int) -> FileFormatError:
    """Say that a NUL byte stands in a line."""
    rule = "this line holds a NUL byte; the file is binary, or damaged."
    return FileFormatError(path, rule, _SAVE_AS_UTF8, line=line)


def _lines_in(before: str) -> int:
    """Return the 1-based number of the line that follows ``before``."""
    return len(_LINE_ENDS.findall(before)) + 1
