"""Reads one byline line of an expert page: role, company and date, run together in several ways.

    Head of Search, Harbor Maps, HarborMay 31            role, area, company; the date glued on
    Head of Search at Harbor February 16                 role at company
    Harbor Senior PM, Search | Formerly Tern, Skua • 5y  company role, area; earlier companies; an age
    Harbor Product Leader, Search @HarborAugust 25       company role, area, handle

Where company and role stand side by side with nothing between, the role begins at the first word of
``vocabulary.ROLE_WORDS``. Where that can not be told, neither is claimed and the line is kept as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from byline.importers.dates import read_date, split_trailing_date
from byline.importers.text_cleaning import clean_line
from byline.importers.vocabulary import PROSE_WORDS, ROLE_WORDS, SMALL_WORDS
from byline.models import PrintedDate


class Order(Enum):
    """Which comes first in the byline lines of a page."""

    ROLE = "role, company"
    COMPANY = "company role"


@dataclass(frozen=True, slots=True)
class BylineLine:
    """What a byline line says.

    ``marked`` means that its date is set off as only bylines do it, glued on or behind a separator;
    ``has_role``, that a word of a role stands in it. ``doubt`` is what could not be known, as a sentence.
    """

    as_printed: str
    role: str | None
    company: str | None
    date: PrintedDate
    marked: bool
    has_role: bool
    doubt: str | None = None

    @property
    def certain(self) -> bool:
        """Whether this is a byline even with no name above it."""
        return self.marked and self.has_role


_COMPANY_ENDINGS = re.compile(r"(?:inc|llc|ltd|gmbh|corp|co|plc|ag|s\.a|b\.v)\.?", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[|•·]\s*")
_FORMERLY = re.compile(r"(?:formerly|previously)\b|ex-", re.IGNORECASE)
_HANDLE = re.compile(r"\s*@\w[\w.-]*$")
# Not "Yahoo! Director" and not "Corp. Director".
_SENTENCE_END = re.compile(r"[A-Za-z]{3,}[?;:]|[A-Za-z]{3,}! [a-z]|[A-Za-z]{5,}\. ")
_LONGEST = 400


def parse_byline_line(line: str, order: Order | None, captured: date | None) -> BylineLine | None:
    """Return what a byline line says, None when ``line`` is none.

    Args:
        line: the line as it stands in the file.
        order: what comes first on this page, None when only the line itself can tell.
        captured: the day that ages are counted back from.
    """
    printed = clean_line(line)
    if not printed or len(printed) > _LONGEST:
        return None
    cut = split_trailing_date(printed)
    rest, when = cut if cut else (printed, None)
    segments = [part for part in _SEPARATOR.split(rest) if part]
    main = segments[0] if segments else ""
    formerly = any(_FORMERLY.match(part) for part in segments[1:])
    separated = rest.rstrip().endswith(("|", "•", "·")) or len(segments) > 1
    glued = bool(cut) and rest[-1:].strip() != "" and not separated
    if not main or _is_prose(main) or _FORMERLY.match(main):
        return None
    if not separated and main.split()[0].islower():
        return None  # a sentence; with a separator it is a company that writes itself small
    if when is None:
        if not formerly:
            return None
    elif not separated and not glued and not _is_title(main):
        return None
    role, company = role_and_company(_HANDLE.sub("", main.rstrip(" ,")), _order_of(main, order, separated))
    printed_date, doubt = read_date(when, captured) if when else (PrintedDate(), None)
    return BylineLine(
        as_printed=printed,
        role=role,
        company=company,
        date=printed_date,
        marked=when is not None and (separated or glued),
        has_role=has_role_word(main),
        doubt=_doubt(main, role, company, when, doubt),
    )


def _doubt(
    main: str, role: str | None, company: str | None, when: str | None, of_date: str | None
) -> str | None:
    """Say what the line leaves open."""
    if role is None and company is None:
        return f"{main!r} can not be told apart into role and company; it is kept as printed only."
    return f"the date {when!r} {of_date}." if of_date else None


def _is_prose(main: str) -> bool:
    """Say whether this is part of a sentence rather than a title."""
    words = [word.strip(",.()\"'’") for word in main.split()]
    if len(words) > 18 or _SENTENCE_END.search(main) or main[0] in "*-•–—\"'“‘(":
        return True
    return any(word in PROSE_WORDS or word in ("I", "I'm", "I’m", "We", "They") for word in words)


def _is_title(main: str) -> bool:
    """Say whether a line whose date stands apart is a title: "Head of Search at Harbor", not "By May 31"."""
    words = [word.strip(",.()") for word in main.split()]
    if words[0].lower() in ("the", "a", "an", "by", "on", "in", "until", "since"):
        return False
    if any(word.islower() and word not in SMALL_WORDS and word.lower() not in ROLE_WORDS for word in words):
        return False
    if main.rstrip().endswith(","):
        return has_role_word(main)
    return has_role_word(main) or "," in main or " at " in main


def _is_role_word(word: str) -> bool:
    word = word.strip(",.()").lower()
    return word in ROLE_WORDS or bool(ROLE_WORDS & set(re.split(r"[/&-]", word)))


def has_role_word(main: str) -> bool:
    """Say whether a word of a role stands in a title."""
    return any(map(_is_role_word, main.split()))


def _order_of(main: str, order: Order | None, separated: bool) -> Order:
    """Return what comes first: as the page says, else as its separators and handles say, else the words."""
    if order is not None:
        return order
    if separated or _HANDLE.search(main):
        return Order.COMPANY
    parts = _parts(main)
    doubled = len(parts) > 1 and parts[-1].casefold() == parts[-2].casefold()
    return Order.ROLE if doubled or _is_role_word(main.split()[0]) else Order.COMPANY


def role_and_company(main: str, order: Order) -> tuple[str | None, str | None]:
    """Tell role and company of a title apart; None for what it does not say."""
    role, at, company = main.rpartition(" at ")
    if at and role and company:
        return role, _parts(company)[0]
    if order is Order.ROLE:
        parts = _parts(main)
        while len(parts) > 1 and parts[-1].casefold() == parts[-2].casefold():
            parts.pop()
        if len(parts) > 1:
            return ", ".join(parts[:-1]), parts[-1]
        return (main, None) if has_role_word(main) else (None, None)
    words = main.split()
    first = next((place for place, word in enumerate(words) if _is_role_word(word)), None)
    if first is None:
        return None, None
    return " ".join(words[first:]), " ".join(words[:first]).rstrip(" ,–-") or None


def _parts(main: str) -> list[str]:
    """Cut at commas, but not before "Inc." and its like."""
    parts: list[str] = []
    for part in (part.strip() for part in main.split(",")):
        if parts and _COMPANY_ENDINGS.fullmatch(part):
            parts[-1] += f", {part}"
        elif part:
            parts.append(part)
    return parts
