"""What the integrations say of the widget is what Byline knows of it. Nothing is started here."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from byline.embedding.attributes import NAMES, faults
from byline.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
INTEGRATIONS = ROOT / "integrations"
LISTS = (
    "mediawiki/Byline/src/Hooks.php",
    "mkdocs/src/mkdocs_byline/widget.py",
    "sphinx/src/sphinx_byline/__init__.py",
    "vitepress/index.js",
)
KINDS = ("mediawiki", "mkdocs", "sphinx", "vitepress")
PAGES = ["docs/wikis.md", *(f"integrations/{kind}/README.md" for kind in KINDS)]
MESSAGES = INTEGRATIONS / "mediawiki" / "Byline" / "i18n"
LANGUAGES = sorted(path.stem for path in MESSAGES.glob("*.json"))


def messages(language: str) -> dict[str, str]:
    told: dict[str, str] = json.loads((MESSAGES / f"{language}.json").read_text(encoding="utf-8"))
    return {name: text for name, text in told.items() if name != "@metadata"}


@pytest.mark.parametrize("name", LISTS)
def test_an_integration_takes_the_attributes_that_there_are(name: str) -> None:
    source = (INTEGRATIONS / name).read_text(encoding="utf-8")
    found = re.search(r"^.*\bNAMES = ([\[(].*?[\])]);?$", source, re.MULTILINE)
    assert found
    assert re.findall(r"[\"']([\w-]+)[\"']", found[1]) == list(NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_mediawiki_says_the_same_in_each_language(language: str) -> None:
    told, english = messages(language), messages("en")
    assert told.keys() == english.keys()
    if language != "qqq":  # which describes the messages
        for name, text in told.items():
            assert sorted(re.findall(r"\$\w+", text)) == sorted(re.findall(r"\$\w+", english[name]))


def test_mediawiki_speaks_the_languages_of_the_page() -> None:
    pages = {path.stem for path in (ROOT / "src" / "byline" / "web" / "translations").glob("*.po")}
    assert pages
    assert {"en", *pages} <= set(LANGUAGES)


@pytest.mark.parametrize("kind", KINDS)
def test_each_says_how_it_is_set_up_and_links_to_what_there_is(kind: str) -> None:
    folder = INTEGRATIONS / kind
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "embed_origins" in text
    for link in re.findall(r"\]\(([^)#]+)", text):
        assert (folder / link).exists(), link


PAGES = [
    "docs/wikis.md",
    *(f"integrations/{kind}/README.md" for kind in ("mediawiki", "mkdocs", "sphinx", "vitepress")),
]


@pytest.mark.parametrize("name", PAGES)
def test_a_snippet_sets_what_can_be_set(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    given = [
        *parse_qsl("&".join(re.findall(r"/embed\?([^\s\"]+)", text))),
        *re.findall(
            r" (?:data-)?([a-z]+)=\"([^\"]*)\"", " ".join(re.findall(r"<(?:byline|script)[^>]*>", text))
        ),
        *re.findall(r"\bdataset\.(\w+) = \"([^\"]*)\"", text),
        *re.findall(r"^ +:(\w+): (.*)$", text, re.MULTILINE),
        *re.findall(r"^::: byline (\w+)=\"([^\"]*)\"", text, re.MULTILINE),
    ]
    assert {one for one, _ in given} <= {*NAMES, "src"}
    assert given
    assert faults(given, None) == []


def test_the_origins_that_are_shown_can_be_set() -> None:
    text = (ROOT / "docs" / "wikis.md").read_text(encoding="utf-8")
    origins = re.findall(r"^\|.*\| `(https://[^`]+)` \|$", text, re.MULTILINE)
    assert len(origins) > 8
    assert load_settings(embed_origins=origins).embed_origins
