"""JSON and JSON Lines: one answer an object."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.errors import FileFormatError
from byline.importers import read_drafts
from byline.importers.text_cleaning import clean_line, clean_text
from byline.models import Byline, DatePrecision, Draft, PrintedDate

from .conftest import Read, read_file

ONE = {"question": "Why?", "answer": "Because it must.", "author": "Ida Fern"}


@pytest.mark.parametrize("value", [[ONE], {"answers": [ONE]}, {"items": [ONE]}, {"data": [ONE]}, ONE])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_an_object_with_a_list_and_one_object_are_read(
    read: Read, value: object, indent: int | None
) -> None:
    drafts, warnings = read("a.json", json.dumps(value, indent=indent))
    assert [(draft.question, draft.text, draft.byline.author) for draft in drafts] == [
        ("Why?", "Because it must.", "Ida Fern")
    ]
    assert warnings == []


def test_each_answer_knows_its_line(read: Read) -> None:
    content = '\n{"page": 1,\n "answers": [\n  {"a": "one"}, {"a": "two"},\n\n  {"a":\n "three"}\n]}'
    drafts, warnings = read("a.json", content)
    assert [(draft.text, draft.line) for draft in drafts] == [("one", 4), ("two", 4), ("three", 6)]
    assert "what stands beside the list was ignored: 'page'" in warnings[0]


@pytest.mark.parametrize(
    ("name", "content", "line", "said"),
    [
        (
            "a.json",
            '[\n {"answer": "one"},\n {"answer": two}\n]',
            3,
            "this is not valid JSON (Expecting value",
        ),
        ("a.json", '[{"answer": "one"}', 1, "this is not valid JSON"),
        ("a.json", '[{"answer": "one"}] more', 1, "Extra data"),
        ("a.json", '[{"answer": NaN}]', 1, "NaN is no JSON value"),
        ("a.json", "[" * 200_000, 1, "nested too deeply"),
        ("a.json", '[\n"text"]', 2, "this is the text 'text', not an object"),
        ("a.json", "[1.50]", 1, "this is the number '1.50', not an object"),
        ("a.json", "[null]", 1, "this is the value null, not an object"),
        ("a.json", "[[]]", 1, "this is a list, not an object"),
        (
            "a.json",
            '[{"answer": "one"},\n{"reply": "two"}]',
            2,
            "no field answer, text, body or a; its fields are 'reply'",
        ),
        ("a.json", '{"answers": [], "items": []}', 1, "more than one list under answers or items"),
        ("a.json", '\n{"rows": []}', 2, "neither an answer nor a list under answers or items or data"),
        ("a.json", '[{"answer": ["one"]}]', 1, "the answer is not text"),
        ("a.json", '[{"answer": true}]', 1, "the answer is not text"),
        ("a.json", '[{"answer": "one", "tags": [1, {}]}]', 1, "the tags is not a list of texts"),
        ("a.json", '[{"answer": "half \\ud83d"}]', 1, "half a character"),
        ("a.json", '[{"answer": "<b>", "format": "rst"}]', 1, "the format is 'rst'. Use one of text, html"),
        ("a.json", '[{"id": 1, "a": "x"}, {"id": "1", "a": "y"}]', 1, "the id '1' stands at line 1 already"),
        ("a.json", '[{"text": "x", "Text": "y"}]', 1, "'text' and 'Text' are the same field"),
        ("a.jsonl", '{"answer": "one"}\n{"answer": "two"\n', 2, "this is not valid JSON"),
        ("a.jsonl", '{"answer": "one"}\n\n["two"]\n', 3, "this is a list, not an object"),
        ("a.jsonl", '{"answer": "one"}\n{"reply": "two"}\n', 2, "no field answer, text, body or a"),
    ],
)
def test_json_that_holds_no_answers_is_refused_at_its_line(
    read: Read, name: str, content: str, line: int, said: str
) -> None:
    with pytest.raises(FileFormatError) as caught:
        read(name, content)
    assert said in str(caught.value)
    assert caught.value.line == line


def test_numbers_in_text_stay_as_they_were_written(read: Read) -> None:
    drafts, _ = read(
        "a.json", '[{"answer": 1.50, "author": 7, "question": 1e3, "id": 12345678901234567890123}]'
    )
    [draft] = drafts
    assert (draft.text, draft.byline.author, draft.question) == ("1.50", "7", "1e3")
    assert draft.key == "12345678901234567890123"


def test_seconds_since_1970_are_a_date_only_as_a_number(read: Read) -> None:
    drafts, warnings = read("a.json", '[{"a": "x", "date": 1733875200}, {"a": "y", "date": "1733875200"}]')
    assert drafts[0].byline.date == PrintedDate(None, date(2024, 12, 11), DatePrecision.DAY)
    assert drafts[1].byline.date == PrintedDate("1733875200")
    assert any("'1733875200' is not a date" in warning for warning in warnings)


def test_an_author_may_be_an_object_and_what_stands_beside_it_counts_first(read: Read) -> None:
    author = {"name": "Ida Fern", "role": "Head", "company": "Tern", "shoe": 42}
    drafts, warnings = read("a.json", json.dumps([{"a": "x", "author": author, "company": "Skua"}]))
    assert drafts[0].byline == Byline("Ida Fern", "Head", "Skua")
    assert any("'author.shoe'" in warning for warning in warnings)
    assert any("'company' and 'author.company' both hold the company" in warning for warning in warnings)


def test_escaped_nuls_and_bidi_controls_do_not_reach_the_text(read: Read) -> None:
    drafts, _ = read("a.json", r'[{"answer": "a\u0000b \u202etxt\u202c", "author": "I\u200bda"}]')
    assert (drafts[0].text, drafts[0].byline.author) == ("ab txt", "Ida")


def test_an_empty_or_null_answer_is_left_out_with_a_warning(read: Read) -> None:
    drafts, warnings = read(
        "a.jsonl", '{"answer": null}\n{"answer": "  "}\n{"answer": "x", "author": "Ida"}\n'
    )
    assert [draft.text for draft in drafts] == ["x"]
    assert [warning for warning in warnings if "is empty" in warning] == [
        warning for line in (1, 2) for warning in warnings if f"line {line}: this answer is empty" in warning
    ]
    assert len(warnings) == 3


def test_tags_are_a_list_or_printed_with_commas_and_each_counts_once(read: Read) -> None:
    drafts, _ = read("a.json", '[{"a": "x", "tags": ["b, c", "a", 7, "a"]}, {"a": "y", "topic": "a|b; a ,"}]')
    assert [draft.tags for draft in drafts] == [("b, c", "a", "7"), ("a", "b")]


def test_a_precision_without_its_date_is_not_believed(read: Read) -> None:
    drafts, warnings = read(
        "a.jsonl",
        '{"a": "x", "date_precision": "day"}\n'
        '{"a": "y", "date": "2024-01-02", "date_precision": "none"}\n'
        '{"a": "z", "date": "May 31", "date_precision": "day"}\n',
    )
    assert [draft.byline.date for draft in drafts] == [
        PrintedDate(),
        PrintedDate("2024-01-02", date(2024, 1, 2), DatePrecision.DAY),
        PrintedDate("May 31"),
    ]
    assert sum("date_precision" in warning for warning in warnings) == 3


def test_json_lines_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"answer": "fine"}\n' * 50_000 + "broken")
    assert len(list(islice(read_drafts(path, warn=lambda _: None), 10))) == 10


def optional(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | strategy.map(clean_line).filter(bool)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
DATES = st.one_of(
    st.just(PrintedDate()),
    st.builds(
        PrintedDate, optional(WORDS), st.none(), st.sampled_from([DatePrecision.NONE, DatePrecision.RELATIVE])
    ),
    st.builds(
        PrintedDate,
        optional(WORDS),
        st.dates(min_value=date(1000, 1, 1)),
        st.sampled_from([DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR, DatePrecision.RELATIVE]),
    ),
)
DRAFTS = st.builds(
    Draft,
    text=WORDS.map(clean_text).filter(bool),
    byline=st.builds(Byline, optional(WORDS), optional(WORDS), optional(WORDS), DATES, optional(WORDS)),
    question=st.none() | WORDS.map(clean_text).filter(bool),
    key=optional(WORDS),
    url=st.sampled_from([None, "https://tern.example/a?b=c#d"]),
    tags=st.lists(WORDS.map(clean_line).filter(bool), unique=True, max_size=3).map(tuple),
    accepted=st.booleans(),
    votes=st.none() | st.integers(-(10**9), 10**9),
    lang=optional(WORDS),
    license=optional(WORDS),
    truncated=st.booleans(),
)


def exported(draft: Draft) -> dict[str, object]:
    """A draft under the names that Byline's own export uses."""
    byline = draft.byline
    return {
        "id": draft.key, "question": draft.question, "text": draft.text, "author": byline.author,
        "role": byline.role, "company": byline.company, "byline": byline.as_printed,
        "date": byline.date.value.isoformat() if byline.date.value else None,
        "date_precision": str(byline.date.precision), "date_as_printed": byline.date.as_printed,
        "url": draft.url, "tags": list(draft.tags), "accepted": draft.accepted, "votes": draft.votes,
        "lang": draft.lang, "license": draft.license, "truncated": draft.truncated,
    }  # fmt: skip


@given(drafts=st.lists(DRAFTS, min_size=1, max_size=5, unique_by=lambda draft: draft.key or object()))
def test_our_own_export_is_read_back_without_loss(
    tmp_path_factory: pytest.TempPathFactory, drafts: list[Draft]
) -> None:
    path = tmp_path_factory.mktemp("export") / "a.jsonl"
    path.write_text("".join(json.dumps(exported(draft)) + "\n" for draft in drafts), encoding="utf-8")
    read, _ = read_file(path)
    assert [replace(draft, line=None) for draft in read] == drafts


@pytest.mark.parametrize(
    ("markup", "answer"),
    [
        ("html", "<p>Ask &amp;lt; <b>first</b>.<p>Then act.<script>x()</script>"),
        ("Markdown", "Ask &amp;lt; **first**.\n\nThen act."),
        ("text", "Ask &lt; first.\n\nThen act.\u200b"),
    ],
)
def test_markup_becomes_plain_text_where_a_record_says_what_it_is(
    read: Read, markup: str, answer: str
) -> None:
    record = {"answer": answer, "format": markup, "author": "Ida Fern", "question": "How?"}
    drafts, warnings = read("a.json", json.dumps([record]))
    assert [draft.text for draft in drafts] == ["Ask &lt; first.\n\nThen act."]
    assert warnings == []
