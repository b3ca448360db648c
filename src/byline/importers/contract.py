"""What every format module offers, and what a caller may tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from byline.models import Draft

Warn = Callable[[str], None]
"""Takes one sentence about something that the file does not say or that was left out."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller knows about a file and the file may not say.

    ``format`` is a name of the registry; None finds the format by content, then by ending.
    ``captured`` is the day the page was copied; it gives an age ("5y") a date and is never guessed.
    """

    format: str | None = None
    captured: date | None = None


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

    def read(self, path: Path, options: Options, warn: Warn) -> Iterator[Draft]:
        """Yield the drafts of the file.

        Raises:
            FileFormatError: the file is not what it claims to be.
        """
