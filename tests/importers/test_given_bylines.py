"""Texts that name nobody, with a byline that the caller gives."""

from __future__ import annotations

import pytest

from byline.errors import FileFormatError
from byline.models import Byline, Draft

from .conftest import Read

ADA = Byline("Ada Tern", "Pilot")
PAGE = """<!DOCTYPE html><html><head><title>Flying | Harbor</title><link rel="canonical" href="https://h.example/fly">
<meta name="author" content="Harbor Web"></head><body><header>Menu</header><nav>Home</nav>
<main><h1>How do terns fly?</h1><p>With <b>wings</b>.</p><aside>Buy maps</aside><ul><li>Both</li></ul></main>
<footer>Imprint</footer><script>track()</script></body></html>"""


def test_the_main_part_of_a_page_is_the_answer_and_its_heading_the_question(read: Read) -> None:
    drafts, warnings = read("fly.html", PAGE, byline=ADA)
    text, url = "With wings.\n\n- Both", "https://h.example/fly"
    assert drafts == [Draft(text, ADA, question="How do terns fly?", url=url, line=1)]
    assert warnings == []


def test_a_page_without_a_main_part_is_read_without_what_stands_around(read: Read) -> None:
    page = PAGE.replace("<main>", "").replace("</main>", "").replace("<h1>How do terns fly?</h1>", "")
    (draft,), _ = read("fly.html", page, byline=ADA)
    assert (draft.text, draft.question) == ("With wings.\n\n- Both", "Flying | Harbor")


def test_a_piece_of_html_is_known_by_its_ending(read: Read) -> None:
    (draft,), warnings = read("a.htm", "<div>Hello <i>there</i></div>", byline=ADA)
    assert (draft.text, draft.question) == ("Hello there", None)
    assert len(warnings) == 1


def test_a_page_without_a_byline_is_refused_with_how_to_give_one(read: Read) -> None:
    with pytest.raises(FileFormatError, match=r"'Harbor Web' as the author.*--author \"Ada Tern\""):
        read("fly.html", PAGE)


def test_a_page_without_words_is_refused(read: Read) -> None:
    with pytest.raises(FileFormatError, match="no words of its own"):
        read("app.html", "<html><body><div id=app></div><script>go()</script></body></html>", byline=ADA)


def test_a_plain_text_is_one_answer(read: Read) -> None:
    drafts, warnings = read("fly.txt", "With <wings>.\r\n\r\n\r\nBoth. ", byline=ADA, question="How?")
    assert drafts == [Draft("With <wings>.\n\nBoth.", ADA, question="How?", line=1)]
    assert warnings == []


def test_a_text_of_what_can_not_be_seen_is_refused(read: Read) -> None:
    with pytest.raises(FileFormatError, match="no text in it"):
        read("fly.txt", "\u200b \n", byline=ADA)


def test_a_plain_text_without_a_byline_is_refused_with_how_to_give_one(read: Read) -> None:
    with pytest.raises(FileFormatError, match="--author"):
        read("fly.txt", "With wings. Both of them.")
