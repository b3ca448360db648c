"""Reads files of experts' answers: a file in, drafts out.

    drafts = read_drafts(Path("answers.csv"), warn=print)

Each format is one module with the same four names (``contract.Format``), listed in ``registry``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

from byline.errors import FileFormatError, NotTextError
from byline.importers.contract import About, Format, Notes, Options, Reject, Warn
from byline.importers.encoding import guessed_encoding, is_folder, read_head, read_start
from byline.importers.registry import FORMATS, format_named, format_of, is_claimed, whole_format_of
from byline.models import Byline, Draft, PrintedDate

__all__ = ["FORMATS", "MAX_ANSWER", "About", "Notes", "Options", "Reject", "Warn", "about", "read_drafts"]

_DEFAULTS = Options()
_SHOWN = 200
MAX_ANSWER = 2_000_000
"""How many characters an answer may have; War and Peace has three million."""


def read_drafts(
    path: Path, options: Options = _DEFAULTS, *, warn: Warn, reject: Reject | None = None
) -> Iterator[Draft]:
    """Return the answers of a file, in its order, read as they are asked for where the format allows.

    Args:
        path: the file, or a folder that is one source as a whole (a Slack export).
        options: its format and the day it was copied, where the caller knows them.
        warn: takes one sentence about each thing that the file does not say, with file and line.
        reject: takes each record that can not be loaded, and the reading goes on. None: the first ends it.

    Raises:
        FileFormatError: the file can not be read, or is not what it claims to be. It may be raised late,
            when drafts have been taken already: keep nothing before the last one is read.
        UnknownFormatError: no format of that name, or none that the file looks like.
        NotTextError: it is no text, and its ending is that of no format.
    """
    module = _format(path, options, warn)
    notes = Notes(warn, reject)
    drafts = _of_readable_length(module.read(path, options, notes), path, notes)
    return drafts if options.byline is None else (signed(draft, options.byline) for draft in drafts)


def _of_readable_length(drafts: Iterator[Draft], path: Path, notes: Notes) -> Iterator[Draft]:
    """Yield the drafts; one longer than a book is rejected: it is a file that was taken for an answer."""
    for draft in drafts:
        if len(draft.text) <= MAX_ANSWER:
            yield draft
            continue
        rule = f"this answer has {len(draft.text):,} characters, more than {MAX_ANSWER:,}."
        error = FileFormatError(path, rule, "Split it into answers.", line=draft.line)
        notes.reject(error, {"id": draft.key, "question": draft.question, "text": draft.text[:_SHOWN] + "…"})


def signed(draft: Draft, given: Byline) -> Draft:
    """Return a draft that names nobody as one by the person given; any other stays what it is.

    What the file says of the answer besides, such as its date, stays where the caller does not say it.
    """
    own = draft.byline
    if own.author is not None:
        return draft
    date = given.date if given.date != PrintedDate() else own.date
    role, company = given.role or own.role, given.company or own.company
    return replace(
        draft, byline=Byline(given.author, role, company, date, given.as_printed or own.as_printed)
    )


def about(path: Path, options: Options = _DEFAULTS) -> About:
    """Return what a file says of itself as a source: a dump is called as its site.

    Raises:
        FileFormatError, UnknownFormatError: as ``read_drafts``.
    """
    told = getattr(_format(path, options, lambda _: None), "about", None)
    return cast(About, told(path, options)) if told else About()


def _format(path: Path, options: Options, warn: Warn) -> Format:
    """Return the format of a file or folder, having said in which encoding a text is taken to be."""
    start = b"" if is_folder(path) else read_start(path)
    whole = whole_format_of(path, start)
    if whole is not None and options.format in (None, whole.NAME):
        return whole
    try:
        head = read_head(path)
    except FileFormatError as error:
        if options.format is not None or is_claimed(path):
            raise
        raise NotTextError(path, error.rule, error.next_step, line=error.line) from error
    if encoding := guessed_encoding(path):
        warn(
            f"{path}: the bytes are not UTF-8 and read as {encoding}. "
            "If letters look wrong in the answers, save the file as UTF-8 and load it again."
        )
    return format_of(path, head) if options.format is None else format_named(options.format)
