"""Texts that name nobody, with a byline that the caller gives."""

from __future__ import annotations

import json
from datetime import date

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


SAID = {"question": "How?", "answer": "With wings.", "date": "2021-05-03"}
WINGS = {"@type": "Answer", "text": "With wings.", "dateCreated": "2021-05-03"}
POST = {"post_number": 2, "cooked": "<p>With wings.</p>", "created_at": "2021-05-03T10:00:00Z"}
TEAM = {"answer_id": 2, "body": "With wings.", "creation_date": 1620036000}
NOBODY = {
    "a.csv": "question,answer,date\nHow?,With wings.,2021-05-03\n",
    "a.jsonl": f'{json.dumps(SAID)}\n{{"answer": "So.", "author": "Bo"}}\n',
    "a.json": json.dumps([SAID]),
    "kb.tsv": "Question\tAnswer\tSource\tMetadata\tQnaId\nHow?\tWith wings.\teditorial\tdate:2021-05-03\t1\n",
    "page.jsonld": json.dumps(
        {"@type": "QAPage", "mainEntity": {"@type": "Question", "name": "How?", "acceptedAnswer": WINGS}}
    ),
    "front.md": '---\ntitle: How?\nauthor: ""\ndate: 2021-05-03\n---\nWith wings.\n',
    "topic.json": json.dumps({"title": "How?", "post_stream": {"posts": [{"post_number": 1}, POST]}}),
    "teams.json": json.dumps(
        {"has_more": False, "items": [{"question_id": 1, "title": "How?", "answers": [TEAM]}]}
    ),
    "Posts.xml": '<posts><row Id="1" PostTypeId="1" Title="How?" /><row Id="2" PostTypeId="2" ParentId="1" '
    'Body="With wings." CreationDate="2021-05-03T10:00:00" /></posts>',
}


@pytest.mark.parametrize("name", NOBODY)
def test_in_every_format_the_byline_that_is_given_is_that_of_answers_that_name_nobody(
    read: Read, name: str
) -> None:
    drafts, warnings = read(name, NOBODY[name], byline=Byline("Ada Tern", "Pilot", "Harbor"))
    said = drafts[0].byline
    assert (said.author, said.role, said.company) == ("Ada Tern", "Pilot", "Harbor")
    assert (said.date.value, drafts[0].question) == (date(2021, 5, 3), "How?")
    assert [each.byline.author for each in drafts[1:]] == ["Bo"] * (name == "a.jsonl")
    assert not any("unnamed author" in warning for warning in warnings)


def test_on_a_page_of_experts_only_what_names_nobody_is_by_the_one_given(read: Read) -> None:
    page = (
        "All related (2)\n\nBo Skua\nHead of Search at Harbor Maps February 16\n\nStart with questions.\n\n"
        "523 Views\n\nNobody stands above these words, and they are a sentence or two of prose.\n"
    )
    drafts, _ = read("page.txt", page, byline=ADA)
    assert [draft.byline.author for draft in drafts] == ["Bo Skua", ADA.author]
