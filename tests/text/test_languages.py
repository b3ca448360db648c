"""Languages: told apart by script, function words and letters, and English when in doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text.function_words import (
    function_words,
    is_function_word,
    languages_with_grammar,
    question_words,
)
from byline.text.languages import detect_language

SAID = [
    "the",
    "of",
    "in",
    "me",
    "on",
    "was",
    "is",
    "and",
    "die",
    "der",
    "und",
    "wann",
    "et",
    "al",
    "come",
    "per",
    "le",
    "de",
    "a",
    "I",
    "x1",
]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How many points did the Panthers give up?", "en"),
        ("Wie viele Punkte gab die Verteidigung ab?", "de"),
        ("Was ist ein Roadmap-Review?", "de"),
        ("Wer hat die Firma gegruendet", "de"),
        ("Wann startete Sky Digital?", "de"),  # one word that only German asks with
        ("Roadmap für Anfänger", "de"),
        ("Combien de points la défense a-t-elle cédés dans le match ?", "fr"),
        ("Qu'est-ce qu'une feuille de route ?", "fr"),
        ("Comment prioriser le backlog", "fr"),
        ("¿Cuántos puntos cedió la defensa de los Panthers en el partido?", "es"),
        ("¿Qué es un roadmap?", "es"),
        ("como priorizar el backlog", "es"),  # without its accents
        ("O que é um roadmap?", "pt"),
        ("como fazer entrevistas com clientes", "pt"),
        ("Che cos'è una roadmap?", "it"),
        ("Wat is een roadmap?", "nl"),
        ("hoe word ik product manager", "nl"),
        ("Vad är en roadmap?", "sv"),
        ("黑豹队的防守丢了多少分？", "zh"),
        ("パンサーズの守備は何点を失いましたか", "ja"),
        ("팬서스 수비는 몇 점을 내주었나요", "ko"),
        ("Сколько очков пропустила защита?", "ru"),
        ("Скільки очок пропустив захист її команди?", "uk"),
        ("كم عدد النقاط؟", "ar"),
        ("कितने अंक दिए?", "hi"),
    ],
)
def test_languages_are_told_apart(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "roadmap",
        "",
        "what was the role of Die Zeit in Germany",
        "roadmap planning at de la Cruz",
        "The CEO of El Al",
        "Zhu et al.",
        "Vitamin E, vitamin D and Q. 7",
        "come as you are",
        "Müller",
    ],
)
def test_names_and_shared_words_do_not_turn_english_into_another_language(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize("language", languages_with_grammar())
def test_words_that_ask_are_function_words(language: str) -> None:
    assert question_words(language)
    assert all(is_function_word(word, language) for word in question_words(language))


def test_function_words_are_known_without_their_accents_too() -> None:
    assert {"für", "fur", "fuer"} <= function_words("de")
    assert {"où", "ou"} <= function_words("fr")
    assert is_function_word("como", "es")


def test_a_pair_of_characters_is_grammar_when_both_are() -> None:
    assert is_function_word("什么", "zh")
    assert not is_function_word("产品", "zh")
    assert not is_function_word("的产", "zh")


def test_a_language_without_a_list_has_the_english_one() -> None:
    assert function_words("fi") == function_words("en")


@given(st.lists(st.sampled_from(SAID), max_size=12).map(" ".join) | st.text(st.characters(max_codepoint=127)))
def test_a_text_of_ascii_is_told_as_any_other(text: str) -> None:
    """One sign that is none of ASCII keeps a text from the quick way, and votes for nothing."""
    assert detect_language(text) == detect_language(f"{text} …")
