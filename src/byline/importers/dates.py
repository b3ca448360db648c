"""Reads dates as they are printed, and never guesses.

A small strict parser of our own: the lenient ones fill in a missing year from today and pick an order
for 12/11/2024, which is exactly what a byline must not do.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from byline.models import DatePrecision, PrintedDate

# fmt: off
_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on
_MONTHS = {
    name[:length].lower(): number for number, name in enumerate(_NAMES, 1) for length in (3, len(name))
}
_MONTHS["sept"] = 9
_MONTH = "(?:" + "|".join([*_NAMES, "Sept", *(name[:3] for name in _NAMES)]) + r")\b\.?"
_DAY = "[0-9]{1,2}(?:st|nd|rd|th)?"
_YEAR = "[0-9]{4}"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
_UNITS = {
    "y": "year", "yr": "year", "yrs": "year", "year": "year", "years": "year",
    "mo": "month", "mos": "month", "month": "month", "months": "month",
    "w": "week", "wk": "week", "wks": "week", "week": "week", "weeks": "week",
    "d": "day", "day": "day", "days": "day",
    "h": "hour", "hr": "hour", "hrs": "hour", "hour": "hour", "hours": "hour",
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_LONGEST_KEPT = 40
"""Characters of a date that is kept once it was read; what is longer is none."""


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_ISO = _whole(
    rf"(?P<y>{_YEAR})(?:-(?P<m>[0-9]{{2}})(?:-(?P<d>[0-9]{{2}})"
    rf"(?:[T ]{_CLOCK} ?(?:Z|UTC|[+-][0-9]{{2}}:?[0-9]{{2}})?)?)?)?"
)
_YEAR_FIRST = _whole(rf"(?P<y>{_YEAR})/(?P<m>[0-9]{{1,2}})/(?P<d>[0-9]{{1,2}})")
_WORDS = (
    _whole(rf"(?P<month>{_MONTH}) (?P<d>{_DAY})(?:,? (?P<y>{_YEAR}))?"),
    _whole(rf"(?P<d>{_DAY}) (?:of )?(?P<month>{_MONTH})(?:,? (?P<y>{_YEAR}))?"),
    _whole(rf"(?P<month>{_MONTH}),? (?P<y>{_YEAR})"),
)
_NUMBERS = _whole(rf"(?P<a>[0-9]{{1,2}})(?P<sep>[/.-])(?P<b>[0-9]{{1,2}})(?P=sep)(?P<y>{_YEAR})")
_AGE = _whole(rf"(?P<n>[0-9]{{1,3}}|an?) ?(?P<unit>{_UNIT})(?: ago)?")
_EPOCH = re.compile(r"[0-9]{9,10}(?:\.[0-9]+)?")
# At the end of a byline line a date may be glued to the word before it ("OracleJuly 20"), so months must
# have their capital, and a bare age needs a separator before it.
_TRAILING = re.compile(
    rf"(?P<date>{_MONTH} {_DAY}(?:,? {_YEAR})?|(?<![0-9]){_DAY} {_MONTH}(?: {_YEAR})?|{_MONTH},? {_YEAR}"
    rf"|(?<![0-9]){_YEAR}-[0-9]{{2}}-[0-9]{{2}}"
    rf"|(?<=[•·|]) *[0-9]{{1,3}} ?(?:{_UNIT})(?: ago)?|\b[0-9]{{1,3}} (?:{_UNIT}) ago)$"
)


def read_date(printed: str, captured: date | None = None) -> tuple[PrintedDate, str | None]:
    """Read a date as printed.

    Args:
        printed: the words of the source, on one line.
        captured: the day that ages ("5y") are counted back from, when it is known.

    Returns:
        The date, with ``printed`` kept in any case; and what could not be known, as the rest of a sentence
        that begins with the date, or None. "May 31" is no doubt: the source just gives no year.
    """
    return _read_lately(printed, captured) if len(printed) <= _LONGEST_KEPT else _read(printed, captured)


def _read(printed: str, captured: date | None) -> tuple[PrintedDate, str | None]:
    for pattern in (_ISO, _YEAR_FIRST, *_WORDS):
        if found := pattern.fullmatch(printed):
            return _from_parts(printed, found.groupdict())
    if found := _NUMBERS.fullmatch(printed):
        return _from_numbers(printed, int(found["a"]), int(found["b"]), int(found["y"]))
    if found := _AGE.fullmatch(printed):
        amount = 1 if found["n"].lower().startswith("a") else int(found["n"])
        return _from_age(printed, amount, _UNITS[found["unit"].lower()], captured)
    return PrintedDate(printed), "is not a date that can be read"


_read_lately = lru_cache(maxsize=4096)(_read)  # the answers of ten years have 3,653 days


def read_number(printed: str) -> tuple[PrintedDate, str | None]:
    """Read a bare JSON number: a year of four digits, or seconds since 1970 (UTC) of nine or ten.

    Returns the date and a doubt as ``read_date`` does. Seconds are nothing that a person printed, so they
    are not kept as printed.
    """
    if _EPOCH.fullmatch(printed):
        return PrintedDate(None, datetime.fromtimestamp(float(printed), UTC).date(), DatePrecision.DAY), None
    return read_date(printed)


def read_stamp(written: str) -> tuple[PrintedDate, str | None]:
    """Read a date that a program wrote: ISO 8601, with or without a time. Returns as ``read_date`` does.

    "2021-05-03T10:00:00Z" is nothing that a person printed, so it is not kept as printed; "May 2021" is.
    """
    read, doubt = read_date(written)
    return (replace(read, as_printed=None) if _ISO.fullmatch(written) and read.value else read), doubt


def split_trailing_date(line: str) -> tuple[str, str] | None:
    """Cut ``line`` before the date or age at its end: ("... OracleJuly 20") -> ("... Oracle", "July 20").

    The first part keeps its white space, which says whether the date was glued on. None when no date
    stands there.
    """
    found = _TRAILING.search(line)
    if found is None:
        return None
    return line[: found.start()], found["date"].strip()


def _from_parts(printed: str, parts: dict[str, str | None]) -> tuple[PrintedDate, str | None]:
    """Build a date from named groups; a part that was not printed is None or absent."""
    year, day = parts.get("y"), parts.get("d")
    name = parts.get("month")
    month = str(_MONTHS[name.rstrip(".").lower()]) if name else parts.get("m")
    number_of_day = int(day.rstrip("stndrhSTNDRH")) if day else 1
    try:
        # Any leap year will do to check a day of which the year is not known.
        value = date(int(year or 2000), int(month or 1), number_of_day)
    except ValueError:
        return PrintedDate(printed), "is not a day of the calendar"
    if year is None:
        return PrintedDate(printed), None
    precision = DatePrecision.DAY if day else DatePrecision.MONTH if month else DatePrecision.YEAR
    return PrintedDate(printed, value, precision), None


def _from_numbers(printed: str, first: int, second: int, year: int) -> tuple[PrintedDate, str | None]:
    """Build a date from day and month in an unknown order, where only one order is possible."""
    readings = set()
    for month, day in ((first, second), (second, first)):
        if 1 <= month <= 12 and year and 1 <= day <= monthrange(year, month)[1]:
            readings.add(date(year, month, day))
    if len(readings) == 1:
        return PrintedDate(printed, readings.pop(), DatePrecision.DAY), None
    if readings:
        return PrintedDate(
            printed
        ), "may be day/month or month/day; write it as YYYY-MM-DD to have it counted"
    return PrintedDate(printed), "is not a day of the calendar"


def _from_age(printed: str, amount: int, unit: str, captured: date | None) -> tuple[PrintedDate, str | None]:
    """Count an age back from the day the page was copied."""
    unknown = PrintedDate(printed, None, DatePrecision.RELATIVE)
    if captured is None:
        return unknown, "is an age; give the day the page was copied to have it counted"
    try:
        if unit in ("year", "month"):
            value = _months_before(captured, amount * (12 if unit == "year" else 1))
        else:
            value = (
                captured
                - {"week": timedelta(weeks=1), "day": timedelta(days=1)}.get(unit, timedelta(hours=1))
                * amount
            )
    except (ValueError, OverflowError):
        return unknown, "is an age beyond the calendar"
    return PrintedDate(printed, value, DatePrecision.RELATIVE), None


def _months_before(day: date, months: int) -> date:
    """Go back whole months; the 31st becomes the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
