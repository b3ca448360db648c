"""CSV (RFC 4180): a row an answer, under the names that ``byline add`` reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from byline.exporters.contract import Piece
from byline.models import Answer
from byline.wire import answer_record

NAME = "csv"
HELP = "a table for spreadsheets"
IS_FOLDER = False

_COLUMNS = (
    "id", "question", "text", "author", "role", "company", "byline", "date", "date_precision",
    "date_as_printed", "url", "tags", "accepted", "votes", "lang", "license", "truncated",
)  # fmt: skip


def pieces(answers: Iterable[Answer]) -> Iterator[Piece]:
    """Yield the header, then a row an answer. What is not known is an empty cell."""
    yield Piece(_row(_COLUMNS))
    for answer in answers:
        record = answer_record(answer)
        yield Piece(_row(_cell(record[name]) for name in _COLUMNS))


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


def _row(cells: Iterable[str]) -> str:
    target = io.StringIO()
    csv.writer(target).writerow(cells)
    return target.getvalue()
