"""Operators in a question, and dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.errors import FilterError
from byline.models import Filters
from byline.text.operators import (
    combine,
    parse_day,
    parse_question,
    quoting,
    unquoted,
    without_stray_marks,
    write_question,
)


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


def test_people_can_be_left_out() -> None:
    parsed = parse_question('-author:nair -author:"Ann Ito" roadmaps')
    assert (parsed.text, parsed.filters) == ("roadmaps", Filters(not_author=("nair", "Ann Ito")))


NAMES = st.lists(st.sampled_from(["nair", "Ann Ito", "O’Neill", "C++", "a:b"]), max_size=2, unique=True).map(
    tuple
)
DAYS = st.none() | st.dates(min_value=date(1000, 1, 1))


@given(
    st.sampled_from(
        ["", "what is a roadmap", 'a "technical PM" at 10:30 - or', "is “this” it", '5" screens']
    ),
    st.builds(
        Filters,
        author=NAMES,
        company=NAMES,
        tag=NAMES,
        not_author=NAMES,
        after=DAYS,
        before=DAYS,
        without=st.lists(st.sampled_from(["sprint", "two words", "c++", "x-y"]), max_size=2).map(tuple),
    ),
)
def test_a_question_is_read_as_it_was_written(text: str, filters: Filters) -> None:
    parsed = parse_question(write_question(text, filters))
    assert parsed.text == text
    assert parsed.filters == combine(filters, parse_question(text).filters)


def test_a_phrase_that_is_not_in_the_question_is_written_beside_it() -> None:
    assert write_question("roadmap", Filters(phrases=("one page",))) == 'roadmap "one page"'
    assert write_question('a "one page" map', Filters(phrases=("one page",))) == 'a "one page" map'


def test_quotation_marks_in_a_name_can_not_break_out_of_it() -> None:
    written = write_question("x", Filters(author=('Jane "JJ" Doe', '" company:x "')))
    assert parse_question(written).filters == Filters(author=("Jane JJ Doe", "company:x"))


def test_a_word_is_quoted_where_it_stands_as_a_word() -> None:
    assert quoting("pmx is no pm, pm", "pm") == 'pmx is no "pm", pm'


def test_a_phrase_loses_its_marks_and_others_keep_theirs() -> None:
    assert unquoted('a "one page" and “two pages”', "two pages") == 'a "one page" and two pages'


def test_marks_that_quote_nothing_are_taken_out() -> None:
    assert without_stray_marks('a 5" screen and “one” more”') == "a 5 screen and “one” more"


def test_an_operator_inside_a_phrase_leaves_one_space() -> None:
    assert parse_question('"one company:oracle page"').filters.phrases == ("one page",)
