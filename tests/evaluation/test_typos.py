"""Typing errors: as many as asked for, one letter each, and the same ones every time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from byline.evaluation.typos import damaged

TEXT = "How many points did the Panthers defense surrender during the Super Bowl of Westfalen?"
PINNED = "How many pionts did the Pantehrs defenes srurender durin the Supeg Bowl of Westaflen?"
WORDS = re.compile(r"[^\W\d_]+|[\W\d_]+")


def test_the_same_seed_makes_the_same_typos() -> None:
    assert damaged(TEXT, 0.5, "7") == damaged(TEXT, 0.5, "7")
    assert len({damaged(TEXT, 0.5, str(seed)) for seed in range(20)}) > 15


def test_typos_are_the_same_on_every_machine() -> None:
    assert damaged(TEXT, 1.0, "0:q1") == PINNED


def test_a_rate_of_nothing_changes_nothing() -> None:
    assert damaged(TEXT, 0.0, "1") == TEXT


@given(st.text(), st.integers())
def test_each_longer_word_is_damaged_by_one_slip_and_nothing_else_is(text: str, seed: int) -> None:
    parts = WORDS.findall(text)
    long = [part for part in parts if re.fullmatch(r"[^\W\d_]{5,}", part)]
    after = damaged(text, 1.0, str(seed))
    if not long:
        assert after == text
    else:
        assert after != text
        assert OSA.distance(text, after) <= len(long)


@given(st.text(alphabet="abcXYZäß", min_size=5), st.integers())
def test_a_damaged_word_differs_by_exactly_one_slip(word: str, seed: int) -> None:
    assert OSA.distance(word, damaged(word, 1.0, str(seed))) == 1


@pytest.mark.parametrize("word", ["AAAAA", "ßßßßß", "你你你你你"])
def test_even_a_word_of_one_letter_is_damaged(word: str) -> None:
    assert all(damaged(word, 1.0, str(seed)) != word for seed in range(40))


def test_short_words_numbers_and_signs_are_left_alone() -> None:
    text = "a PM of 12345678 in 2019, why? e.g. this!"
    assert damaged(text, 1.0, "3") == text


def test_about_the_share_asked_for_is_damaged() -> None:
    words = ["manager"] * 2000
    after = damaged(" ".join(words), 0.2, "1").split(" ")
    share = sum(word != "manager" for word in after) / len(words)
    assert 0.17 < share < 0.23


def test_every_kind_of_slip_happens_and_anywhere_in_the_word() -> None:
    after = {damaged("manager", 1.0, str(seed)) for seed in range(3000)}
    assert {"anager", "manage", "amnager", "managre", "maanager"} <= after
    assert {len(word) for word in after} == {6, 7, 8}
