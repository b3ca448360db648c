"""JSON Lines: one answer an object, one object a line. Byline's own export is such a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from byline.errors import FileFormatError
from byline.importers.contract import Notes, Options
from byline.importers.encoding import read_lines
from byline.importers.json_records import draft_of
from byline.importers.json_values import parse
from byline.importers.records import Records
from byline.models import Draft

NAME = "jsonl"
HELP = "one JSON object a line, each with an answer"
ENDINGS: tuple[str, ...] = (".jsonl", ".ndjson")


def sniff(path: Path, head: str) -> bool:
    """Say whether the first line is one whole object, and another line or the ending says the same."""
    lines = [line for line in head.split("\n") if line.strip()]
    if not lines or not lines[0].lstrip().startswith("{"):
        return False
    if path.suffix.lower() in ENDINGS:
        return True
    try:
        json.loads(lines[0])
    except (ValueError, RecursionError):
        return False
    return len(lines) > 1


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield a draft a line, reading as it goes; empty lines are passed over.

    Raises:
        FileFormatError: the file is not text.
    """
    records = Records(path, options, notes)
    for number, line in enumerate(read_lines(path), start=1):
        if not line.strip():
            continue
        try:
            value = parse(line.rstrip(), path, number)
        except FileFormatError as error:
            notes.reject(error, line.rstrip("\n"))
            continue
        draft = draft_of(value, records, path, number, notes)
        if draft is not None:
            yield draft
    records.finish()
