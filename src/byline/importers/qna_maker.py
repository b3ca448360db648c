"""What QnA Maker and Azure question answering export: tab-separated, answers in Markdown.

The columns are those of the service's own description of its import and export format: Question, Answer,
Source, Metadata (``name:value | name:value``), QnaId, SuggestedQuestions, IsContextOnly, Prompts. Rows of
one QnaId are phrasings of one question: the first is the question, and the others are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from byline.errors import FileFormatError, MarkupError
from byline.importers.contract import Notes, Options
from byline.importers.encoding import read_lines
from byline.importers.fields import plain_name
from byline.importers.markup import text_of_markdown
from byline.importers.records import Records
from byline.importers.tabular import checked_header
from byline.models import Draft

NAME = "qna-maker"
HELP = "a table with tabs from QnA Maker or Azure question answering, with Question, Answer and QnaId"
ENDINGS: tuple[str, ...] = ()

_TELLING = frozenset({"source", "metadata", "qnaid", "suggestedquestions", "iscontextonly", "prompts"})
_ENOUGH = 2
_IN_BYLINE = frozenset({"author", "role", "company", "date", "name", "expert", "jobtitle", "organization"})
_MOST_LINES = 1000
"""How many lines a quoted cell may span: an answer of one page has some fifty."""
_LITERAL_END = re.compile(r"\\r\\n|\\n|\\r")
_WEB = ("http://", "https://")


def sniff(path: Path, head: str) -> bool:  # noqa: ARG001 - one signature for every format
    """Say whether the first line names a question, an answer and two of the service's own columns."""
    names = {plain_name(name) for name in head.lstrip("\n").partition("\n")[0].split("\t")}
    return {"question", "answer"} <= names and len(names & _TELLING) >= _ENOUGH


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield a draft an answer, reading as it goes.

    Raises:
        FileFormatError: no answer column, or the file is not text.
    """
    rows = _rows(path)
    line, cells = next(rows, (1, []))
    names = [plain_name(name) for name in checked_header(path, line, cells)]
    records = Records(path, options, notes)
    seen = _Seen()
    for line, cells in rows:
        if len(cells) > len(names):
            rule = f"this row has {len(cells)} cells, the header {len(names)}."
            step = "Write a tab inside of a cell as spaces."
            notes.reject(FileFormatError(path, rule, step, line=line), cells)
            continue
        row = dict(zip(names, cells, strict=False))
        key = seen.key_of(row)
        if key is None:
            continue
        try:
            record = _record(row, key)
        except MarkupError as error:
            step = "Take the row out, or mend it."
            notes.reject(FileFormatError(path, str(error), step, line=line), cells)
            continue
        draft = records.draft(record, line)
        if draft is not None:
            yield draft
    if seen.phrasings:
        notes.warn(
            f"{path}: {seen.phrasings:,} rows are other phrasings of a question that stands above them; "
            "the first phrasing is kept."
        )
    records.finish()


@dataclass(slots=True)
class _Seen:
    """The answers that came, by id: what tells a phrasing from another answer."""

    answers: dict[str, set[int]] = field(default_factory=dict)
    phrasings: int = 0

    def key_of(self, row: dict[str, str]) -> str | None:
        """Return the key of a row, "" for one without an id; None when its answer has come already."""
        number = row.get("qnaid", "").strip()
        if not number:
            return ""
        answers = self.answers.setdefault(number, set())
        mark = hash(row.get("answer", "").strip())
        if mark in answers:
            self.phrasings += 1
            return None
        answers.add(mark)
        # One id with several answers is not of the service's making; each keeps a key of its own.
        return number if len(answers) == 1 else f"{number}-{len(answers)}"


def _record(row: dict[str, str], key: str) -> dict[str, object]:
    """Return a row as a record: what the metadata says of the author goes to the byline, the rest to tags."""
    record: dict[str, object] = {
        "answer": text_of_markdown(_with_line_ends(row.get("answer", ""))),
        "question": _with_line_ends(row.get("question", "")),
        "id": key,
    }
    source = row.get("source", "").strip()
    if source.lower().startswith(_WEB):
        record["url"] = source
    tags: list[str] = []
    for part in row.get("metadata", "").split("|"):
        name, colon, value = part.partition(":")
        if not colon or not value.strip():
            continue
        if plain_name(name) in _IN_BYLINE:
            record.setdefault(plain_name(name), value.strip())
        else:
            tags.append(f"{name.strip()}:{value.strip()}")
    return record | {"tags": tags}


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    r"""Yield each row that is not empty, with the line it begins at.

    The service quotes nothing and writes a line end as ``\n``. A spreadsheet program that saved the file
    quotes a cell that has a line end or a quotation mark; only a cell that is quoted whole is taken so,
    since an answer may well begin with a quotation.
    """
    lines = enumerate(read_lines(path), start=1)
    for number, line in lines:
        row = line.rstrip("\n")
        if not row.strip():
            continue
        spanned = 0
        while _is_open(row):
            _, more = next(lines, (0, None))
            spanned += 1
            if more is None or spanned > _MOST_LINES:
                rule = "a double quote that is opened in this row is never closed."
                raise FileFormatError(path, rule, "Close it, or take it out.", line=number)
            row += "\n" + more.rstrip("\n")
        yield number, [_unquoted(cell) for cell in row.split("\t")]


def _is_open(row: str) -> bool:
    """Say whether the last cell of a row begins with a quotation mark that no other one closes."""
    cell = row.rpartition("\t")[2]
    return cell.startswith('"') and cell.count('"') % 2 == 1


def _unquoted(cell: str) -> str:
    inside = cell[1:-1]
    whole = len(cell) > 1 and cell.startswith('"') and cell.endswith('"')
    return inside.replace('""', '"') if whole and '"' not in inside.replace('""', "") else cell


def _with_line_ends(cell: str) -> str:
    return _LITERAL_END.sub("\n", cell)
