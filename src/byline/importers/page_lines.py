"""What each line of a pasted expert page is: a name, the page's own furniture, or the author's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from byline.importers.text_cleaning import clean_line
from byline.importers.vocabulary import HEADING_WORDS, NAME_PARTICLES


class Kind(Enum):
    """What a line is when seen alone."""

    BLANK = auto()
    RELATED = auto()
    """ "All related (5)": a page whose bylines give the role first."""
    QUESTION_PAGE = auto()
    """ "Question Page": the page's one question follows."""
    AMA = auto()
    """The title, time and button of an ask-me-anything session."""
    COUNT = auto()
    """ "523 Views", "3 requests": an answer is over."""
    EVENT = auto()
    """ "Upcoming Event": an advertisement with names in it."""
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Ending:
    """What the page put at the end of a line of an answer, and the line without it."""

    text: str
    truncated: bool
    over: bool


_KINDS = (
    (Kind.RELATED, re.compile(r"All related \(\d+\)")),
    (Kind.QUESTION_PAGE, re.compile(r"Question Page")),
    (
        Kind.AMA,
        re.compile(r"AMA: .+|View AMA Answers|[A-Z][a-z]+ \d{1,2} @ \d{1,2}:\d{2} ?[AP]M( [A-Z]{2,4})?"),
    ),
    (Kind.COUNT, re.compile(r"[\d,.]+[kKmM]? ([Vv]iews?|[Rr]equests?)")),
    (Kind.EVENT, re.compile(r"Upcoming Events?")),
)
_NUMBERED = re.compile(r"(\d{1,3})\. +(\S.*)")
_READ_MORE = re.compile(r"(?:^|(?:\.\.\.|…)\s*)Read More(?:\s*[\d,.]+[kKmM]? Views?)?\s*$")
_GLUED_VIEWS = re.compile(r"(?<=[.!?…)\"”’])[\d,]+[kKmM]? Views?\s*$")

_TITLE = re.compile(r",? (?:Jr|Sr|Ph\.?D|M\.?D|MBA|CFA|PMP|Esq|II|III|IV)\.?(?=,|$)")
_NICKNAME = re.compile(r" ?[\"“'‘(](\w[\w ./'-]*)[\"”'’)](?= |$)")


def kind_of(line: str) -> Kind:
    """Return what a line is, seen alone."""
    text = clean_line(line)
    if not text:
        return Kind.BLANK
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(text)), Kind.TEXT)


def numbered(line: str) -> tuple[int, str] | None:
    """Return the number and the words of a line such as "2. How do you start?"."""
    found = _NUMBERED.fullmatch(clean_line(line))
    return (int(found[1]), found[2]) if found else None


def split_ending(line: str) -> Ending:
    """Take off what the page put at the end of an answer: "...Read More1727 Views", "523 Views"."""
    if found := _READ_MORE.search(line):
        return Ending(line[: found.start()], truncated=True, over=True)
    if found := _GLUED_VIEWS.search(line):
        return Ending(line[: found.start()], truncated=False, over=True)
    return Ending(line, truncated=False, over=False)


def name_in(line: str) -> str | None:
    """Return the person's name that a line is, as printed, None when it does not look like one.

    One to six words, each with a capital (or of a script without), particles ("van") and initials allowed,
    a nickname in quotes too; no digits and no end of a sentence. A name printed twice in one line is
    returned once.
    """
    text = _once(clean_line(line))
    words = _NICKNAME.sub("", _TITLE.sub("", text)).split()
    if not 1 <= len(words) <= 6 or len(text) > 60 or not all(map(_is_name_word, words)):
        return None
    return text if any(word not in NAME_PARTICLES for word in words) else None


def lower_case_name_in(line: str) -> str | None:
    """Return a name that its bearer writes in lower case ("ida fern"), None for anything else."""
    text = _once(clean_line(line))
    words = text.split()
    return text if 2 <= len(words) <= 3 and all(word.isalpha() for word in words) else None


def may_be_heading(name: str) -> bool:
    """Say whether what looks like a name may as well be a heading ("Final Tips") or is a single word."""
    words = name.lower().split()
    return len(words) < 2 or any(word in HEADING_WORDS and len(word) > 1 for word in words)


def _once(text: str) -> str:
    """Return a name once that stands twice: "Ida FernIda Fern"."""
    half = text[: len(text) // 2].rstrip()
    return half if " " in half and text in (half + half, f"{half} {half}") else text


def _is_name_word(word: str) -> bool:
    if word in NAME_PARTICLES:
        return True
    if not any(character.isalpha() for character in word):
        return all(ord(character) > 0x2000 for character in word)  # an emoji beside the name
    letters = re.sub(r"[.'’‘-]", "", word)
    if not all(character.isalpha() or not character.isascii() for character in letters):
        return False
    if word.endswith(".") and len(letters) > 2:
        return False  # the end of a sentence; an initial is shorter
    apostrophe = len(word) > 2 and word[1] in "'’" and word[2].isupper()  # d'Arcy
    return not letters[0].islower() or apostrophe
