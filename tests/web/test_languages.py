"""The page speaks the language that setting, person or browser asks for; nobody's words change."""

from __future__ import annotations

import re

import pytest
from flask import g
from flask.testing import FlaskClient
from pydantic import ValidationError

from byline import KnowledgeBase
from byline.settings import Settings, load_settings
from byline.web.app import create_app
from byline.web.languages import LANGUAGES, NAMES, Language, decimal, plural_forms
from byline.web.words import answer_count

from .conftest import Clients

ASK = {"en": "Ask", "de": "Fragen", "es": "Preguntar", "fr": "Demander", "ja": "質問", "ar": "اسأل"}


def opening(page: str) -> str:
    return re.search(r"<html[^>]*>", page)[0]


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9", "de"),
        ("pt-BR, fr;q=0.5, en;q=0.1", "fr"),
        ("zh", "en"),
        ("en;q=0.2, ja-JP;q=0.7", "ja"),
        ("*", "en"),
        ("es-419", "es"),
        ("DE-at", "de"),
        ("fr;q=0, es;q=0.1", "es"),
    ],
)
def test_the_browser_is_answered_in_the_first_language_it_asks_for(
    client: FlaskClient, accepted: str, code: str
) -> None:
    page = client.get("/", headers={"Accept-Language": accepted}).text
    assert f'lang="{code}"' in opening(page)
    assert f">{ASK[code]}</button>" in page


def test_arabic_is_written_from_right_to_left_and_all_others_from_left_to_right(client: FlaskClient) -> None:
    for code in NAMES:
        direction = "rtl" if code == "ar" else "ltr"
        assert f'dir="{direction}"' in opening(client.get(f"/?lang={code}").text)


def test_what_was_chosen_from_the_menu_is_kept_over_what_the_browser_asks_for(client: FlaskClient) -> None:
    german = {"Accept-Language": "de"}
    assert 'lang="fr"' in opening(client.get("/?lang=fr", headers=german).text)
    assert 'lang="fr"' in opening(client.get("/verify", headers=german).text)
    assert 'lang="ja"' in opening(client.get("/verify?lang=ja", headers=german).text)


def test_nothing_is_kept_before_somebody_chooses(client: FlaskClient) -> None:
    for path in ("/", "/?q=roadmap", "/?lang=xx", "/verify", "/api/v1/ask?q=roadmap"):
        assert "Set-Cookie" not in client.get(path).headers


def test_a_language_that_is_not_there_is_passed_over(client: FlaskClient) -> None:
    assert 'lang="en"' in opening(client.get("/?lang=xx").text)
    client.set_cookie("byline_lang", "../../etc")
    assert 'lang="en"' in opening(client.get("/").text)


def test_the_menu_leads_to_the_same_page_in_each_language(client: FlaskClient) -> None:
    page = client.get("/?q=roadmap+%26+%3Cb%3E&author=Mara&lang=de").text
    addresses = re.findall(r'<a href="([^"]*)" lang="(\w+)"', page)
    assert [code for _, code in addresses] == list(NAMES)
    assert addresses[1][0] == "?q=roadmap+%26+%3Cb%3E&amp;author=Mara&amp;lang=de"
    assert 'lang="de" hreflang="de" aria-current="true"' in page


def test_a_language_set_for_everybody_is_everybodys(client_with: Clients) -> None:
    client = client_with(language="es")
    page = client.get("/?lang=de", headers={"Accept-Language": "fr"})
    assert 'lang="es"' in opening(page.text)
    assert 'hreflang="' not in page.text
    assert "Set-Cookie" not in page.headers


def test_a_language_that_byline_does_not_speak_is_refused() -> None:
    with pytest.raises(ValidationError, match="language"):
        Settings(language="tlh")


def test_every_language_can_be_set() -> None:
    for code in NAMES:
        assert load_settings(language=code).language == code


def test_a_cache_is_told_that_the_page_depends_on_the_language(client: FlaskClient) -> None:
    assert {"accept-language", "cookie"} <= {
        name.strip().lower() for name in client.get("/").headers["Vary"].split(",")
    }
    assert "Language" not in client.get("/api/v1/ask?q=roadmap").headers.get("Vary", "")


def test_quotations_bylines_and_questions_stay_as_they_were_written(client: FlaskClient) -> None:
    question = "How do you keep a roadmap honest?"
    for code in NAMES:
        page = client.get(f"/?q={question}&lang={code}").text
        assert "Keep the 🧭 roadmap to one page." in page
        assert "Head of Product, Northwind" in page
        assert question in page


def test_json_is_the_same_in_every_language(client: FlaskClient) -> None:
    german = {"Accept-Language": "de"}
    assert client.get("/api/v1/ask", headers=german).json["title"] == "Some fields are not right"


def test_an_error_is_told_in_the_language_of_the_page_and_its_detail_marked_as_english(
    client: FlaskClient,
) -> None:
    page = client.get("/none?lang=fr", headers={"Accept": "text/html"}).text
    assert "<h1>Il n’y a rien ici</h1>" in page
    assert re.search(r'<p class="lede" lang="en" dir="ltr">/none: there is no such page', page)


def test_a_title_with_signs_of_markup_is_escaped_inside_a_translation(client_with: Clients) -> None:
    page = client_with(title="<i>R&D</i>").get("/verify?lang=de").text
    assert "&lt;i&gt;R&amp;D&lt;/i&gt; findet, wer es schrieb" in page
    assert "<i>R" not in page


def test_a_refusal_that_comes_before_any_page_is_told_in_the_language_too(kb: KnowledgeBase) -> None:
    client = create_app(kb).test_client()
    page = client.get("/", headers={"Host": "evil.example", "Accept": "text/html", "Accept-Language": "de"})
    assert (page.status_code, "Diese Adresse ist hier nicht bekannt" in page.text) == (421, True)


def speaking(client: FlaskClient, code: str, question: object) -> object:
    """Return what a function of the page's words says in a language."""
    with client.application.test_request_context(f"/?lang={code}"):
        g.language = next(language for language in LANGUAGES if language.code == code)
        return question()


def test_numbers_agree_with_their_nouns(client: FlaskClient) -> None:
    def said() -> list[str]:
        return [answer_count(number) for number in (0, 1, 2, 5, 11, 2000)]

    assert speaking(client, "en", said) == [
        "0 answers",
        "1 answer",
        "2 answers",
        "5 answers",
        "11 answers",
        "2,000 answers",
    ]
    assert speaking(client, "fr", said)[:3] == ["0 réponse", "1 réponse", "2 réponses"]
    assert speaking(client, "de", said)[-1] == "2.000 Antworten"
    assert speaking(client, "ja", said)[1:3] == ["回答1件", "回答2件"]
    assert speaking(client, "ar", said)[1:5] == ["إجابة واحدة", "إجابتان", "5 إجابات", "11 إجابةً"]


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("en", {"one", "other"}),
        ("ja", {"other"}),
        ("ar", {"zero", "one", "two", "few", "many", "other"}),
    ],
)
def test_a_script_gets_every_form_that_its_browser_may_ask_for(
    client: FlaskClient, code: str, kinds: set[str]
) -> None:
    forms = speaking(client, code, lambda: plural_forms("{n} excerpt", "{n} excerpts"))
    assert set(forms) == kinds


def test_outside_of_a_request_the_language_is_that_of_the_sources(client: FlaskClient) -> None:
    with client.application.app_context():
        assert decimal(2000) == "2,000"


def test_a_language_is_named_by_those_who_speak_it() -> None:
    assert Language("ja", "日本語", "ltr") in LANGUAGES
