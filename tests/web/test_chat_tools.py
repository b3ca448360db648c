"""Slack, Mattermost and Teams ask: requests as they send them, and as others forge them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from werkzeug.exceptions import Unauthorized
from werkzeug.test import TestResponse

from byline import KnowledgeBase
from byline.errors import SettingsError
from byline.settings import load_settings
from byline.web.app import create_app
from byline.web.chat_tools import mattermost, said, slack, teams
from byline.web.chat_tools.checks import SeenOnce, check_slack

SLACK = "8f742231b10e8888abcd99yyyzzz85a5"
MATTERMOST = "xr3j5x3p4pfk7kk6ck7b4e6ghh"
TEAMS = base64.b64encode(b"a secret that Teams made up itself").decode()
HOSTILE = (
    "Ring the bell twice, <!channel> and @channel: see http://evil.example/x, www.evil.example or "
    "[here](javascript:alert(1)), *bold* `code` & <at>All</at> <@U123> ~town-square :bell: #1"
)
QUESTION = "how often do you ring the bell?"

Json = dict[str, Any]
Make = Callable[..., FlaskClient]
numbers = itertools.count()


@pytest.fixture(scope="module")
def bells(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a knowledge base with an answer that is written to do harm."""
    folder = tmp_path_factory.mktemp("bells")
    record = {"question": "How often do you ring the bell?", "answer": HOSTILE, "author": "Ann @here <!here>"}
    whole = {**record, "role": "Keeper", "company": "Bells & Co"}
    (folder / "answers.jsonl").write_text(json.dumps(whole), encoding="utf-8")
    with KnowledgeBase.open(folder / "home") as kb:
        kb.add(folder / "answers.jsonl")
    return folder / "home"


@pytest.fixture
def make(bells: Path) -> Iterator[Make]:
    """Give clients of apps over it, each with the settings it is called with."""
    opened = []

    def make(**settings: object) -> FlaskClient:
        secrets = {"slack_secret": SLACK, "mattermost_secret": MATTERMOST, "teams_secret": TEAMS}
        chosen = {**secrets, "rate": "", "public_url": "https://ask.example.org", **settings}
        kb = KnowledgeBase.open(settings=load_settings(home=bells, **chosen))
        opened.append(kb)
        return create_app(kb).test_client()

    yield make
    for kb in opened:
        kb.close()


def slack_request(
    client: FlaskClient, text: str = QUESTION, *, secret: str = SLACK, age_s: float = 0, **changed: str
) -> TestResponse:
    """Send what Slack sends for `/byline text`."""
    fields = {
        "token": "gIkuvaNzQIHg97ATvDxqgjtO",
        "team_id": "T0001",
        "team_domain": "example",
        "channel_id": "C2147483705",
        "channel_name": "test",
        "user_id": "U2147483697",
        "user_name": "steve",
        "command": "/byline",
        "text": text,
        "api_app_id": "A123456",
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/1234/5678",
        "trigger_id": f"13345224609.738474920.{next(numbers)}",
        **changed,
    }
    body = urlencode(fields)
    timestamp = str(int(time.time() - age_s))
    code = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return client.post(
        "/integrations/slack",
        data=body,
        content_type="application/x-www-form-urlencoded",
        headers={"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={code}"},
    )


def mattermost_fields(text: str = f"byline {QUESTION}", **changed: object) -> Json:
    """What an outgoing webhook of Mattermost sends."""
    return {
        "token": MATTERMOST,
        "team_id": "rdc9bgriktyx9p4kowh3dmgqyc",
        "team_domain": "example",
        "channel_id": "4qhiq6nzxf8h3ftb1bcbsqxmmy",
        "channel_name": "town-square",
        "timestamp": int(time.time() * 1000),
        "user_id": "hno7ef1w7fgrbj8a1z9t8cn1ye",
        "user_name": "steve",
        "post_id": f"t8rk7c3p5b8jzp8b1j6rqm{next(numbers):04}",
        "text": text,
        "trigger_word": "byline",
        "file_ids": "",
        **changed,
    }


def teams_request(
    client: FlaskClient, text: str = QUESTION, *, secret: str = TEAMS, age: timedelta = timedelta()
) -> TestResponse:
    """Send what an outgoing webhook of Teams sends."""
    activity = {
        "type": "message",
        "id": f"14859834085{next(numbers)}",
        "timestamp": (datetime.now(UTC) - age).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "channelId": "msteams",
        "from": {"id": "29:1XJKJMvc5GBtc2JwZq0oj8tHZmzrQgFmB39ATiQWA85g", "name": "Steve"},
        "conversation": {"isGroup": True, "id": "19:253b1f341670408fb6fe51050b6e5ceb@thread.skype"},
        "textFormat": "plain",
        "text": f"<at>Byline</at>&nbsp;{text}\n",
        "locale": "en-US",
    }
    body = json.dumps(activity).encode()
    code = base64.b64encode(hmac.new(base64.b64decode(secret), body, hashlib.sha256).digest()).decode()
    headers = {"Authorization": f"HMAC {code}"}
    return client.post("/integrations/teams", data=body, content_type="application/json", headers=headers)


def parts_of(message: Json, kind: str) -> list[Json]:
    """Return every element of a kind in a message, however deep."""
    found = [message] if message.get("type") == kind else []
    for value in message.values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                found += parts_of(each, kind)
    return found


# Slack


def test_a_slack_command_is_answered_with_the_quotation_its_byline_and_its_link(make: Make) -> None:
    message = slack_request(make()).json
    (quote,) = parts_of(message, "rich_text_quote")
    assert quote["elements"] == [{"type": "text", "text": HOSTILE}]
    (link,) = parts_of(message, "link")
    assert re.fullmatch(r"https://ask\.example\.org/answers/a_\w+\?revision=[0-9a-f]+#s0", link["url"])
    assert {"type": "text", "text": "— Ann @here <!here>, Keeper, Bells & Co. "} in parts_of(message, "text")
    assert message["blocks"][0]["text"]["text"] == "1 excerpt from 1 author, high confidence"
    assert message["response_type"] == "ephemeral"


def test_nothing_that_slack_reads_as_markup_has_what_people_wrote(make: Make) -> None:
    message = slack_request(make()).json
    assert "mrkdwn" not in json.dumps(message)
    assert "bell" not in message["text"]
    assert slack.escaped("<!channel> & <http://x|y>") == "&lt;!channel&gt; &amp; &lt;http://x|y&gt;"


def test_a_slack_reply_is_shown_to_the_channel_where_the_settings_say_so(make: Make) -> None:
    assert slack_request(make(chat_in_channel=True)).json["response_type"] == "in_channel"


def test_what_nobody_answered_is_said_in_slack_and_the_nearest_is_told_apart(make: Make) -> None:
    message = slack_request(make(), "how do I bake bread with a bell?").json
    texts = [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]
    assert texts[0] == "Nobody here has answered that."
    if parts_of(message, "rich_text_quote"):
        assert "What comes nearest, though it answers something else" in texts


@pytest.mark.parametrize(
    ("text", "told"), [("", "Write a question after it"), ("x" * 3000, "2,000"), ("bell after:soon", "soon")]
)
def test_a_question_that_can_not_be_asked_is_told_in_the_chat(make: Make, text: str, told: str) -> None:
    response = slack_request(make(), text)
    assert response.status_code == 200
    assert told in response.json["blocks"][0]["text"]["text"]


def test_the_question_is_read_as_slack_writes_it() -> None:
    assert slack.question_of("what did <@U1|ann> say &lt;of&gt; <http://x.org|x.org> &amp; <#C1>?") == (
        "what did ann say <of> x.org & #C1?"
    )


def test_the_signature_is_the_one_that_slack_explains() -> None:
    """The example of Slack's page "Verifying requests from Slack": right, and of 2018."""
    body = (
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
        "96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    with pytest.raises(Unauthorized, match="not of now"):
        check_slack(SLACK, "1531420618", signature, body.encode())
    with pytest.raises(Unauthorized, match="signature"):
        check_slack(SLACK, "1531420619", signature, body.encode())


def test_a_slack_request_that_is_forged_stale_or_altered_is_refused(make: Make) -> None:
    client = make()
    for response in (
        slack_request(client, secret=SLACK[::-1]),
        slack_request(client, age_s=301),
        slack_request(client, age_s=-301),
        client.post("/integrations/slack", data={"text": QUESTION}),
        client.post("/integrations/slack", data="x", headers={"X-Slack-Signature": "v0=é"}),
    ):
        assert (response.status_code, response.mimetype) == (401, "application/problem+json")
        assert response.json["code"] == "not_signed"
        assert "bell" not in response.text
    assert slack_request(client, age_s=290).status_code == 200


def test_slack_sees_its_own_check_of_the_certificate_answered(make: Make) -> None:
    assert slack_request(make(), ssl_check="1").json == {}


# Mattermost


def test_a_mattermost_webhook_is_answered_in_json_and_as_a_form(make: Make) -> None:
    client = make()
    by_json = client.post("/integrations/mattermost", json=mattermost_fields()).json
    by_form = client.post("/integrations/mattermost", data=mattermost_fields()).json
    assert by_json == by_form
    assert by_json["response_type"] == "comment"
    assert "](https://ask.example.org/answers/a_" in by_json["text"]


def test_a_mattermost_command_is_answered_to_the_person_or_the_channel(make: Make) -> None:
    command = {"command": "/byline", "trigger_word": "", "text": QUESTION}
    for in_channel, kind in ((False, "ephemeral"), (True, "in_channel")):
        fields = mattermost_fields(**command, trigger_id=f"t{next(numbers)}")
        del fields["post_id"], fields["timestamp"]
        message = make(chat_in_channel=in_channel).post("/integrations/mattermost", data=fields).json
        assert message["response_type"] == kind


def test_a_quotation_in_mattermost_calls_nobody_and_links_nowhere(make: Make) -> None:
    text = make().post("/integrations/mattermost", json=mattermost_fields()).json["text"]
    html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert re.findall(r'href="([^"]*)"', html) == re.findall(r"\((https://ask\.example\.org/[^)]*)\)", text)
    assert not re.search(r"@\w", re.sub(r"<code>.*?</code>", "", html))
    assert "<strong>" not in html
    assert "<em>" not in html


@given(st.text(st.sampled_from("@a `*_[]()<>!:/.w~#&\\-+|h1"), max_size=30))
def test_markdown_that_is_escaped_is_shown_letter_for_letter(text: str) -> None:
    line = " ".join(text.split())
    tokens = MarkdownIt("commonmark").parse(f"x {mattermost.escaped(line)} x")
    (inline,) = [each for each in tokens if each.children]
    shown = "".join(child.content for child in inline.children)
    assert shown.split() == f"x {line} x".split()
    assert {child.type for child in inline.children} <= {"text", "text_special", "code_inline"}
    assert not re.search(r"@\w", "".join(child.content for child in inline.children if child.type == "text"))


def test_a_mattermost_request_with_another_token_stale_or_nameless_is_refused(make: Make) -> None:
    client = make()
    nameless = mattermost_fields()
    del nameless["post_id"]
    for fields in (
        mattermost_fields(token=MATTERMOST[::-1]),
        mattermost_fields(token=""),
        mattermost_fields(timestamp=int((time.time() - 301) * 1000)),
        mattermost_fields(timestamp="soon"),
        nameless,
    ):
        response = client.post("/integrations/mattermost", json=fields)
        assert (response.status_code, response.json["code"]) == (401, "not_signed")
    response = client.post("/integrations/mattermost", data="[1]", content_type="application/json")
    assert response.status_code == 400


# Teams


def test_a_teams_webhook_is_answered_with_a_card(make: Make) -> None:
    message = teams_request(make()).json
    (card,) = (each["content"] for each in message["attachments"])
    texts = [run["text"] for run in parts_of(card, "TextRun")]
    assert texts == [
        "1 excerpt from 1 author, high confidence",
        HOSTILE,
        "— Ann @here <!here>, Keeper, Bells & Co",
    ]
    (action,) = parts_of(card, "Action.OpenUrl")
    assert action["url"].startswith("https://ask.example.org/answers/a_")
    # Markdown and mentions are read in a TextBlock and in the text of a message; there is neither.
    assert parts_of(card, "TextBlock") == []
    assert message.keys() == {"type", "attachments"}


def test_a_teams_request_that_is_forged_or_stale_is_refused(make: Make) -> None:
    client = make()
    other = base64.b64encode(b"another secret, of another team").decode()
    for response in (
        teams_request(client, secret=other),
        teams_request(client, age=timedelta(seconds=301)),
        client.post("/integrations/teams", json={"text": QUESTION}),
        client.post("/integrations/teams", json={"text": QUESTION}, headers={"Authorization": "HMAC é"}),
    ):
        assert (response.status_code, response.json["code"]) == (401, "not_signed")


def test_the_question_and_the_time_are_read_as_teams_writes_them() -> None:
    activity = {"text": "<p><at id='0'>By line</at>&nbsp;who &lt;rings&gt;<br>\n it?</p>"}
    assert teams.question_of(activity) == "who <rings> it?"
    assert teams.moment_of({"timestamp": "2017-02-01T21:10:07.4371653Z"}) == pytest.approx(1485983407.437165)
    assert teams.moment_of({"timestamp": "2017-02-01T21:10:07"}) is None
    assert teams.moment_of({}) is None


# All of them


@pytest.mark.parametrize("tool", ["slack", "mattermost", "teams"])
def test_what_was_answered_is_not_answered_again_by_any_worker(
    make: Make, tool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, other = make(), make()
    posted: list[tuple[str, Json]] = []
    post = client.post

    def recording(path: str, **request: Any) -> TestResponse:
        posted.append((path, request))
        return post(path, **request)

    monkeypatch.setattr(client, "post", recording)
    if tool == "mattermost":
        first = client.post("/integrations/mattermost", json=mattermost_fields())
    else:
        first = {"slack": slack_request, "teams": teams_request}[tool](client)
    assert first.status_code == 200
    ((path, request),) = posted
    for worker in (client, other):
        again = worker.post(path, **request)
        assert (again.status_code, again.json["code"]) == (401, "not_signed")
        assert "answered already" in again.json["detail"]


def test_what_came_is_forgotten_once_it_would_be_refused_for_its_age(tmp_path: Path) -> None:
    seen = SeenOnce(tmp_path / "seen", keep_s=0)
    seen.refuse_again("a")
    seen = SeenOnce(tmp_path / "seen", keep_s=0)
    time.sleep(0.01)
    seen.refuse_again("a")
    with pytest.raises(Unauthorized):
        seen.refuse_again("a")


def test_of_many_at_once_one_is_the_first(tmp_path: Path) -> None:
    refused = []
    gate = threading.Barrier(8)

    def knock() -> None:
        seen = SeenOnce(tmp_path / "seen", keep_s=60)
        gate.wait()
        try:
            seen.refuse_again("a")
        except Unauthorized:
            refused.append(1)

    threads = [threading.Thread(target=knock) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 7


def test_a_tool_without_a_secret_is_not_there(make: Make) -> None:
    client = make(slack_secret="", mattermost_secret="", teams_secret="")
    for name in ("slack", "mattermost", "teams"):
        response = client.post(f"/integrations/{name}", data={"text": QUESTION, "token": ""})
        assert (response.status_code, response.json["code"]) == (404, "not_found")


def test_a_body_that_is_too_large_is_refused(make: Make) -> None:
    client = make(body_bytes=2000)
    assert slack_request(client, "x" * 3000).status_code == 413
    assert teams_request(client, "x" * 3000).status_code == 413
    assert client.post("/integrations/mattermost", json=mattermost_fields("x" * 3000)).status_code == 413


def test_a_chat_is_not_left_waiting(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(said, "WAIT_S", 0.0)
    began = time.monotonic()
    message = slack_request(make()).json
    assert "longer than a chat waits" in message["blocks"][0]["text"]["text"]
    assert time.monotonic() - began < 3


def test_a_long_quotation_is_cut_and_says_so(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(said, "QUOTED_CHARS", 14)
    (quote,) = parts_of(slack_request(make()).json, "rich_text_quote")
    assert quote["elements"][0]["text"] == "Ring the bell  […]"


def test_the_words_are_in_the_language_of_the_settings(make: Make) -> None:
    message = slack_request(make(language="de"), "").json
    assert message["blocks"][0]["text"]["text"].startswith("Schreiben Sie eine Frage")


@pytest.mark.parametrize(
    ("name", "value"),
    [("slack_secret", "short"), ("teams_secret", "not base64 at all!"), ("teams_secret", "YQ==")],
)
def test_a_secret_that_can_not_be_one_is_refused_and_not_shown(home: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(home=home, **{name: value})
    assert f"{name} = (not shown)" in str(refused.value)
    assert value not in str(refused.value)


def test_no_secret_and_no_token_is_logged(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    client = make()
    slack_request(client)
    slack_request(client, secret="forged")
    client.post("/integrations/mattermost", json=mattermost_fields(token="guessed-token"))
    for secret in (SLACK, MATTERMOST, TEAMS, "guessed-token"):
        assert secret not in caplog.text


def test_questions_from_chats_are_counted(make: Make) -> None:
    client = make(rate="1/hour")
    assert [slack_request(client).status_code for _ in range(2)] == [200, 429]
