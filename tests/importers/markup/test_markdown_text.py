"""Markdown reads as the page that would be made of it."""

from __future__ import annotations

import pytest

from byline.errors import MarkupError
from byline.importers.markup import text_of_markdown

READS = {
    "emphasis goes, words stay": ("Hi *there* **you** ~~not~~ _a_b_", "Hi there you not a_b"),
    "a line goes on": ("One\ntwo\n\nThree", "One two\n\nThree"),
    "two spaces end a line": ("One  \ntwo", "One\ntwo"),
    "items": ("- a\n- b\n  1. c\n\n* d", "- a\n- b\n  1. c\n\n- d"),
    "code": ("```py\nif x < y:\n    z()\n```\n\n    indented", "if x < y:\n    z()\n\nindented"),
    "code in a line": ("Use `a < b` and `<p>`.", "Use a < b and <p>."),
    "a table": ("|a|b|\n|-|-|\n|1|2|", "a | b\n1 | 2"),
    "a link": ("[the map](https://tern.example 'x') ![A tern](a.png)", "the map A tern"),
    "a heading": ("# Why\nBecause", "Why\n\nBecause"),
    "a quote": ("> a\n> b", "a b"),
    "references are decoded once": ("&amp;lt; &lt;b&gt; a < b", "&lt; <b> a < b"),
    "a script is no text": ("a\n\n<script>secret()</script>\n\nb <!-- secret --> c", "a\n\nb c"),
    "an escape": (r"1\. \*a\*", "1. *a*"),
}


@pytest.mark.parametrize(("markdown", "text"), READS.values(), ids=READS)
def test_markdown_is_laid_out_as_text(markdown: str, text: str) -> None:
    assert text_of_markdown(markdown) == text


def test_lines_stay_lines_where_the_source_has_them_so() -> None:
    assert text_of_markdown("One\ntwo", line_breaks=True) == "One\ntwo"


@pytest.mark.parametrize("markdown", [">" * 100_000 + "x", "- " * 20_000 + "x", "[" * 20_000, "*a " * 20_000])
def test_deep_nesting_ends_somewhere(markdown: str) -> None:
    assert len(text_of_markdown(markdown)) <= 2 * len(markdown)


def test_a_markdown_text_longer_than_a_book_is_refused() -> None:
    with pytest.raises(MarkupError, match="500,001 characters"):
        text_of_markdown("x" * 500_001)


def test_brackets_without_end_are_refused() -> None:
    with pytest.raises(MarkupError, match="more than 20,000 opening brackets"):
        text_of_markdown("[" * 20_001)
