"""What is to be read of a file, a folder or an archive: each file that is a source of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from byline.errors import FileFormatError, InputError, NoBylineError, NotTextError, UnknownFormatError
from byline.importers.registry import is_beside, whole_format_of
from byline.importers.unpacking import is_archive, unpack

REJECTED = ".rejected.jsonl"
"""How the names of files of rejected records end. In a folder such a file is no source."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read, or a folder that is one source as a whole.

    ``name`` is what messages call it; ``named`` says whether the person named it, rather than a folder
    in which it lies. ``source`` is what it is known by where it has no path that lasts: the archive's and
    its own inside of it, or the page's address. ``url`` is where it was fetched. ``refused`` is why there is
    nothing to read.
    """

    path: Path
    name: str
    named: bool
    source: str | None = None
    url: str | None = None
    refused: InputError | None = None

    @property
    def short_name(self) -> str:
        """The file's own name, for the name of a file about it."""
        return Path(self.name).name.replace(" ", "-")

    def rename(self, message: str) -> str:
        """Return a message about the file as a message about what the person named."""
        message = message.replace(str(self.path), self.name)
        if self.source is None:
            return message
        # What lies beside it was unpacked too.
        return message.replace(str(self.path.parent), str(Path(self.name).parent))

    def passed_over(self, error: InputError) -> str | None:
        """Return why the file is passed over and no error, None where it is one.

        In a folder there may be anything. Who names a file means that it is to be read.
        """
        if self.named:
            return None
        if isinstance(error, NoBylineError):
            return "no author is named"
        return "of no known format" if isinstance(error, UnknownFormatError | NotTextError) else None


def holds_several(path: Path) -> bool:
    """Say whether a path is a folder or an archive in which sources of their own may lie."""
    return whole_format_of(path) is None if path.is_dir() else is_archive(path)


@contextmanager
def inputs_of(path: Path) -> Iterator[list[Input]]:
    """Give what is to be read of a file, a folder or an archive; what was unpacked is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="byline-") as room:
        yield list(Search(Path(room)).named(Input(path, str(path), named=True)))


class Search:
    """Looks for what is to be read; each file is given once.

    Hidden files and folders (``.git``) inside a folder are left alone, and so are files of rejected
    records. Symbolic links to folders are not followed, so that a link back up can not turn the search
    into a circle.

    Args:
        room: an empty folder for what must be unpacked, fetched or copied.
    """

    def __init__(self, room: Path) -> None:
        self._room = room
        self._rooms = 0
        self._seen: set[Path] = set()

    def new_room(self) -> Path:
        """Return an empty folder."""
        self._rooms += 1
        room = self._room / str(self._rooms)
        room.mkdir()
        return room

    def named(self, there: Input) -> Iterator[Input]:
        """Yield what is to be read of a file, a folder or an archive, those of a folder sorted by path."""
        if there.path.is_dir():
            if whole_format_of(there.path):
                yield from self._once(there)
            else:
                yield from self._inside(there)
        elif is_archive(there.path):
            yield from self._unpacked(there)
        else:
            yield from self._once(there)

    def _inside(self, folder: Input) -> Iterator[Input]:
        """Yield what is to be read in a folder, however deep."""
        for found in sorted(_within(folder.path)):
            below = found.relative_to(folder.path).as_posix()
            source = f"{folder.source}/{below}" if folder.source else None
            inside = Input(found, str(Path(folder.name, below)), named=False, source=source)
            if not is_archive(found):
                yield from self._once(inside)
            elif folder.source is None:
                yield from self._unpacked(inside)
            else:
                yield replace(inside, refused=_left_packed(inside))

    def _unpacked(self, archive: Input) -> Iterator[Input]:
        """Yield what is to be read in an archive; an archive inside of an archive is left packed."""
        source = archive.source or str(archive.path.resolve())
        try:
            folder = unpack(archive.path, self.new_room())
        except InputError as error:
            yield replace(archive, refused=error)
            return
        yield from self.named(replace(archive, path=folder, named=False, source=source))

    def _once(self, there: Input) -> Iterator[Input]:
        if there.path.resolve() not in self._seen:
            self._seen.add(there.path.resolve())
            yield there


def _left_packed(inside: Input) -> FileFormatError:
    rule = "this is an archive inside of an archive, which is left packed."
    return NotTextError(inside.path, rule, "Unpack the outer one and name this one.")


def _within(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder, and the folders in it that are one source as a whole."""
    for found in folder.iterdir():
        if found.name.startswith("."):
            continue
        if found.is_dir():
            if found.is_symlink():
                continue
            if whole_format_of(found):
                yield found
            else:
                yield from _within(found)
        elif found.is_file() and not is_beside(found) and not found.name.endswith(REJECTED):
            yield found
