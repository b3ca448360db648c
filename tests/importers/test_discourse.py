"""Topics of a Discourse forum."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from byline.errors import FileFormatError

from .conftest import Read


def post(number: int, raw: str | None, **more: Any) -> dict[str, Any]:
    said = {"raw": raw} if raw is not None else {}
    return {
        "id": 900 + number,
        "name": "Ada Tern",
        "username": "ada",
        "created_at": "2021-05-03T10:00:00.123Z",
        "cooked": "<p>cooked</p>",
        "post_number": number,
        "post_type": 1,
        "user_id": 7,
        "user_title": "Head of Pricing",
        **said,
        **more,
    }


def topic(*posts: dict[str, Any], **more: Any) -> str:
    return json.dumps(
        {
            "post_stream": {"posts": [post(1, "How?", name="Asker"), *posts], "stream": [1]},
            "title": "How do you price a map?",
            "tags": ["pricing", {"id": 4, "name": "maps"}],
            **more,
        }
    )


def test_posts_after_the_first_answer_the_topic(read: Read) -> None:
    liked = {"actions_summary": [{"id": 2, "count": 5}], "accepted_answer": True}
    drafts, warnings = read("t.json", topic(post(2, "Ask **three** buyers.\nThen act.", **liked)))
    (draft,) = drafts
    assert draft.text == "Ask three buyers.\nThen act."
    assert (draft.byline.author, draft.byline.role, draft.byline.company) == (
        "Ada Tern",
        "Head of Pricing",
        None,
    )
    assert (draft.byline.date.value, draft.byline.date.as_printed) == (date(2021, 5, 3), None)
    assert (draft.question, draft.key, draft.tags) == ("How do you price a map?", "902", ("pricing", "maps"))
    assert (draft.accepted, draft.votes) == (True, 5)
    assert warnings == []


def test_what_is_quoted_of_others_is_not_the_authors(read: Read) -> None:
    raw = '[quote="bo, post:1, topic:2"]\nNot [quote]deep[/quote] mine\n[/quote]\nMine. ![map|690x388](upload://x.png)'
    cooked = '<aside class="quote no-group"><blockquote>Not mine</blockquote></aside><p>Mine, too.</p>'
    onebox = '<aside class="onebox"><p>Not mine</p></aside>'
    drafts, _ = read("t.json", topic(post(2, raw), post(3, None, cooked=cooked + onebox, name="")))
    assert [draft.text for draft in drafts] == ["Mine. map", "Mine, too."]
    assert drafts[1].byline.author == "ada"


@pytest.mark.parametrize(
    "why",
    [
        {"post_type": 3, "action_code": "closed.enabled"},
        {"post_type": 4},
        {"hidden": True},
        {"deleted_at": "2021-05-04T00:00:00Z"},
        {"user_deleted": True},
        {"user_id": -1},
    ],
    ids=["small action", "whisper", "hidden", "deleted", "by its author", "the forum itself"],
)
def test_what_is_no_post_for_all_to_read_is_left_out(read: Read, why: dict[str, Any]) -> None:
    drafts, _ = read("t.json", topic(post(2, "Secret.", **why), post(3, "Open.")))
    assert [draft.text for draft in drafts] == ["Open."]


def test_a_post_with_nothing_but_a_quote_is_left_out_and_said(read: Read) -> None:
    drafts, warnings = read("t.json", topic(post(2, "[quote]x[/quote]"), post(3, "[quote] is a tag")))
    assert [draft.text for draft in drafts] == ["[quote] is a tag"]
    assert "post 2 has no words of its own" in warnings[0]


def test_posts_that_the_file_does_not_have_are_said(read: Read) -> None:
    content = json.loads(topic(post(2, "A.")))
    content["post_stream"]["stream"] = list(range(25))
    assert "2 of the topic's 25 posts" in read("t.json", json.dumps(content))[1][0]


def test_a_topic_without_posts_is_refused(read: Read) -> None:
    with pytest.raises(FileFormatError, match="no posts under post_stream"):
        read("t.json", '{"post_stream": {"posts": []}}')


def test_many_quotes_that_never_end_take_no_time(read: Read) -> None:
    drafts, _ = read("t.json", topic(post(2, "a" + "[quote]" * 20_000)))
    assert drafts[0].text.startswith("a[quote]")
