"""Turns a record with named values, a table's row or a JSON object, into a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from byline.digests import DigestTable
from byline.errors import FileFormatError, MarkupError
from byline.importers.contract import Notes, Options
from byline.importers.dates import read_date, read_number
from byline.importers.fields import (
    WHERE_FROM,
    field_of,
    names_of,
    read_whole_number,
    read_yes_or_no,
    split_tags,
)
from byline.importers.markup import TEXT_OF
from byline.importers.text_cleaning import clean_line, clean_text
from byline.models import Byline, DatePrecision, Draft, PrintedDate

_WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_KEPT_SHAPES = 100
"""Sets of names of which is kept what fields they are; a file has seldom more than a few."""


class NumberText(str):
    """A JSON number, kept as the characters that were written."""

    __slots__ = ()


Values = dict[str, object]
"""The values of one record by field; a field without a value is absent."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A value, the field it is for, the name it stood under, and that name's rank (0 is preferred)."""

    field: str
    rank: int
    name: str
    value: object


class Records:
    """Reads the records of one file, and keeps what is to be said once at its end.

    Args:
        path: the file, for messages.
        options: what the caller knows about it.
        notes: takes what can not be known, and the records that can not be read.
    """

    def __init__(self, path: Path, options: Options, notes: Notes) -> None:
        self._path = path
        self._captured = options.captured
        self._is_signed = options.byline is not None
        self._notes = notes
        self._ignored: dict[str, None] = {}
        self._doubled: set[tuple[str, str]] = set()
        self._line_of_id = DigestTable()
        self._fields: dict[tuple[str, ...], tuple[str | None, ...]] = {}
        self._without_question = 0
        self._first_without_question = 0
        self._count = 0

    def draft(self, record: Mapping[str, object], line: int) -> Draft | None:
        """Return the draft that a record holds; None, and said in the notes, when there is none to keep.

        Values are text, ``NumberText``, bool or None; ``tags`` may be a list, ``author`` an object.
        """
        try:
            return self._draft(record, line)
        except FileFormatError as error:
            self._notes.reject(error, record)
            return None

    def _draft(self, record: Mapping[str, object], line: int) -> Draft | None:
        values = self._values(record, line)
        text = self._answer(values, line)
        if not text:
            self._say(line, "this answer is empty; it is left out.")
            return None
        self._count += 1
        question = clean_text(self._text(values, "question", line)) or None
        if question is None:
            self._without_question += 1
            self._first_without_question = self._first_without_question or line
        return Draft(
            text=text,
            byline=self._byline(values, line),
            question=question,
            key=self._key(values, line),
            url=self._url(values, line),
            tags=self._tags(values, line),
            accepted=self._flag(values, "accepted", line),
            votes=self._votes(values, line),
            lang=self._short(values, "lang", line),
            license=self._short(values, "license", line),
            truncated=self._flag(values, "truncated", line),
            line=line,
        )

    def finish(self) -> None:
        """Say what concerns the whole file: names that mean nothing here, answers without a question."""
        if self._ignored:
            names = ", ".join(repr(name) for name in self._ignored)
            self._notes.warn(f"{self._path}: these fields mean nothing to Byline and were ignored: {names}.")
        if self._without_question:
            self._notes.warn(
                f"{self._path}: {self._without_question} of {self._count} answers do not say which "
                f"question they answer (the first is at line {self._first_without_question}); "
                "they are kept without one."
            )

    def _values(self, record: Mapping[str, object], line: int) -> Values:
        """Sort a record's values by field; of two names for one field the preferred one counts."""
        names = tuple(record)
        fields = self._fields.get(names)
        if fields is not None and not isinstance(record.get("author"), Mapping):
            return {
                field: value
                for field, value in zip(fields, record.values(), strict=True)
                if field is not None and value is not None and value != ""
            }
        values = self._sorted_out(record, line)
        self._remember(names)
        return values

    def _remember(self, names: tuple[str, ...]) -> None:
        """Keep which fields these names are, where each is another's: most records have the same names."""
        known = [field_of(name) for name in names]
        fields = tuple(each and each[0] for each in known)
        said = [field for field in fields if field is not None]
        if len(self._fields) < _KEPT_SHAPES and len(said) == len(set(said)):
            self._fields[names] = fields

    def _sorted_out(self, record: Mapping[str, object], line: int) -> Values:
        chosen: dict[str, _Named] = {}
        for new in self._named(record):
            old = chosen.setdefault(new.field, new)
            if old is new:
                continue
            if old.rank == new.rank:
                rule = f"{old.name!r} and {new.name!r} are the same field."
                raise FileFormatError(self._path, rule, "Rename or remove one of them.", line=line)
            used, unused = (old, new) if old.rank < new.rank else (new, old)
            chosen[new.field] = used
            if (used.name, unused.name) not in self._doubled:
                self._doubled.add((used.name, unused.name))
                self._say(
                    line,
                    f"{used.name!r} and {unused.name!r} both hold the {new.field}; "
                    f"{used.name!r} counts, here and below.",
                )
        return {field: named.value for field, named in chosen.items()}

    def _named(self, record: Mapping[str, object]) -> Iterator[_Named]:
        """Yield what a record says, field by field, with a nested author taken apart."""
        for name, value in record.items():
            known = field_of(name)
            if known is None:
                if name not in WHERE_FROM:
                    self._ignored.setdefault(name)
            elif known[0] == "author" and isinstance(value, Mapping):
                yield from self._named_author(value)
            elif value is not None and value != "":
                yield _Named(*known, name, value)

    def _named_author(self, author: Mapping[str, object]) -> Iterator[_Named]:
        """Yield name, role and company of a nested author, ranked after what stands beside it."""
        for name, value in author.items():
            field, rank = field_of(name) or ("", 0)
            if field not in ("author", "role", "company"):
                self._ignored.setdefault(f"author.{name}")
            elif value is not None and value != "":
                yield _Named(field, rank + 100, f"author.{name}", value)

    def _byline(self, values: Values, line: int) -> Byline:
        author = self._short(values, "author", line)
        if author is None and not self._is_signed:
            self._say(line, "this answer has no author; it will be shown as by an unnamed author.")
        return Byline(
            author=author,
            role=self._short(values, "role", line),
            company=self._short(values, "company", line),
            date=self._date(values, line),
            as_printed=self._short(values, "byline", line),
        )

    def _date(self, values: Values, line: int) -> PrintedDate:
        """Read the date; ``date_precision`` and ``date_as_printed`` count where they are given."""
        given = self._short(values, "date", line)
        as_printed = self._short(values, "date_as_printed", line)
        wanted = self._precision(values, line)
        if given is None and wanted in (DatePrecision.NONE, DatePrecision.RELATIVE):
            # So an export writes "May 31", and an age counted from an unknown day.
            return PrintedDate(as_printed, None, wanted)
        source = given or as_printed
        if source is None:
            if wanted is not None:
                self._say(line, f"there is no date for the date_precision {str(wanted)!r}; it is left out.")
            return PrintedDate()
        number = given is not None and isinstance(values["date"], NumberText)
        read, doubt = read_number(source) if number else read_date(source, self._captured)
        if doubt:
            self._say(line, f"the date {source!r} {doubt}.")
        if wanted is None or wanted is read.precision:
            # An export's plain ISO day is a value and nothing that was printed.
            plain = wanted is not None and read.value is not None and source == read.value.isoformat()
            kept = as_printed or (None if plain else read.as_printed)
            return read if kept == read.as_printed else replace(read, as_printed=kept)
        if read.value is not None and wanted is not DatePrecision.NONE:
            return PrintedDate(as_printed, read.value, wanted)
        self._say(
            line,
            f"the date {source!r} does not go with the date_precision {str(wanted)!r}; "
            f"{str(read.precision)!r} counts.",
        )
        return replace(read, as_printed=as_printed or read.as_printed)

    def _precision(self, values: Values, line: int) -> DatePrecision | None:
        word = self._short(values, "date_precision", line)
        if word is None:
            return None
        try:
            return DatePrecision(word.casefold())
        except ValueError:
            known = ", ".join(DatePrecision)
            raise FileFormatError(
                self._path, f"{word!r} is no date_precision.", f"Use one of {known}.", line=line
            ) from None

    def _answer(self, values: Values, line: int) -> str:
        """Return the answer as plain text, whatever format the record says it is in."""
        written = self._short(values, "format", line) or "text"
        text_of = TEXT_OF.get(written.casefold())
        if text_of is None:
            rule = f"the format is {written!r}."
            raise FileFormatError(self._path, rule, f"Use one of {', '.join(TEXT_OF)}.", line=line)
        try:
            return text_of(self._text(values, "answer", line))
        except MarkupError as error:
            raise FileFormatError(self._path, str(error), "Or leave the answer out.", line=line) from error

    def _key(self, values: Values, line: int) -> str | None:
        key = self._short(values, "id", line)
        if key is None:
            return None
        if earlier := self._line_of_id.setdefault(key, line):
            rule = f"the id {key!r} stands at line {earlier} already; an id names one answer."
            raise FileFormatError(self._path, rule, "Give each answer its own id, or none.", line=line)
        return key

    def _url(self, values: Values, line: int) -> str | None:
        url = self._short(values, "url", line)
        if url is not None and not _WEB_ADDRESS.fullmatch(url):
            # A reply links to it, and a link may be a script; only the web's two schemes are safe.
            self._say(line, f"{url!r} is no address that begins with http:// or https://; it is left out.")
            return None
        return url

    def _tags(self, values: Values, line: int) -> tuple[str, ...]:
        value = values.get("tags")
        if isinstance(value, Sequence) and not isinstance(value, str):
            if not all(isinstance(tag, str) for tag in value):
                raise self._wrong_kind("tags", "a list of texts", line)
            tags = [self._whole_characters(str(tag), "tags", line) for tag in value]
        else:
            tags = split_tags(self._text(values, "tags", line))
        return tuple(dict.fromkeys(clean for tag in tags if (clean := clean_line(tag))))

    def _votes(self, values: Values, line: int) -> int | None:
        printed = self._short(values, "votes", line)
        if printed is None:
            return None
        votes = read_whole_number(printed)
        if votes is None:
            self._say(line, f"the votes {printed!r} are no whole number; they are left out.")
        return votes

    def _flag(self, values: Values, field: str, line: int) -> bool:
        value = values.get(field, False)
        if isinstance(value, bool):
            return value
        printed = self._text(values, field, line)
        flag = read_yes_or_no(printed)
        if flag is None:
            self._say(line, f"{field} is {printed!r}, which is neither true nor false; false counts.")
        return bool(flag)

    def _short(self, values: Values, field: str, line: int) -> str | None:
        """Return a field that stands on one line, None when there is nothing in it."""
        return (clean_line(self._text(values, field, line)) or None) if field in values else None

    def _text(self, values: Values, field: str, line: int) -> str:
        value = values.get(field, "")
        if not isinstance(value, str):
            raise self._wrong_kind(field, "text", line)
        return self._whole_characters(value, field, line)

    def _whole_characters(self, value: str, field: str, line: int) -> str:
        if not value.isascii() and _HALF_CHARACTER.search(value):
            rule = f"the {field} holds half a character (a lone surrogate such as \\ud83d)."
            raise FileFormatError(self._path, rule, "Write the character whole, or remove it.", line=line)
        return value

    def _wrong_kind(self, field: str, wanted: str, line: int) -> FileFormatError:
        return FileFormatError(
            self._path, f"the {field} is not {wanted}.", f"Write {wanted} under {names_of(field)}.", line=line
        )

    def _say(self, line: int, message: str) -> None:
        self._notes.warn(f"{self._path}, line {line}: {message}")
