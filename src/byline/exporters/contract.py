"""What every module that writes a format offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from byline.models import Answer


class Piece(NamedTuple):
    """Something to be written. ``file`` is the name of its file in a folder, empty where all is one file."""

    text: str
    file: str = ""


class Format(Protocol):
    """A module that writes one format."""

    NAME: str
    """What ``byline export --format`` calls it."""
    HELP: str
    """What it writes, as the rest of a sentence that begins with the name."""
    IS_FOLDER: bool
    """Whether it writes a folder of files rather than one."""

    def pieces(self, answers: Iterable[Answer]) -> Iterator[Piece]:
        """Yield what is to be written, reading the answers as it goes."""
