"""Whether a text is HTML, Markdown or plain is told from itself, and plain where that is not sure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.importers.markup.unsaid import text_of_unsaid
from byline.importers.text_cleaning import clean_text

READ = [
    ("<p>One</p><p>Two</p>", "One\n\nTwo"),
    ("One<br>Two", "One\nTwo"),
    ("One\nTwo & three", "One\nTwo & three"),
    ("Use the <b> tag, or <p>.", "Use the <b> tag, or <p>."),
    ("a < b and b > c", "a < b and b > c"),
    ("List<String> x = new Y<>();", "List<String> x = new Y<>();"),
    ("Tom &amp; Ann&#39;s\nboat", "Tom & Ann's\nboat"),
    ("AT&T; R&D", "AT&T; R&D"),
    ("A **bold** word", "A bold word"),
    ("2 ** 3 ** 4", "2 ** 3 ** 4"),
    ("See [it](https://x.example)\nnow", "See it now"),
    ("Call f[i](x)", "Call f[i](x)"),
]


@pytest.mark.parametrize(("written", "text"), READ)
def test_a_text_is_read_as_what_it_is(written: str, text: str) -> None:
    assert text_of_unsaid(written) == text


@given(st.text(st.characters(exclude_characters="<&*[]#`")))
def test_what_has_no_markup_stays_as_it_is(text: str) -> None:
    assert text_of_unsaid(text) == clean_text(text)
