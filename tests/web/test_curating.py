"""Adding answers in the browser: the key, what is found in a paste, mending it, and loading it."""

from __future__ import annotations

import html
import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import settings as property_settings
from hypothesis import strategies as st
from itsdangerous import TimestampSigner
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from byline import Byline, Draft, KnowledgeBase
from byline.importers import Notes
from byline.importers.text_cleaning import clean_line, clean_text
from byline.models import DatePrecision, PrintedDate
from byline.search.tantivy_engine import TantivyEngine
from byline.settings import load_settings
from byline.store import Store
from byline.web.app import create_app
from byline.web.curating_form import MOST_ROWS, TYPED, Form, drafts_of, read_form, row_of
from byline.web.curating_reading import CONTENT_BYTES

KEY = "correct horse battery"
PAGE = """All related (2)
Mara Lindqvist
Head of Product, Northwind Trading, Northwind TradingMay 31

Keep the roadmap to one page. A roadmap that nobody can hold in their head is a list of wishes.

Idris Okafor
Group Product Manager, ContosoJuly 20

Talk to five customers <before> you write anything & write down what they did.
"""


class _Fields(HTMLParser):
    """The fields of the one form that has answers, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._area: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "textarea":
            self.fields.append((given["name"] or "", ""))
            self._area = []
        elif tag == "input" and "name" in given and given.get("type") != "file":
            if given.get("type") == "checkbox" and "checked" not in given:
                return
            self.fields.append((given["name"] or "", given.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            text = "".join(self._area).removeprefix("\n").replace("\n", "\r\n")
            self.fields[-1] = (self.fields[-1][0], text)
            self._area = None


def fields_of(page: TestResponse) -> MultiDict[str, str]:
    """Return what a browser would send from the form of a page."""
    parser = _Fields()
    parser.feed(re.search(r'<form class="curate".*?</form>', page.text, re.S)[0])
    return MultiDict(parser.fields)


def settings_with(home: Path, **settings: Any) -> KnowledgeBase:
    return KnowledgeBase.open(settings=load_settings(home=home, curator_key=KEY, **settings))


@pytest.fixture
def kb(empty_home: Path, home: Path) -> Iterator[KnowledgeBase]:
    with settings_with(shutil.copytree(empty_home, home)) as opened:
        yield opened


@pytest.fixture
def stranger(kb: KnowledgeBase) -> FlaskClient:
    """Somebody who has not given the key."""
    return create_app(kb).test_client()


@pytest.fixture
def curator(kb: KnowledgeBase) -> FlaskClient:
    """Somebody who has."""
    client = create_app(kb).test_client()
    assert client.post("/curate/key", data={"key": KEY}).status_code == 303
    return client


def look(
    client: FlaskClient, text: str = PAGE, *, files: Sequence[tuple[bytes, str]] = (), **fields: str
) -> TestResponse:
    """Paste a text, or choose files, on the first page."""
    chosen = [FileStorage(BytesIO(content), name) for content, name in files]
    given = {"pasted": text.replace("\n", "\r\n"), "title": "Roadmap AMA", **fields}
    return send(client, "look", {**given, "files": chosen})


def send(client: FlaskClient, step: str, fields: Mapping[str, Any]) -> TestResponse:
    """Send a form as a browser does, in one piece of memory: the client would leave a large one open."""
    boundary, body = encode_multipart(fields)
    return client.post(f"/curate/{step}", data=body, content_type=f"multipart/form-data; boundary={boundary}")


def change(fields: MultiDict[str, str], name: str, number: int, value: str) -> None:
    values = fields.getlist(name)
    values[number] = value
    fields.setlist(name, values)


def marked(page: TestResponse) -> list[tuple[str, str, str]]:
    """Return what is marked in the originals: number, part and words."""
    found = re.findall(r'<mark class="hue-\d (\w+)"><a [^>]*>(\d+)</a>(.*?)</mark>', page.text, re.S)
    return [(number, part, html.unescape(words)) for part, number, words in found]


def texts(kb: KnowledgeBase) -> list[str]:
    return [answer.text for answer in kb.answers()]


# The key


def test_without_a_key_in_the_settings_there_are_no_such_pages(client: FlaskClient) -> None:
    assert client.get("/curate").status_code == 404
    assert client.post("/curate/key", data={"key": ""}).status_code == 404
    assert client.post("/curate/load").status_code == 404


@pytest.mark.parametrize("step", ["look", "preview", "load"])
def test_without_the_key_nothing_is_read_and_nothing_loaded(
    stranger: FlaskClient, kb: KnowledgeBase, step: str
) -> None:
    answer = stranger.post(f"/curate/{step}", data={"pasted": PAGE, "title": "T", "text": "x", "kept": "{}"})
    assert answer.status_code == 403
    assert "Mara" not in answer.text
    assert 'type="password"' in answer.text
    assert texts(kb) == []


@pytest.mark.parametrize("typed", ["", "wrong", KEY[:-1], KEY.upper(), "ключ", "\ud800"])
def test_another_key_opens_nothing(stranger: FlaskClient, typed: str) -> None:
    answer = stranger.post("/curate/key", data={"key": typed.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 403
    assert "That is not the key." in answer.text
    assert "Set-Cookie" not in answer.headers
    assert 'name="pasted"' not in stranger.get("/curate").text


def test_the_key_opens_the_page_and_leaving_closes_it(curator: FlaskClient) -> None:
    assert 'name="pasted"' in curator.get("/curate").text
    assert 'href="/curate"' in curator.get("/").text
    assert curator.post("/curate/leave").status_code == 303
    assert 'name="pasted"' not in curator.get("/curate").text
    assert 'href="/curate"' not in curator.get("/").text


def test_the_cookie_is_for_this_page_alone_and_no_script_reads_it(stranger: FlaskClient) -> None:
    plain = stranger.post("/curate/key", data={"key": KEY})
    cookie, hint = plain.headers.getlist("Set-Cookie")
    assert re.fullmatch(r"byline_curator=[^;]+; HttpOnly; Path=/curate; SameSite=Strict", cookie)
    assert hint == "byline_curating=1; HttpOnly; Path=/; SameSite=Strict"
    secure = stranger.post("/curate/key", data={"key": KEY}, base_url="https://localhost")
    assert all("; Secure;" in each for each in secure.headers.getlist("Set-Cookie"))
    assert KEY not in str(plain.headers)
    assert plain.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("value", ["curator", "curator.aaaa.bbbb", "", "1", "."])
def test_a_made_up_cookie_opens_nothing(stranger: FlaskClient, value: str) -> None:
    stranger.set_cookie("byline_curator", value, path="/curate")
    assert 'name="pasted"' not in stranger.get("/curate").text


def test_a_cookie_signed_with_another_key_opens_nothing(curator: FlaskClient, tmp_path: Path) -> None:
    cookie = curator.get_cookie("byline_curator", path="/curate")
    with KnowledgeBase.open(settings=load_settings(home=tmp_path / "o", curator_key=KEY + "!")) as other:
        client = create_app(other).test_client()
        client.set_cookie("byline_curator", cookie.value, path="/curate")
        assert 'name="pasted"' not in client.get("/curate").text


def test_the_key_can_be_tried_ten_times_a_minute(stranger: FlaskClient) -> None:
    tried = [stranger.post("/curate/key", data={"key": "guess"}).status_code for _ in range(11)]
    assert tried == [403] * 10 + [429]
    assert stranger.get("/curate").status_code == 200


@pytest.mark.parametrize("path", ["key", "leave", "look", "preview", "load"])
def test_nothing_is_done_that_a_page_of_another_site_sends(
    curator: FlaskClient, kb: KnowledgeBase, path: str
) -> None:
    data = {"key": KEY, "pasted": PAGE, "title": "T"}
    answer = curator.post(f"/curate/{path}", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert 'name="pasted"' in curator.get("/curate").text
    assert texts(kb) == []


def ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nine hours pass for whoever signs from now on."""
    now = TimestampSigner.get_timestamp
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: now(self) + 9 * 60 * 60)


def test_after_eight_hours_the_key_is_asked_for_and_what_was_typed_goes_on(
    curator: FlaskClient, kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = fields_of(look(curator))
    change(fields, "author", 0, "Mara L. Lindqvist")
    ended(monkeypatch)
    asked = send(curator, "load", fields)
    assert asked.status_code == 403
    assert "Your session has ended." in asked.text
    assert texts(kb) == []
    carried = fields_of(asked)
    wrong = send(curator, "key", MultiDict([*carried.items(multi=True), ("key", "no")]))
    carried = fields_of(wrong)
    assert "That is not the key." in wrong.text
    carried["key"] = KEY
    done = send(curator, "key", carried)
    assert done.status_code == 200
    assert [each.byline.author for each in kb.answers()] == ["Mara L. Lindqvist", "Idris Okafor"]


def test_the_address_of_a_step_leads_to_the_first(curator: FlaskClient) -> None:
    assert curator.get("/curate/preview").headers["Location"] == "/curate"


# What is found


def test_a_paste_shows_each_answer_beside_the_original_and_loads_nothing(
    curator: FlaskClient, kb: KnowledgeBase
) -> None:
    page = look(curator)
    assert page.status_code == 200
    fields = fields_of(page)
    assert fields.getlist("author") == ["Mara Lindqvist", "Idris Okafor"]
    assert fields.getlist("role") == ["Head of Product", "Group Product Manager"]
    assert fields.getlist("company") == ["Northwind Trading", "Contoso"]
    assert fields.getlist("date") == ["May 31", "July 20"]
    assert fields.getlist("text")[1].startswith("Talk to five customers <before> you")
    first, second = PAGE.splitlines()[4], PAGE.splitlines()[9]
    assert marked(page) == [
        ("1", "name", "Mara Lindqvist"),
        ("1", "byline", "Head of Product, Northwind Trading, Northwind TradingMay 31"),
        ("1", "answer", first),
        ("2", "name", "Idris Okafor"),
        ("2", "byline", "Group Product Manager, ContosoJuly 20"),
        ("2", "answer", second),
    ]
    assert "the page does not say which question 2 of its 2 answers reply to" in page.text
    assert "/tmp/" not in page.text
    assert re.findall(r"<dd>(\d+)</dd>", page.text) == ["2", "0", "0", "0"]
    assert texts(kb) == []


def test_the_original_is_shown_as_it_was_pasted_and_escaped_once(curator: FlaskClient) -> None:
    page = look(curator)
    shown = re.search(r'<div class="original".*?>(.*?)</div>', page.text, re.S)[1]
    plain = re.sub(r'<a class="tag".*?</a>|</?mark[^>]*>', "", shown)
    assert html.unescape(plain) == PAGE
    assert "&lt;before&gt;" in shown
    assert "&amp;lt;" not in page.text


def test_what_is_loaded_is_quoted_and_linked(curator: FlaskClient, kb: KnowledgeBase) -> None:
    fields = fields_of(look(curator, url="https://example.org/ama", collection="product"))
    done = send(curator, "load", fields)
    assert re.findall(r"<dd>(\d+)</dd>", done.text) == ["2", "0", "0", "0"]
    links = re.findall(r'href="(/answers/[^"]+)"', done.text)
    assert [curator.get(link).status_code for link in links] == [200, 200]
    assert "five customers" in curator.get(links[1]).text
    (source,) = kb.sources()
    assert (source.title, source.key, source.url) == ("Roadmap AMA", "Roadmap AMA", "https://example.org/ama")
    assert source.collection == "product"
    assert kb.ask("how many customers to talk to").answered
    assert {answer.byline.as_printed for answer in kb.answers()} == {
        "Head of Product, Northwind Trading, Northwind TradingMay 31",
        "Group Product Manager, ContosoJuly 20",
    }


def test_what_was_found_wrong_is_mended_left_out_or_added(curator: FlaskClient, kb: KnowledgeBase) -> None:
    fields = fields_of(look(curator))
    change(fields, "author", 1, "Idris B. Okafor")
    change(fields, "date", 1, "July 20, 2023")
    change(fields, "question", 1, "How do you start?")
    fields["left_out"] = "0"
    fields["another"] = "yes"
    fields = fields_of(send(curator, "preview", fields))
    assert fields.getlist("author") == ["Mara Lindqvist", "Idris B. Okafor", ""]
    assert fields.getlist("left_out") == ["0"]
    change(fields, "author", 2, "Chen Wei")
    change(fields, "text", 2, "  Interview for curiosity.\r\n\r\nSkills follow.  ")
    done = send(curator, "load", fields)
    assert "Loaded" in done.text
    one, two = kb.answers()
    assert (one.byline.author, one.question) == ("Idris B. Okafor", "How do you start?")
    assert one.byline.date.value.isoformat() == "2023-07-20"
    assert (two.text, two.byline.author) == ("Interview for curiosity.\n\nSkills follow.", "Chen Wei")


def test_checking_again_says_what_would_change_and_marks_anew(curator: FlaskClient) -> None:
    send(curator, "load", fields_of(look(curator)))
    fields = fields_of(look(curator))
    change(fields, "role", 0, "Chief Product Officer")
    second = "A roadmap that nobody can hold in their head is a list of wishes."
    change(fields, "text", 0, second)
    page = send(curator, "preview", fields)
    assert re.findall(r"<dd>(\d+)</dd>", page.text) == ["0", "1", "0", "1"]
    assert ("1", "answer", "A roadmap that nobody can hold in their head is a list of wishes.") in marked(
        page
    )


def test_an_age_counts_from_the_day_of_the_copy(curator: FlaskClient, kb: KnowledgeBase) -> None:
    page = PAGE.replace("ContosoJuly 20", "Contoso • 2y").replace("All related (2)\n", "")
    fields = fields_of(look(curator, page))
    assert "5y" in look(curator).text
    number = fields.getlist("author").index("Idris Okafor")
    assert fields.getlist("date")[number] == "2y"
    fields["captured"] = "2024-06-15"
    send(curator, "load", fields)
    (dated,) = [each for each in kb.answers() if each.byline.author == "Idris Okafor"]
    assert dated.byline.date == PrintedDate("2y", dated.byline.date.value, DatePrecision.RELATIVE)
    assert dated.byline.date.value.isoformat() == "2022-06-15"


def test_files_are_read_by_their_formats_and_become_one_source(
    curator: FlaskClient, kb: KnowledgeBase
) -> None:
    table = b"answer,author,votes,tags\nShip on Fridays.,Ann Ito,12,shipping\n,Bo Li,1,\n"
    record = json.dumps({"id": "q7", "text": "Never ship on Fridays.", "author": "Uma Rao"}).encode()
    page = look(curator, "", files=[(table, "../../a table.csv"), (record, "answers.jsonl")])
    assert "table.csv, line 3: this answer is empty" in page.text
    assert ("1", "answer", "Ship on Fridays.") in marked(page)
    assert ("2", "name", "Uma Rao") in marked(page)
    send(curator, "load", fields_of(page))
    ship, never = kb.answers()
    assert (ship.votes, ship.tags, ship.source.title) == (12, ("shipping",), "Roadmap AMA")
    assert never.source == ship.source


LINKED = {
    "@type": "QAPage",
    "mainEntity": {
        "@type": "Question",
        "name": "How often do you ship?",
        "answerCount": 1,
        "suggestedAnswer": [
            {"@type": "Answer", "text": "<p>Ship <b>every</b> week.</p>", "author": {"name": "Ann Ito"}}
        ],
    },
}
HTML = f"""<!DOCTYPE html><html><head><title>AMA</title>
<script type="application/ld+json">{json.dumps(LINKED)}</script></head>
<body><h1>How often do you ship?</h1><p>Ship <b>every</b>\nweek.</p><i>Ann Ito</i></body></html>"""
POSTS = (
    '<posts><row Id="1" PostTypeId="1" Title="How do I descale a kettle?" Body="" />'
    '<row Id="2" PostTypeId="2" ParentId="1" OwnerUserId="8" Body="Boil vinegar in it." /></posts>'
)
USERS = '<users><row Id="8" DisplayName="Ida Fern" /></users>'
FRONT = "---\ntitle: {0}?\nauthor: {1}\n---\nSay {0} often.\n"


def packed(files: Mapping[str, str]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_html_is_marked_in_the_text_that_is_made_of_it(curator: FlaskClient) -> None:
    for page in (look(curator, HTML), look(curator, "", files=[(HTML.encode(), "saved.html")])):
        assert marked(page) == [
            ("1", "question", "How often do you ship?"),
            ("1", "answer", "Ship every week."),
            ("1", "name", "Ann Ito"),
        ]
        again = send(curator, "preview", fields_of(page))
        assert marked(again) == marked(page)


def test_html_that_names_nobody_is_offered_as_its_text(curator: FlaskClient) -> None:
    page = look(curator, "<!DOCTYPE html><html><body><p>Ship <b>every</b> week.</p></body></html>")
    assert fields_of(page).getlist("text") == ["Ship every week."]


def test_files_that_belong_together_find_each_other(curator: FlaskClient) -> None:
    page = look(curator, "", files=[(POSTS.encode(), "Posts.xml"), (USERS.encode(), "Users.xml")])
    fields = fields_of(page)
    assert (fields.getlist("author"), fields.getlist("text")) == (["Ida Fern"], ["Boil vinegar in it."])
    assert fields.getlist("original_name") == ["Posts.xml"]


def test_an_export_of_many_files_can_be_sent_as_an_archive(curator: FlaskClient) -> None:
    notes = {f"notes/{name}.md": FRONT.format(name, "Bo Li") for name in ("one", "two")}
    page = look(curator, "", files=[(packed(notes | {"notes/x.png": "\x89\0"}), "my notes.zip")])
    assert fields_of(page).getlist("question") == ["one?", "two?"]
    assert fields_of(page).getlist("original_name") == [
        "my notes.zip/notes/one.md",
        "my notes.zip/notes/two.md",
    ]
    assert [words for _, part, words in marked(page) if part == "answer"] == [
        "Say one often.",
        "Say two often.",
    ]
    assert "my notes.zip/notes/x.png: passed over, of no known format" in page.text

    message = {"type": "message", "user": "U1", "ts": "1620036000.000100", "text": "How do I descale it?"}
    reply = {
        **message,
        "user": "U2",
        "ts": "1620036000.000200",
        "text": "Boil it.",
        "thread_ts": message["ts"],
    }
    slack = {
        "users.json": '[{"id": "U2", "name": "ida", "profile": {"real_name": "Ida Fern"}}]',
        "channels.json": '[{"id": "C1", "name": "kettles"}]',
        "kettles/2021-05-03.json": json.dumps([message, reply]),
    }
    fields = fields_of(look(curator, "", files=[(packed(slack), "slack.zip")]))
    assert (fields.getlist("author"), fields.getlist("text")) == (["Ida Fern"], ["Boil it."])


def test_an_archive_that_unpacks_to_more_than_fits_or_is_broken_is_refused(curator: FlaskClient) -> None:
    large = packed({"a.csv": "answer,author\n" + "Ship it.,Ann\n" * 180_000})
    page = look(curator, "", files=[(large, "a.zip")])
    assert page.status_code == 422
    assert "Load them with" in page.text
    page = look(curator, "", files=[(packed({"a.csv": "answer\nx\n"})[:40], "a.zip")])
    assert page.status_code == 422
    assert "a.zip: the archive is damaged or cut off" in page.text
    assert "/tmp" not in page.text


def test_a_file_alone_gives_the_title(curator: FlaskClient) -> None:
    page = look(curator, "", title="", files=[(PAGE.encode(), "expert page.txt")])
    assert fields_of(page)["title"] == "expert page.txt"


def test_records_that_can_not_be_read_are_told_and_the_rest_is_shown(curator: FlaskClient) -> None:
    table = 'answer,author\nGood.,Ann\n"Two",Bo,too many\nFine.,Cy\n'
    page = look(curator, "", files=[(table.encode(), "t.csv")])
    assert "t.csv, line 3: this row has 3 cells, the header 2." in page.text
    assert fields_of(page).getlist("author") == ["Ann", "Cy"]


def test_where_no_byline_is_found_the_whole_text_can_be_given_one(
    curator: FlaskClient, kb: KnowledgeBase
) -> None:
    page = look(curator, "Just one paragraph.\n\nAnd another one.\n")
    assert page.status_code == 200
    assert "No byline was recognised." in page.text
    (said,) = re.findall(r'<ul class="notes".*?</ul>', page.text, re.S)
    assert len(re.sub("<[^>]*>", "", said).split()) > 10, "it says what was looked for"
    fields = fields_of(page)
    change(fields, "author", 0, "Ann Ito")
    send(curator, "load", fields)
    (answer,) = kb.answers()
    assert (answer.text, answer.byline.author) == ("Just one paragraph.\n\nAnd another one.", "Ann Ito")


# What is refused, with everything that was typed


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": " "}, "The title is empty."),
        ({"title": "x" * 201}, "201 characters"),
        ({"url": "javascript:alert(1)"}, "no address that begins with"),
        ({"captured": "2024-02-30"}, "no day"),
    ],
)
def test_what_is_not_right_comes_back_with_all_that_was_typed(
    curator: FlaskClient, fields: dict[str, str], said: str
) -> None:
    page = look(curator, **fields)
    assert page.status_code == 422
    assert said in page.text
    kept = fields_of(page)
    assert kept["pasted"] == PAGE.replace("\n", "\r\n")
    name, value = next(iter(fields.items()))
    assert kept[name] == value.strip()

    edited = fields_of(look(curator))
    change(edited, "author", 0, "Changed")
    edited[name] = value
    again = send(curator, "load", edited)
    assert again.status_code == 422
    assert said in again.text
    assert fields_of(again).getlist("author") == ["Changed", "Idris Okafor"]
    assert "five customers" in re.search(r'<div class="original".*?</div>', again.text, re.S)[0]


def test_nothing_pasted_is_said(curator: FlaskClient) -> None:
    assert "There is nothing to read yet." in look(curator, " \n").text


def test_a_row_that_can_not_be_read_keeps_all_from_being_loaded(
    curator: FlaskClient, kb: KnowledgeBase
) -> None:
    fields = fields_of(look(curator))
    change(fields, "date", 0, "")
    change(fields, "kept", 0, '{"date_precision": "century", "part": 0}')
    page = send(curator, "load", fields)
    assert page.status_code == 422
    assert "is no date_precision" in html.unescape(page.text)
    assert fields_of(page).getlist("author") == ["Mara Lindqvist", "Idris Okafor"]
    assert texts(kb) == []


def test_a_database_that_is_locked_loses_nothing_that_was_typed(home: Path) -> None:
    settings = load_settings(home=home, curator_key=KEY)
    store = Store.open(settings.database_url, busy_seconds=0.05)
    with KnowledgeBase(settings, store, TantivyEngine(settings.index_folder)) as kb:
        client = create_app(kb).test_client()
        client.post("/curate/key", data={"key": KEY})
        fields = fields_of(look(client))
        change(fields, "author", 0, "Changed")
        with closing(sqlite3.connect(home / "byline.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            page = send(client, "load", fields)
        assert page.status_code == 503
        assert "The answers can not be read right now" in page.text
        again = fields_of(page)
        assert again.getlist("author") == ["Changed", "Idris Okafor"]
        assert send(client, "load", again).status_code == 200


def test_two_answers_of_one_id_are_refused_with_the_form_filled(
    curator: FlaskClient, kb: KnowledgeBase
) -> None:
    fields = fields_of(look(curator))
    fields.setlist("kept", ['{"id": "a"}', '{"id": "a"}'])
    page = send(curator, "load", fields)
    assert page.status_code == 422
    assert "an id names one answer" in page.text
    assert texts(kb) == []


@pytest.mark.parametrize(
    "kept", ["", "[]", "null", "{", "[" * 100_000, '{"line": -1, "part": "x", "tags": [[1]], "votes": {}}']
)
def test_what_a_row_brings_beside_may_be_anything(curator: FlaskClient, kept: str) -> None:
    fields = fields_of(look(curator))
    change(fields, "kept", 0, kept)
    assert send(curator, "preview", fields).status_code == 200


def test_with_every_answer_left_out_nothing_is_removed(curator: FlaskClient, kb: KnowledgeBase) -> None:
    send(curator, "load", fields_of(look(curator)))
    fields = fields_of(look(curator))
    fields.setlist("left_out", ["0", "1"])
    page = send(curator, "load", fields)
    assert page.status_code == 422
    assert "There is nothing to load" in page.text
    assert len(texts(kb)) == 2


def test_more_than_a_tenth_is_removed_only_when_somebody_says_so(
    curator: FlaskClient, kb: KnowledgeBase
) -> None:
    send(curator, "load", fields_of(look(curator)))
    fields = fields_of(look(curator))
    fields["left_out"] = "0"
    change(fields, "company", 1, "Fabrikam")
    page = send(curator, "load", fields)
    assert page.status_code == 422
    assert 'name="yes"' in page.text
    assert len(texts(kb)) == 2
    fields = fields_of(page)
    assert fields.getlist("company")[1] == "Fabrikam"
    fields["yes"] = "yes"
    done = send(curator, "load", fields)
    assert re.findall(r"<dd>(\d+)</dd>", done.text) == ["0", "1", "1", "0"]
    assert [each.byline.company for each in kb.answers()] == ["Fabrikam"]


def test_more_answers_than_a_person_looks_over_are_left_to_the_command_line(curator: FlaskClient) -> None:
    rows = "".join(f"Answer {number}.,Ann\n" for number in range(MOST_ROWS))
    full = look(curator, "", files=[(f"answer,author\n{rows}".encode(), "t.csv")])
    assert len(fields_of(full).getlist("text")) == MOST_ROWS
    assert 'name="another"' not in full.text
    assert send(curator, "load", fields_of(full)).status_code == 200
    more = look(curator, "", files=[(f"answer,author\n{rows}One more.,Bo\n".encode(), "t.csv")])
    assert more.status_code == 422
    assert "Load them with `byline add`" in more.text


def test_only_these_forms_may_be_larger_than_others_and_only_so_much(
    curator: FlaskClient, stranger: FlaskClient
) -> None:
    long = PAGE + "Words of a long answer. " * 5_000
    assert look(curator, long).status_code == 200
    assert look(stranger).status_code == 403
    refused = stranger.post("/curate/key", data={"key": long})
    assert (refused.status_code, "Give the key first." in refused.text) == (413, True)
    assert curator.post("/verify", data={"q": long}).status_code == 413
    over = look(curator, "x" * (CONTENT_BYTES + 1))
    assert over.status_code == 422
    assert "are the limit here" in over.text
    far_over = look(curator, "x" * 6_000_001)
    assert far_over.status_code == 413
    assert "nothing was read" in far_over.text


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"\0" * 50, b"\xff\xfe\x00", b"a\0b", b"%PDF-1.7"])
def test_a_file_that_is_no_text_is_refused_in_words(curator: FlaskClient, content: bytes) -> None:
    page = look(curator, "", files=[(content, "odd.bin")])
    assert page.status_code == 422
    assert "odd.bin" in page.text
    assert "/tmp/" not in page.text


def test_what_is_pasted_is_never_markup(curator: FlaskClient) -> None:
    evil = '"><script>alert(1)</script></textarea>'
    fields = fields_of(look(curator, PAGE.replace("one page", evil), title=evil, collection=evil))
    for name in ("author", "role", "company", "question", "text"):
        change(fields, name, 0, evil)
    page = send(curator, "preview", fields)
    assert "<script>alert" not in page.text
    assert fields_of(page).getlist("author")[0] == evil
    assert "<script>alert" not in send(curator, "load", fields_of(page)).text


# Nothing that a source says is lost on the way through the form

LINE = st.text(max_size=20).map(clean_line).map(lambda line: line or None)
DATES = st.one_of(
    st.just(PrintedDate()),
    st.sampled_from(["May 31", "12/11/2024", "soon"]).map(PrintedDate),
    st.dates().map(lambda day: PrintedDate(None, day, DatePrecision.DAY)),
    st.dates().map(lambda day: PrintedDate("some time ago", day, DatePrecision.RELATIVE)),
    st.dates().map(lambda day: PrintedDate(f"{day:%B} {day.year}", day.replace(day=1), DatePrecision.MONTH)),
    st.just(PrintedDate("5y", None, DatePrecision.RELATIVE)),
)
DRAFTS = st.builds(
    Draft,
    text=st.text(min_size=1).map(clean_text).filter(bool),
    byline=st.builds(Byline, author=LINE, role=LINE, company=LINE, date=DATES, as_printed=LINE),
    question=st.text(max_size=40).map(clean_text).map(lambda text: text or None),
    key=LINE,
    url=st.none() | st.just("https://example.org/1"),
    tags=st.lists(LINE.filter(bool), unique=True, max_size=3).map(tuple),
    accepted=st.booleans(),
    votes=st.none() | st.integers(-1000, 1000),
    lang=st.none() | st.just("en"),
    license=LINE,
    truncated=st.booleans(),
    line=st.none() | st.integers(1, 10_000),
)


@given(DRAFTS)
def test_a_draft_comes_through_the_form_as_it_was(draft: Draft) -> None:
    rejected: list[object] = []
    notes = Notes(lambda _: None, lambda error, record: rejected.append(error))
    (back,) = drafts_of(Form(title="T", rows=(row_of(draft, 0),)), notes)
    assert (rejected, back) == ([], draft)


# Whatever a form holds

TYPED_TEXT = st.one_of(
    st.text(max_size=30), st.sampled_from(["5y", "May 31", "2024-13-01", "<b>", "\0", "\x85a"])
)
KEPT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "line", "part", "tags", "votes", "date", "url"]), inner)
    ),
    max_leaves=8,
).map(json.dumps)
ROW = st.tuples(*[TYPED_TEXT] * 6, KEPT | TYPED_TEXT)


@pytest.fixture(scope="module")
def any_curator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A curator whose knowledge base is that of all the examples."""
    with settings_with(tmp_path_factory.mktemp("any") / "home") as kb:
        client = create_app(kb).test_client()
        client.post("/curate/key", data={"key": KEY})
        yield client


@property_settings(max_examples=60)
@given(
    rows=st.lists(ROW, max_size=3),
    around=st.tuples(*[TYPED_TEXT] * 4),
    originals=st.lists(TYPED_TEXT, max_size=2),
    step=st.sampled_from(["look", "preview", "load"]),
)
def test_any_form_is_answered_and_comes_back_as_it_was(
    any_curator: FlaskClient,
    rows: list[tuple[str, ...]],
    around: tuple[str, ...],
    originals: list[str],
    step: str,
) -> None:
    fields = MultiDict(zip(("title", "collection", "url", "captured"), around, strict=True))
    fields.setlist("original", originals)
    fields.setlist("original_name", originals)
    for number, name in enumerate((*TYPED, "kept")):
        fields.setlist(name, [row[number] for row in rows])
    page = send(any_curator, step, fields)
    assert page.status_code in (200, 422)
    if step == "preview":
        back = read_form(fields_of(page))
        assert (back.rows, back.originals) == (read_form(fields).rows, read_form(fields).originals)
