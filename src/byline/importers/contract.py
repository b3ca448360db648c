"""What every format module offers, and what a caller may tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from byline.errors import FileFormatError
from byline.models import Byline, Draft

Warn = Callable[[str], None]
"""Takes one sentence about something that the file does not say or that was left out."""
Reject = Callable[[FileFormatError, object], None]
"""Takes why a record can not be loaded, and the record as the file has it."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What is said about a file while it is read.

    Args:
        warn: takes what the file does not say, and what was left out and is no answer.
        take_rejected: takes records that can not be loaded; without it the first of them ends the reading.
    """

    warn: Warn
    take_rejected: Reject | None = None

    def reject(self, error: FileFormatError, record: object) -> None:
        """Leave a record out because of ``error``; raise it where a file is loaded whole or not at all."""
        if self.take_rejected is None:
            raise error
        self.take_rejected(error, record)


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller knows about a file and the file may not say.

    ``format`` is a name of the registry; None finds the format by content, then by ending.
    ``captured`` is the day the page was copied; it gives an age ("5y") a date and is never guessed.
    ``byline`` is by whom a text is that names nobody, and ``question`` what it answers.
    ``url`` is where the source can be read; a dump's answers are linked below its site.
    """

    format: str | None = None
    captured: date | None = None
    byline: Byline | None = None
    question: str | None = None
    url: str | None = None


class Format(Protocol):
    """A module that reads one format."""

    NAME: str
    """What ``Options.format`` calls it."""
    HELP: str
    """What such a file holds, as the rest of a sentence that begins with the name."""
    ENDINGS: tuple[str, ...]
    """File endings, lower case with the dot; they decide only where the content does not."""

    def sniff(self, path: Path, head: str) -> bool:
        """Say whether ``head``, the beginning of the file as text, looks like this format."""

    def read(self, path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
        """Yield the drafts of the file; records that can not be read go to ``notes.reject``.

        Raises:
            FileFormatError: the file is not what it claims to be.
        """


@dataclass(frozen=True, slots=True)
class About:
    """What a source is called and where it can be read; None where the file does not say."""

    title: str | None = None
    url: str | None = None


class WholeFormat(Format, Protocol):
    """A format that is told by more than the beginning of a text; each of these may be left out."""

    def holds(self, folder: Path) -> bool:
        """Say whether ``folder`` as a whole is one source, which ``read`` then takes in place of a file."""

    def opens(self, path: Path, start: bytes) -> bool:
        """Say whether a file that begins with ``start`` and is no text is of this format."""

    def beside(self, path: Path) -> bool:
        """Say whether ``path`` belongs to another file in its folder, and is no source of its own."""

    def about(self, path: Path, options: Options) -> About:
        """Say what a source is called whose files are all called the same."""
