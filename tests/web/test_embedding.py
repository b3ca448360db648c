"""The frame, the script, who may have them, and what is said when it does not work."""

from __future__ import annotations

import gzip
import html
import json
import re

import pytest
from flask.testing import FlaskClient

from byline.web.assets import FOLDER
from byline.web.languages import NAMES

from .conftest import Clients

WIKI = "https://wiki.example.org"
PREFLIGHT = {"Origin": WIKI, "Access-Control-Request-Method": "POST"}


@pytest.fixture
def open_client(client_with: Clients) -> FlaskClient:
    return client_with(embed_origins=[WIKI, "https://*.intra.example"], public_url="https://ask.example.org")


def ancestors(client: FlaskClient, path: str) -> list[str]:
    policy = client.get(path).headers["Content-Security-Policy"]
    (found,) = [part for part in policy.split("; ") if part.startswith("frame-ancestors ")]
    return found.split()[1:]


# --- who may --------------------------------------------------------------------------------------


def test_only_its_own_pages_may_show_the_frame_unless_a_setting_says_more(
    client: FlaskClient, open_client: FlaskClient
) -> None:
    assert ancestors(client, "/embed") == ["'self'"]
    assert ancestors(open_client, "/embed") == ["'self'", WIKI, "https://*.intra.example"]


@pytest.mark.parametrize("path", ["/", "/embed/new", "/embed/check", "/answers/x", "/docs", "/embed.js"])
def test_no_other_page_is_shown_in_a_frame(open_client: FlaskClient, path: str) -> None:
    assert ancestors(open_client, path) == ["'none'"]


@pytest.mark.parametrize("query", ["?theme=drak", "?q=" + "r" * 3000])
def test_what_goes_wrong_in_a_frame_can_be_read_there(open_client: FlaskClient, query: str) -> None:
    response = open_client.get("/embed" + query)
    assert response.status_code == 422
    assert WIKI in response.headers["Content-Security-Policy"]
    assert '<base target="_blank">' in response.text
    assert 'class="masthead"' not in response.text


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/verify"])
def test_a_page_that_may_is_told_so_before_it_asks(open_client: FlaskClient, path: str) -> None:
    response = open_client.options(path, headers=PREFLIGHT)
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == WIKI
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == "Content-Type"
    assert "Origin" in response.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "https://wiki.example.org.evil.example", ""]
)
def test_a_page_that_may_not_is_told_why_and_reads_nothing(open_client: FlaskClient, origin: str) -> None:
    refused = open_client.options("/api/v1/ask", headers={**PREFLIGHT, "Origin": origin})
    assert (refused.status_code, refused.json["code"]) == (403, "other_site")
    asked = open_client.post("/api/v1/ask", json={"question": "roadmap"}, headers={"Origin": origin})
    for response in (refused, asked):
        assert "Access-Control-Allow-Origin" not in response.headers
        assert "Origin" in response.headers["Vary"]


@pytest.mark.parametrize("origin", [WIKI, "https://a.b.intra.example"])
def test_a_page_that_may_reads_replies_and_problems(open_client: FlaskClient, origin: str) -> None:
    for question, status in (("roadmap", 200), ("", 422)):
        response = open_client.post("/api/v1/ask", json={"question": question}, headers={"Origin": origin})
        assert response.status_code == status
        assert response.headers["Access-Control-Allow-Origin"] == origin


def test_pages_are_shared_with_nobody_and_nothing_is_kept_from_elsewhere(open_client: FlaskClient) -> None:
    for path in ("/", "/embed", "/openapi.json", "/answers/x"):
        response = open_client.get(path, headers={"Origin": WIKI})
        assert "Access-Control-Allow-Origin" not in response.headers
    told = {"Origin": WIKI, "Sec-Fetch-Site": "cross-site"}
    response = open_client.post("/api/v1/open-questions", json={"question": "who?"}, headers=told)
    assert (response.status_code, response.json["code"]) == (403, "other_site")


# --- the frame ------------------------------------------------------------------------------------


def test_the_frame_keeps_what_it_was_told_in_every_address_that_asks(client: FlaskClient) -> None:
    told = {"collection": "ama", "company": "Contoso", "theme": "dark", "lang": "de", "placeholder": "Los!"}
    page = client.get("/embed", query_string={**told, "q": "raodmap"}).text
    addresses = [html.unescape(one) for one in re.findall(r'href="(/embed\?[^"]*)"', page)]
    assert addresses
    for address in addresses:
        for name in told:
            assert f"{name}=" in address
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)" data-kept>', page)
    assert dict(hidden) == told
    assert 'lang="de"' in page
    assert 'data-theme="dark"' in page
    assert "Set-Cookie" not in client.get("/embed", query_string=told).headers


def test_a_question_is_asked_of_the_collections_that_were_named(client: FlaskClient) -> None:
    def authors(**told: str) -> list[str]:
        page = client.get("/embed", query_string={**told, "q": "what is a technical product manager"}).text
        return re.findall(r'data-slot="author">([^<]+)', page.partition('<template id="turn">')[0])

    assert "Devika Nair" in authors()
    assert "Devika Nair" not in authors(collection="ama")
    assert "Devika Nair" in authors(collection="ama, main")


def test_the_questions_to_start_with_have_an_answer_within_the_limits(client: FlaskClient) -> None:
    def starters(**told: str) -> set[str]:
        page = client.get("/embed", query_string=told).text.partition('<template id="turn">')[0]
        return set(re.findall(r"data-question[^>]*>([^<]+)</a>", page))

    of_ama = {"How do you keep a roadmap honest?", "How do you start a roadmap?"}
    assert starters(collection="ama") == of_ama
    assert starters(company="contoso") == {"How do you start a roadmap?"}
    assert of_ama <= starters()


def test_what_is_suggested_while_typing_has_an_answer_within_the_limits(client: FlaskClient) -> None:
    def suggested(**limits: str) -> list[str]:
        questions = client.get("/api/v1/suggest", query_string={"q": "how do you", **limits}).json[
            "questions"
        ]
        page = html.unescape(client.get("/embed", query_string=limits).text)
        address = re.search(r'data-suggest="([^"]+)"', page)[1]
        address += "&" if "?" in address else "?"
        assert client.get(f"{address}q=how+do+you").json["questions"] == questions
        return list(questions)

    assert set(suggested()) == {"How do you keep a roadmap honest?", "How do you start a roadmap?"}
    assert suggested(company="Contoso") == ["How do you start a roadmap?"]
    assert len(suggested(collection="ama")) == 2
    assert suggested(collection="main") == []


def test_without_a_script_every_link_but_those_that_ask_opens_a_new_tab(client: FlaskClient) -> None:
    page = client.get("/embed?q=roadmap").text
    links = re.findall(r"<a\b[^>]*>", page)
    stay = [link for link in links if 'target="_self"' in link]
    assert stay
    assert all("/embed?" in link or '/embed"' in link or "href" not in link for link in stay)
    assert all("/embed" not in link for link in links if link not in stay)
    assert "target=" not in client.get("/?q=roadmap").text


def test_the_colours_of_one_look_are_those_of_the_page() -> None:
    def colours(sheet: str, block: str) -> dict[str, str]:
        text = (FOLDER / sheet).read_text(encoding="utf-8")
        inside = text.partition(block)[2].partition("}")[0]
        return dict(re.findall(r"(--[\w-]+): ([^;]+);", inside))

    light, dark = (
        colours("byline.css", ":root {"),
        colours("byline.css", "(prefers-color-scheme: dark) {\n  :root {"),
    )
    assert len(dark) > 10
    assert colours("framed.css", 'data-theme="dark"]) {') == dark
    assert colours("framed.css", 'data-theme="light"]) {') == {name: light[name] for name in dark}


def test_a_look_of_its_own_has_the_colours_of_the_instance(client_with: Clients) -> None:
    client = client_with(accent="#0b5394", accent_dark="#9fc5e8")
    for theme, shown in (("light", ["#0b5394"]), ("dark", ["#9fc5e8"]), ("auto", ["#0b5394", "#9fc5e8"])):
        page = client.get(f"/embed?theme={theme}").text
        address = html.unescape(re.search(r'href="(/branding/[^"]+\.css[^"]*)"', page)[1])
        assert re.findall(r"#\w{6}", client.get(address).text) == shown


# --- the script -----------------------------------------------------------------------------------


def test_the_script_is_small_is_for_all_and_leaves_no_global(client: FlaskClient) -> None:
    response = client.get("/embed.js", headers={"Accept-Encoding": "gzip"})
    assert len(response.data) < 15_000
    text = gzip.decompress(response.data).decode()
    assert text.startswith("(() => {\n")
    assert text.endswith("})();\n")
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|\beval\b|new Function|localStorage", text)
    assert not re.search(r"postMessage\([^;]*\"\*\"", text)
    tag = response.headers["ETag"]
    again = client.get("/embed.js", headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
    assert again.status_code == 304


def words(client: FlaskClient) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(
        re.search(r"^const WORDS = (.*);$", client.get("/embed.js").text, re.MULTILINE)[1]
    )
    return found


def test_the_script_has_its_words_in_every_language_or_in_the_one_of_the_setting(
    client: FlaskClient, client_with: Clients
) -> None:
    assert words(client).keys() == NAMES.keys()
    assert words(client)["de"]["ask"] == "Eine Frage stellen"
    assert list(words(client_with(language="fr", title="Ask </script>"))) == ["fr"]


def test_only_the_first_word_of_the_frame_goes_to_whoever_holds_it() -> None:
    text = (FOLDER / "framed.js").read_text(encoding="utf-8")
    assert re.findall(r"postMessage\((.*), \"\*\"\)", text) == ['{ byline: 1, type: "hello" }']


# --- the doctor and the line ----------------------------------------------------------------------


def verdict(client: FlaskClient, origin: str) -> dict[str, str] | None:
    response = client.get("/embed/check.js", query_string={"origin": origin})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.mimetype == "text/javascript"
    found: dict[str, str] | None = json.loads(re.fullmatch(r"export default (.*);\n", response.text)[1])
    return found


def test_any_page_may_learn_of_its_own_origin_and_of_nothing_else(open_client: FlaskClient) -> None:
    assert verdict(open_client, WIKI) is None
    assert verdict(open_client, "https://ask.example.org") is None
    refused = verdict(open_client, "https://other.example")
    assert refused is not None
    assert refused["code"] == "origin_refused"
    assert "intra" not in str(refused)
    assert WIKI not in str(refused)
    unreadable = verdict(open_client, "</script>")
    assert unreadable is not None
    assert unreadable["code"] == "no_origin"


def test_a_person_and_a_program_are_told_the_same(open_client: FlaskClient) -> None:
    asked = {"origin": "https://other.example/page", "collection": "amma", "them": "dark"}
    told = open_client.get("/embed/check", query_string=asked, headers={"Accept": "application/json"}).json
    assert told["allowed"] is False
    assert [each["code"] for each in told["findings"]] == [
        "origin_refused",
        "unknown_collection",
        "unknown_attribute",
    ]
    page = html.unescape(open_client.get("/embed/check", query_string=asked).text)
    for each in told["findings"]:
        assert each["detail"] in page
    fine = open_client.get("/embed/check", query_string={"origin": WIKI}).text
    assert "This site may embed" in fine


def test_the_lines_have_what_was_chosen_and_are_escaped_once(open_client: FlaskClient) -> None:
    chosen = {"collection": "ama", "theme": "auto", "placeholder": 'Ask "us" & <them>', "mode": "button"}
    page = open_client.get("/embed/new", query_string=chosen)
    lines = {
        way: html.unescape(text)
        for way, text in re.findall(r'data-line="(\w+)">(.*?)</code>', page.text, re.S)
    }
    escaped = "Ask &#34;us&#34; &amp; &lt;them&gt;"
    assert lines["script"] == (
        f'<script async src="https://ask.example.org/embed.js" data-collection="ama" '
        f'data-placeholder="{escaped}" data-mode="button"></script>'
    )
    assert (
        f'<byline-chat src="https://ask.example.org" collection="ama" placeholder="{escaped}" mode="button">'
        in (lines["element"])
    )
    assert "theme" not in "".join(lines.values())
    assert "collection=ama&amp;placeholder=Ask+%22us%22" in lines["frame"]
    program = open_client.get("/embed/new", query_string=chosen, headers={"Accept": "application/json"})
    assert program.json == lines
    assert 'data-mode="inline"' in open_client.get("/embed/new").text.replace("&#34;", '"')


def test_the_page_that_makes_the_line_may_show_a_frame_and_keeps_its_own_language(
    client: FlaskClient,
) -> None:
    response = client.get("/embed/new?lang=de")
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]
    assert '<html lang="en"' in response.text
    assert "Set-Cookie" not in response.headers
    assert "frame-src" not in client.get("/").headers["Content-Security-Policy"]
