"""Where the words of drafts stand in the text that they were read from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline import Byline, Draft
from byline.importers.encoding import read_text
from byline.importers.places import Part, places
from byline.models import PrintedDate
from byline.resources import resource

from .conftest import Read, read_file


def shown(original: str, drafts: list[Draft]) -> list[tuple[int, str, str]]:
    return [
        (each.draft, each.part.value, original[each.start : each.end]) for each in places(original, drafts)
    ]


def test_every_answer_of_the_expert_page_stands_in_it_with_its_byline() -> None:
    path = resource("data") / "expert-page.txt"
    drafts, _ = read_file(path)
    found = shown(read_text(path), drafts)
    assert len(drafts) == 2
    for number, draft in enumerate(drafts):
        own = {part: words for each, part, words in found if each == number}
        assert own["name"] == draft.byline.author
        assert own["byline"] == draft.byline.as_printed
        assert own["answer"].split() == draft.text.split()


def test_the_rows_of_a_table_are_told_apart_though_they_say_the_same(read: Read, tmp_path: Path) -> None:
    table = "author,question,answer\nAnn,When?,Ann says soon.\nAnn,When?,Ann says soon.\n"
    drafts, _ = read("t.csv", table)
    row = [("name", "Ann"), ("question", "When?"), ("answer", "Ann says soon.")]
    assert shown(table, drafts) == [(number, *each) for number in (0, 1) for each in row]


def test_a_question_above_two_answers_is_taken_once() -> None:
    page = "How do you start?\n\nMara Lind\nLead, Acme\nTalk first.\n\nBo Li\nDev, Acme\nWrite first.\n"
    drafts = [
        Draft("Talk first.", Byline("Mara Lind", as_printed="Lead, Acme"), "How do you start?", line=3),
        Draft("Write first.", Byline("Bo Li", as_printed="Dev, Acme"), "How do you start?", line=7),
    ]
    assert shown(page, drafts) == [
        (0, "question", "How do you start?"),
        (0, "name", "Mara Lind"),
        (0, "byline", "Lead, Acme"),
        (0, "answer", "Talk first."),
        (1, "name", "Bo Li"),
        (1, "byline", "Dev, Acme"),
        (1, "answer", "Write first."),
    ]


def test_white_space_and_quotation_marks_may_be_set_otherwise() -> None:
    assert shown("He said:  “go\u00a0on”\nand went.", [Draft('said: "go on" and went.', Byline(None))]) == [
        (0, "answer", "said:  “go\u00a0on”\nand went.")
    ]


def test_an_answer_whose_markup_was_taken_out_is_found_line_by_line() -> None:
    page = (
        "<p>The first paragraph stands whole.</p><p>The second has <b>bold</b> words.</p>"
        "<p>A third one, too.</p>"
    )
    text = "The first paragraph stands whole.\n\nThe second has bold words.\n\nA third one, too."
    assert shown(page, [Draft(text, Byline(None))]) == [
        (0, "answer", "The first paragraph stands whole."),
        (0, "answer", "A third one, too."),
    ]


def test_lines_of_json_are_found_in_their_strings(read: Read) -> None:
    record = json.dumps(
        {"text": "One line of it.\nAnother line of it.", "author": "Ann Ito", "date": "May 2021"}
    )
    drafts, _ = read("a.jsonl", record)
    assert [each[1:] for each in shown(record, drafts)] == [
        ("answer", "One line of it."),
        ("answer", "Another line of it."),
        ("name", "Ann Ito"),
        ("byline", "May 2021"),
    ]


@pytest.mark.parametrize(
    ("original", "expected"), [("Joanna, banana", []), ("Joanna and anna", [(0, "name", "anna")])]
)
def test_a_name_does_not_begin_inside_a_word(original: str, expected: list[tuple[int, str, str]]) -> None:
    assert shown(original, [Draft("Something else.", Byline("anna"))]) == expected


def test_what_does_not_stand_there_has_no_place() -> None:
    assert places("Nothing of it.", [Draft("Something else.", Byline("Ann"), "Why?", line=99)]) == ()
    assert places("", [Draft("Something.", Byline("Ann"))]) == ()


WORD = st.sampled_from(["a", "ab", "go", "“go”", "Ann", "é", "e\u0301", "\n", " ", "  ", "-", "…", "x."])
TEXT = st.lists(WORD, max_size=12).map("".join)
DRAFTS = st.lists(
    st.builds(
        Draft,
        text=TEXT,
        byline=st.builds(Byline, author=TEXT, role=TEXT, date=TEXT.map(PrintedDate), as_printed=TEXT),
        question=TEXT,
        line=st.none() | st.integers(1, 6),
    ),
    max_size=4,
)


@given(TEXT, DRAFTS)
def test_places_are_in_order_apart_and_inside_the_text(original: str, drafts: list[Draft]) -> None:
    at = 0
    for place in places(original, drafts):
        assert at <= place.start < place.end <= len(original)
        at = place.end
        assert 0 <= place.draft < len(drafts)


@given(TEXT, TEXT, TEXT)
def test_an_answer_that_stands_there_is_found(before: str, text: str, after: str) -> None:
    words = f"Begin {text} end."
    original = f"{before}\n{words}\n{after}"
    found = [each for each in places(original, [Draft(words, Byline(None))]) if each.part is Part.ANSWER]
    assert [original[each.start : each.end] for each in found] == [words]


def test_a_long_text_of_one_letter_is_done_with_at_once() -> None:
    original = "a " * 500_000
    drafts = [Draft(f"a {number}", Byline("a", "a", "a"), "a") for number in range(50)]
    assert len(places(original, drafts)) <= 200
