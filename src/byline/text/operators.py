"""Reads the operators of a question: ``author:nair company:"Oracle Cloud" after:2023 -word "a phrase"``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from byline.errors import FilterError
from byline.models import Filters

_OPERATOR = re.compile(
    r"(?<!\S)(?P<name>author|company|role|tag|collection|after|before):"
    r"(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s\"]+))",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"(?<!\w)[\"“„”]([^\"“”„]+)[\"”“](?!\w)")
_WITHOUT = re.compile(r"(?<!\S)-(?:\"(?P<quoted>[^\"]+)\"|(?P<bare>[^\W\d_][\w'-]*))(?=\s|$)")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_MONTHS = 12


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
    without = tuple(found["quoted"] or found["bare"] for found in _WITHOUT.finditer(rest))
    rest = _WITHOUT.sub(" ", rest)
    phrases = tuple(phrase.strip() for phrase in _PHRASE.findall(rest) if phrase.strip())
    return ParsedQuestion(" ".join(rest.split()), replace(filters, phrases=phrases, without=without))


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
    changed: dict[str, Any] = {name: (*getattr(filters, name), value)}
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
        author=first.author + second.author,
        company=first.company + second.company,
        role=first.role + second.role,
        tag=first.tag + second.tag,
        collection=first.collection + second.collection,
        after=max((day for day in (first.after, second.after) if day), default=None),
        before=min((day for day in (first.before, second.before) if day), default=None),
        phrases=first.phrases + second.phrases,
        without=first.without + second.without,
    )
