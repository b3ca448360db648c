"""Files that are not what they claim, and how a file's format is found."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from byline.errors import FileFormatError, UnknownFormatError
from byline.importers import FORMATS, Options, read_drafts

from .conftest import Read, read_file

ROW = "question,answer,author\nWhy?,Because it must.,Ida Fern\n"


@pytest.mark.parametrize(
    ("name", "content", "line", "said"),
    [
        ("empty.csv", b"", None, "the file is empty"),
        ("blank.json", b" \n\n ", None, "the file is empty"),
        (
            "latin.csv",
            "answer,author\nOK,Ida\nCafé,Zoë\n".encode("cp1252"),
            3,
            "byte 4 of this line (0xE9) is not UTF-8",
        ),
        ("nul.csv", b"answer,author\nfine,Ida\nbro\0ken,Ida\n", 3, "NUL byte"),
        ("utf16.csv", ROW.encode("utf-16-le"), 1, "UTF-16 without its byte order mark"),
        ("utf32.csv", ROW.encode("utf-32"), None, "UTF-32"),
        ("book.xlsx", b"PK\x03\x04rest", None, "an Office document"),
        ("paper.pdf", b"%PDF-1.7\n%\xe2\xe3", None, "a PDF"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0", None, "a picture"),
        ("cut.csv", codecs.BOM_UTF16_LE + ROW.encode("utf-16-le")[:-1], 2, "not UTF-16"),
    ],
)
def test_a_file_that_is_no_text_is_refused(
    read: Read, name: str, content: bytes, line: int | None, said: str
) -> None:
    with pytest.raises(FileFormatError) as caught:
        read(name, content)
    assert said in str(caught.value)
    assert name in str(caught.value)
    assert caught.value.line == line
    assert caught.value.next_step


def test_a_nul_byte_far_into_a_file_is_found_at_its_line(read: Read) -> None:
    with pytest.raises(FileFormatError, match="line 20002: this line holds a NUL byte"):
        read("big.csv", "answer,author\n" + "fine,Ida\n" * 20_000 + "a\0b,Ida\n")


def test_a_bad_byte_far_into_a_file_is_found_at_its_line(read: Read) -> None:
    good = "answer,author\n" + "Nothing is wrong here.,Ida Fern\n" * 5000
    with pytest.raises(FileFormatError, match=r"line 5002: byte 3 of this line \(0xFF\)"):
        read("big.csv", good.encode() + b"ab\xff,Ida\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_utf_8_and_marked_utf_16_are_read_with_any_line_end(read: Read, encoding: str, line_end: str) -> None:
    drafts, warnings = read(
        "é.csv", ROW.replace("must", "müßte 👩‍💻").replace("\n", line_end).encode(encoding)
    )
    assert [(draft.question, draft.text, draft.line) for draft in drafts] == [
        ("Why?", "Because it müßte 👩‍💻.", 2)
    ]
    assert warnings == []


def test_a_character_cut_by_the_end_of_the_head_is_no_error(read: Read) -> None:
    for shift in range(4):
        text = "answer,author\n" + "x" * shift + "👩" * 20_000 + ",Ida\n"
        assert read("long.csv", text)[0][0].text == "x" * shift + "👩" * 20_000


def test_a_folder_a_missing_file_and_a_device_are_refused(tmp_path: Path) -> None:
    for path, said in [
        (tmp_path, "this is a folder"),
        (tmp_path / "none.csv", "there is no such file"),
        (Path("/dev/null"), "not an ordinary file"),
        (tmp_path / ("long" * 100), r"can not be read \(File name too long\)"),
    ]:
        with pytest.raises(FileFormatError, match=said):
            read_file(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("table.json", ROW),
        ("list.csv", '[{"answer": "Because it must.", "author": "Ida Fern", "question": "Why?"}]'),
        ("lines.txt", '{"answer": "Because it must.", "author": "Ida Fern", "question": "Why?"}\n' * 2),
        ("page.md", "Question Page\nWhy?\nIda Fern\nTern Head of Product • May 3\nBecause it must.\n"),
        ("noending", ROW.replace(",", ";")),
    ],
)
def test_content_goes_before_the_ending(read: Read, name: str, content: str) -> None:
    drafts, _ = read(name, content)
    assert {(draft.question, draft.text, draft.byline.author) for draft in drafts} == {
        ("Why?", "Because it must.", "Ida Fern")
    }


def test_a_named_format_goes_before_the_content(read: Read) -> None:
    with pytest.raises(FileFormatError, match="not valid JSON"):
        read("answers.csv", ROW, format="json")


def test_an_unknown_format_name_is_refused_with_those_there_are(read: Read) -> None:
    with pytest.raises(UnknownFormatError) as caught:
        read("answers.csv", ROW, format="xls")
    assert str(caught.value) == f"'xls' is no format. Use one of {', '.join(FORMATS)}."


def test_a_file_of_no_known_format_is_refused_with_what_was_looked_for(read: Read) -> None:
    with pytest.raises(UnknownFormatError) as caught:
        read("notes.rst", "Just a note.\n\nAnd another one.\n")
    for name in FORMATS:
        assert f"{name} (" in str(caught.value)
    assert "whose first row names an answer column" in str(caught.value)
    assert "CSV or JSON file with the fields answer, author" in str(caught.value)


def test_plain_prose_is_no_expert_page_and_the_error_says_how_to_give_a_byline(read: Read) -> None:
    with pytest.raises(FileFormatError) as caught:
        read("prose.txt", "Dear all,\n\nOn May 31 we met. Nobody signed.\n\nIn Haste\nThe minutes follow.\n")
    assert "no expert's byline was found; looked for a line with a name" in str(caught.value)
    assert "CSV or JSON file" in caught.value.next_step


def test_errors_of_the_file_itself_come_before_the_first_draft_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(FileFormatError):
        read_drafts(tmp_path / "none.csv", Options(), warn=print)
