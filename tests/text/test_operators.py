"""Operators in a question, and dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from byline.errors import FilterError
from byline.models import Filters
from byline.text.operators import combine, parse_day, parse_question


def test_operators_are_taken_out_of_the_question() -> None:
    parsed = parse_question(
        'author:nair company:"Oracle Cloud" what is a roadmap -sprint tag:pm after:2023-05'
    )
    assert parsed.text == "what is a roadmap"
    assert parsed.filters == Filters(
        author=("nair",), company=("Oracle Cloud",), tag=("pm",), after=date(2023, 5, 1), without=("sprint",)
    )


def test_quoted_words_stay_in_the_question_and_are_required() -> None:
    parsed = parse_question('what is a "technical PM"?')
    assert parsed.text == 'what is a "technical PM"?'
    assert parsed.filters.phrases == ("technical PM",)


@pytest.mark.parametrize(
    "question", ["is it non-technical?", "at 10:30 - or later", "re: author", "http://a.b/c"]
)
def test_what_only_looks_like_an_operator_is_text(question: str) -> None:
    assert parse_question(question).text == question
    assert not parse_question(question).filters


@pytest.mark.parametrize(
    ("text", "last", "day"),
    [
        ("2023", False, date(2023, 1, 1)),
        ("2023", True, date(2023, 12, 31)),
        ("2024-02", True, date(2024, 2, 29)),
        ("2023-12", True, date(2023, 12, 31)),
        ("2023-5-7", False, date(2023, 5, 7)),
    ],
)
def test_a_year_or_month_stands_for_its_first_or_last_day(text: str, last: bool, day: date) -> None:
    assert parse_day(text, last=last) == day


@pytest.mark.parametrize("text", ["yesterday", "2023-13", "2023-02-30", "23", "0000", ""])
def test_what_is_no_date_is_refused_with_the_value_and_the_forms(text: str) -> None:
    with pytest.raises(FilterError, match=r"2023-05-17") as caught:
        parse_day(text)
    assert repr(text) in str(caught.value)


def test_combined_filters_take_the_narrower_dates() -> None:
    first = Filters(author=("a",), after=date(2020, 1, 1), before=date(2024, 1, 1))
    second = Filters(author=("b",), after=date(2022, 1, 1))
    assert combine(first, second) == Filters(
        author=("a", "b"), after=date(2022, 1, 1), before=date(2024, 1, 1)
    )
