"""Terms: what counts as the same word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text.analysis import folded_words, terms, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("differences", "different"),
        ("PMs", "pm"),
        ("Ito's roadmap", "ito roadmaps"),
        ("U.S.", "US"),
        ("Café", "cafe"),
        ("ｆｕｌｌ width", "full width"),
        ("œuvre", "oeuvre"),
    ],
)
def test_forms_of_a_word_are_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("über", "uber", "de"),
        ("über", "ueber", "de"),
        ("Größe", "groesse", "de"),
        ("activités", "activite", "fr"),
        ("l'équipe", "l equipe", "fr"),
        ("dell’arte", "dell arte", "it"),
        ("gestiones", "gestión", "es"),
        ("gestión", "gestion", "es"),
        ("제품을", "제품이", "ko"),
        ("продукты", "продуктами", "ru"),
    ],
)
def test_forms_of_a_word_are_one_term_in_other_languages(one: str, other: str, language: str) -> None:
    assert terms(one, language) == terms(other, language)


@pytest.mark.parametrize("language", ["ru", "zh", "ja", "ko", "ar", "hi", "th"])
def test_an_english_word_is_the_same_term_in_a_text_of_another_script(language: str) -> None:
    assert terms("managers", language) == terms("managers", "en")


def test_a_number_or_a_word_ends_where_a_script_without_spaces_begins() -> None:
    assert terms("2015年manager经理", "zh") == ["2015", "年", "manag", "经理"]


@pytest.mark.parametrize(("one", "other"), [("C++", "C"), ("C#", "C"), ("3.5", "35")])
def test_different_things_are_different_terms(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_scripts_without_spaces_give_pairs_of_characters() -> None:
    assert terms("黑豹队") == ["黑豹", "豹队"]
    assert terms("队") == ["队"]


def test_vowel_signs_of_indic_scripts_are_kept() -> None:
    assert terms("दिन") != terms("दान")
    assert len(terms("हिन्दी भाषा", "hi")) == 2


@given(st.text(max_size=100))
def test_tokens_stand_where_they_say_and_never_hold_white_space(text: str) -> None:
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.term
        assert not any(map(str.isspace, token.term)), token


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_a_text_of_ascii_is_cut_as_any_other(text: str) -> None:
    """The same words stand in a text that one other character keeps from the quick way."""
    assert tokens(f"{text} ") == tokens(f"{text} \N{NO-BREAK SPACE}")


@given(st.text(st.sampled_from("aZé'’.lL +#_3サ黑 \t"), max_size=30))
def test_folded_words_are_those_of_the_tokens(text: str) -> None:
    assert folded_words(text) == [token.word for token in tokens(text)]
