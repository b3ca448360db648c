"""Synonyms: read from a file, and found in a question."""

from __future__ import annotations

import pytest

from byline.errors import FileFormatError
from byline.text.analysis import terms
from byline.text.synonyms import Synonyms, parse_synonyms, readable, synonyms_of

FILE = """\
# how we speak
PM = product manager = Product Managers

OKR = objectives and key results
"""


def alternatives(synonyms: Synonyms, question: str) -> list[tuple[str, list[str]]]:
    asked = terms(question)
    return [
        (" ".join(asked[each.start : each.end]), [" ".join(phrase) for phrase in each.alternatives])
        for each in synonyms.expand(asked)
    ]


def test_words_of_a_group_stand_for_each_other_in_both_directions() -> None:
    synonyms = parse_synonyms(FILE, "words.txt")
    assert alternatives(synonyms, "what does a PM do") == [("pm", ["product manag"])]
    assert alternatives(synonyms, "what do product managers do") == [("product manag", ["pm"])]
    assert alternatives(synonyms, "objectives and key results for PMs") == [
        ("object and key result", ["okr"]),
        ("pm", ["product manag"]),
    ]


def test_a_phrase_counts_only_as_a_whole() -> None:
    assert alternatives(parse_synonyms(FILE, "words.txt"), "the product of a manager") == []


def test_the_longest_phrase_is_taken() -> None:
    synonyms = synonyms_of([("product", "thing"), ("product manager", "PM")])
    assert alternatives(synonyms, "a product manager and a product") == [
        ("product manag", ["pm"]),
        ("product", ["thing"]),
    ]


def test_groups_that_share_a_word_are_one() -> None:
    synonyms = synonyms_of([("PM", "product manager"), ("PO", "product owner"), ("PO", "PM")])
    assert alternatives(synonyms, "PM") == [("pm", ["po", "product owner", "product manag"])]


def test_what_was_read_can_be_written() -> None:
    synonyms = parse_synonyms(FILE, "words.txt")
    assert parse_synonyms("\n".join(readable(synonyms)), "again.txt") == synonyms


def test_a_file_of_notes_has_no_synonyms() -> None:
    synonyms = parse_synonyms("\ufeff# nothing yet\n\n", "words.txt")
    assert not synonyms
    assert synonyms.expand(["pm"]) == []


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("PM", 1, "'PM' stands alone"),
        ("# x\nPM = ", 2, "nothing on one side"),
        ("PM = = product manager", 1, "nothing on one side"),
        ("PM = ???", 1, "'???' has no word"),
        ("PM = a b c d e f g h i", 1, "has 9 words; 8 are the limit"),
        ("PM = product manager\nPMs = project manager", 2, "'pm' stands in line 1 already"),
    ],
)
def test_a_line_that_is_no_group_is_named_with_its_number(text: str, line: int, says: str) -> None:
    with pytest.raises(FileFormatError, match=r"words\.txt, line") as error:
        parse_synonyms(text, "words.txt")
    assert error.value.line == line
    assert says in str(error.value)
