"""A table of digests says what a dict says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from byline.digests import DigestTable


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(1, 2**32 - 1))))
def test_a_table_has_the_numbers_that_a_dict_has(given_numbers: list[tuple[str, int]]) -> None:
    table, plain = DigestTable(), {}
    for text, number in given_numbers:
        assert table.get(text) == plain.get(text, 0)
        table.set(text, number)
        plain[text] = number
    assert len(table) == len(plain)
    assert {text: table.get(text) for text in plain} == plain


def test_a_table_that_has_grown_many_times_forgets_nothing() -> None:
    table = DigestTable()
    for number in range(1, 20_000):
        table.set(f"id {number}", number)
    assert all(table.get(f"id {number}") == number for number in range(1, 20_000))
    assert not any(table.get(f"other {number}") for number in range(20_000))
    table.set("half \ud83d", 1)
    assert table.get("half \ud83d") == 1


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(1, 2**32 - 1))))
def test_a_text_keeps_the_first_number_that_it_was_given_by_default(
    given_numbers: list[tuple[str, int]],
) -> None:
    table, plain = DigestTable(), {}
    for text, number in given_numbers:
        assert table.setdefault(text, number) == plain.get(text, 0)
        plain.setdefault(text, number)
    assert len(table) == len(plain)
    assert {text: table.get(text) for text in plain} == plain
