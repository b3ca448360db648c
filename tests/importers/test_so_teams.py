"""Pages of the API of Stack Overflow for Teams."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from byline.errors import FileFormatError

from .conftest import Read

ANSWER = {
    "answer_id": 8,
    "question_id": 7,
    "is_accepted": True,
    "score": -2,
    "creation_date": 1620036000,
    "content_license": "CC BY-SA 4.0",
    "owner": {"display_name": "Zo&#235; Tern", "user_id": 3},
    "body_markdown": "Use `a &lt; b` &amp;amp; **act**.\r\n\r\n    if (x &gt; y) go();",
    "body": "<p>not this</p>",
}
QUESTION = {
    "question_id": 7,
    "title": "What&#39;s a &quot;map&quot;?",
    "link": "https://stackoverflowteams.com/c/harbor/questions/7",
    "tags": ["maps"],
    "owner": {"display_name": "Asker"},
}


def page(*items: dict[str, Any], **more: Any) -> str:
    return json.dumps({"items": items, "has_more": False, **more})


@pytest.mark.parametrize(
    "content",
    [
        page(QUESTION | {"answers": [ANSWER]}),
        page(QUESTION, ANSWER),
        json.dumps([json.loads(page(ANSWER)), json.loads(page(QUESTION | {"answers": [ANSWER]}))][::-1]),
    ],
    ids=["inside", "beside", "pages"],
)
def test_an_answer_is_read_with_its_question_wherever_that_stands(read: Read, content: str) -> None:
    (draft,), warnings = read("page.json", content)
    assert draft.text == "Use a < b & act.\n\nif (x > y) go();"
    assert draft.question == 'What\'s a "map"?'
    assert (draft.byline.author, draft.byline.date.value) == ("Zoë Tern", date(2021, 5, 3))
    assert (draft.key, draft.votes, draft.accepted, draft.license) == ("8", -2, True, "CC BY-SA 4.0")
    assert (draft.url, draft.tags) == ("https://stackoverflowteams.com/c/harbor/questions/7#8", ("maps",))
    assert warnings == []


def test_html_is_read_where_there_is_no_markdown(read: Read) -> None:
    answer = {key: value for key, value in ANSWER.items() if key != "body_markdown"}
    (draft,), warnings = read("page.json", page(answer | {"body": "<p>a &lt; b</p><pre>x\n y</pre>"}))
    assert (draft.text, draft.question) == ("a < b\n\nx\n y", None)
    assert "1 answers are kept without their question" in warnings[0]


def test_more_pages_and_missing_names_are_said(read: Read) -> None:
    _, warnings = read("page.json", page(QUESTION | {"answers": [ANSWER | {"owner": {}}]}, has_more=True))
    assert ["has_more" in warnings[0], "names no author" in warnings[1]] == [True, True]


def test_answers_without_their_text_are_refused_with_what_to_fetch(read: Read) -> None:
    answer = {key: value for key, value in ANSWER.items() if not key.startswith("body")}
    with pytest.raises(FileFormatError, match=r"answer 8 has neither.*answer\.body_markdown"):
        read("page.json", page(QUESTION | {"answers": [answer]}))
    with pytest.raises(FileFormatError, match=r"no answers were found under items"):
        read("page.json", page(QUESTION))
