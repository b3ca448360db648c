"""Text copied from a page of experts' answers: names, byline lines, paragraphs, and page furniture.

A page is read line by line. Before the first answer stand titles and questions; an answer opens with a
header (``page_headers``) and is closed by the next header, by a count ("523 Views"), by "...Read More" or
by an advertisement. What follows a closed answer without a header has no known author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from itertools import islice
from pathlib import Path

from byline.errors import FileFormatError, NoBylineError
from byline.importers.bylines import Order, parse_byline_line
from byline.importers.contract import Notes, Options, Warn
from byline.importers.dates import read_date
from byline.importers.encoding import read_lines
from byline.importers.page_headers import Header, header_at
from byline.importers.page_lines import Kind, kind_of, numbered, split_ending
from byline.importers.text_cleaning import clean_line, clean_text
from byline.models import Byline, DatePrecision, Draft

NAME = "expert-page"
HELP = (
    "text copied from a page of answers, each under a line with a name and a line with role, company and date"
)
ENDINGS: tuple[str, ...] = ()
NO_BYLINE = (
    "no expert's byline was found; looked for a line with a name, followed by a line with role, "
    'company and a date, such as "Head of Search at Harbor Maps February 16".'
)
HOW_TO_NAME = (
    "Copy the page with its names, or give the bylines in a CSV or JSON file with the fields answer, "
    "author, role, company and date."
)

_PAGE_DATE = re.compile(r"(?:(?:last )?updated|published|posted)?(?: on)?:? *(.+)", re.IGNORECASE)
MOST_LINES = 50_000
_SHORTEST_PROSE = 4
"""Words that a text without an author has at least; shorter ones are buttons and labels."""


def sniff(path: Path, head: str) -> bool:  # noqa: ARG001 - one signature for every format
    """Say whether a name and a byline line stand somewhere in the head."""
    lines = head.splitlines()
    order = Order.ROLE if any(kind_of(line) is Kind.RELATED for line in lines) else None
    return any(header_at(lines, place, order, None, fresh=True) for place in range(len(lines)))


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield the answers of a page, in its order.

    Raises:
        NoBylineError: none was found in the whole text.
        FileFormatError: it is longer than a page can be.
    """
    lines = list(islice(read_lines(path), MOST_LINES + 1))
    if len(lines) > MOST_LINES:
        rule = f"the text has more than {MOST_LINES:,} lines, which no page copied from a browser has."
        raise FileFormatError(path, rule, "Give the answers in a CSV or JSON file.")
    page = _Page(path, lines, options, notes.warn)
    page.read()
    if not page.headers:
        raise NoBylineError(path, NO_BYLINE, HOW_TO_NAME)
    yield from page.drafts


class _Where(Enum):
    """Where in the page a line stands."""

    TOP = auto()
    ANSWER = auto()
    BETWEEN = auto()
    EVENT = auto()


class _Page:
    """The state of reading one page. ``drafts`` holds what was found."""

    def __init__(self, path: Path, lines: list[str], options: Options, warn: Warn) -> None:
        self.drafts: list[Draft] = []
        self.headers = 0
        self._path = path
        self._lines = lines
        self._captured = options.captured
        self._is_signed = options.byline is not None
        self._warn = warn
        self._where = _Where.TOP
        self._order: Order | None = None
        self._header: Header | None = None
        self._words: list[str] = []  # of the open answer
        self._truncated = False
        self._loose: list[int] = []  # lines that belong to no answer so far
        self._question: str | None = None  # of every answer until the next question
        self._once: str | None = None  # of the next answer only
        self._number = 0  # of the last numbered question
        self._question_follows = False

    def read(self) -> None:
        """Read every line, then close what is open."""
        place = 0
        while place < len(self._lines):
            place = self._step(place)
        self._close()
        self._settle_loose()
        without = [draft for draft in self.drafts if draft.question is None]
        if without:
            self._warn(
                f"{self._path}: the page does not say which question {len(without)} of its "
                f"{len(self.drafts)} answers reply to; they are kept without one."
            )

    def _step(self, place: int) -> int:
        """Take the line at ``place`` for what it is; return the next line to look at."""
        kind = kind_of(self._lines[place])
        if self._takes_question(place, kind):
            return place + 1
        header = self._header_at(place)
        if header is not None and (
            self._where is not _Where.EVENT or (header.name and header.byline.certain)
        ):
            self._open(header)
            return header.end
        if kind in (Kind.BLANK, Kind.TEXT):
            self._take_words(place, kind)
        else:
            self._furniture(kind, place)
        return place + 1

    def _header_at(self, place: int) -> Header | None:
        fresh = self._where is not _Where.ANSWER or kind_of(self._lines[place - 1]) is Kind.BLANK
        return header_at(self._lines, place, self._order, self._captured, fresh=fresh)

    def _furniture(self, kind: Kind, place: int) -> None:
        """Close the open answer at the page's own lines, and learn from them what kind of page it is."""
        self._close()
        self._settle_loose()
        if kind is Kind.COUNT:
            if self._where is not _Where.EVENT:
                self._where = _Where.BETWEEN
            return
        if kind is Kind.EVENT:
            self._where = _Where.EVENT
            self._say(place + 1, "an advertisement begins here; up to the next byline all is left out.")
            return
        self._where = _Where.TOP
        self._order = Order.ROLE if kind is Kind.RELATED else Order.COMPANY
        self._question, self._once, self._number = None, None, 0
        self._question_follows = kind is Kind.QUESTION_PAGE

    def _takes_question(self, place: int, kind: Kind) -> bool:
        """Take the line if it is a question, by one of the three ways in which pages print one."""
        if kind is not Kind.TEXT or self._where is _Where.EVENT:
            return False
        line = clean_line(self._lines[place])
        if self._question_follows:
            self._question_follows = False
            self._question = line
            return True
        following = self._next_header(place)
        if following is None or self._header_at(place) is not None:
            return False
        if (found := numbered(line)) and self._is_next_question(found, following):
            self._close()
            self._settle_loose()
            self._where = _Where.BETWEEN
            self._number, self._question = found
            return True
        if self._where is not _Where.ANSWER and line.endswith("?"):
            self._once = line
            return True
        return False

    def _is_next_question(self, found: tuple[int, str], following: Header) -> bool:
        """Tell a numbered question from the last entry of a numbered list in an answer."""
        if self._where is not _Where.ANSWER:
            return True
        number, words = found
        if not following.doubled or number != self._number + 1:
            return False
        in_list = any((entry := numbered(line)) and entry[0] == number - 1 for line in self._words)
        return words.endswith("?") or not in_list

    def _next_header(self, place: int) -> Header | None:
        """Return the header that follows the line directly, or after empty lines."""
        place += 1
        while place < len(self._lines) and kind_of(self._lines[place]) is Kind.BLANK:
            place += 1
        if place == len(self._lines):
            return None
        return header_at(self._lines, place, self._order, self._captured, fresh=True)

    def _take_words(self, place: int, kind: Kind) -> None:
        """Give a line to the open answer, or lay it aside."""
        line = self._lines[place]
        if self._where is _Where.ANSWER:
            if kind is Kind.TEXT and parse_byline_line(line, self._order, None):
                self._say(
                    place + 1, "this looks like a byline, but no name stands above it; it is kept as words."
                )
            ending = split_ending(line)
            self._words.append(ending.text)
            self._truncated = ending.truncated
            if ending.over:
                self._close()
                self._where = _Where.BETWEEN
        elif self._where is _Where.TOP and kind is Kind.TEXT and self._is_page_date(line):
            return
        elif self._where is not _Where.EVENT:
            self._loose.append(place)
            if split_ending(line).over:
                self._settle_loose()

    def _is_page_date(self, line: str) -> bool:
        """Take a full date above the answers as the day of the page, unless the caller named one."""
        found = _PAGE_DATE.fullmatch(clean_line(line))
        read = read_date(found[1])[0] if found else None
        if read is None or read.precision is not DatePrecision.DAY:
            return False
        self._captured = self._captured or read.value
        return True

    def _open(self, header: Header) -> None:
        """Begin an answer."""
        self._close()
        self._settle_loose()
        self.headers += 1
        self._header = header
        self._where = _Where.ANSWER

    def _close(self) -> None:
        """End the open answer, if there is one, and keep it."""
        header, self._header = self._header, None
        words, self._words = self._words, []
        once, self._once = self._once, None
        truncated, self._truncated = self._truncated, False
        if header is None:
            self._once = once
            return
        line = header.start + 1
        text = clean_text("".join(words))
        if not text:
            self._say(
                line, f"no words follow the byline of {header.name or 'an unnamed author'}; it is left out."
            )
            return
        if header.byline.doubt:
            self._say(line, header.byline.doubt)
        byline = Byline(
            header.name,
            header.byline.role,
            header.byline.company,
            header.byline.date,
            header.byline.as_printed,
        )
        self._keep(Draft(text, byline, once or self._question, truncated=truncated, line=line))

    def _settle_loose(self) -> None:
        """Keep prose that follows a closed answer as by nobody known; report everything else."""
        places, self._loose = self._loose, []
        text = clean_text("".join(split_ending(self._lines[place]).text for place in places))
        if not text:
            return
        first = next(place for place in places if kind_of(self._lines[place]) is Kind.TEXT)
        if self._where is _Where.BETWEEN and _is_prose(text):
            truncated = any(split_ending(self._lines[place]).truncated for place in places)
            self._keep(Draft(text, Byline(None), self._question, truncated=truncated, line=first + 1))
            return
        start = clean_line(text)
        shown = start if len(start) <= 60 else f"{start[:57]}..."
        self._say(first + 1, f"{shown!r} stands outside every answer; it is left out.")

    def _keep(self, draft: Draft) -> None:
        if draft.byline.author is None and not self._is_signed:
            self._say(draft.line, "this answer has no author; it will be shown as by an unnamed author.")
        self.drafts.append(draft)

    def _say(self, line: int | None, message: str) -> None:
        self._warn(f"{self._path}, line {line}: {message}")


def _is_prose(text: str) -> bool:
    """Say whether a text without an author has a sentence in it."""
    return (
        any(
            len(line.split()) >= _SHORTEST_PROSE and line.rstrip("\"'”’)").endswith((".", "!", "?"))
            for line in text.split("\n")
        )
        or len(text.split()) >= 3 * _SHORTEST_PROSE
    )
