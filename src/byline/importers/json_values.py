"""Reads JSON values, keeping numbers as they were written, and says where one is broken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from byline.errors import FileFormatError
from byline.importers.records import NumberText

_WHITE = re.compile(r"[ \t\n\r]*")
_STEP = "Mend the file there, or export it again."


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


_DECODER = json.JSONDecoder(parse_int=NumberText, parse_float=NumberText, parse_constant=_refuse)


def parse(text: str, path: Path, first_line: int = 1) -> object:
    """Return the one JSON value of ``text``; numbers become ``NumberText``.

    Args:
        text: the whole file, or one line of it.
        path: the file, for messages.
        first_line: the line of the file that ``text`` begins at.

    Raises:
        FileFormatError: this is not JSON, with the line and column where it goes wrong.
    """
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        rule = f"this is not valid JSON ({error.msg}, at column {error.colno})."
        raise FileFormatError(path, rule, _STEP, line=first_line + error.lineno - 1) from error
    except RecursionError as error:
        rule = "the JSON is nested too deeply."
        raise FileFormatError(path, rule, "Write one flat object an answer.", line=first_line) from error
    except ValueError as error:
        raise FileFormatError(path, f"this is not valid JSON ({error}).", _STEP, line=first_line) from error


def elements(text: str, start: int) -> Iterator[tuple[int, object]]:
    """Yield the elements of the list that opens at ``text[start]``, each with its line from 1.

    ``text`` must have been read by ``parse`` before: it is taken to be valid.
    """
    line, counted = 1, 0
    at = _skip(text, start + 1)
    while text[at] != "]":
        line, counted = line + text.count("\n", counted, at), at
        value, at = _DECODER.raw_decode(text, at)
        yield line, value
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)


def members(text: str) -> dict[str, int]:
    """Return where the value of each key begins, in the object that valid ``text`` holds."""
    places: dict[str, int] = {}
    at = _skip(text, _skip(text, 0) + 1)
    while text[at] != "}":
        key, at = _DECODER.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        places[key] = at
        at = _skip(text, _DECODER.raw_decode(text, at)[1])
        if text[at] == ",":
            at = _skip(text, at + 1)
    return places


def _skip(text: str, at: int) -> int:
    """Return the next place that holds no white space."""
    found = _WHITE.match(text, at)
    return found.end() if found else at
