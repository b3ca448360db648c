"""Terms: what counts as the same word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text.analysis import terms, tokens
from byline.text.languages import detect_language


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("differences", "different"),
        ("PMs", "pm"),
        ("Ito's roadmap", "ito roadmaps"),
        ("U.S.", "US"),
        ("Café", "cafe"),
        ("ｆｕｌｌ width", "full width"),
    ],
)
def test_forms_of_a_word_are_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize(("one", "other"), [("C++", "C"), ("C#", "C"), ("3.5", "35")])
def test_different_things_are_different_terms(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_scripts_without_spaces_give_pairs_of_characters() -> None:
    assert terms("黑豹队") == ["黑豹", "豹队"]
    assert terms("队") == ["队"]


def test_vowel_signs_of_indic_scripts_are_kept() -> None:
    assert terms("की") != terms("का")
    assert len(terms("हिन्दी भाषा", "hi")) == 2


@given(st.text(max_size=100))
def test_tokens_stand_where_they_say_and_never_hold_white_space(text: str) -> None:
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.term
        assert not any(map(str.isspace, token.term)), token


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How many points did the Panthers give up?", "en"),
        ("Wie viele Punkte gab die Verteidigung ab?", "de"),
        ("Combien de points la défense a-t-elle cédés dans le match ?", "fr"),
        ("¿Cuántos puntos cedió la defensa de los Panthers en el partido?", "es"),
        ("黑豹队的防守丢了多少分？", "zh"),
        ("パンサーズの守備は何点を失いましたか", "ja"),
        ("팬서스 수비는 몇 점을 내주었나요", "ko"),
        ("Сколько очков пропустила защита?", "ru"),
        ("roadmap", "en"),
        ("", "en"),
    ],
)
def test_languages_are_told_apart(text: str, language: str) -> None:
    assert detect_language(text) == language
