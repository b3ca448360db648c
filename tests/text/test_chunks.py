"""What is worked out chunk by chunk is what the words of the whole text give."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text import chunks
from byline.text.analysis import Token, tokens
from byline.text.chunks import parts
from byline.text.function_words import is_function_word
from byline.text.grams import indexed_grams
from byline.text.meaning import word_pieces

LETTERS = st.sampled_from(
    [*"aB1._:/'’+#- \n\u00a0\u2028éßд产品คा", "l'", "U.S.", "C++", "3.5", "don't", "PMs", "the"]
)
TEXTS = st.lists(LETTERS, max_size=30).map("".join) | st.text(max_size=60)
LANGUAGES = st.sampled_from(["en", "fr", "zh", "de", "ko"])


def joined(found: list[Token]) -> tuple[str, str]:
    return " ".join(token.term for token in found), " ".join(token.word for token in found)


@given(TEXTS, LANGUAGES)
def test_a_text_gives_what_its_words_give_all_at_once(text: str, language: str) -> None:
    found = tokens(text, language)
    got = parts(text, language)
    assert (got.terms, got.words) == joined(found)
    assert got.subject.split() == [each.term for each in found if not is_function_word(each.word, language)]
    assert got.grams.split() == indexed_grams(found, language)
    assert array("i", got.pieces).tolist() == [
        piece for each in found for piece in word_pieces().pieces(each.word)
    ]


def test_what_was_forgotten_is_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many more words than are kept, each met again after different times."""
    monkeypatch.setattr(chunks, "_KEPT", 3)
    said = [f"Word{number % modulus}," for modulus in (2, 5, 11) for number in range(60)]
    for each in said:
        assert tuple(parts(f"{each} again", "sv")[:2]) == joined(tokens(f"{each} again", "sv"))
