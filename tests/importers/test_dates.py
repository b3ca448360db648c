"""Dates are read as printed; what is not printed is not made up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.importers.dates import read_date, read_number, split_trailing_date
from byline.models import DatePrecision, PrintedDate

DAY, MONTH, YEAR = DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR


@pytest.mark.parametrize(
    ("printed", "value", "precision"),
    [
        ("2024-12-11", date(2024, 12, 11), DAY),
        ("2024-12-11T08:30:00Z", date(2024, 12, 11), DAY),
        ("2024-12-11 23:59:59.123+02:00", date(2024, 12, 11), DAY),
        ("2024/12/11", date(2024, 12, 11), DAY),
        ("2024-12", date(2024, 12, 1), MONTH),
        ("2021", date(2021, 1, 1), YEAR),
        ("Dec 11, 2024", date(2024, 12, 11), DAY),
        ("Dec. 11 2024", date(2024, 12, 11), DAY),
        ("december 11th, 2024", date(2024, 12, 11), DAY),
        ("11 December 2024", date(2024, 12, 11), DAY),
        ("Sept 3, 2020", date(2020, 9, 3), DAY),
        ("May 2021", date(2021, 5, 1), MONTH),
        ("December, 2021", date(2021, 12, 1), MONTH),
        ("29 February 2024", date(2024, 2, 29), DAY),
        ("13/11/2024", date(2024, 11, 13), DAY),
        ("11/13/2024", date(2024, 11, 13), DAY),
        ("5/5/2024", date(2024, 5, 5), DAY),
    ],
)
def test_a_full_date_has_its_value_and_no_doubt(printed: str, value: date, precision: DatePrecision) -> None:
    assert read_date(printed) == (PrintedDate(printed, value, precision), None)


@pytest.mark.parametrize("printed", ["May 31", "31 May", "February 29", "Oct 3rd"])
def test_a_date_without_a_year_has_no_value_and_no_doubt(printed: str) -> None:
    assert read_date(printed, date(2024, 1, 1)) == (PrintedDate(printed), None)


@pytest.mark.parametrize(
    ("printed", "doubt"),
    [
        ("12/11/2024", "day/month or month/day"),
        ("1.2.2024", "day/month or month/day"),
        ("13/13/2024", "not a day of the calendar"),
        ("2024-02-30", "not a day of the calendar"),
        ("February 30", "not a day of the calendar"),
        ("0000-01-01", "not a day of the calendar"),
        ("5/6/24", "not a date that can be read"),
        ("last spring", "not a date that can be read"),
        ("1700000000", "not a date that can be read"),
    ],
)
def test_a_date_that_would_have_to_be_guessed_has_no_value_and_says_why(printed: str, doubt: str) -> None:
    read, said = read_date(printed)
    assert read == PrintedDate(printed)
    assert said is not None
    assert doubt in said


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("5y", date(2019, 3, 31)),
        ("4 years ago", date(2020, 3, 31)),
        ("a year ago", date(2023, 3, 31)),
        ("1mo", date(2024, 2, 29)),
        ("15 months ago", date(2022, 12, 31)),
        ("2w", date(2024, 3, 17)),
        ("3d", date(2024, 3, 28)),
        ("6h", date(2024, 3, 31)),
    ],
)
def test_an_age_is_counted_back_from_the_day_the_page_was_copied(printed: str, value: date) -> None:
    captured = date(2024, 3, 31)
    assert read_date(printed, captured) == (PrintedDate(printed, value, DatePrecision.RELATIVE), None)


def test_an_age_on_a_page_of_unknown_day_has_no_value() -> None:
    read, said = read_date("5y")
    assert read == PrintedDate("5y", None, DatePrecision.RELATIVE)
    assert said is not None
    assert "give the day the page was copied" in said


def test_an_age_beyond_the_calendar_has_no_value() -> None:
    assert read_date("999y", date(900, 1, 1))[0].value is None
    assert read_date("999w", date(2, 1, 1))[0].value is None


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_back_from_each_way_to_print_it(day: date) -> None:
    for form in ("%B %d, %Y", "%d %b %Y", "%b %d %Y"):
        printed = day.strftime(form)
        assert read_date(printed)[0].value == day, printed
    assert read_date(day.isoformat())[0].value == day


@given(st.text())
def test_no_text_breaks_the_reader_and_all_are_kept_as_printed(text: str) -> None:
    read, said = read_date(text)
    assert read.as_printed == text
    assert read.value is not None or read.precision is not DAY
    assert read_number(text)[0].as_printed in (text, None)
    assert said is None or said


@pytest.mark.parametrize(
    ("number", "value", "precision"),
    [
        ("1733875200", date(2024, 12, 11), DAY),
        ("1733875200.5", date(2024, 12, 11), DAY),
        ("2021", date(2021, 1, 1), YEAR),
        ("1733875200000", None, DatePrecision.NONE),
        ("12", None, DatePrecision.NONE),
    ],
)
def test_a_number_is_seconds_or_a_year_or_nothing(
    number: str, value: date | None, precision: DatePrecision
) -> None:
    read, doubt = read_number(number)
    assert (read.value, read.precision) == (value, precision)
    assert (doubt is None) == (value is not None)


@pytest.mark.parametrize(
    ("line", "rest", "printed"),
    [
        ("Head of Search, HarborMay 31", "Head of Search, Harbor", "May 31"),
        ("Head of Search at Harbor February 16", "Head of Search at Harbor ", "February 16"),
        ("Harbor PM • 5y", "Harbor PM •", "5y"),
        ("Harbor PM 4 years ago", "Harbor PM ", "4 years ago"),
        ("Harbor PM | Formerly TernDec 11, 2024", "Harbor PM | Formerly Tern", "Dec 11, 2024"),
        ("Studio 54May 31", "Studio 54", "May 31"),
        ("Harbor 2021-05-06", "Harbor ", "2021-05-06"),
    ],
)
def test_a_date_at_the_end_of_a_line_is_cut_off(line: str, rest: str, printed: str) -> None:
    assert split_trailing_date(line) == (rest, printed)


@pytest.mark.parametrize(
    "line", ["Head of Search at Harbor", "Gourmay 3", "It took 5y", "May 31 was late", "version 3"]
)
def test_a_line_without_a_date_at_its_end_is_left_alone(line: str) -> None:
    assert split_trailing_date(line) is None
