"""Pieces of words: what is alike where stems are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text.analysis import tokens
from byline.text.grams import indexed_grams, spelled, spelling, spelling_share


def grams(text: str, language: str = "en") -> list[str]:
    return indexed_grams(tokens(text, language), language)


def share(word: str, *others: str) -> float:
    return spelling_share(spelling(word), f"_{'_'.join(map(spelled, others))}_")


def test_the_parts_of_a_compound_share_pieces_with_it() -> None:
    assert set(grams("Recht", "de")) - set(grams("Stimmrecht", "de")) == {"_rec"}


def test_function_words_give_no_pieces() -> None:
    assert grams("what is the") == []


def test_accents_make_no_other_pieces() -> None:
    assert grams("Café") == grams("cafe")


def test_a_number_is_one_piece() -> None:
    assert grams("2014") == ["_2014_"]
    assert share("2014", "2015") == 0


def test_characters_of_overlapping_pairs_count_once() -> None:
    assert grams("黑豹队黑", "zh") == ["黑", "豹", "队", "黑"]
    assert grams("黑豹 manager 队", "zh")[:2] == ["黑", "豹"]


def test_korean_is_compared_by_pairs_of_syllables() -> None:
    assert grams("서울에서", "ko") == ["서울", "울에", "에서"]


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("recht", "stimmrecht", "gericht"),
        ("different", "differences", "technical"),
        ("techncal", "technical", "tactical"),
        ("黑豹", "黑豹", "黑队"),
    ],
)
def test_the_share_says_how_much_of_a_word_is_there(word: str, near: str, far: str) -> None:
    assert share(word, near) > share(word, far)


@given(
    st.lists(
        st.sampled_from(
            ["ship", "hip", "3rd", "rd", "2014", "20", "x01", "a", "über", "o_b", "서", "서울", "黑豹"]
        )
    ),
    st.sampled_from(
        ["ship", "rd", "3rd", "2014", "014", "01", "x014", "a", "ue", "ber", "b", "서울에", "서", "豹队"]
    ),
)  # fmt: skip
def test_spelling_is_that_of_all_words_together(words: list[str], asked: str) -> None:
    pieces = frozenset[str]().union(*map(spelling, words))
    assert share(asked, *words) == len(spelling(asked) & pieces) / len(spelling(asked))


@given(st.text(min_size=1, max_size=30))
def test_a_word_that_is_there_is_there_whole(text: str) -> None:
    for token in tokens(text):
        assert spelling(token.word)
        assert share(token.word, "other", token.word) == 1
        assert 0 <= share(token.word, "other") <= 1
