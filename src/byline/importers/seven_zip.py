"""Unpacks 7z archives."""

from __future__ import annotations

from contextlib import closing

import py7zr
from py7zr import Py7zIO, WriterFactory

from byline.errors import FileFormatError
from byline.importers.archives import NO_PASSWORD, Member, Unpacking, Writer


def unpack_seven_zip(work: Unpacking) -> None:
    """Unpack a 7z archive.

    Raises:
        FileFormatError: it is damaged, has a password, or is refused by ``archives``.
    """
    try:
        with py7zr.SevenZipFile(work.archive) as archive:
            files = [info for info in archive.list() if not info.is_directory]
            work.check([Member(info.filename, info.uncompressed, info.is_file) for info in files])
            if archive.needs_password():
                raise work.error("the archive has a password.", NO_PASSWORD)
            with closing(_Factory(work)) as factory:
                archive.extractall(factory=factory)
    except FileFormatError:
        raise
    except py7zr.PasswordRequired as error:
        raise work.error("the archive has a password.", NO_PASSWORD) from error
    except py7zr.UnsupportedCompressionMethodError as error:
        raise work.error("it is packed in a way that is not read.") from error
    except Exception as error:
        # What bytes that are no archive make py7zr raise is not told by it; all of it says the same here.
        raise work.damaged(error) from error


class _Factory(WriterFactory):
    """Gives py7zr the files to write to."""

    def __init__(self, work: Unpacking) -> None:
        self._work = work
        self._last: Writer | None = None

    def create(self, filename: str) -> Py7zIO:
        self.close()
        self._last = self._work.open(filename)
        return _SevenZipWriter(self._last)

    def close(self) -> None:
        """Close the file that was written last: where the archive breaks off, py7zr does not."""
        if self._last is not None:
            self._last.close()


class _SevenZipWriter(Py7zIO):
    """A ``Writer`` as py7zr asks for it. It writes in order, so there is nothing to seek or read."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._size = 0

    def write(self, s: bytes | bytearray) -> int:
        self._size += len(s)
        return self._writer(s)

    def read(self, size: int | None = None) -> bytes:  # noqa: ARG002 - the signature is py7zr's
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002 - likewise
        return offset

    def flush(self) -> None:
        return

    def size(self) -> int:
        return self._size

    def close(self) -> None:
        self._writer.close()
