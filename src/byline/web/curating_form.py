"""What stands in the form of the page on which answers are added: read, and turned into drafts.

A row of the form holds what a person may mend, as it was typed, and beside it what the source says besides
(its date, links, votes), so that nothing is lost between reading a file and loading it. Rows become drafts
through ``importers.records``, as the rows of a table do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from werkzeug.datastructures import MultiDict

from byline.curating import DEFAULT_COLLECTION
from byline.errors import InputError
from byline.importers import Notes, Options
from byline.importers.records import Records
from byline.importers.text_cleaning import clean_line
from byline.models import DatePrecision, Draft
from byline.web.addresses import is_link

MOST_ROWS = 200
TITLE_CHARS = 200

TYPED = ("author", "role", "company", "date", "question", "text")
"""The fields of a row that a person may change, in the order in which they are shown."""
_DATE = ("date", "date_precision", "date_as_printed")
_KEPT = ("id", "url", "tags", "accepted", "votes", "lang", "license", "truncated", "byline", *_DATE)


@dataclass(frozen=True, slots=True)
class Original:
    """A text that answers were read from, and what it is called."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """An answer as it stands in the form. ``kept`` is JSON: what the source says besides, and where."""

    author: str = ""
    role: str = ""
    company: str = ""
    date: str = ""
    question: str = ""
    text: str = ""
    kept: str = "{}"
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Everything that somebody typed or was shown."""

    title: str = ""
    collection: str = DEFAULT_COLLECTION
    url: str = ""
    captured: str = ""
    text: str = ""
    originals: tuple[Original, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def day(self) -> date | None:
        """The day the page was copied.

        Raises:
            InputError: it is none.
        """
        try:
            return date.fromisoformat(self.captured) if self.captured else None
        except ValueError:
            raise InputError(f"{self.captured!r} is no day. Write it as 2024-12-31.") from None

    def checked(self) -> Form:
        """Return the form once all is right that is said of the answers together.

        Raises:
            InputError: the title is missing or too long, the address is none, or the day is none.
        """
        if not self.title:
            raise InputError("The title is empty. Give one: under it the answers are cited, and updated.")
        if len(self.title) > TITLE_CHARS:
            raise InputError(f"The title has {len(self.title):,} characters; {TITLE_CHARS} are the limit.")
        if self.url and not is_link(self.url):
            raise InputError(f"{self.url!r} is no address that begins with http:// or https://.")
        _ = self.day
        return self


def read_form(sent: MultiDict[str, str]) -> Form:
    """Return what a browser sent; nothing is checked, and nothing that was typed is changed.

    Line ends become one character: browsers send two, and lines are counted in what was pasted.
    """
    typed = [sent.getlist(name) for name in (*TYPED, "kept")]
    left_out = set(sent.getlist("left_out"))
    rows = [
        Row(author, role, company, day, question, _lines(text), kept, str(number) in left_out)
        for number, (author, role, company, day, question, text, kept) in enumerate(zip(*typed, strict=False))
    ]
    originals = zip(sent.getlist("original_name"), sent.getlist("original"), strict=False)
    return Form(
        title=clean_line(sent.get("title", "")),
        collection=clean_line(sent.get("collection", "")) or DEFAULT_COLLECTION,
        url=sent.get("url", "").strip(),
        captured=sent.get("captured", "").strip(),
        text=_lines(sent.get("pasted", "")),
        originals=tuple(Original(name, _lines(text)) for name, text in originals),
        rows=tuple(rows),
    )


def row_of(draft: Draft, part: int) -> Row:
    """Return the row in which a draft is shown; ``part`` is the place of its original in the form."""
    byline = draft.byline
    day = byline.date.value.isoformat() if byline.date.value else None
    kept = {
        "id": draft.key,
        "url": draft.url,
        "tags": list(draft.tags),
        "accepted": draft.accepted,
        "votes": None if draft.votes is None else str(draft.votes),
        "lang": draft.lang,
        "license": draft.license,
        "truncated": draft.truncated,
        "byline": byline.as_printed,
        "date": day,
        "date_precision": byline.date.precision.value,
        "date_as_printed": byline.date.as_printed,
        "line": draft.line,
        "part": part,
    }
    said = {name: value for name, value in kept.items() if value not in (None, False, [])}
    return Row(
        byline.author or "",
        byline.role or "",
        byline.company or "",
        byline.date.as_printed or day or "",
        draft.question or "",
        draft.text,
        json.dumps(said | {"part": part}, ensure_ascii=False),
    )


def drafts_of(form: Form, notes: Notes) -> list[Draft | None]:
    """Return the draft of each row; None for a row that is left out, is empty, or can not be read.

    Args:
        form: one that was ``checked``.
        notes: takes what a row does not say, and rows that can not be read.
    """
    records = Records(Path(form.title), Options(captured=form.day), notes)
    found = [None if row.left_out else _draft(row, form.day, records) for row in form.rows]
    records.finish()
    return found


def part_of(row: Row) -> int:
    """Return the place, in the form, of the original that a row was read from."""
    return _number(_kept(row).get("part"), 0)


def _draft(row: Row, captured: date | None, records: Records) -> Draft | None:
    kept = _kept(row)
    record: dict[str, object] = {name: kept[name] for name in _KEPT if name in kept}
    record |= {name: getattr(row, name) for name in TYPED if name != "date"}
    shown = kept.get("date_as_printed") or kept.get("date") or ""
    counted = captured is not None and kept.get("date_precision") == DatePrecision.RELATIVE
    if row.date != shown or counted:
        record = {name: value for name, value in record.items() if name not in _DATE}
        record["date"] = row.date
    line = kept.get("line")
    draft = records.draft(record, _number(line, 1))
    return draft and replace(draft, line=None if line is None else _number(line, 1))


def _kept(row: Row) -> Mapping[str, Any]:
    """Return what the source says besides, or nothing where that is not what this program wrote."""
    try:
        kept = json.loads(row.kept)
    except (ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _number(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**31 else otherwise


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
