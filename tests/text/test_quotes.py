"""A paste read as a quotation, and a quotation held against what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text.quotes import nearest, parts_of, readings, standing
from byline.text.wording import Wording
from byline.verdicts import DifferenceKind

ANSWER = (
    "Keep the roadmap to one page. A roadmap that nobody can hold in their head is a list of wishes.\n\n"
    "Review it every six weeks with the people who build it. Never promise a date."
)


@pytest.mark.parametrize(
    "pasted",
    [
        "Keep it short.",
        "  “Keep it short.” ",
        '"Keep it short."',
        "“Keep it short.” — Ann Ito, Head of Data, Acme. https://example.org/answers/a_1#s0",
        "„Keep it short.“ - Ann Ito",
        "> Keep it short.",
        "> Keep it short.\n>\n> — [Ann Ito](https://example.org/answers/a_1#s0)",
        "「Keep it short.」",
    ],
)
def test_a_quotation_is_found_in_what_was_pasted(pasted: str) -> None:
    assert "Keep it short." in list(readings(pasted))


def test_the_paste_itself_is_read_first() -> None:
    assert next(iter(readings("“So” is what “she” said"))) == "“So” is what “she” said"


def test_parts_are_what_brackets_with_an_ellipsis_separate() -> None:
    assert parts_of("One […] two [...] three") == ["One", "two", "three"]
    assert parts_of("[…] two […]") == ["two"]
    assert parts_of("One … two ... three") == ["One … two ... three"]


def in_order(*parts: str) -> list[str] | None:
    found = standing([Wording(part) for part in parts], Wording(ANSWER))
    return found and [ANSWER[start:end] for start, end in found]


def test_parts_stand_in_their_order_and_apart() -> None:
    assert in_order("Keep the roadmap", "every six  weeks") == ["Keep the roadmap", "every six weeks"]
    assert in_order("every six weeks", "Keep the roadmap") is None
    assert in_order("to one page", "one page.") is None
    assert in_order("Keep the roadmap", "every seven weeks") is None


def test_of_several_places_the_verbatim_one_is_taken() -> None:
    text = "Say “so” now. Say 'so' now."
    assert standing([Wording("Say 'so' now.")], Wording(text)) == [(14, 27)]


def altered(quotation: str, answer: str = ANSWER) -> list[tuple[str, str, str]]:
    near = nearest(Wording(quotation), Wording(answer))
    assert near is not None
    return [
        (each.kind.value, each.quoted.strip(), each.said.strip())
        for each in near.differences
        if each.kind is not DifferenceKind.SAME
    ]


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("Keep the roadmap to two pages.", [("changed", "two pages", "one page")]),
        ("Review it every six weeks with the people.", [("left_out", "", "who build it")]),
        ("Review it with the people who build it.", [("left_out", "", "every six weeks")]),
        ("Always promise a date.", [("changed", "Always", "Never")]),
        ("A roadmap that nobody can really hold in their head", [("added", "really", "")]),
        ("KEEP the roadmap to one page.", [("changed", "KEEP", "Keep")]),
        ("Keep theroadmap to one page.", [("changed", "theroadmap", "the roadmap")]),
        ("Keep the roadmap to one page!", [("changed", "!", ".")]),
    ],
)
def test_the_differences_are_the_words_that_differ(
    quotation: str, expected: list[tuple[str, str, str]]
) -> None:
    assert altered(quotation) == expected


def test_a_quotation_in_capitals_is_found() -> None:
    assert altered("KEEP THE ROADMAP TO ONE PAGE.")[0][:2] == ("changed", "KEEP THE ROADMAP TO ONE PAGE")


@pytest.mark.parametrize(
    "quotation",
    ["How do I bake bread with my mother?", "the of a", "Nobody ever regretted a dog.", "roadmap"],
)
def test_nothing_is_near_what_nobody_wrote(quotation: str) -> None:
    near = nearest(Wording(quotation), Wording(ANSWER))
    assert near is None or quotation == "roadmap"


WORDS = st.lists(
    st.sampled_from(["keep", "the", "a", "roadmap", "–", "“so”,", "isn't", "it?", "中文", "कि", "3.5"]),
    max_size=14,
)


@given(WORDS, WORDS, st.lists(st.integers(0, 13), max_size=3))
def test_the_differences_together_are_both_texts(kept: list[str], other: list[str], gone: list[int]) -> None:
    quoted = [word for number, word in enumerate(kept) if number not in gone]
    quotation, answer = Wording(" ".join(quoted)), Wording(" ".join([*other, *kept, *other]))
    near = nearest(quotation, answer)
    if near is None:
        return
    assert "".join(each.quoted for each in near.differences) == quotation.text
    assert "".join(each.said for each in near.differences) == answer.text[near.start : near.end]
    for each in near.differences:
        same = Wording(each.quoted.strip()).plain == Wording(each.said.strip()).plain
        assert same if each.kind is DifferenceKind.SAME else not same
