"""Tables as text: one answer a row, the first row naming the columns."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from byline.errors import FileFormatError
from byline.importers.contract import Notes, Options
from byline.importers.encoding import read_head, read_lines
from byline.importers.fields import field_of, names_of, plain_name
from byline.importers.records import Records
from byline.models import Draft

NAME = "csv"
HELP = "a table, comma, semicolon, tab or bar between the cells, whose first row names an answer column"
ENDINGS: tuple[str, ...] = (".csv", ".tsv", ".tab")

MAX_COLUMNS = 1000
_DELIMITERS = ",;\t|"


def sniff(path: Path, head: str) -> bool:  # noqa: ARG001 - one signature for every format
    """Say whether the first row names at least two fields of an answer."""
    return len(fields_named(_header(head, _delimiter(head)))) >= 2


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield a draft a row, reading as it goes.

    Raises:
        FileFormatError: no answer column, two columns of one name, or a quote that is not closed.
    """
    rows = _rows(path, _delimiter(read_head(path)))
    header = next(((line, cells) for line, cells in rows if any(cells)), None)
    if header is None:
        raise FileFormatError(path, "the table is empty.", "Name a file that holds answers.")
    names = checked_header(path, *header)
    records = Records(path, options, notes)
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if any(cells[len(names) :]):
            rule = f"this row has {len(cells)} cells, the header {len(names)}."
            step = "Put double quotes around a cell that holds the separator."
            notes.reject(FileFormatError(path, rule, step, line=line), cells)
            continue
        draft = records.draft(dict(zip(names, cells, strict=False)), line)
        if draft is not None:
            yield draft
    records.finish()


def _rows(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line that it begins at; a quoted cell may span lines."""
    reader = csv.reader(read_lines(path), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _bad_row(path, error, line, reader.line_num) from error
        yield line, cells


def _bad_row(path: Path, error: csv.Error, first: int, last: int) -> FileFormatError:
    """Say what is wrong with the quotes of a row, and where it began and ended."""
    if "field limit" in str(error):
        rule = f"a cell of the row that begins here has more than {csv.field_size_limit():,} characters."
        step = "Close the double quote that was opened in it, or split the answer."
    elif "unexpected end" in str(error):
        rule = "a double quote that is opened in this row is never closed."
        step = "Close it, and double every quote mark inside a quoted cell."
    else:
        rule = f"the quotes of this row do not match (at line {last}: {error})."
        step = "Close every quoted cell, and double every quote mark inside one."
    return FileFormatError(path, rule, step, line=first)


def _delimiter(head: str) -> str:
    """Return the separator under which the first row names the most fields, then has the most cells."""

    def score(delimiter: str) -> tuple[int, int]:
        header = _header(head, delimiter)
        return len(fields_named(header)), len(header)

    return max(_DELIMITERS, key=score)


def _header(head: str, delimiter: str) -> list[str]:
    """Return the first row of the head, as far as it can be read."""
    lines = io.StringIO(head, newline=None)
    return next((row for row in csv.reader(lines, delimiter=delimiter) if any(row)), [])


def fields_named(header: list[str]) -> set[str]:
    """Return the fields that a first row names."""
    return {known[0] for name in header if (known := field_of(name))}


def checked_header(path: Path, line: int, names: list[str]) -> list[str]:
    """Return the column names once it is sure that they say where the answer stands.

    Raises:
        FileFormatError: no answer column, two columns of one name, or more than ``MAX_COLUMNS``.
    """
    if len(names) > MAX_COLUMNS:
        rule = f"this table has {len(names):,} columns; {MAX_COLUMNS:,} are read at most."
        raise FileFormatError(path, rule, "Keep the columns that hold the answers and bylines.", line=line)
    if "answer" not in fields_named(names):
        rule = f"no column is called {names_of('answer')}; the columns are {', '.join(map(repr, names))}."
        raise FileFormatError(path, rule, "Name the column that holds the answers.", line=line)
    for name, count in Counter(plain_name(name) for name in names).items():
        if count > 1 and field_of(name):
            rule = f"{count} columns are called {name!r}."
            raise FileFormatError(path, rule, "Rename or remove all but one.", line=line)
    return names
