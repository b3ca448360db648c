"""A plain text that is one person's, with a byline that the caller gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from byline.errors import FileFormatError, NoBylineError
from byline.importers.contract import Notes, Options
from byline.importers.encoding import read_text
from byline.importers.expert_page import HOW_TO_NAME, NO_BYLINE
from byline.importers.text_cleaning import clean_text
from byline.models import Draft

NAME = "text"
HELP = "a plain text that is one person's answer; the author is given with --author"
ENDINGS: tuple[str, ...] = (".txt", ".text")


def sniff(path: Path, head: str) -> bool:  # noqa: ARG001 - one signature for every format
    """Say no: any text is one, so only the ending and the caller tell."""
    return False


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield the whole text as one answer.

    Raises:
        NoBylineError: no byline was given.
        FileFormatError: there is nothing in it that can be seen.
    """
    if options.byline is None:
        raise NoBylineError(path, NO_BYLINE, f'Give the author with --author "Ada Tern". {HOW_TO_NAME}')
    text = clean_text(read_text(path))
    if not text:
        raise FileFormatError(path, "there is no text in it.", "Save the text into it and load it again.")
    if options.question is None:
        notes.warn(f"{path}: no question was given (--question); the answer is kept without one.")
    yield Draft(text=text, byline=options.byline, question=options.question, line=1)
