"""Spelling: what is mended, and what is left alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text.spelling import Speller, WordList, allowed_edits, may_be_misspelt, one_edit_from


def speller(corpus: dict[str, int], general: dict[str, int] | None = None) -> Speller:
    return Speller(WordList(corpus), WordList(general or {}))


SPELLER = speller(
    {"technical": 9, "between": 3, "read": 2, "make": 5, "other": 3, "form": 2, "from": 9},
    {
        "difference": 97,
        "bread": 21,
        "broad": 30,
        "bake": 1,
        "bale": 0,
        "which": 900,
        "really": 90,
        "relay": 9,
    },
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
        ("whvch", "which"),  # not beside, but a word that stands in most questions
        ("hwich", "which"),
        ("realy", "really"),  # a letter that should be doubled, rather than two swapped
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


dictionaries = st.dictionaries(words, st.integers(1, 90), max_size=20)


@given(dictionaries, dictionaries, words)
def test_the_correction_is_the_nearest_word_there_is(
    corpus: dict[str, int], general: dict[str, int], written: str
) -> None:
    def reachable(word: str) -> bool:
        return word[:3] in (written[:3], written[:2] + written[3])

    def likely(word: str) -> bool:
        far = osa(written, word)
        return far <= allowed_edits(written) and (far <= 1 or word[0] == written[0])

    def begins_otherwise(word: str) -> bool:
        return word[0] != written[0] and word[:2] != written[1::-1]

    def without_doubles(word: str) -> str:
        return re.sub(r"(.)\1", r"\1", word)

    def has_other_letters(word: str) -> bool:
        return sorted(word) != sorted(written) and without_doubles(word) != without_doubles(written)

    near = sorted(
        (
            osa(written, word),
            begins_otherwise(word) or has_other_letters(word),
            begins_otherwise(word),
            word not in corpus,
            -corpus.get(word, 0),
            -general.get(word, 0),
            word,
        )
        for word in {*corpus, *(word for word, count in general.items() if count > 1)}
        if likely(word) and (reachable(word) or osa(written, word) <= 1)
    )
    known = written in corpus or written in general
    meant = near[0][-1] if near and not known else None
    plain = meant in corpus or general.get(meant or "", 0) >= 50
    assert speller(corpus, general).correct(written) == (meant if plain else None)


@given(words, words)
def test_what_one_edit_makes_is_what_is_one_edit_away(one: str, other: str) -> None:
    assert (other in {*one_edit_from(one, "abc")} - {one}) == (osa(one, other) == 1)


@given(words)
def test_without_letters_an_edit_leaves_out_doubles_or_swaps(word: str) -> None:
    assert {*one_edit_from(word, "")} - {word} <= {*one_edit_from(word, word)}


def test_an_accent_that_was_not_typed_is_a_typo() -> None:
    assert speller({"fiancée": 3}).correct("fiancee") == "fiancée"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("cechnical", "technical"), ("echnical", "technical"), ("xdifference", "difference")],
)
def test_a_wrong_first_letter_is_a_typo_when_all_else_is_right(written: str, meant: str) -> None:
    assert SPELLER.correct(written) == meant


def test_a_wrong_first_letter_and_another_mistake_are_too_much() -> None:
    assert SPELLER.correct("cechnicla") is None


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("technicalform", ("technical", "form")),
        ("formbetweenother", ("form", "between", "other")),
        ("technicalzebra", ()),  # half of it is unknown
        ("technical", ()),  # a word is left whole
        ("difference", ()),
    ],
)
def test_words_written_in_one_are_taken_apart(written: str, parts: tuple[str, ...]) -> None:
    assert SPELLER.split(written) == parts


def test_a_word_that_nobody_uses_much_is_not_what_was_meant() -> None:
    assert SPELLER.correct("breadd") is None


def test_a_part_of_three_letters_must_be_frequent() -> None:
    assert speller({"map": 5, "road": 1}).split("roadmap") == ("road", "map")
    assert speller({"map": 4, "road": 1}).split("roadmap") == ()


def test_a_german_compound_may_be_joined_by_an_s() -> None:
    german = speller({"arbeit": 3, "zeit": 3, "modell": 1})
    assert german.split("arbeitszeit", "de") == ("arbeit", "zeit")
    assert german.split("zeitmodell", "de") == ("zeit", "modell")
    assert german.split("arbeitszeit", "en") == ()


def test_english_words_are_no_corrections_in_another_language() -> None:
    assert SPELLER.correct("diffrence", "de") is None
    assert SPELLER.correct("techincal", "de") == "technical"


@pytest.mark.parametrize("word", ["gearbeitet", "nieder", "gezählt", "anzugehen"])
def test_a_word_of_another_language_is_not_mended_to_one_with_other_letters(word: str) -> None:
    assert speller({"anzuheben": 9, "bearbeitet": 9, "wieder": 9, "gewählt": 9}).correct(word, "de") is None


def test_a_german_prefix_is_no_part() -> None:
    german = speller({"unter": 90, "gebracht": 3, "aus": 90, "druck": 3})
    assert german.split("untergebracht", "de") == ()
    assert german.split("ausdruck", "de") == ()
