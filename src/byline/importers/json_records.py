"""JSON: a list of answers, an object that holds such a list, or one answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from byline.errors import FileFormatError
from byline.importers.contract import Notes, Options, Warn
from byline.importers.encoding import read_text
from byline.importers.fields import field_of, names_of
from byline.importers.json_values import elements, members, parse
from byline.importers.records import Records
from byline.models import Draft

NAME = "json"
HELP = "a list of objects, an object with one list under answers, items or data, or one object with an answer"
ENDINGS: tuple[str, ...] = (".json",)

_LISTS = ("answers", "items", "data")


def sniff(path: Path, head: str) -> bool:  # noqa: ARG001 - one signature for every format
    """Say whether the file opens with a list of objects or an object."""
    start = "".join(head.split()[:2])[:2]
    return start.startswith("{") or start in ("[", "[{", "[]")


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield a draft an object. The file is read whole: a JSON list can only be checked at its end.

    Raises:
        FileFormatError: broken JSON, or no list of objects in it.
    """
    text = read_text(path)
    records = Records(path, options, notes)
    for line, value in _records(path, text, parse(text, path), notes.warn):
        draft = draft_of(value, records, path, line, notes)
        if draft is not None:
            yield draft
    records.finish()


def draft_of(value: object, records: Records, path: Path, line: int, notes: Notes) -> Draft | None:
    """Return the draft that a JSON value holds, None when it was rejected or its answer is empty."""
    try:
        record = _checked(value, path, line)
    except FileFormatError as error:
        notes.reject(error, value)
        return None
    return records.draft(record, line)


def _checked(value: object, path: Path, line: int) -> dict[str, object]:
    """Return ``value`` once it is sure that it is an object with an answer."""
    if not isinstance(value, dict):
        step = f"Write each answer as an object with at least {names_of('answer')}."
        raise FileFormatError(path, f"this is {_kind(value)}, not an object.", step, line=line)
    if not has_answer(value):
        keys = ", ".join(map(repr, value)) or "none"
        rule = f"this object has no field {names_of('answer')}; its fields are {keys}."
        raise FileFormatError(path, rule, "Name the field that holds the answer.", line=line)
    return value


def has_answer(value: dict[str, object]) -> bool:
    """Say whether an object has a field that holds an answer, filled or not."""
    return _name_an_answer(tuple(value))


@lru_cache(maxsize=256)  # most objects of a file have the same keys
def _name_an_answer(keys: tuple[str, ...]) -> bool:
    return any((field_of(key) or ("",))[0] == "answer" for key in keys)


def _records(path: Path, text: str, value: object, warn: Warn) -> Iterator[tuple[int, object]]:
    """Yield the records of a file with their lines."""
    first_line = text[: len(text) - len(text.lstrip())].count("\n") + 1
    if isinstance(value, list):
        yield from elements(text, text.index("["))
        return
    if not isinstance(value, dict) or has_answer(value):
        yield first_line, value
        return
    lists = [key for key in value if key.casefold() in _LISTS and isinstance(value[key], list)]
    if len(lists) != 1:
        found = "more than one list" if lists else "neither an answer nor a list"
        rule = f"this object has {found} under {' or '.join(lists or _LISTS)}."
        step = f"Write a list of objects, each with at least {names_of('answer')}."
        raise FileFormatError(path, rule, step, line=first_line)
    if others := [key for key in value if key not in lists]:
        warn(f"{path}: what stands beside the list was ignored: {', '.join(map(repr, others))}.")
    yield from elements(text, members(text)[lists[0]])


def _kind(value: object) -> str:
    """Return what a JSON value is, with its article."""
    if isinstance(value, list):
        return "a list"
    if value is None or isinstance(value, bool):
        return f"the value {'null' if value is None else str(value).lower()}"
    return f"the {'number' if type(value) is not str else 'text'} {str(value)[:40]!r}"
