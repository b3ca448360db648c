"""Synonyms: read from a file, and found in a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.errors import FileFormatError
from byline.text.analysis import terms
from byline.text.synonyms import (
    Expansion,
    Synonyms,
    parse_synonyms,
    read_groups,
    stretches,
    synonyms_of,
    whole,
    write_groups,
)

FILE = """\
# how we speak
PM = product manager = Product Managers

OKR = objectives and key results
"""


def alternatives(synonyms: Synonyms, question: str, language: str = "en") -> list[tuple[str, list[str]]]:
    asked = terms(question, language)
    return [
        (" ".join(asked[each.start : each.end]), [synonym.term for synonym in each.synonyms])
        for each in whole(synonyms.expand(asked))
    ]


def of_file(text: str) -> Synonyms:
    return synonyms_of(parse_synonyms(text, "words.txt"))


def test_words_of_a_group_stand_for_each_other_in_both_directions() -> None:
    synonyms = of_file(FILE)
    assert alternatives(synonyms, "what does a PM do") == [("pm", ["product manag"])]
    assert alternatives(synonyms, "what do product managers do") == [("product manag", ["pm"])]
    assert alternatives(synonyms, "objectives and key results for PMs") == [
        ("object and key result", ["okr"]),
        ("pm", ["product manag"]),
    ]


def test_a_synonym_is_shown_as_it_was_written() -> None:
    (expansion,) = of_file("North Star = guiding  light").expand(terms("the guiding light"))
    assert [each.written for each in expansion.synonyms] == ["North Star"]


def test_a_phrase_counts_only_as_a_whole() -> None:
    assert alternatives(of_file(FILE), "the product of a manager") == []


def test_a_word_is_not_taken_out_of_a_phrase_but_a_phrase_is() -> None:
    synonyms = synonyms_of(
        [("product", "thing"), ("product manager", "PM"), ("technical product manager", "TPM")]
    )
    assert alternatives(synonyms, "a technical product manager and a product") == [
        ("technic product manag", ["tpm"]),
        ("product manag", ["pm"]),
        ("product", ["thing"]),
    ]


def test_a_word_that_is_not_to_be_expanded_parts_a_phrase() -> None:
    assert of_file(FILE).expand(["product", None, "manag"]) == []
    assert of_file(FILE).expand([None, "pm"])[0].start == 1


def test_groups_that_share_a_word_are_one() -> None:
    synonyms = synonyms_of([("PM", "product manager"), ("PO", "product owner"), ("PO", "PM")])
    assert alternatives(synonyms, "PM") == [("pm", ["po", "product owner", "product manag"])]


def test_a_synonym_comes_in_the_terms_of_every_language_that_answers_are_in() -> None:
    synonyms = synonyms_of([("Chef", "Entscheidungen")], "en", ("en", "de"))
    assert alternatives(synonyms, "chef") == [("chef", ["entscheidungen", "entscheid"])]


@given(st.lists(st.sampled_from(["a", "b", "c", None]), max_size=12))
def test_the_stretches_are_all_runs_of_at_most_eight_terms(asked: list[str | None]) -> None:
    slow = [
        (start, end, " ".join(term for term in asked[start:end] if term))
        for start in range(len(asked))
        for end in range(start + 1, min(len(asked), start + 8) + 1)
        if None not in asked[start:end]
    ]
    assert list(stretches(asked)) == slow


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 3)), max_size=6))
def test_only_single_words_inside_phrases_are_left_out(places: list[tuple[int, int]]) -> None:
    expansions = [Expansion(start, start + length, ()) for start, length in places]
    covered = {at for each in expansions if each.end - each.start > 1 for at in range(each.start, each.end)}
    assert whole(expansions) == [
        each for each in expansions if each.end - each.start > 1 or each.start not in covered
    ]


def test_what_was_read_can_be_written() -> None:
    groups = parse_synonyms(FILE, "words.txt")
    assert groups == (("PM", "product manager", "Product Managers"), ("OKR", "objectives and key results"))
    assert write_groups(groups) == FILE.partition("\n")[2].replace("\n\n", "\n")
    assert read_groups(write_groups(groups)) == groups


def test_a_file_of_notes_has_no_synonyms() -> None:
    assert parse_synonyms("\ufeff# nothing yet\n\n", "words.txt") == ()
    assert Synonyms().expand(["pm"]) == []


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("PM", 1, "'PM' stands alone"),
        ("# x\nPM = ", 2, "nothing on one side"),
        ("PM = = product manager", 1, "nothing on one side"),
        ("PM = ???", 1, "'???' has no word"),
        ("PM = a b c d e f g h i", 1, "has 9 words; 8 are the limit"),
        ("PM = product manager\nPMs = project manager", 2, "'pm' stands in line 1 already"),
        ("IT = information technology", 1, "'IT' reads as \"it\", which most sentences have"),
    ],
)
def test_a_line_that_is_no_group_is_named_with_its_number(text: str, line: int, says: str) -> None:
    with pytest.raises(FileFormatError, match=r"words\.txt, line") as error:
        parse_synonyms(text, "words.txt")
    assert error.value.line == line
    assert says in str(error.value)
