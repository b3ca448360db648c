"""Tables from QnA Maker and Azure question answering."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from byline.errors import FileFormatError
from byline.importers import Options, read_drafts
from byline.models import Byline

from .conftest import Read

HEADER = "Question\tAnswer\tSource\tMetadata\tSuggestedQuestions\tIsContextOnly\tPrompts\tQnaId\n"


def row(
    question: str, answer: str, source: str = "Editorial", metadata: str = "", number: str | int = ""
) -> str:
    return f"{question}\t{answer}\t{source}\t{metadata}\t[]\tFalse\t[]\t{number}\n"


def test_a_row_is_an_answer_with_its_metadata_sorted(read: Read) -> None:
    drafts, warnings = read(
        "kb.tsv",
        HEADER
        + row(
            "How do I reset it?",
            r"Hold **reset**.\n\nThen wait.\n",
            "https://tern.example/help",
            "author:Ida Fern | Role:Support Lead|company:Tern|date:2021-05-31|product:kettle|level : basic",
            17,
        ),
    )
    [draft] = drafts
    assert draft.text == "Hold reset.\n\nThen wait."
    assert (draft.question, draft.key, draft.url) == ("How do I reset it?", "17", "https://tern.example/help")
    assert (draft.byline.author, draft.byline.role, draft.byline.company) == (
        "Ida Fern",
        "Support Lead",
        "Tern",
    )
    assert draft.byline.date.value == date(2021, 5, 31)
    assert draft.tags == ("product:kettle", "level:basic")
    assert warnings == []


def test_phrasings_of_one_question_are_one_answer_and_are_counted(read: Read) -> None:
    drafts, warnings = read(
        "kb.tsv",
        HEADER
        + row("How do I reset it?", "Hold it.", number=1)
        + row("Where is it sold?", "Nowhere.", number=2)
        + row("Reset, how?", "Hold it.", number=1)
        + row("Start over?", " Hold it. ", number=1),
    )
    assert [(draft.question, draft.text, draft.key) for draft in drafts] == [
        ("How do I reset it?", "Hold it.", "1"),
        ("Where is it sold?", "Nowhere.", "2"),
    ]
    assert any("2 rows are other phrasings" in warning for warning in warnings)


def test_other_answers_under_one_id_and_rows_without_an_id_stay_apart(read: Read) -> None:
    drafts, _ = read(
        "kb.tsv",
        HEADER + row("A?", "one", number=1) + row("A?", "two", number=1) + row("B?", "x") + row("C?", "x"),
    )
    assert [(draft.text, draft.key) for draft in drafts] == [
        ("one", "1"),
        ("two", "1-2"),
        ("x", None),
        ("x", None),
    ]


def test_a_byline_given_counts_where_the_metadata_names_nobody(tmp_path: Path) -> None:
    path = tmp_path / "kb.tsv"
    path.write_text(HEADER + row("A?", "one") + row("B?", "two", metadata="author:Jo Reed"))
    options = Options(byline=Byline("Ida Fern", "Editor", "Tern"))
    drafts = list(read_drafts(path, options, warn=lambda _: None))
    assert [(draft.byline.author, draft.byline.role) for draft in drafts] == [
        ("Ida Fern", "Editor"),
        ("Jo Reed", None),
    ]


def test_quotation_marks_stay_where_the_service_wrote_them_and_go_where_a_spreadsheet_did(read: Read) -> None:
    drafts, _ = read(
        "kb.tsv",
        HEADER
        + row("A?", '"Yes" is what she said.')
        + row("B?", '"Say ""yes"" now."')
        + row("C?", '"one\n\ntwo"')
        + row("D?", "last"),
    )
    assert [(draft.text, draft.line) for draft in drafts] == [
        ('"Yes" is what she said.', 2),
        ('Say "yes" now.', 3),
        ("one\n\ntwo", 4),
        ("last", 7),
    ]


@pytest.mark.parametrize(
    "header", [HEADER, HEADER.upper(), HEADER.lower(), "Question\tAnswer\tSource\tMetadata\n"]
)
def test_the_header_is_known_in_any_case_and_with_the_older_columns(read: Read, header: str) -> None:
    drafts, _ = read("kb.txt", header + "Q?\tA.\tEditorial\tk:v\n")
    assert [(draft.question, draft.text, draft.tags) for draft in drafts] == [("Q?", "A.", ("k:v",))]


def test_a_plain_table_with_tabs_is_still_one(read: Read) -> None:
    drafts, _ = read("t.tsv", "question\tanswer\tsource\nQ?\t**A**\thttps://tern.example/\n")
    assert (drafts[0].text, drafts[0].url) == ("**A**", "https://tern.example/")


def test_a_row_with_too_many_cells_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "kb.tsv"
    path.write_text(HEADER + row("A?", "one\tand\tmore") + row("B?", "two"))
    rejected: list[str] = []
    drafts = list(read_drafts(path, warn=lambda _: None, reject=lambda error, _: rejected.append(str(error))))
    assert [draft.text for draft in drafts] == ["two"]
    assert "line 2: this row has 10 cells, the header 8" in rejected[0]


def test_a_quote_that_is_never_closed_is_refused_at_its_line(read: Read) -> None:
    with pytest.raises(FileFormatError, match="line 3: a double quote that is opened in this row is never"):
        read("kb.tsv", HEADER + row("A?", "one") + 'B?\t"two\n' + "and on\n" * 2000)
