"""What a page shows is what is quoted, laid out so that it reads well."""

from __future__ import annotations

import html
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.errors import MarkupError
from byline.importers.markup import text_of_html
from byline.importers.markup.html_page import Page
from byline.importers.text_cleaning import clean_text

LAID_OUT = {
    "paragraphs stand apart": ("<p>One\n two</p><p>Three</p>", "One two\n\nThree"),
    "a break ends a line": ("One<br>two<br/>three", "One\ntwo\nthree"),
    "items stand on lines": ("<ul><li>a</li><li><p>b</p></li></ul>", "- a\n- b"),
    "numbers count": ("<ol start='3'><li>a<li value=7>b<li>c</ol>", "3. a\n7. b\n8. c"),
    "inner lists are indented": ("<ul><li>a<ol><li>b<li>c</ol><li>d</ul>", "- a\n  1. b\n  2. c\n- d"),
    "code keeps its lines": (
        "<p>So:</p><pre><code>\nif x:\n    y()\n\nz</code></pre>",
        "So:\n\nif x:\n    y()\n\nz",
    ),
    "rows hold cells": ("<table><tr><th>A<th>B<tr><td>1<td><p>2</p></table>", "A | B\n1 | 2"),
    "a table may lay out a page": ("<table><tr><td><p>One</p><p>Two</p><td>x</table>", "One\n\nTwo\n\nx"),
    "a link is its text": ("See <a href='https://tern.example'>the map</a>.", "See the map."),
    "a picture is its description": ("<img src=a.png alt='A tern'> flies", "A tern flies"),
    "what an editor put in is not": ("A <img alt='enter image description here'> map", "A map"),
    "a heading has its line": ("<h2>Why</h2>Because.", "Why\n\nBecause."),
    "a quote is a paragraph": ("<blockquote><p>a</p></blockquote>b", "a\n\nb"),
    "words of one line stay one": ("<b>bold</b><i>er</i> <em> than </em> all", "bolder than all"),
    "a power is no factor": ("10<sup>6</sup> of H<sub>2</sub>O, the 4<sup>th</sup>", "10⁶ of H₂O, the 4th"),
    "references are decoded once": ("&amp;lt;b&amp;gt; &lt;i&gt; &#8212; &eacute;", "&lt;b&gt; <i> — é"),
    "a sign is no tag": ("a < b and c > d & e", "a < b and c > d & e"),
    "definitions have lines": ("<dl><dt>Tern</dt><dd>A bird</dd></dl>", "Tern\nA bird"),
    "controls that hide words go": ("in\u200bvis\u202eible", "invisible"),
    "nothing is nothing": ("", ""),
}


@pytest.mark.parametrize(("page", "text"), LAID_OUT.values(), ids=LAID_OUT)
def test_a_page_is_laid_out_as_text(page: str, text: str) -> None:
    assert text_of_html(page) == text


HIDING = [
    "<script>{}</script>",
    "<script/>{}</script>",
    "<SCRIPT type='a>b'/>{}</script>",
    '<i "></i><script/>{}</script><i "></i>',
    "<style>{}</style>",
    "<template><p>{}</p></template>",
    "<noscript><p>{}</noscript>",
    "<!-- {} -->",
    "<!-- <p> {}",
    "<p hidden>{}</p>",
    "<div hidden/><p>{}</p></div>",
    "<div style='color: red; DISPLAY : none'><p>{}</p></div>",
    "<span style='visibility:hidden'>{}</span>",
    "<i style='display:/* so */none'>{}</i>",
    "<textarea>{}</textarea>",
    "<select><option>{}</select>",
    "<button onclick='go()'>{}</button>",
    "<input value='{}'>",
    "<a title='{}' onclick='{}'></a>",
    "<iframe>{}</iframe>",
    "<svg><title>{}</title><text>{}</text></svg>",
    "<dialog>{}</dialog>",
    "<head><title>{}</title></head>",
]


@pytest.mark.parametrize("hiding", HIDING)
def test_what_a_page_does_not_show_is_not_quoted(hiding: str) -> None:
    page = "<p>before</p>" + hiding.replace("{}", "secret") + "<p>after</p>"
    unclosed = hiding == "<!-- <p> {}"
    assert text_of_html(page) == ("before" if unclosed else "before\n\nafter")


def test_what_is_hidden_from_screen_readers_alone_is_seen_and_so_quoted() -> None:
    assert text_of_html("<b aria-hidden='true'>seen</b>") == "seen"


@given(st.text())
def test_escaped_text_says_its_words(text: str) -> None:
    text = text.replace("\0", "")
    assert text_of_html(html.escape(text)).split() == clean_text(text).split()


# Pieces that a page is made of, and words that may only come through where nothing hides them.
_TAGS = (
    "<p> </p> <div> </div> <span> </span> <ul> <ol> </ul> <li> </li> <table> <tr> <td> </td> </table> <pre> "
    "</pre> <br> <b> </b> <!-- --> <q> </q> <sup> </sup> <td/> <a> </a> shown 7 &amp; < >"
)
_PIECES = st.lists(st.sampled_from(["<div hidden>", *_TAGS.split()]), max_size=40).map(" ".join)


@given(_PIECES, _PIECES)
def test_a_script_says_nothing_wherever_it_stands(before: str, after: str) -> None:
    page = f"{before} <script>secret('</p>')</script> {after}"
    assert "secret" not in text_of_html(page)


@given(_PIECES)
def test_no_tag_comes_through_and_the_text_is_clean(page: str) -> None:
    text = text_of_html(page)
    assert clean_text(text) == text
    assert not any(tag in text for tag in ("<p>", "</", "<div", "hidden", "<!--"))


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "x",
        "<div>" * 10_000 + "x" + "</div>" * 10_000,
        "<ul><li>" * 50_000 + "x",
        "<table><tr><td>" * 30_000 + "x",
        "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">x",
    ],
    ids=["open", "closed", "lists", "tables", "attributes"],
)
def test_depth_and_breadth_are_no_danger(page: str) -> None:
    began = time.monotonic()
    assert text_of_html(page).endswith("x")
    assert time.monotonic() - began < 30


def test_ends_that_end_nothing_in_great_depth_are_refused() -> None:
    with pytest.raises(MarkupError, match="nested too deeply"):
        text_of_html("<div>" * 50_000 + "</span>" * 50_000)


@given(_PIECES)
def test_a_page_kept_reads_as_a_page_streamed(page: str) -> None:
    assert Page(page).text() == text_of_html(page)


def test_an_element_of_a_page_reads_alone_and_without_what_is_left_out() -> None:
    page = Page("<p>a<div id=x>b <i>c</i> <b>d</b></div>e")
    (inner,) = page.find("div")
    assert page.text(inner) == "b c d"
    assert page.text(inner, lambda element: element.tag == "i") == "b d"
    assert page.words(inner) == "b c d"
