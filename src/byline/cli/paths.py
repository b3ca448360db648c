"""What ``byline add`` reads beside files, folders and archives: standard input, and pages of the web."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from byline.errors import FetchError
from byline.fetching import Fetcher, Limits, is_address
from byline.importers.inputs import Input, Search

STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class Web:
    """How pages are fetched: how fast, and whether from one's own network; ``told`` hears of each."""

    limits: Limits = field(default_factory=Limits)
    allow_private: bool = False
    told: Callable[[str], None] = field(default=lambda _: None)


_DEFAULT_WEB = Web()


@contextmanager
def inputs(paths: Iterable[Path | str], web: Web = _DEFAULT_WEB) -> Iterator[list[Input]]:
    """Give the files in the order of ``paths``, each once; see ``importers.inputs.Search``.

    An address of the web gives its page, or the pages of the sitemap that is there. Archives are unpacked,
    and what comes from standard input lies in a file of its own, because it is read twice; all of it is
    gone when the block ends.
    """
    with tempfile.TemporaryDirectory(prefix="byline-") as folder:
        search = Search(Path(folder))
        yield [found for path in paths for found in _inputs_of(path, search, web)]


def _inputs_of(path: Path | str, search: Search, web: Web) -> Iterator[Input]:
    if isinstance(path, str):
        yield from _fetched(path, search.new_room(), web)
    elif path != STDIN:
        yield from search.named(Input(path, str(path), named=True))
    else:
        copy = search.new_room() / "stdin"
        with copy.open("wb") as target:
            shutil.copyfileobj(sys.stdin.buffer, target)
        yield from search.named(Input(copy, "standard input", named=True))


def _fetched(address: str, room: Path, web: Web) -> Iterator[Input]:
    """Yield the page at an address, or those of a sitemap; what can not be had as refused."""
    with Fetcher(room, web.limits, allow_private=web.allow_private) as fetcher:
        try:
            for found in fetcher.fetch(address):
                if isinstance(found, FetchError):
                    yield Input(room, found.address, named=True, refused=found)
                    continue
                web.told(found.address)
                page = found.asked
                yield Input(found.path, page, named=page == address, source=page, url=found.address)
        except FetchError as error:
            yield Input(room, address, named=True, refused=error)


class PathOrAddress(click.ParamType[Path | str]):
    """A file or folder that is there, ``-``, or an address of the web, which stays a text."""

    name = "path or address"
    _path = click.Path(exists=True, allow_dash=True, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        """Return the path or the address."""
        if isinstance(value, str) and is_address(value):
            return value
        return self._path.convert(value, param, ctx)
