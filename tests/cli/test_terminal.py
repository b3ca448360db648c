"""Text that is safe to show, in columns that stand under one another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from byline.cli.terminal import cells, count, cut, harmless, one_line, table


@given(st.text())
def test_harmless_text_holds_no_control_character(text: str) -> None:
    shown = harmless(text)
    assert len(shown) == len(text)
    assert not any(ord(sign) < 32 and sign not in "\t\n" for sign in shown)
    assert not any(0x7F <= ord(sign) <= 0x9F for sign in shown)


def test_an_escape_is_shown_as_a_sign() -> None:
    assert harmless("\x1b[2J\x9b\u202eabc") == "␛[2J��abc"


def test_one_line_is_one_line() -> None:
    assert one_line(" a\n\n b\tc ") == "a b c"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))), st.integers(min_value=1, max_value=40))
def test_what_is_cut_fits_and_is_a_beginning(line: str, columns: int) -> None:
    shown = cut(line, columns)
    assert cells(shown) <= columns
    assert shown == line or line.startswith(shown.removesuffix("…"))


def test_wide_characters_take_two_columns_and_marks_none() -> None:
    assert (cells("abc"), cells("产品"), cells("e\u0301")) == (3, 4, 1)


def test_columns_stand_under_one_another() -> None:
    lines = list(table([("NAME", "N"), ("产品", "10"), ("Ann Ito", "2")]))
    assert lines == ["NAME     N", "产品     10", "Ann Ito  2"]


def test_one_is_not_many() -> None:
    assert [count(0, "answer"), count(1, "answer"), count(2000, "answer")] == [
        "0 answers",
        "1 answer",
        "2,000 answers",
    ]
