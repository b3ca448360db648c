"""Workbooks: one answer a row, on one sheet or several."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.errors import FileFormatError
from byline.importers import read_drafts
from byline.importers.text_cleaning import clean_line, clean_text
from byline.importers.xlsx import MAX_UNPACKED

from .conftest import read_file

Rows = list[list[Any]]
HEADER = ["Question", "Answer", "Author", "Role", "Date", "Votes", "Accepted"]


def book(path: Path, **sheets: Rows) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def edited(path: Path, part: str, edit: Callable[[bytes], bytes]) -> Path:
    """Rewrite one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts[part] = edit(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_row_is_an_answer_with_values_as_a_person_sees_them(tmp_path: Path) -> None:
    path = book(
        tmp_path / "answers.xlsx",
        Answers=[
            [],
            HEADER,
            ["Why?", "Because,\nit must.", "Ida Fern", "Head of Search", date(2021, 5, 31), 3.0, True],
            [None, "", None],
            ["When?", 42, "Jo Reed", None, datetime(2020, 1, 2, 8, 30), 1e3, False],
        ],
    )
    drafts, warnings = read_file(path)
    assert [
        (draft.question, draft.text, draft.byline.author, draft.byline.role, draft.votes, draft.accepted)
        for draft in drafts
    ] == [
        ("Why?", "Because,\nit must.", "Ida Fern", "Head of Search", 3, True),
        ("When?", "42", "Jo Reed", None, 1000, False),
    ]
    assert [draft.byline.date.value for draft in drafts] == [date(2021, 5, 31), date(2020, 1, 2)]
    assert [draft.line for draft in drafts] == [3, 5]
    assert warnings == []


def test_each_sheet_with_an_answer_column_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        One=[["answer", "author"], ["first", "Ida"]],
        Costs=[["item", "price"], ["tea", 3]],
        Two=[["expert", "text"], ["Jo", "second"]],
        Empty=[],
    )
    drafts, warnings = read_file(path)
    assert [(draft.text, draft.byline.author) for draft in drafts] == [("first", "Ida"), ("second", "Jo")]
    assert any("no answer column and were passed over: 'Costs', 'Empty'" in warning for warning in warnings)


def test_what_is_hidden_in_a_workbook_is_read_too(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Shown=[["answer"], ["one"]], Hidden=[["answer"], ["two"], ["three"]])
    workbook = openpyxl.load_workbook(path)
    workbook["Hidden"].sheet_state = "hidden"
    workbook["Hidden"].row_dimensions[3].hidden = True
    workbook.save(path)
    assert [draft.text for draft in read_file(path)[0]] == ["one", "two", "three"]


def test_a_formula_is_what_it_last_showed(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[["answer", "author"], ["=1+1", "Ida"]])
    edited(
        path,
        "xl/worksheets/sheet1.xml",
        lambda sheet: (
            sheet.replace(b"<v></v>", b"<v>2</v>")
            .replace(b"<v/>", b"<v>2</v>")
            .replace(b"<v />", b"<v>2</v>")
        ),
    )
    assert [draft.text for draft in read_file(path)[0]] == ["2"]


def test_a_workbook_is_told_by_its_content(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[["answer", "author"], ["fine", "Ida"]]).rename(tmp_path / "a.csv")
    assert [draft.text for draft in read_file(path)[0]] == ["fine"]


def test_an_empty_row_far_down_does_not_shift_the_numbers(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[["answer", "id"], ["fine", "1"], *[[]] * 50, ["late", "1"]])
    with pytest.raises(FileFormatError, match=r"line 53: the id '1' stands at line 2 already"):
        read_file(path)


def test_a_value_beside_the_table_leaves_out_its_row_alone(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[["answer", "author"], ["one", "Ida", "note"], ["two", "Jo"]])
    rejected: list[str] = []
    drafts = list(read_drafts(path, warn=lambda _: None, reject=lambda error, _: rejected.append(str(error))))
    assert [draft.text for draft in drafts] == ["two"]
    assert "line 2: this row has a value in column 3, and the header has 2 columns" in rejected[0]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["item", "price"]], "no sheet has a column called answer, text, body or a"),
        ([], "no sheet has a column"),
        ([["answer", "Answer"], ["a", "b"]], "2 columns are called 'answer'"),
        ([["answer", *[f"c{number}" for number in range(10_000)]]], "this table has 10,001 columns"),
    ],
)
def test_a_workbook_without_answers_is_refused(tmp_path: Path, rows: Rows, said: str) -> None:
    with pytest.raises(FileFormatError, match=said):
        read_file(book(tmp_path / "a.xlsx", S=rows))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[["answer"], ["fine"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/x", "w") as part:
        for _ in range(MAX_UNPACKED // 8_000_000 + 1):
            part.write(bytes(8_000_000))
    with pytest.raises(FileFormatError, match="the workbook unpacks to more than 536,870,912 bytes"):
        read_file(path)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_document_type_in_a_part_is_refused(tmp_path: Path, part: str) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    path = edited(
        book(tmp_path / "a.xlsx", S=[["answer"], ["fine"]]), part, lambda xml: bomb + xml[xml.find(b"<", 5) :]
    )
    with pytest.raises(FileFormatError, match=f"'{part}' declares a document type"):
        read_file(path)


def test_a_row_that_no_sheet_can_have_is_refused(tmp_path: Path) -> None:
    path = edited(
        book(tmp_path / "a.xlsx", S=[["answer"], ["fine"]]),
        "xl/worksheets/sheet1.xml",
        lambda sheet: sheet.replace(b'<row r="2"', b'<row r="999999999999"'),
    )
    with pytest.raises(FileFormatError, match="the workbook is damaged"):
        read_file(path)


@given(place=st.floats(0.02, 0.98))
def test_a_workbook_cut_anywhere_is_refused(tmp_path_factory: pytest.TempPathFactory, place: float) -> None:
    path = book(tmp_path_factory.mktemp("cut") / "a.xlsx", S=[["answer", "author"], ["fine", "Ida"]])
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * place)])
    with pytest.raises(FileFormatError, match="damaged"):
        read_file(path)


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30)


@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6))
def test_what_is_written_as_a_workbook_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    rows = [row for row in rows if not any(cell.startswith("=") for cell in row)]
    path = book(
        tmp_path_factory.mktemp("xlsx") / "a.xlsx",
        S=[["question", "answer", "author"], *(list(row) for row in rows)],
    )
    drafts, _ = read_file(path)
    assert [(draft.question, draft.text, draft.byline.author) for draft in drafts] == [
        (clean_text(question) or None, clean_text(answer), clean_line(author) or None)
        for question, answer, author in rows
        if clean_text(answer)
    ]
