"""The look of an instance is a setting: name, logo, colours, welcome."""

from __future__ import annotations

import html
import re
import struct
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from byline import KnowledgeBase
from byline.errors import SettingsError
from byline.settings import load_settings
from byline.web.app import create_app

from .conftest import Clients

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 300, 100) + b"\x08\x06\0\0\0"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"></svg>'


@pytest.fixture
def branded(kb: KnowledgeBase, home: Path) -> FlaskClient:
    (home / "logo.svg").write_bytes(SVG)
    settings = load_settings(home=home, logo="logo.svg", accent="#0B5394", accent_dark="#9fc5e8")
    with KnowledgeBase.open(settings=settings) as opened:
        return create_app(opened).test_client()


def test_colours_come_in_a_style_sheet_of_their_own(branded: FlaskClient) -> None:
    page = branded.get("/").text
    address = html.unescape(re.search(r'href="(/branding/theme\.css\?v=\w+)"', page)[1])
    assert page.index("byline.css") < page.index("theme.css"), "the later one wins"
    response = branded.get(address)
    assert response.mimetype == "text/css"
    assert "immutable" in response.headers["Cache-Control"]
    light, dark = re.findall(r"--accent: (#\w+);", response.text)
    assert (light, dark) == ("#0b5394", "#9fc5e8")
    assert branded.get("/branding/theme.css").headers["Cache-Control"] == "no-cache"


def test_without_colours_of_its_own_an_instance_fetches_no_second_sheet(client: FlaskClient) -> None:
    assert "theme.css" not in client.get("/").text
    assert "<img" not in client.get("/").text
    assert client.get("/branding/logo").status_code == 404


@pytest.mark.parametrize("name", ["accent", "accent_dark"])
@pytest.mark.parametrize("value", ["#808080", "red", "#12345", "#7c2d23;}body{display:none"])
def test_a_colour_that_can_not_be_is_refused_with_the_next_step(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(**{name: value})
    said = str(refused.value)
    assert said.startswith(f"{name} = {value!r}: ")
    assert re.search(r"#[0-9a-f]{6} is the nearest shade|such as #7c2d23", said)


def test_the_shade_that_the_message_offers_is_taken() -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(accent="#ffcc00")
    shade = re.findall(r"#[0-9a-f]{6}", str(refused.value))[-1]
    assert load_settings(accent=shade).accent == shade


def test_the_logo_stands_beside_the_name_and_keeps_its_place(branded: FlaskClient) -> None:
    image = re.search(r'<img src="([^"]+)" width="(\d+)" height="(\d+)" alt="">', branded.get("/").text)
    assert (image[2], image[3]) == ("56", "28")
    response = branded.get(html.unescape(image[1]))
    assert (response.data, response.mimetype) == (SVG, "image/svg+xml")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"], "a script in it does not run"


def test_a_png_by_its_whole_path_will_do(kb: KnowledgeBase, home: Path, tmp_path: Path) -> None:
    (tmp_path / "mark.png").write_bytes(PNG)
    settings = load_settings(home=home, logo=str(tmp_path / "mark.png"))
    with KnowledgeBase.open(settings=settings) as opened:
        client = create_app(opened).test_client()
    assert 'width="84" height="28"' in client.get("/none").text
    assert client.get("/branding/logo").mimetype == "image/png"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "can not be read"),
        (b"GIF89a", "neither a PNG nor an SVG"),
        (b'<svg viewBox="0 0 0 10"></svg>', "neither a PNG nor an SVG"),
        (PNG + b"\0" * 200_000, "200,000 are the limit"),
    ],
)
def test_a_logo_that_can_not_be_shown_is_told_at_the_start(
    kb: KnowledgeBase, home: Path, content: bytes | None, said: str
) -> None:
    if content is not None:
        (home / "logo").write_bytes(content)
    with (
        KnowledgeBase.open(settings=load_settings(home=home, logo="logo")) as opened,
        pytest.raises(SettingsError, match=said) as refused,
    ):
        create_app(opened)
    assert str(refused.value).startswith("logo = 'logo': ")


def test_the_welcome_is_a_setting_in_paragraphs_and_never_markup(client_with: Clients) -> None:
    page = client_with(welcome="Ask <us> anything.\n\nWe answer on Fridays.").get("/").text
    assert re.findall(r'<p class="lede" dir="auto">(.*?)</p>', page) == [
        "Ask &lt;us&gt; anything.",
        "We answer on Fridays.",
    ]
    assert "plain language" not in page
