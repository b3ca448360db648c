"""What phrases say that something follows, and which days a time told in words means."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.resources import resource
from byline.text.followups import (
    Follows,
    after_word,
    follow_up,
    joint,
    languages_with_followups,
    points_back,
    time_range,
    without_leads,
)

TODAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("said", "kind", "rest"),
    [
        ("anyone else?", Follows.SOMEONE_ELSE, ""),
        ("And does anyone else DISAGREE?", Follows.SOMEONE_ELSE, ""),
        ("more from her", Follows.SAME_AUTHOR, ""),
        ("ok, what else does he say?", Follows.SAME_AUTHOR, ""),
        ("what does she think about pricing?", Follows.SAME_AUTHOR, "pricing"),
        ("older ones", Follows.OLDER, ""),
        ("anything more recent?", Follows.NEWER, ""),
        ("no, I meant Devika", Follows.CORRECTS, "Devika"),
        ("only last year", Follows.ONLY, "last year"),
        ("what about at Oracle?", Follows.ABOUT, "at Oracle"),
        ("and for startups?", Follows.ABOUT, "for startups"),
        ("okay, and what about “technical PMs”?", Follows.ABOUT, "“technical PMs”"),
    ],
)
def test_a_phrase_says_what_a_follow_up_does(said: str, kind: Follows, rest: str) -> None:
    found = follow_up(said)
    assert found is not None
    assert (found.kind, found.rest) == (kind, rest)


@pytest.mark.parametrize(
    ("said", "language", "kind"),
    [
        ("und bei Oracle?", "de", Follows.ABOUT),
        ("Noch jemand?", "de", Follows.SOMEONE_ELSE),
        ("nur letztes Jahr", "de", Follows.ONLY),
        ("nein, ich meinte Devika", "de", Follows.CORRECTS),
        ("mehr von ihr", "de", Follows.SAME_AUTHOR),
        ("quelqu’un d’autre ?", "fr", Follows.SOMEONE_ELSE),
        ("et chez Oracle ?", "fr", Follows.ABOUT),
        ("plus récent", "fr", Follows.NEWER),
        ("¿Alguien más?", "es", Follows.SOMEONE_ELSE),
        ("¿y para empresas pequeñas?", "es", Follows.ABOUT),
        ("más de ella", "es", Follows.SAME_AUTHOR),
    ],
)
def test_phrases_are_known_in_other_languages(said: str, language: str, kind: Follows) -> None:
    found = follow_up(said, languages_with_followups())
    assert found is not None
    assert (found.language, found.kind) == (language, kind)


@pytest.mark.parametrize(
    "said",
    ["how do you price a beta?", "older adults at work", "why is that so", "everyone else is wrong", ""],
)
def test_a_question_that_only_has_such_words_is_no_follow_up(said: str) -> None:
    assert follow_up(said) is None


def test_a_language_without_phrases_is_passed_over() -> None:
    assert follow_up("anyone else?", ("ja", "en")) is not None
    assert follow_up("anyone else?", ("ja",)) is None
    assert time_range("last year", "ja", TODAY) is None
    assert without_leads("and so", "ja") == "and so"


def year(number: int) -> tuple[date, date]:
    return date(number, 1, 1), date(number, 12, 31)


@pytest.mark.parametrize(
    ("said", "language", "days"),
    [
        ("last year", "en", year(2025)),
        ("from last year", "en", year(2025)),
        ("this year", "en", year(2026)),
        ("this month", "en", (date(2026, 3, 1), date(2026, 3, 31))),
        ("last month", "en", (date(2026, 2, 1), date(2026, 2, 28))),
        ("2023", "en", year(2023)),
        ("in 2023", "en", year(2023)),
        ("2023-05", "en", (date(2023, 5, 1), date(2023, 5, 31))),
        ("May 2023", "en", (date(2023, 5, 1), date(2023, 5, 31))),
        ("since 2023", "en", (date(2023, 1, 1), None)),
        ("before March 2021", "en", (None, date(2021, 2, 28))),
        ("the last two years", "en", (date(2024, 3, 1), TODAY)),
        ("past 3 years", "en", (date(2023, 3, 1), TODAY)),
        ("letztes Jahr", "de", year(2025)),
        ("seit März 2023", "de", (date(2023, 3, 1), None)),
        ("depuis 2020", "fr", (date(2020, 1, 1), None)),
        ("el año pasado", "es", year(2025)),
        ("desde mayo de 2020", "es", (date(2020, 5, 1), None)),
    ],
)
def test_a_time_told_in_words_has_its_days(
    said: str, language: str, days: tuple[date | None, date | None]
) -> None:
    assert time_range(said, language, TODAY) == days


@pytest.mark.parametrize("said", ["1899", "2023-13", "since the beginning", "years", "May", "100 years", ""])
def test_what_is_no_time_has_no_days(said: str) -> None:
    assert time_range(said, "en", TODAY) is None


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31)))
def test_last_month_ends_the_day_before_this_month_begins(today: date) -> None:
    last, this = time_range("last month", "en", today), time_range("this month", "en", today)
    assert last is not None
    assert this is not None
    assert last[1] + timedelta(days=1) == this[0] <= today <= this[1]


def test_a_word_is_only_met_at_the_beginning_and_before_others() -> None:
    assert after_word("people at Oracle", "at", "en") == "Oracle"
    assert after_word("atlas", "at", "en") is None
    assert after_word("at", "at", "en") is None
    assert joint("For small teams", "en") == "for"
    assert joint("forward planning", "en") is None


def test_what_points_back_stands_at_the_end_unless_any_place_will_do() -> None:
    assert points_back("how do you measure that?", "en")
    assert not points_back("how long does it take", "en")
    assert points_back("how long does it take", "en", anywhere=True)


def test_each_language_has_the_same_lists() -> None:
    text = (resource("data") / "words" / "followups.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)
    assert {language: sorted(each) for language, each in lists.items()} == dict.fromkeys(
        lists, sorted(lists["en"])
    )
    assert all(len(each["months"]) == 12 and len(each["numbers"]) == 10 for each in lists.values())
