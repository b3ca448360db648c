"""Reads and writes the operators of a question:
``author:nair company:"Oracle Cloud" after:2023 -word -author:ann "a phrase"``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from byline.errors import FilterError
from byline.models import Filters

_OPERATOR = re.compile(
    r"(?<!\S)(?P<name>-?author|company|role|tag|collection|after|before):"
    r"(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s\"]+))",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"(?<!\w)[\"“„”]([^\"“”„]+)[\"”“](?!\w)")
_WITHOUT = re.compile(r"(?<!\S)-(?:\"(?P<quoted>[^\"]+)\"|(?P<bare>[^\W\d_][\w'-]*))(?=\s|$)")
_MARKS = re.compile('["“„”]')
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_MONTHS = 12
_FIELDS = {"-author": "not_author"}
"""Operators that are not called as the field of Filters that they fill."""
_NAMED = ("author", "company", "role", "tag", "collection", "-author")


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question without its operators, and the filters that they ask for."""

    text: str
    filters: Filters


def parse_question(question: str) -> ParsedQuestion:
    """Take the operators out of a question. Quoted words stay in the text and become required phrases.

    Raises:
        FilterError: ``after:`` or ``before:`` with something that is no date.
    """
    filters = Filters()
    for found in _OPERATOR.finditer(question):
        value = found["quoted"] if found["quoted"] is not None else found["bare"]
        filters = _with(filters, found["name"].lower(), value.strip())
    rest = _OPERATOR.sub(" ", question)
    without = _once(found["quoted"] or found["bare"] for found in _WITHOUT.finditer(rest))
    rest = " ".join(_WITHOUT.sub(" ", rest).split())
    return ParsedQuestion(rest, replace(filters, phrases=quoted_in(rest), without=without))


def quoted_in(text: str) -> tuple[str, ...]:
    """Return the phrases that stand in quotation marks, each once: those that are required."""
    return _once(phrase.strip() for phrase in _PHRASE.findall(text) if phrase.strip())


def write_question(text: str, filters: Filters) -> str:
    """Return a question that ``parse_question`` reads as ``text`` with ``filters``.

    Straight quotation marks inside a value are left out, since nothing could tell them from the value's own;
    names are compared without them.
    """
    parts = [text]
    quoted = quoted_in(text)
    parts += [f'"{_inside(phrase)}"' for phrase in filters.phrases if phrase not in quoted]
    for name in _NAMED:
        parts += [f"{name}:{_value(value)}" for value in getattr(filters, _FIELDS.get(name, name))]
    parts += [f"after:{filters.after}"] if filters.after else []
    parts += [f"before:{filters.before}"] if filters.before else []
    parts += [f"-{word}" if _WORD.fullmatch(word) else f'-"{_inside(word)}"' for word in filters.without]
    return " ".join(filter(None, parts))


def _value(value: str) -> str:
    plain = _inside(value)
    return f'"{plain}"' if re.search(r"\s", plain) else plain


def _inside(value: str) -> str:
    return " ".join(value.replace('"', " ").split())


def quoting(question: str, word: str) -> str:
    """Return a question with a word in quotation marks where it first stands, so that it is not mended."""
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda found: f'"{found[0]}"', question, count=1)


def without_stray_marks(text: str) -> str:
    """Return ``text`` without quotation marks that quote nothing, which beside another text might."""
    pieces, at = [], 0
    for found in _PHRASE.finditer(text):
        pieces += [_MARKS.sub(" ", text[at : found.start()]), found[0]]
        at = found.end()
    pieces.append(_MARKS.sub(" ", text[at:]))
    return " ".join("".join(pieces).split())


def unquoted(question: str, phrase: str) -> str:
    """Return a question in which a phrase stands without its quotation marks, and need not stand as it is."""
    return _PHRASE.sub(lambda found: phrase if found[1].strip() == phrase else found[0], question)


def quoted_ranges(text: str) -> list[tuple[int, int]]:
    """Return where quoted words stand in a question, quotation marks included."""
    return [found.span() for found in _PHRASE.finditer(text)]


def _with(filters: Filters, name: str, value: str) -> Filters:
    if name == "after":
        return replace(filters, after=parse_day(value))
    if name == "before":
        return replace(filters, before=parse_day(value, last=True))
    if not value:
        return filters
    field = _FIELDS.get(name, name)
    changed: dict[str, Any] = {field: _once((*getattr(filters, field), value))}
    return replace(filters, **changed)


def parse_day(text: str, *, last: bool = False) -> date:
    """Return the first day (with ``last``, the last day) of "2023", "2023-05" or "2023-05-17".

    Raises:
        FilterError: it is no such date.
    """
    found = _DAY.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        if day:
            return date(year or 0, month or 0, day)
        if not last:
            return date(year or 0, month or 1, 1)
        following = (
            date((year or 0) + 1, 1, 1)
            if (month or _MONTHS) == _MONTHS
            else date(year or 0, (month or 0) + 1, 1)
        )
        return date.fromordinal(following.toordinal() - 1)
    except ValueError:
        raise FilterError(
            f"{text!r} is not a date that can be read. "
            "Write a year, a month or a day: 2023, 2023-05 or 2023-05-17."
        ) from None


def combine(first: Filters, second: Filters) -> Filters:
    """Return the filters of both; where both limit a date, the narrower holds."""
    return Filters(
        author=_once(first.author + second.author),
        company=_once(first.company + second.company),
        role=_once(first.role + second.role),
        tag=_once(first.tag + second.tag),
        collection=_once(first.collection + second.collection),
        after=max((day for day in (first.after, second.after) if day), default=None),
        before=min((day for day in (first.before, second.before) if day), default=None),
        phrases=_once(first.phrases + second.phrases),
        without=_once(first.without + second.without),
        not_author=_once(first.not_author + second.not_author),
    )


def _once(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values in their order, each once: to ask for one twice is to ask for it."""
    return tuple(dict.fromkeys(values))
