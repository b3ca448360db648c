"""Unpacks an archive into a folder: ZIP, 7z, or one file in gzip.

What an archive says of itself is checked before anything is written, and what comes out of it is counted
while it is written: an archive is handed over by others, and can name any path and claim any size.
"""

from __future__ import annotations

import lzma
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Self

from byline.errors import FileFormatError

MAX_MEMBERS = 100_000
"""How many files an archive may hold: a Slack export of ten years has some ten thousand."""
MAX_RATIO = 250
"""How many times its own size an archive may unpack to: text shrinks to a tenth, rarely to a fiftieth."""
SMALL = 64 * 1024 * 1024
"""What any archive may unpack to, whatever its ratio: a short file of one word repeated is no attack."""
DISK_LEFT = 1024 * 1024 * 1024
"""How much of the disk must stay free."""
BLOCK = 1024 * 1024
BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, OverflowError, RuntimeError, ValueError
)  # fmt: skip
"""What a ZIP file with wrong bytes makes the standard library raise."""

_STEP = "Unpack it yourself and name what is to be read."
NO_PASSWORD = "Unpack it yourself with its password, and name what is to be read."  # noqa: S105


@dataclass(frozen=True, slots=True)
class Member:
    """What an archive says of one of its files."""

    name: str
    size: int
    plain: bool
    """Whether it is an ordinary file, and no link or device."""


class Unpacking:
    """The unpacking of one archive into one folder: where each file goes, and how much may still come.

    Args:
        archive: the archive, for messages.
        folder: where its files go; it must exist.
    """

    def __init__(self, archive: Path, folder: Path) -> None:
        self.archive = archive
        self.folder = folder
        self._left = self._most = self._limit()

    def check(self, members: list[Member]) -> None:
        """Refuse an archive for what it says of its files, before any is unpacked."""
        if len(members) > MAX_MEMBERS:
            raise self.error(f"it holds {len(members):,} files, and {MAX_MEMBERS:,} are unpacked at most.")
        taken: set[str] = set()
        for member in members:
            if not member.plain:
                raise self.error(
                    f"{member.name[:200]!r} in it is a link or a device, which is never unpacked."
                )
            self.place(member.name)
            if member.name in taken:
                raise self.error(f"it holds two files called {member.name[:200]!r}.")
            taken.add(member.name)
        if sum(member.size for member in members) > self._most:
            raise self._too_large()

    def place(self, name: str) -> Path:
        """Return where a file of that name goes, having made sure that it is inside of the folder."""
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name or not path.parts:
            raise self.error(f"{name[:200]!r} in it is no path inside of a folder.")
        return self.folder.joinpath(*path.parts)

    def write(self, name: str, blocks: Iterator[bytes]) -> None:
        """Write a file, counting what comes."""
        with self.open(name) as write:
            for block in blocks:
                write(block)

    def open(self, name: str) -> Writer:
        """Open a file of the archive for writing."""
        path = self.place(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return Writer(path, self.count)
        except OSError as error:
            raise self.error(f"{name[:200]!r} in it can not be written ({error.strerror}).") from error

    def count(self, size: int) -> None:
        """Take ``size`` bytes from what may still come."""
        self._left -= size
        if self._left < 0:
            raise self._too_large()

    def error(self, rule: str, step: str = _STEP) -> FileFormatError:
        """Return an error about the archive."""
        return FileFormatError(self.archive, rule, step)

    def damaged(self, error: Exception) -> FileFormatError:
        """Return the error for an archive that ends early or is not what it says."""
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        return self.error(f"the archive is damaged or cut off ({reason}).", "Fetch or export it again.")

    def _limit(self) -> int:
        by_ratio = max(self.archive.stat().st_size * MAX_RATIO, SMALL)
        return min(by_ratio, shutil.disk_usage(self.folder).free - DISK_LEFT)

    def _too_large(self) -> FileFormatError:
        return self.error(
            f"it unpacks to more than {max(self._most, 0):,} bytes, which is {MAX_RATIO} times its size "
            "or all of the disk that may be used."
        )


class Writer:
    """A file of an archive while it is written; calling it writes a block."""

    def __init__(self, path: Path, count: Callable[[int], None]) -> None:
        self._count = count
        self._file = path.open("xb")

    def __call__(self, block: bytes | bytearray) -> int:
        """Write a block, when it may still come; return its length."""
        self._count(len(block))
        return self._file.write(block)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def member_of_zip(info: zipfile.ZipInfo) -> Member:
    """Return what a ZIP says of one of its files."""
    kind = info.external_attr >> 16 & 0o170000
    return Member(info.filename, info.file_size, kind in (0, 0o100000, 0o040000))
