"""Bylines in headings: "## Ada Tern, Head of Pricing at Harbor Maps (May 2021)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from byline.importers.bylines import Order, has_role_word, role_and_company
from byline.importers.dates import read_date, split_trailing_date
from byline.importers.page_lines import may_be_heading, name_in
from byline.models import Byline, DatePrecision, PrintedDate

_BRACKETED = re.compile(r"\s*\(([^()]{1,60})\)$")
_SEPARATOR = re.compile(r",\s*|:\s+|\s+[-–—|•·]\s+|\s*[|•·]\s*")


@dataclass(frozen=True, slots=True)
class HeadingByline:
    """A byline that a heading is; ``certain`` when it says a role as well, which other headings do not."""

    byline: Byline
    certain: bool


def byline_in(heading: str, captured: date | None) -> HeadingByline | None:
    """Return the byline that a heading is, None when it is none.

    Args:
        heading: the heading, on one line.
        captured: the day that ages are counted back from.
    """
    rest, printed = _split_date(heading, captured)
    found = _SEPARATOR.search(rest)
    name, title = (rest[: found.start()], rest[found.end() :]) if found else (rest, "")
    if not name_in(name) or may_be_heading(name):
        return None
    role, company = role_and_company(title, Order.ROLE) if title else (None, None)
    certain = role is not None and has_role_word(role)
    return HeadingByline(Byline(name, role, company, printed, heading), certain)


def _split_date(heading: str, captured: date | None) -> tuple[str, PrintedDate]:
    """Cut the date off the end of a heading, in brackets or not."""
    if bracketed := _BRACKETED.search(heading):
        printed, doubt = read_date(bracketed[1].strip(), captured)
        if doubt is None or printed.precision is not DatePrecision.NONE:
            return heading[: bracketed.start()], printed
    elif cut := split_trailing_date(heading):
        return cut[0].rstrip(" ,–—-|•·"), read_date(cut[1], captured)[0]
    return heading, PrintedDate()
