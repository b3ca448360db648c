"""Leaving a question and saying whether a reply helped: the forms without JavaScript, and the endpoint."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from byline import KnowledgeBase
from byline.heard import FeedbackReason
from byline.settings import load_settings
from byline.web.app import create_app

NOBODY = "/?q=who+bakes+the+sourdough"
ANSWERED = "/?q=how+do+you+keep+a+roadmap+honest"


@pytest.fixture
def kb(own_home: Path) -> Iterator[KnowledgeBase]:
    """A loaded knowledge base of the test's own, for it is written to."""
    with KnowledgeBase.open(settings=load_settings(home=own_home, rate="", telling_rate="")) as opened:
        yield opened


@pytest.fixture
def client(kb: KnowledgeBase) -> FlaskClient:
    return create_app(kb).test_client()


def form_of(page: str, name: str) -> str:
    """Return the markup of the one form of the conversation that has a slot, or stands in one, of a name."""
    shown = page.partition("<template")[0]
    return re.search(rf'<(form|details) [^>]*data-slot="{name}".*?</\1>', shown, re.S)[0]


def hidden_fields(form: str) -> dict[str, list[str]]:
    """Return the hidden fields of a form, as a browser would send them."""
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(html.unescape(value))
    return fields


def test_a_question_that_nobody_answered_is_left_with_a_form(client: FlaskClient, kb: KnowledgeBase) -> None:
    form = form_of(client.get(NOBODY).text, "leave")
    assert ">who bakes the sourdough</textarea>" in form
    assert "What is kept:" in form
    assert "Who can read it:" in form
    action = re.search(r'method="post" action="([^"]+)"', form)[1]
    sent = client.post(action, data={"question": "who bakes?", "contact": " mara@example.org "})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/open-questions/thanks")
    thanks = client.get(sent.headers["Location"])
    assert thanks.status_code == 200
    assert "Your question is kept." in thanks.text
    (left,) = kb.open_questions()
    assert (left.question, left.contact) == ("who bakes?", "mara@example.org")


def test_only_where_nobody_answered_can_a_question_be_left(client: FlaskClient) -> None:
    answered = client.get(ANSWERED).text.partition("<template")[0]
    assert 'data-slot="leave"' not in answered
    assert 'data-slot="feedback"' in answered
    for path in (NOBODY, "/?q=roadmap&after=2031-01-01"):
        page = client.get(path).text.partition("<template")[0]
        assert 'data-slot="leave"' in page
        assert 'data-slot="feedback"' not in page


@pytest.mark.parametrize(
    ("question", "contact", "said"),
    [
        ("", "a", "has no words"),
        ("x" * 2001, "a", "2,000 are the limit"),
        ("who?", "a" * 201, "200 are the limit"),
    ],
)
def test_a_form_that_can_not_be_taken_comes_back_with_what_was_written(
    client: FlaskClient, kb: KnowledgeBase, question: str, contact: str, said: str
) -> None:
    page = client.post("/open-questions", data={"question": question, "contact": contact})
    assert page.status_code == 422
    assert said in page.text
    assert f">{question}</textarea>" in page.text
    assert f'value="{contact}"' in page.text
    refused = client.post(
        "/open-questions",
        data={"question": question, "contact": contact},
        headers={"Accept": "application/json"},
    )
    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")
    assert said in refused.json["detail"]
    assert kb.open_questions() == []


def test_a_script_gets_no_page_back(client: FlaskClient, kb: KnowledgeBase) -> None:
    accepting = {"Accept": "application/json"}
    for _ in range(2):
        sent = client.post("/open-questions", data={"question": "who?"}, headers=accepting)
        assert (sent.status_code, sent.data) == (204, b"")
    assert len(kb.open_questions()) == 1, "sent twice, kept once"


def test_feedback_is_kept_with_the_question_and_what_was_quoted(
    client: FlaskClient, kb: KnowledgeBase
) -> None:
    form = form_of(client.get(ANSWERED).text, "feedback")
    assert "What is kept:" in form
    assert "changes no ranking" in form
    fields = hidden_fields(form)
    chosen = {"helped": "no", "reason": ["out_of_date", "wrong_person"], "words": "Mara left in May."}
    sent = client.post("/feedback", data={**fields, **chosen})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/feedback/thanks")
    assert "What you said is kept" in client.get("/feedback/thanks").text
    (kept,) = kb.feedback()
    reply = kb.ask("how do you keep a roadmap honest")
    assert (kept.question, kept.helped, kept.words) == (reply.question, False, "Mara left in May.")
    assert kept.reasons == (FeedbackReason.OUT_OF_DATE, FeedbackReason.WRONG_PERSON)
    assert kept.index_revision == reply.index_revision
    assert [(each.answer_id, each.start, each.end) for each in kept.quoted] == [
        (each.answer.id, each.start, each.end) for each in reply.excerpts
    ]


def test_changing_ones_mind_about_a_reply_replaces_what_was_said(
    client: FlaskClient, kb: KnowledgeBase
) -> None:
    fields = hidden_fields(form_of(client.get(ANSWERED).text, "feedback"))
    client.post("/feedback", data={**fields, "helped": "no", "reason": "other"})
    client.post("/feedback", data={**fields, "helped": "yes", "reason": "other"})
    (kept,) = kb.feedback()
    assert (kept.helped, kept.reasons) == (True, ())
    again = hidden_fields(form_of(client.get(ANSWERED).text, "feedback"))
    client.post("/feedback", data={**again, "helped": "yes"})
    assert len(kb.feedback()) == 2, "another reply, though to the same question"


@pytest.mark.parametrize(
    "change",
    [
        {"helped": "perhaps"},
        {"reason": "dull"},
        {"excerpt": "a_none"},
        {"excerpt": "a_aaaaaaaaaaaaaaaa 0-9 sha256:0"},
        {"excerpt": "a_none 0-99999999999999 sha256:0"},
        {"reply_id": "q_1"},
        {"index_revision": "²"},
        {"question": ""},
        {"words": "x" * 2001},
    ],
    ids=str,
)
def test_feedback_that_no_form_of_ours_sends_is_refused_in_the_one_shape(
    client: FlaskClient, kb: KnowledgeBase, change: dict[str, str]
) -> None:
    fields = hidden_fields(form_of(client.get(ANSWERED).text, "feedback"))
    data = {**fields, "helped": "no", **change}
    refused = client.post("/feedback", data=data, headers={"Accept": "application/json"})
    assert refused.status_code in (404, 422)
    assert refused.mimetype == "application/problem+json"
    assert client.post("/feedback", data=data).mimetype == "text/html"
    assert kb.feedback() == []


def test_a_program_tells_the_same_over_the_endpoint(client: FlaskClient, kb: KnowledgeBase) -> None:
    reply = client.get(f"/api/v1/ask{ANSWERED[1:]}").json
    told = {
        "reply_id": reply["id"],
        "question": reply["question"],
        "helped": False,
        "reasons": ["not_asked"],
        "excerpts": [
            {name: excerpt[name] for name in ("answer_id", "revision", "start", "end")}
            for excerpt in reply["excerpts"]
        ],
        "index_revision": reply["index_revision"],
    }
    kept = client.post("/api/v1/feedback", json=told)
    assert (kept.status_code, kept.json["reasons"]) == (200, ["not_asked"])
    (found,) = kb.feedback()
    assert found.reply_id == reply["id"]
    assert found.quoted[0].answer_id == reply["excerpts"][0]["answer_id"]
    left = client.post("/api/v1/open-questions", json={"question": "who bakes?", "contact": "m@example.org"})
    assert (left.status_code, left.json["id"]) == (200, kb.open_questions()[0].id)
    assert "contact" not in left.json, "nobody else reads it"


def test_a_setting_turns_each_of_them_off(home: Path) -> None:
    for name, paths in (
        ("leave_questions", ("/open-questions", "/api/v1/open-questions", "/open-questions/thanks")),
        ("feedback", ("/feedback", "/api/v1/feedback", "/feedback/thanks")),
    ):
        with KnowledgeBase.open(settings=load_settings(home=home, **{name: False})) as kb:
            client = create_app(kb).test_client()
            for path in paths:
                assert client.post(path, json={}).status_code == 404
                assert client.get(path).status_code == 404
            page = client.get("/").text
            assert ('data-slot="leave"' in page, 'data-slot="feedback"' in page) == (
                name != "leave_questions",
                name != "feedback",
            )


def test_telling_has_an_allowance_of_its_own(home: Path) -> None:
    with KnowledgeBase.open(settings=load_settings(home=home, telling_rate="2/hour")) as kb:
        client = create_app(kb).test_client()
        body = {"question": "who?"}
        assert client.post("/api/v1/open-questions", json=body).status_code == 200
        assert client.post("/open-questions", data=body).status_code == 303
        for refused in (
            client.post("/open-questions", data=body),
            client.post("/api/v1/open-questions", json=body),
        ):
            assert refused.status_code == 429
            assert int(refused.headers["Retry-After"]) > 0
        assert client.post("/feedback", data={}).status_code == 429, "one allowance for both"
        assert client.get("/open-questions/thanks").status_code == 200
        assert client.get("/?q=how").status_code == 200


def test_what_is_told_is_not_logged_and_not_shown_to_others(
    client: FlaskClient, kb: KnowledgeBase, caplog: pytest.LogCaptureFixture
) -> None:
    client.post("/open-questions", data={"question": "who is swordfish?", "contact": "swordfish@example.org"})
    assert len(kb.open_questions()) == 1
    assert "swordfish" not in caplog.text
    for path in ("/", NOBODY, "/open-questions/thanks", "/api/v1/ask?q=fish"):
        assert "swordfish" not in client.get(path).text
