"""Tells an archive by its content and unpacks it, each kind with the library that knows it.

That for 7z is imported with the first such archive: it takes as long as a question takes to answer.
"""

from __future__ import annotations

import gzip
import importlib
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from byline.importers.archives import BLOCK, BROKEN_ZIP, NO_PASSWORD, Unpacking, member_of_zip

_ZIP, _SEVEN_ZIP, _GZIP = b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b"
_EMPTY_ZIP = b"PK\x05\x06"
# Documents that are ZIP files: Office calls its list of parts so, OpenDocument and EPUB their kind.
_DOCUMENT_PARTS = frozenset({"[Content_Types].xml", "mimetype"})
_ENCRYPTED = 1
_ENDINGS = frozenset({".zip", ".7z", ".gz"})


def is_archive(path: Path) -> bool:
    """Say whether a file is an archive that ``unpack`` takes. An Office document is none."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            start = file.read(len(_SEVEN_ZIP))
    except OSError:
        return False  # whoever reads it will say why
    if start.startswith((_SEVEN_ZIP, _GZIP)):
        return True
    if not start.startswith((_ZIP, _EMPTY_ZIP)):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return _DOCUMENT_PARTS.isdisjoint(archive.namelist())
    except BROKEN_ZIP:
        return path.suffix.lower() == ".zip"  # then it is damaged, and unpacking says so


def unpack(path: Path, into: Path) -> Path:
    """Unpack an archive into a new folder inside of ``into`` and return that folder.

    The folder is called as the archive without its ending, as the name may say what is in it.

    Raises:
        FileFormatError: it is damaged, has a password, holds links or paths that lead out of it, or would
            take more room than ``archives`` allows.
    """
    stem = path.stem if path.suffix.lower() in _ENDINGS else path.name
    folder = into / (stem or "archive")
    folder.mkdir()
    work = Unpacking(path, folder)
    with path.open("rb") as file:
        start = file.read(len(_SEVEN_ZIP))
    if start.startswith(_SEVEN_ZIP):
        importlib.import_module("byline.importers.seven_zip").unpack_seven_zip(work)
    elif start.startswith(_GZIP):
        _unpack_gzip(work, stem)
    else:
        _unpack_zip(work)
    return folder


def _unpack_zip(work: Unpacking) -> None:
    try:
        with zipfile.ZipFile(work.archive) as archive:
            files = [info for info in archive.infolist() if not info.filename.endswith("/")]
            work.check([member_of_zip(info) for info in files])
            if any(info.flag_bits & _ENCRYPTED for info in files):
                raise work.error("the archive has a password.", NO_PASSWORD)
            for info in files:
                with archive.open(info) as file:
                    work.write(info.filename, _blocks(file))
    except NotImplementedError as error:
        raise work.error(f"it is packed in a way that is not read ({error}).") from error
    except BROKEN_ZIP as error:
        raise work.damaged(error) from error


def _unpack_gzip(work: Unpacking, name: str) -> None:
    try:
        with gzip.open(work.archive) as file:
            work.write(name, _blocks(file))
    except (zlib.error, EOFError, OSError) as error:
        raise work.damaged(error) from error


def _blocks(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block
