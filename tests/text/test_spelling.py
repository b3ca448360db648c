"""Spelling: what is mended, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text.spelling import Speller, allowed_edits, may_be_misspelt

SPELLER = Speller(
    {"technical": 9, "between": 3, "read": 2, "make": 5, "other": 3, "form": 2, "from": 9},
    {"difference": 97, "bread": 21, "broad": 30, "bake": 1, "bale": 0},
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("techncal", "technical"),  # a letter missing
        ("techincal", "technical"),  # two letters swapped, which counts as one edit
        ("tehcnicla", "technical"),  # twice swapped, in a long word
        ("diffrence", "difference"),
        ("ohter", "other"),
        ("fomr", "form"),  # one swap away from "form", two edits from "from"
        ("ebtween", "between"),  # the first two letters swapped
        ("mske", "make"),  # "s" stands beside "a"
    ],
)
def test_a_typo_finds_the_word_that_was_meant(written: str, meant: str) -> None:
    assert SPELLER.correct(written) == meant


@pytest.mark.parametrize("word", ["bread", "bake", "mike", "msje", "bske", "sourdough", "tech", "zebra"])
def test_a_word_that_merely_resembles_is_left_alone(word: str) -> None:
    assert SPELLER.correct(word) is None


@pytest.mark.parametrize("word", ["PMs", "API", "iPhone", "3.5", "2019", "C++", "to", "don't"])
def test_numbers_acronyms_and_short_words_are_never_candidates(word: str) -> None:
    assert not may_be_misspelt(word)


def osa(one: str, other: str) -> int:
    """Optimal string alignment by its definition, slow and plain."""
    rows = [[i + j if i * j == 0 else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            same = one[i - 1] == other[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (not same))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


words = st.text(alphabet="abc", min_size=6, max_size=9)


@given(
    st.dictionaries(words, st.integers(1, 9), max_size=20), st.dictionaries(words, st.integers(1, 9)), words
)
def test_the_correction_is_the_nearest_word_there_is(
    corpus: dict[str, int], general: dict[str, int], written: str
) -> None:
    def begins_alike(word: str) -> bool:
        return word[0] == written[0] or word[:2] == written[1::-1]

    near = sorted(
        (osa(written, word), word not in corpus, -corpus.get(word, 0), -general.get(word, 0), word)
        for word in {*corpus, *(word for word, count in general.items() if count > 1)}
        if begins_alike(word) and osa(written, word) <= allowed_edits(written)
    )
    known = written in corpus or written in general
    assert Speller(corpus, general).correct(written) == (near[0][-1] if near and not known else None)
