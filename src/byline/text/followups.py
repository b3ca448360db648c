"""Reads follow-ups: which phrases say "the same question, but ..." and which times are told from today.

The phrases lie in ``data/words/followups.toml``, by language; that file says what each list is for.
"""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from byline.resources import resource
from byline.text.languages import DEFAULT_LANGUAGE

_MONTHS = 12
_AROUND = " \t\r\n,;:.!?…¿¡。？！–—"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SPACE = r"[\s,]+"


class Follows(StrEnum):
    """What a follow-up does with the question before."""

    SOMEONE_ELSE = "someone_else"
    SAME_AUTHOR = "same_author"
    OLDER = "older"
    NEWER = "newer"
    CORRECTS = "corrects"
    ONLY = "only"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a follow-up does, the words it does it with ("" when there are none), and its language."""

    kind: Follows
    rest: str
    language: str


def bare(text: str) -> str:
    """Return ``text`` without the punctuation and white space around it, apostrophes as on a keyboard."""
    return text.replace("’", "'").strip(_AROUND)


def languages_with_followups() -> tuple[str, ...]:
    """Return the ISO 639-1 codes of the languages that have phrases."""
    return tuple(_lists())


def follow_up(text: str, languages: Sequence[str] = (DEFAULT_LANGUAGE,)) -> FollowUp | None:
    """Return what a follow-up does, or None where no phrase says that it is one.

    Args:
        text: what was said, without operators.
        languages: in which to read it, the likeliest first; those that have no phrases are passed over.
    """
    said = bare(text)
    for language in languages:
        for kind, pattern in _patterns(language):
            if found := pattern.fullmatch(said):
                rest = next((words for words in found.groupdict().values() if words), "")
                return FollowUp(kind, bare(rest), language)
    return None


def without_leads(text: str, language: str) -> str:
    """Return ``text`` without what leads a follow-up: "ok, and since 2023" is "since 2023"."""
    said = bare(text)
    if language not in _lists():
        return said
    return bare(re.sub(rf"^{_leads(language)}", "", said, flags=re.IGNORECASE)) or said


def after_word(text: str, kind: str, language: str) -> str | None:
    """Return what follows a word of a list at the beginning of ``text``; None when none stands there.

    >>> after_word("at Oracle", "at", "en"), after_word("Oracle", "at", "en")
    ('Oracle', None)
    """
    if language not in _lists():
        return None
    found = re.fullmatch(rf"(?:{_one_of(language, kind)}){_SPACE}(?P<x>.+)", bare(text), re.IGNORECASE)
    return bare(found["x"]) if found else None


def joint(text: str, language: str) -> str | None:
    """Return the word that joins a circumstance to a question, when ``text`` begins with one: "for"."""
    rest = after_word(text, "joins", language)
    return None if rest is None else bare(text)[: len(bare(text)) - len(rest)].strip(_AROUND).lower()


def points_back(text: str, language: str, *, anywhere: bool = False) -> bool:
    """Say whether a question ends with a word that points at the one before: "how do you do that".

    With ``anywhere`` the word may stand in any place: "how long does it take".
    """
    words = re.findall(r"[^\W\d_]+", text.casefold())
    pointing = _list(language, "points")
    return any(word in pointing for word in (words if anywhere else words[-1:]))


def time_range(text: str, language: str, today: date) -> tuple[date | None, date | None] | None:
    """Return the first and the last day of a time told in words, None for an open end; None for no time.

    >>> time_range("since 2023", "en", date(2026, 3, 5))
    (datetime.date(2023, 1, 1), None)
    >>> time_range("last year", "en", date(2026, 3, 5))
    (datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    """
    said = bare(text)
    if language not in _lists():
        return None
    for candidate in (said, after_word(said, "during", language)):
        if candidate and (days := _days(candidate, language, today)):
            return days
    if (later := after_word(said, "since", language)) and (days := _days(later, language, today)):
        return days[0], None
    if (earlier := after_word(said, "until", language)) and (days := _days(earlier, language, today)):
        return None, days[0] - timedelta(days=1)
    return None


def _days(text: str, language: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day of a year, a month or a time told from today."""
    said = " ".join(text.casefold().split())
    if said in _list(language, "this_year"):
        return _year(today.year)
    if said in _list(language, "last_year"):
        return _year(today.year - 1)
    if said in _list(language, "this_month"):
        return _month(today.year, today.month)
    if said in _list(language, "last_month"):
        before = today.replace(day=1) - timedelta(days=1)
        return _month(before.year, before.month)
    if years := _count_of_years(said, language):
        return _year(today.year - years)[0].replace(month=today.month), today
    months = "|".join(map(re.escape, _list(language, "months")))
    found = re.fullmatch(rf"(?:(?P<name>{months})\s+(?:de\s+)?)?{_YEAR}(?:-(?P<month>\d\d?))?", said)
    if not found:
        return None
    named = _list(language, "months").index(found["name"]) + 1 if found["name"] else None
    month = named or int(found["month"] or 0)
    if month > _MONTHS:
        return None
    return _month(int(found["year"]), month) if month else _year(int(found["year"]))


def _count_of_years(said: str, language: str) -> int | None:
    numbers = _list(language, "numbers")
    for phrase in _list(language, "last_years"):
        before, _, after = (re.escape(part) for part in phrase.partition("{n}"))
        found = re.fullmatch(rf"{before}(\d\d?|{'|'.join(map(re.escape, numbers))}){after}", said)
        if found:
            written = found[1]
            return int(written) if written.isdigit() else numbers.index(written) + 1
    return None


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, _MONTHS, 31)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    text = (resource("data") / "words" / "followups.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _list(language: str, kind: str) -> list[str]:
    return _lists().get(language, {}).get(kind, [])


def _alternatives(phrases: Iterable[str]) -> str:
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(_SPACE.join(map(re.escape, phrase.split())) for phrase in ordered)


def _one_of(language: str, kind: str) -> str:
    return _alternatives(_list(language, kind))


def _leads(language: str) -> str:
    return rf"(?:(?:{_one_of(language, 'leads')}){_SPACE})*"


@cache
def _patterns(language: str) -> tuple[tuple[Follows, re.Pattern[str]], ...]:
    return tuple(_compiled(language)) if language in _lists() else ()


def _compiled(language: str) -> Iterator[tuple[Follows, re.Pattern[str]]]:
    """Yield the patterns, those that fix more words before those that end in anything."""
    slots = {
        "{x}": r"(?P<x>.+)",
        "{they}": f"(?:{_one_of(language, 'they')})",
        "{say}": f"(?:{_one_of(language, 'say')})",
    }
    closed: list[tuple[Follows, re.Pattern[str]]] = []
    opened: list[tuple[Follows, re.Pattern[str]]] = []
    for kind in Follows:
        for phrase in _list(language, kind.value):
            words = (slots.get(word) or re.escape(word) for word in phrase.split())
            # A lead may itself begin a phrase: "and {x}" is tried with what stands before it only.
            pattern = re.compile(_leads(language) + _SPACE.join(words), re.IGNORECASE)
            (opened if "{x}" in phrase else closed).append((kind, pattern))
    yield from closed
    yield from opened
