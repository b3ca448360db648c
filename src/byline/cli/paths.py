"""Which files ``byline add`` reads: those named, those in the folders named, and standard input."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

STDIN = Path("-")
REJECTED = ".rejected.jsonl"
"""How the names of files of rejected records end. In a folder such a file is no source."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read.

    ``name`` is what messages call it; ``named`` says whether the person named it, rather than a folder
    in which it lies.
    """

    path: Path
    name: str
    named: bool

    @property
    def short_name(self) -> str:
        """The file's own name, for the name of a file about it."""
        return Path(self.name).name.replace(" ", "-")

    def rename(self, message: str) -> str:
        """Return a message about the file as a message about what the person named."""
        return message.replace(str(self.path), self.name)


@contextmanager
def inputs(paths: Iterable[Path]) -> Iterator[list[Input]]:
    """Give the files in the order of ``paths``, those of a folder sorted by path, each once.

    Hidden files and folders (``.git``) inside a folder are left alone, and so are files of rejected
    records. Symbolic links to folders are not followed, so that a link back up can not turn the search
    into a circle. What comes from standard input lies in a file of its own until the block ends, because
    it is read twice: once to tell its format.
    """
    with tempfile.TemporaryDirectory(prefix="byline-") as folder:
        yield list(_inputs(paths, Path(folder) / "stdin"))


def _inputs(paths: Iterable[Path], copy: Path) -> Iterator[Input]:
    seen: set[Path] = set()
    for path in paths:
        if path == STDIN:
            with copy.open("wb") as target:
                shutil.copyfileobj(sys.stdin.buffer, target)
            yield Input(copy, "standard input", named=True)
            continue
        inside = path.is_dir()
        for found in sorted(_within(path)) if inside else [path]:
            if found.resolve() not in seen:
                seen.add(found.resolve())
                yield Input(found, str(found), named=not inside)


def _within(folder: Path) -> Iterator[Path]:
    for found in folder.iterdir():
        if found.name.startswith("."):
            continue
        if found.is_dir():
            if not found.is_symlink():
                yield from _within(found)
        elif found.is_file() and not found.name.endswith(REJECTED):
            yield found
