"""Reads files of experts' answers: a file in, drafts out.

    drafts = read_drafts(Path("answers.csv"), warn=print)

Each format is one module with the same four names (``contract.Format``), listed in ``registry``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from byline.importers.contract import Notes, Options, Reject, Warn
from byline.importers.encoding import read_head
from byline.importers.registry import FORMATS, format_named, format_of
from byline.models import Draft

__all__ = ["FORMATS", "Notes", "Options", "Reject", "Warn", "read_drafts"]

_DEFAULTS = Options()


def read_drafts(
    path: Path, options: Options = _DEFAULTS, *, warn: Warn, reject: Reject | None = None
) -> Iterator[Draft]:
    """Return the answers of a file, in its order, read as they are asked for where the format allows.

    Args:
        path: the file.
        options: its format and the day it was copied, where the caller knows them.
        warn: takes one sentence about each thing that the file does not say, with file and line.
        reject: takes each record that can not be loaded, and the reading goes on. None: the first ends it.

    Raises:
        FileFormatError: the file can not be read, or is not what it claims to be. It may be raised late,
            when drafts have been taken already: keep nothing before the last one is read.
        UnknownFormatError: no format of that name, or none that the file looks like.
    """
    head = read_head(path)
    module = format_of(path, head) if options.format is None else format_named(options.format)
    return module.read(path, options, Notes(warn, reject))
