"""Tables: one answer a row."""

from __future__ import annotations

import csv
import io
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.errors import FileFormatError
from byline.importers import read_drafts
from byline.importers.fields import FIELDS
from byline.importers.text_cleaning import clean_line, clean_text
from byline.models import Byline, DatePrecision, Draft, PrintedDate

from .conftest import Read, read_file


def test_every_column_finds_its_place(read: Read) -> None:
    drafts, warnings = read(
        "all.csv",
        "Question,Answer,Author,Role,Company,Date,Byline,URL,Tags,ID,Accepted,Votes,Lang,License,Truncated,Format\n"
        'Why?,"Because,\nit must.",Ida Fern,Head of Search,Tern,"Dec 11, 2024","Head of Search, TernDec 11",'
        "https://tern.example/1,a; b|c,r1,yes,-3,en,CC BY 4.0,true,text\n",
    )
    assert drafts == [
        Draft(
            text="Because,\nit must.",
            byline=Byline(
                author="Ida Fern",
                role="Head of Search",
                company="Tern",
                date=PrintedDate("Dec 11, 2024", drafts[0].byline.date.value, DatePrecision.DAY),
                as_printed="Head of Search, TernDec 11",
            ),
            question="Why?",
            key="r1",
            url="https://tern.example/1",
            tags=("a", "b", "c"),
            accepted=True,
            votes=-3,
            lang="en",
            license="CC BY 4.0",
            truncated=True,
            line=2,
        )
    ]
    assert str(drafts[0].byline.date.value) == "2024-12-11"
    assert warnings == []


@pytest.mark.parametrize(
    "field", ["answer", "question", "author", "role", "company", "url", "tags", "id", "date"]
)
def test_each_name_of_a_field_is_read_in_any_case_and_spacing(read: Read, field: str) -> None:
    value = "https://tern.example" if field == "url" else "2021" if field == "date" else "value"
    for number, name in enumerate(FIELDS[field]):
        for written in (name, name.upper(), f" {name.replace('_', ' ').title()} ", name.replace("_", "")):
            other = ",other" if field == "answer" else ",answer"
            drafts, _ = read(f"{field}{number}.csv", f"{written}{other},x\n{value},The answer,y\n")
            [draft] = drafts
            found = {
                "answer": draft.text,
                "question": draft.question,
                "author": draft.byline.author,
                "role": draft.byline.role,
                "company": draft.byline.company,
                "url": draft.url,
                "tags": ",".join(draft.tags),
                "id": draft.key,
                "date": draft.byline.date.as_printed,
            }
            assert found[field] == value, written


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(read: Read, separator: str) -> None:
    content = f'author{separator}answer\nIda Fern{separator}"One, two; three|four\tfive"\n'
    drafts, _ = read("table.txt", content)
    assert drafts[0].text == "One, two; three|four\tfive"


def test_rows_are_numbered_by_the_line_where_they_begin(read: Read) -> None:
    drafts, _ = read("t.csv", '\nanswer,author\n"one\ntwo\n\nthree",Ida\n\nfour,Ida\n')
    assert [(draft.line, draft.text) for draft in drafts] == [(3, "one\ntwo\n\nthree"), (8, "four")]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (
            "question,author\nWhy?,Ida\n",
            1,
            "no column is called answer, text, body or a; the columns are 'question'",
        ),
        ('answer,author\nfine,Ida\n"never closed,Ida\nmore,Ida\n', 3, "never closed"),
        ('answer,author\n"closed"early,Ida\n', 2, "the quotes of this row do not match"),
        ("answer,author\nfine,Ida\nhalf, half,Ida\n", 3, "this row has 3 cells, the header 2"),
        ("answer,Answer,author\nfine,too,Ida\n", 1, "2 columns are called 'answer'"),
        ("answer,author,format\n<p>hi</p>,Ida,xml\n", 2, "the format is 'xml'. Use one of text, html"),
        ("id,answer\n7,one\n7,two\n", 3, "the id '7' stands at line 2 already"),
        ("answer,date,date_precision\none,2021,century\n", 2, "'century' is no date_precision"),
        ("answer,author\n" + "x" * 140_000 + ",Ida\n", 2, "more than 131,072 characters"),
    ],
)
def test_a_broken_table_is_refused_at_its_line(read: Read, content: str, line: int, said: str) -> None:
    with pytest.raises(FileFormatError) as caught:
        read("broken.csv", content)
    assert said in str(caught.value)
    assert caught.value.line == line
    assert caught.value.next_step


def test_a_table_without_a_single_filled_cell_is_refused(read: Read) -> None:
    with pytest.raises(FileFormatError, match="the table is empty"):
        read("t.csv", '""\n""\n')


def test_a_short_row_and_empty_cells_past_the_header_are_read(read: Read) -> None:
    drafts, _ = read("ragged.csv", "answer,author,role\nshort,Ida\nlong,Ida,Head,,\n")
    assert [(draft.text, draft.byline.role) for draft in drafts] == [("short", None), ("long", "Head")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "answer,author\nfine,\n",
            "line 2: this answer has no author; it will be shown as by an unnamed author",
        ),
        ("answer,author\n \u200b,Ida\n", "line 2: this answer is empty; it is left out"),
        ("answer,author,mood,Colour\nfine,Ida,good,red\n", "were ignored: 'mood', 'Colour'"),
        (
            "answer,author,date\nfine,Ida,12/11/2024\n",
            "line 2: the date '12/11/2024' may be day/month or month/day",
        ),
        ("answer,author,votes\nfine,Ida,many\n", "line 2: the votes 'many' are no whole number"),
        (
            "answer,author,accepted\nfine,Ida,maybe\n",
            "line 2: accepted is 'maybe', which is neither true nor false",
        ),
        ("answer,author,link\nfine,Ida,javascript:alert(1)\n", "line 2: 'javascript:alert(1)' is no address"),
        (
            "answer,text,author\nfine,other,Ida\n",
            "line 2: 'answer' and 'text' both hold the answer; 'answer' counts",
        ),
        (
            "answer,author\nfine,Ida\n",
            "1 of 1 answers do not say which question they answer (the first is at line 2)",
        ),
    ],
)
def test_what_can_not_be_known_is_said_with_file_and_line(read: Read, content: str, said: str) -> None:
    _, warnings = read("doubts.csv", content)
    assert any(said in warning and "doubts.csv" in warning for warning in warnings), warnings


def test_what_concerns_the_whole_file_is_said_once(read: Read) -> None:
    _, warnings = read("t.csv", "answer,title,question,author,x\n" + "fine,T,Q,Ida,y\n" * 50)
    assert len(warnings) == 2


def test_the_preferred_name_counts_and_the_other_fills_in(read: Read) -> None:
    drafts, _ = read("t.csv", "title,question,answer,author\nT,Q,one,Ida\nT,,two,Ida\n")
    assert [draft.question for draft in drafts] == ["Q", "T"]


def test_rows_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("answer,author\n" + "fine,Ida\n" * 100_000 + "too,many,cells\n")
    assert len(list(islice(read_drafts(path, warn=lambda _: None), 10))) == 10


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8), separator=st.sampled_from(",;\t"))
def test_what_is_written_as_a_table_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], separator: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(["question", "answer", "author"])
    writer.writerows(rows)
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    path.write_bytes(out.getvalue().encode())
    drafts, _ = read_file(path)
    expected = [
        (clean_text(question) or None, clean_text(answer), clean_line(author) or None)
        for question, answer, author in rows
        if clean_text(answer)
    ]
    assert [(draft.question, draft.text, draft.byline.author) for draft in drafts] == expected
