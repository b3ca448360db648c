"""What programs answer in JSON: looking into it without trusting its shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from byline.importers.contract import Notes
from byline.importers.dates import read_number, read_stamp
from byline.importers.encoding import read_text
from byline.importers.fields import read_whole_number
from byline.importers.json_values import parse
from byline.importers.records import NumberText
from byline.importers.text_cleaning import clean_line
from byline.models import PrintedDate

Object = Mapping[str, object]


def read_json(path: Path) -> object:
    """Return the JSON value of a file, numbers as ``NumberText``.

    Raises:
        FileFormatError: this is not text, or not JSON.
    """
    return parse(read_text(path), path)


def child(value: object, *names: str) -> object:
    """Return what stands at the end of a path of names; None where one of them is not there."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def children(value: object, *names: str) -> Iterator[Object]:
    """Yield the objects of the list at the end of a path of names; nothing where there is none."""
    found = child(value, *names)
    return (each for each in found if isinstance(each, dict)) if isinstance(found, list) else iter(())


def text_at(value: object, *names: str) -> str | None:
    """Return the text or number at the end of a path of names, as it stands; None where it is none."""
    found = child(value, *names)
    return found if isinstance(found, str) and found.strip() else None


def line_at(value: object, *names: str) -> str | None:
    """Return the text at the end of a path of names, cleaned and on one line."""
    return clean_line(text_at(value, *names) or "") or None


def number_at(value: object, *names: str) -> int | None:
    """Return the whole number at the end of a path of names."""
    found = text_at(value, *names)
    return None if found is None else read_whole_number(found)


def date_at(path: Path, notes: Notes, value: object, *names: str) -> PrintedDate:
    """Return the date at the end of a path of names, as a timestamp or as seconds since 1970."""
    found = child(value, *names)
    if not isinstance(found, str) or not found.strip():
        return PrintedDate()
    date, doubt = read_number(found) if isinstance(found, NumberText) else read_stamp(clean_line(found))
    if doubt:
        notes.warn(f"{path}: the date {clean_line(found)!r} {doubt}.")
    return date
