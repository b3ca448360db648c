"""What ``byline add`` reads: files, pages, folders and archives with all that is in them, standard input."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click

from byline.errors import FetchError, InputError
from byline.fetching import Fetcher, Limits, is_address
from byline.importers.registry import is_beside, whole_format_of
from byline.importers.unpacking import is_archive, unpack

STDIN = Path("-")
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


@dataclass(frozen=True, slots=True)
class Web:
    """How pages are fetched: how fast, and whether from one's own network; ``told`` hears of each."""

    limits: Limits = field(default_factory=Limits)
    allow_private: bool = False
    told: Callable[[str], None] = field(default=lambda _: None)


_DEFAULT_WEB = Web()


@contextmanager
def inputs(paths: Iterable[Path | str], web: Web = _DEFAULT_WEB) -> Iterator[list[Input]]:
    """Give the files in the order of ``paths``, those of a folder sorted by path, each once.

    An address of the web gives its page, or the pages of the sitemap that is there.

    Hidden files and folders (``.git``) inside a folder are left alone, and so are files of rejected
    records. Symbolic links to folders are not followed, so that a link back up can not turn the search
    into a circle. Archives are unpacked, and what comes from standard input lies in a file of its own,
    because it is read twice; both are gone when the block ends.
    """
    with tempfile.TemporaryDirectory(prefix="byline-") as folder:
        yield list(_Search(Path(folder), web).inputs(paths))


class _Search:
    """Looks for what is to be read; each file is given once.

    Args:
        room: an empty folder for what must be unpacked, fetched or copied.
        web: how pages are fetched.
    """

    def __init__(self, room: Path, web: Web) -> None:
        self._room = room
        self._web = web
        self._seen: set[Path] = set()
        self._rooms = 0

    def inputs(self, paths: Iterable[Path | str]) -> Iterator[Input]:
        for path in paths:
            if isinstance(path, str):
                yield from self._fetched(path)
                continue
            if path != STDIN:
                yield from self._named(Input(path, str(path), named=True))
                continue
            copy = self._room / "stdin"
            with copy.open("wb") as target:
                shutil.copyfileobj(sys.stdin.buffer, target)
            yield from self._named(Input(copy, "standard input", named=True))

    def _named(self, there: Input) -> Iterator[Input]:
        """Yield what is to be read of a file or folder."""
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
            if folder.source is None and is_archive(found):
                yield from self._unpacked(inside)
            else:
                yield from self._once(inside)

    def _unpacked(self, archive: Input) -> Iterator[Input]:
        """Yield what is to be read in an archive; an archive inside of an archive is left packed."""
        self._rooms += 1
        room = self._room / str(self._rooms)
        room.mkdir()
        source = str(archive.path.resolve())
        try:
            folder = unpack(archive.path, room)
        except InputError as error:
            yield replace(archive, refused=error)
            return
        yield from self._named(replace(archive, path=folder, named=False, source=source))

    def _fetched(self, address: str) -> Iterator[Input]:
        """Yield the page at an address, or those of a sitemap; what can not be had as refused."""
        room = self._room / f"web-{self._rooms}"
        room.mkdir()
        self._rooms += 1
        with Fetcher(room, self._web.limits, allow_private=self._web.allow_private) as fetcher:
            try:
                for found in fetcher.fetch(address):
                    if isinstance(found, FetchError):
                        yield Input(room, found.address, named=True, refused=found)
                        continue
                    self._web.told(found.address)
                    page = found.asked
                    yield Input(found.path, page, named=page == address, source=page, url=found.address)
            except FetchError as error:
                yield Input(room, address, named=True, refused=error)

    def _once(self, there: Input) -> Iterator[Input]:
        if there.path.resolve() not in self._seen:
            self._seen.add(there.path.resolve())
            yield there


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


class PathOrAddress(click.ParamType[Path | str]):
    """A file or folder that is there, ``-``, or an address of the web, which stays a text."""

    name = "path or address"
    _path = click.Path(exists=True, allow_dash=True, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        """Return the path or the address."""
        if isinstance(value, str) and is_address(value):
            return value
        return self._path.convert(value, param, ctx)
