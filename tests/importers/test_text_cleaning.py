"""Cleaning takes away what nobody can see, and nothing else."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.importers.text_cleaning import clean_line, clean_text

AWKWARD = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "ab \t\n\r\x0b\x85\u2028\u00a0\u200b\u200c\u200d\u202e\ufeff\x00\x1b"
            "یم👩💻\U0001f3f4\U000e0067\U000e007f"
        ),
        st.characters(exclude_categories=["Cs"]),
    )
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("  \n word \n\n", "word"),
        ("end of line\u00a0 \u00a0\nnext", "end of line\nnext"),
        ("a\u00a0b", "a\u00a0b"),
        ("one\n\n\n\ntwo", "one\n\ntwo"),
        ("one\n \u00a0\n\t\ntwo", "one\n\ntwo"),
        ("pass\u200bword", "password"),
        ("\u202etxt.exe\u202c", "txt.exe"),
        ("co\u00adoperate", "cooperate"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("in  side\tkept", "in  side\tkept"),
        ("teh “tpyos” — stay…", "teh “tpyos” — stay…"),
    ],
)
def test_only_what_can_not_be_seen_changes(before: str, after: str) -> None:
    assert clean_text(before) == after


@pytest.mark.parametrize("text", ["👩‍💻", "می‌خواهم", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "क्‍ष", "🏳️‍🌈"])
def test_joiners_that_change_what_is_seen_stay(text: str) -> None:
    assert clean_text(text) == text


def test_a_joiner_in_latin_text_hides_and_goes() -> None:
    assert clean_text("pass\u200dword\u200c") == "password"


@given(AWKWARD)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(AWKWARD)
def test_every_character_that_can_be_seen_is_kept_in_its_order(text: str) -> None:
    def seen(value: str) -> str:
        return "".join(c for c in value if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))

    assert seen(clean_text(text)) == seen(text)


@given(AWKWARD)
def test_no_line_ends_in_white_space_and_no_three_line_ends_meet(text: str) -> None:
    cleaned = clean_text(text)
    assert all(line == line.rstrip() for line in cleaned.split("\n"))
    assert "\n\n\n" not in cleaned


def test_long_runs_of_white_space_take_no_time() -> None:
    started = time.perf_counter()
    assert clean_text("a" + " " * 500_000 + "b").endswith("b")
    assert time.perf_counter() - started < 5
