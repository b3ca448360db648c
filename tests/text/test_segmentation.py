"""Sentences: where they are cut, and that their offsets are exact whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text.segmentation import LONGEST, sentences


def cut(text: str, language: str | None = None) -> list[str]:
    return [text[each.start : each.end] for each in sentences(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He is young, e.g. ten. She is not.", ["He is young, e.g. ten.", "She is not."]),
        ("Dr. Ito joined the U.S. Army. Then she left.", ["Dr. Ito joined the U.S. Army.", "Then she left."]),
        ("It grew 3.5 times. Really.", ["It grew 3.5 times.", "Really."]),
        (
            "See https://example.com/a.b?c=1. Next!",
            ["See https://example.com/a.b?c=1.", "Next!"],
        ),
        ("Node.js 2.0.1 is out. Use it.", ["Node.js 2.0.1 is out.", "Use it."]),
        ("I like J. K. Rowling vs. Mr. Bean. Do you?", ["I like J. K. Rowling vs. Mr. Bean.", "Do you?"]),
        ('"Really?" he asked. Go.', ['"Really?" he asked.', "Go."]),
        ("It takes approx. 5 days. Wait.", ["It takes approx. 5 days.", "Wait."]),
    ],
)
def test_a_full_stop_that_ends_nothing_cuts_nothing(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_list_items_are_sentences_of_their_own_without_their_markers() -> None:
    assert cut("Two reasons:\n* cost, e.g. tools\n* time. Dr. Ito agrees.\n1. First\n2) Second") == [
        "Two reasons:",
        "cost, e.g. tools",
        "time.",
        "Dr. Ito agrees.",
        "First",
        "Second",
    ]


def test_bullets_that_a_page_flattened_to_stars_are_cut_apart() -> None:
    assert cut("There are: * First do this * Then that * Rest") == [
        "There are:",
        "First do this",
        "Then that",
        "Rest",
    ]


def test_one_star_alone_is_not_a_bullet() -> None:
    assert cut("Use 3 * 4 of them.") == ["Use 3 * 4 of them."]


def test_prose_wrapped_by_hand_is_one_sentence() -> None:
    text = "This line was wrapped by hand after some seventy characters, and so it\ngoes on here. Next."
    assert cut(text) == [text[:-6], "Next."]


def test_a_heading_is_not_glued_to_what_follows() -> None:
    assert cut("My advice\nStart small. Learn.") == ["My advice", "Start small.", "Learn."]


def test_paragraphs_are_counted() -> None:
    assert [each.paragraph for each in sentences("One. Two.\n\nThree.\n \nFour.")] == [0, 0, 1, 2]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "他来了。她走了！好吗？", ["他来了。", "她走了！", "好吗？"]),
        ("ja", "日本語です。終わり。", ["日本語です。", "終わり。"]),
        ("hi", "यह पहला वाक्य है। यह दूसरा है।", ["यह पहला वाक्य है।", "यह दूसरा है।"]),
        ("ar", "هل أنت بخير؟ نعم.", ["هل أنت بخير؟", "نعم."]),
        ("de", "Das ist z. B. gut. Am 3. Mai kam Dr. Ott.", ["Das ist z. B. gut.", "Am 3. Mai kam Dr. Ott."]),
    ],
)
def test_other_languages_are_cut_by_their_own_signs(language: str, text: str, expected: list[str]) -> None:
    assert cut(text) == expected
    assert cut(text, language) == expected


def test_a_text_without_ends_is_cut_at_pauses() -> None:
    text = "word, " * 900
    found = cut(text)
    assert all(len(each) <= LONGEST for each in found)
    assert all(each.startswith("word") for each in found)
    assert len(found) < 12


def test_a_line_separator_of_several_bytes_does_no_harm() -> None:
    assert cut("Great\u2028A. B said so. Fine.")[-1] == "Fine."


texts = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("abcDE .!?\n\t*-•1)“”\"'é中。！？।؟\u2028\u200b\xa0🎉…:;,")),
        st.characters(codec="utf-8"),
    ),
    max_size=200,
)


@given(texts)
def test_offsets_are_exact_for_any_text(text: str) -> None:
    found = sentences(text)
    position = 0
    for number, each in enumerate(found):
        assert each.ordinal == number
        assert position <= each.start < each.end <= len(text)
        piece = text[each.start : each.end]
        assert piece == piece.strip()
        position = each.end
    # Nothing readable is lost but list markers, which hold at most three digits or one letter.
    covered = {index for each in found for index in range(each.start, each.end)}
    lost = "".join(text[i] if i not in covered and text[i].isalnum() else " " for i in range(len(text)))
    assert all(len(marker) <= 3 for marker in lost.split())
