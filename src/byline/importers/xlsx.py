"""Workbooks of Excel and others (Office Open XML): one answer a row, as in a table that is text.

openpyxl reads row by row. What a formula last showed is its value, a hidden sheet or row is read like any
other, and a cell's number is written as a person sees it in the cell: 3, not 3.0.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl

from byline.errors import FileFormatError
from byline.importers.archives import BROKEN_ZIP
from byline.importers.contract import Notes, Options
from byline.importers.fields import names_of
from byline.importers.records import Records
from byline.importers.tabular import checked_header, fields_named
from byline.models import Draft

NAME = "xlsx"
HELP = "an Excel workbook with a sheet whose first filled row names an answer column"
ENDINGS: tuple[str, ...] = (".xlsx", ".xlsm")

MAX_UNPACKED = 512 * 1024 * 1024
"""How many bytes the parts of a workbook may have together: openpyxl holds its texts in memory."""
MAX_PARTS = 10_000
MAX_ROWS = 1_048_576
"""How many rows a sheet can have, by the format's own rule."""
_WORKBOOK = "xl/workbook.xml"
_PROLOG_BYTES = 4096
_SAVE_AGAIN = "Open it in a spreadsheet program and save it again, or save it as CSV."

Row = tuple[int, list[Any]]
"""A row's number, and the values of its cells."""


def sniff(path: Path, head: str) -> bool:  # noqa: ARG001 - one signature for every format
    """Say no: a workbook is no text."""
    return False


def opens(path: Path, start: bytes) -> bool:
    """Say whether this is a ZIP file with a workbook in it."""
    if not start.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as parts:
            return _WORKBOOK in parts.namelist()
    except BROKEN_ZIP:
        return path.suffix.lower() in ENDINGS  # then it is damaged, and reading says so


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield a draft a row of every sheet that has an answer column; the other sheets are named.

    Raises:
        FileFormatError: it is damaged, has a password, is too large, or no sheet has an answer column.
    """
    _check_parts(path)
    records = Records(path, options, notes)
    passed_over: list[str] = []
    with path.open("rb") as file:
        book = _open(path, file)
        sheets = book.worksheets
        for sheet in sheets:
            # What the file says of its size is often wrong, and a wrong one would cost rows.
            sheet.reset_dimensions()
            rows = _rows(path, sheet)
            header = next(rows, None)
            if header is None or "answer" not in fields_named(_texts(header[1])):
                passed_over.append(sheet.title)
                continue
            yield from _drafts(path, header, rows, records, notes)
    if len(passed_over) == len(sheets):
        rule = f"no sheet has a column called {names_of('answer')} in its first filled row."
        raise FileFormatError(path, rule, "Name the column that holds the answers.")
    if passed_over:
        names = ", ".join(map(repr, passed_over))
        notes.warn(f"{path}: these sheets have no answer column and were passed over: {names}.")
    records.finish()


def _drafts(path: Path, header: Row, rows: Iterator[Row], records: Records, notes: Notes) -> Iterator[Draft]:
    names = checked_header(path, header[0], _texts(header[1]))
    for number, cells in rows:
        texts = _texts(cells)
        if any(texts[len(names) :]):
            rule = f"this row has a value in column {len(texts)}, and the header has {len(names)} columns."
            step = "Give the column a name, or empty it."
            notes.reject(FileFormatError(path, rule, step, line=number), texts)
            continue
        draft = records.draft(dict(zip(names, texts, strict=False)), number)
        if draft is not None:
            yield draft


def _check_parts(path: Path) -> None:
    """Refuse what must not be unpacked, before openpyxl does."""
    try:
        with zipfile.ZipFile(path) as parts:
            infos = parts.infolist()
            if sum(info.file_size for info in infos) > MAX_UNPACKED or len(infos) > MAX_PARTS:
                rule = f"the workbook unpacks to more than {MAX_UNPACKED:,} bytes or {MAX_PARTS:,} parts."
                raise FileFormatError(path, rule, "Split it, or save its sheets as CSV.")
            for info in infos:
                with parts.open(info) as part:
                    if b"<!DOCTYPE" in part.read(_PROLOG_BYTES).replace(b"\0", b""):
                        rule = f"its part {info.filename!r} declares a document type, which no workbook has."
                        raise FileFormatError(path, rule, _SAVE_AGAIN)
    except BROKEN_ZIP as error:
        raise _damaged(path, error) from error


def _open(path: Path, file: Any) -> Any:
    """Return the workbook; its macros and pictures are left alone."""
    try:
        with warnings.catch_warnings(action="ignore"):  # about looks: styles, drop-down lists
            return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        # What a damaged workbook makes openpyxl raise is not told by it: KeyError, TypeError, and others.
        raise _damaged(path, error) from error


def _rows(path: Path, sheet: Any) -> Iterator[Row]:
    """Yield the rows that have a value."""
    rows = iter(sheet.iter_rows())
    number = 0
    while True:
        try:
            with warnings.catch_warnings(action="ignore"):
                cells = next(rows, None)
        except Exception as error:  # as in ``_open``: the sheet is parsed row by row
            raise _damaged(path, error, number + 1) from error
        if cells is None:
            return
        number += 1
        if number > MAX_ROWS:
            raise _damaged(path, ValueError(f"a row after row {MAX_ROWS:,}"), number)
        if any(cell.value not in (None, "") for cell in cells):
            yield number, [cell.value for cell in cells]


def _texts(values: list[Any]) -> list[str]:
    return [_text(value) for value in values]


def _text(value: object) -> str:
    """Return the value of a cell as a person sees it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def _damaged(path: Path, error: Exception, line: int | None = None) -> FileFormatError:
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    rule = f"the workbook is damaged, or has a password ({reason})."
    return FileFormatError(path, rule, _SAVE_AGAIN, line=line)
