"""Every message is translated into every language, and a translation asks for what the page gives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from byline.resources import resource
from byline.web.languages import FOLDER, NAMES, SOURCE
from byline.web.messages import ENGLISH_ONLY, brought_up_to_date, collect, written

TRANSLATED = sorted(set(NAMES) - {SOURCE})
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
COUNTS = {"%(number)s", "{n}"}


@pytest.fixture(scope="module")
def template() -> Catalog:
    return collect()


def catalog(code: str) -> Catalog:
    with (FOLDER / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def forms(text: str | Iterable[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def faults(message: Message) -> list[str]:
    """Return what is wrong with a translation: missing, unsure, or not with the placeholders of its source.

    A language with forms for one and two ("two answers" in one word) may leave the number out of them.
    """
    found = []
    translated = forms(message.string)
    if not all(translated):
        found.append("not translated")
    if message.fuzzy:
        found.append("fuzzy")
    wanted = Counter(PLACEHOLDER.findall(forms(message.id)[-1]))
    for index, form in enumerate(translated):
        has = Counter(PLACEHOLDER.findall(form))
        optional = COUNTS if len(translated) > 2 and index < 3 else set()
        if any(
            has[name] != wanted[name] and not (name in optional and not has[name]) for name in has | wanted
        ):
            found.append(f"placeholders of {form!r}")
        if form.count("%") != len(re.findall(r"%\(\w+\)s", form)):
            found.append(f"a lone % in {form!r}")
    return [f"{forms(message.id)[0]!r}: {fault}" for fault in found]


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_message_is_translated_with_its_placeholders(code: str) -> None:
    assert [fault for message in catalog(code) if message.id for fault in faults(message)] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_catalogs_are_what_make_messages_writes(template: Catalog, code: str) -> None:
    assert written(brought_up_to_date(code, template)) == (FOLDER / f"{code}.po").read_text(encoding="utf-8")


def test_there_is_a_catalog_for_each_language_and_no_other() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir() if path.suffix == ".po") == TRANSLATED


def test_no_words_stand_in_a_template_untranslatable() -> None:
    """What is left of a template without its expressions, comments and tags has no letters."""
    found = []
    for path in sorted(resource("templates").glob("*.html")):
        if path.name in ENGLISH_ONLY:
            continue
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        attributes = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', text)
        words = re.findall(r"[^\W\d_]{2,}", " ".join([re.sub(r"<[^>]*>", " ", text), *attributes]))
        found += [f"{path.name}: {word}" for word in words if word not in SAME_EVERYWHERE]
    assert found == []


SAME_EVERYWHERE = {"JSON"}


# What the rules find.


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("%(title)s has more", "hat mehr"),
        ("{n} more", "{m} mehr"),
        ("more", ""),
        ("more", "100 % mehr"),
        (("{n} answer", "{n} answers"), ("{n} Antwort", "Antworten")),
    ],
)
def test_a_faulty_translation_is_found(
    source: str | tuple[str, str], translation: str | tuple[str, str]
) -> None:
    assert faults(Message(source, translation))


def test_an_unsure_translation_is_found() -> None:
    assert faults(Message("more", "mehr", flags={"fuzzy"})) == ["'more': fuzzy"]


def test_a_dual_needs_no_number() -> None:
    forms_of_two = ("لا", "إجابة واحدة", "إجابتان", "{n} إجابات", "{n} إجابةً", "{n} إجابة")
    assert faults(Message(("{n} answer", "{n} answers"), forms_of_two)) == []


def test_a_new_message_is_added_and_one_that_is_gone_is_dropped(template: Catalog) -> None:
    changed = collect()
    changed.delete("Ask")
    changed.add("Never said before")
    text = written(brought_up_to_date("de", changed))
    assert 'msgid "Never said before"\nmsgstr ""' in text
    assert 'msgid "Ask"\n' not in text
    assert 'msgstr "Wort für Wort"' in text
