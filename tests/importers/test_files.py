"""Files that are not what they claim, and how a file's format is found."""

from __future__ import annotations

import codecs
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.errors import FileFormatError, UnknownFormatError
from byline.importers import FORMATS, MAX_ANSWER, Options, read_drafts
from byline.importers.encoding import MAX_WHOLE, guessed_encoding, read_text
from byline.importers.expert_page import MOST_LINES

from .conftest import Read, read_file

ROW = "question,answer,author\nWhy?,Because it must.,Ida Fern\n"


@pytest.mark.parametrize(
    ("name", "content", "line", "said"),
    [
        ("empty.csv", b"", None, "the file is empty"),
        ("blank.json", b" \n\n ", None, "the file is empty"),
        (
            "damaged.csv",
            "answer,author\nCafé,Zoë\n".encode() + b"Caf\xe9,Ida\n",
            3,
            "byte 4 of this line (0xE9) is not UTF-8",
        ),
        (
            "russian.csv",
            "answer,author\nПотому что так надо,Ида\n".encode("cp1251"),
            2,
            "byte 1 of this line (0xCF) is not UTF-8, and the file is not Windows-1252",
        ),
        ("hole.csv", b"answer,author\nfine,Ida\nbro\x81ken,Ida\n", 3, "(0x81) is not UTF-8"),
        ("nul.csv", b"answer,author\nfine,Ida\nbro\0ken,Ida\n", 3, "NUL byte"),
        ("utf32.csv", ROW.encode("utf-32"), None, "UTF-32"),
        ("book.docx", b"PK\x03\x04rest", None, "an Office document"),
        ("old.xls", b"\xd0\xcf\x11\xe0rest", None, "Save it as XLSX, CSV or text"),
        ("dump.7z", b"7z\xbc\xaf\x27\x1crest", None, "a 7z archive"),
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
    with pytest.raises(FileFormatError, match=r"line 5002: byte 3 of this line \(0x81\)"):
        read("big.csv", good.encode() + b"ab\x81,Ida\n")


def test_a_bad_byte_after_a_block_is_found_at_its_line_whatever_ends_the_lines(read: Read) -> None:
    for end in ("\n", "\r\n", "\r"):
        good = f"answer,author{end}" + f"Nothing is wrong here,Ida Fern{end}" * 50_000
        with pytest.raises(FileFormatError, match=r"line 50002: byte 3 of this line \(0x81\)"):
            read("big.csv", good.encode() + b"ab\x81,Ida")


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


@pytest.mark.parametrize(
    ("encoding", "called"),
    [("cp1252", "Windows-1252"), ("utf-16-le", "UTF-16 (LE)"), ("utf-16-be", "UTF-16 (BE)")],
)
def test_an_encoding_that_the_file_does_not_tell_is_found_and_named(
    read: Read, encoding: str, called: str
) -> None:
    drafts, warnings = read(
        "t.csv", ROW.replace("must", "müßte – “naïve”, so Zoë’s café").replace(", so", " so").encode(encoding)
    )
    assert drafts[0].text == "Because it müßte – “naïve” so Zoë’s café."
    [warning] = warnings
    assert called in warning
    assert "t.csv" in warning
    assert "save the file as UTF-8" in warning


def test_windows_1252_is_found_when_the_first_accent_stands_far_into_the_file(read: Read) -> None:
    content = "answer,author\n" + "fine,Ida Fern\n" * 100_000 + "Café au lait,Zoë\n"
    drafts, warnings = read("t.csv", content.encode("cp1252"))
    assert (drafts[-1].text, drafts[-1].byline.author) == ("Café au lait", "Zoë")
    assert any("Windows-1252" in warning for warning in warnings)


@pytest.mark.parametrize(
    ("language", "encoding", "text"),
    [
        ("Greek", "cp1253", "Επειδή πρέπει να γίνει"),
        ("Russian", "koi8-r", "Потому что так надо"),
        ("Chinese", "gbk", "因为必须这样做"),
        ("Japanese", "shift_jis", "そうしなければならないから"),
        ("Korean", "euc-kr", "그래야 하기 때문이다"),
        ("Arabic", "cp1256", "لأنه يجب أن يكون"),
        ("Hebrew", "cp1255", "כי זה חייב להיות"),
    ],
)
def test_other_code_pages_are_refused_and_never_read_as_western(
    read: Read, language: str, encoding: str, text: str
) -> None:
    with pytest.raises(FileFormatError, match="not Windows-1252"):
        read("t.csv", f"question,answer,author\nWhy do we do it?,{text},Ida\n".encode(encoding))


WESTERN = st.text(
    st.sampled_from([chr(n) for n in range(32, 127)] + list("éèüöäßñçàêîôûåøæ’“”–…€")), min_size=1
)


@given(text=WESTERN)
def test_western_text_is_read_as_it_was_written_or_refused(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("encoding") / "t.txt"
    path.write_bytes(text.encode("cp1252"))
    try:
        read_back = read_text(path)
    except FileFormatError:
        return
    if guessed_encoding(path) is None:
        assert text.encode("cp1252").decode("utf-8-sig") == read_back
    else:
        assert read_back == text


def test_a_line_of_a_hundred_million_characters_is_refused_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("wb") as file:
        file.write(b'{"answer": "fine", "author": "Ida"}\n{"answer": "')
        for _ in range(100):
            file.write(b"x" * 1_000_000)
    tracemalloc.start()
    with pytest.raises(FileFormatError, match=r"line 2: this line has more than 16,777,216 characters"):
        read_file(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000


def test_a_file_that_is_read_whole_has_a_limit_and_says_what_has_none(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    path.write_bytes(b"[")
    with path.open("r+b") as file:
        file.truncate(MAX_WHOLE + 1)
    with pytest.raises(FileFormatError, match="JSON Lines or CSV"):
        read_text(path)


def test_a_table_of_ten_thousand_columns_is_refused(read: Read) -> None:
    header = "answer,author," + ",".join(f"c{number}" for number in range(10_000))
    with pytest.raises(FileFormatError, match=r"line 1: this table has 10,002 columns; 1,000 are read"):
        read("wide.csv", header + "\nfine,Ida\n")


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


@pytest.mark.parametrize("root", ["posts", "mediawiki"])
def test_a_bomb_of_entities_is_named_as_what_it_is(read: Read, root: str) -> None:
    bomb = f'<?xml version="1.0"?>\n<!DOCTYPE {root} [<!ENTITY a "aa">]>\n<{root}>&a;</{root}>'
    with pytest.raises(FileFormatError, match="declares a document type"):
        read("dump.xml", bomb)


def test_a_text_longer_than_a_parser_takes_is_told_in_our_words(read: Read) -> None:
    row = f'<row Id="1" PostTypeId="2" ParentId="1" Body="{"a " * 6_000_000}"/>'
    with pytest.raises(FileFormatError, match="more than ten million characters"):
        read("Posts.xml", f"<posts>{row}</posts>")


def test_an_answer_longer_than_a_book_is_left_out_and_the_rest_read(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(f'{{"answer": "{"a " * (MAX_ANSWER // 2)}bc"}}\n{{"answer": "short", "author": "Ida"}}\n')
    rejected: list[tuple[str, object]] = []
    drafts = read_drafts(path, warn=str, reject=lambda error, record: rejected.append((str(error), record)))
    assert [draft.text for draft in drafts] == ["short"]
    ((why, record),) = rejected
    assert f"line 1: this answer has {MAX_ANSWER + 2:,} characters" in why
    assert len(str(record)) < 1000
    with pytest.raises(FileFormatError, match="Split it into answers"):
        list(read_drafts(path, warn=str))


def test_a_text_longer_than_any_page_is_refused_at_once(read: Read) -> None:
    page = "Bo Skua\nHead of Search at Harbor Maps February 16\n\n" + "x y z.\n" * MOST_LINES
    with pytest.raises(FileFormatError, match="no page copied from a browser"):
        read("page.txt", page)
