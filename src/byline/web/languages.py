"""The language in which the page itself speaks, and its words in that language.

English is the source. The other languages are catalogs, ``translations/LANGUAGE.po``, each read when it is
first needed. Quotations, bylines and questions are never translated: they stay as they were written.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations
from flask import Flask, Response, g, request

from byline.settings import Settings
from byline.web.security import FRAME, PREVIEW

FOLDER = Path(__file__).resolve().parent / "translations"
SOURCE = "en"
NAMES = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "ja": "日本語",
    "ar": "العربية",
}
"""Every language of the page by its code, as its speakers call it."""

_COOKIE = "byline_lang"
_OWN_LANG = (FRAME, PREVIEW)
"""Paths in whose address ``lang`` is that of a frame, which changes nothing for the rest of the page."""
_YEAR_S = 365 * 24 * 60 * 60
_COUNTED = range(1001)
"""Numbers that show every form of a plural that a page can need."""
_NAME = re.compile(r"\{(\w+)\}")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the page: its code, its name in itself, and the direction it is written in."""

    code: str
    name: str
    direction: str


LANGUAGES = tuple(Language(code, name, "rtl" if code == "ar" else "ltr") for code, name in NAMES.items())
_BY_CODE = {language.code: language for language in LANGUAGES}


def speak(app: Flask, settings: Settings) -> None:
    """Give the templates of ``app`` their words in the language of each request.

    That is the one of the setting ``language``; where it is ``auto``, the one that the person chose from the
    menu (``?lang=de``, kept in a cookie from then on), or the first of those the browser asks for.
    """
    chosen_freely = settings.language == "auto"

    def choose() -> None:
        g.language = _BY_CODE[_asked_for() if chosen_freely else settings.language]

    def keep(response: Response) -> Response:
        if chosen_freely and response.mimetype == "text/html":
            response.vary.update(["Accept-Language", "Cookie"])
            if request.args.get("lang") in _BY_CODE and request.path not in _OWN_LANG:
                response.set_cookie(
                    _COOKIE,
                    current().code,
                    max_age=_YEAR_S,
                    path=request.script_root or "/",
                    secure=request.is_secure,
                    httponly=True,
                    samesite="Lax",
                )
        return response

    def to_choose_from() -> list[tuple[Language, str]]:
        free = chosen_freely and request.path not in _OWN_LANG
        return [(language, _address_in(language)) for language in LANGUAGES] if free else []

    app.before_request(choose)
    app.after_request(keep)
    app.context_processor(lambda: {"language": current(), "languages": to_choose_from()})
    app.jinja_env.globals.update(decimal=decimal, day=day)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.install_gettext_callables(gettext, _plural, newstyle=True)  # type: ignore[attr-defined]


def current() -> Language:
    """Return the language of this request; before it is known, that of the sources."""
    language: Language = g.get("language", _BY_CODE[SOURCE])
    return language


def gettext(message: str) -> str:
    """Return an English message in the language of this request."""
    return translations(current().code).gettext(message)


def day(iso: str) -> str:
    """Return a day such as "2024-12-11" as it is written in the language of this request."""
    return format_date(date.fromisoformat(iso), "long", locale=_locale(current().code))


def plural_forms(one: str, many: str) -> dict[str, str]:
    """Return a message in all its forms, by the names that browsers have for them (``Intl.PluralRules``)."""
    return {kind: _plural(one, many, number) for kind, number in _samples(current().code).items()}


def numbered(forms: dict[str, str], number: int) -> str:
    """Return the one of ``plural_forms`` that a number asks for, with ``{n}`` as the number is written."""
    kind = _locale(current().code).plural_form(number)
    return filled(forms.get(kind, forms["other"]), n=decimal(number))


def filled(message: str, **values: str) -> str:
    """Return a message with each ``{name}`` filled in; what is filled in is not read again."""
    return _NAME.sub(lambda found: values[found[1]], message)


def decimal(number: int) -> str:
    """Return a number as it is written in the language of this request: 2,000 or 2.000."""
    return format_decimal(number, locale=_locale(current().code))


def once_a_language(make: Callable[[], Made]) -> Callable[[], Made]:
    """Return a function that makes something once for each language, and has it from then on."""
    made: dict[str, Made] = {}

    @wraps(make)
    def get() -> Made:
        code = current().code
        if code not in made:
            made[code] = make()
        return made[code]

    return get


def in_every_language(make: Callable[[], Made]) -> dict[str, Made]:
    """Return what ``make`` makes in each language of the page, by its code."""
    mine, made = current(), {}
    try:
        for language in LANGUAGES:
            g.language = language
            made[language.code] = make()
    finally:
        g.language = mine
    return made


@cache
def translations(code: str) -> Translations:
    """Return the catalog of a language, which for English is empty: a message is its own translation."""
    if code == SOURCE:
        return Translations()
    with (FOLDER / f"{code}.po").open("rb") as file:
        catalog = read_po(file, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


@cache
def _samples(code: str) -> dict[str, int]:
    """Return a number for each form of plurals that a language has."""
    category = _locale(code).plural_form
    return {category(number): number for number in reversed(_COUNTED)}


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(code)


def _plural(one: str, many: str, number: int) -> str:
    return translations(current().code).ngettext(one, many, number)


def _asked_for() -> str:
    here = None if request.path == PREVIEW else request.args.get("lang")
    for chosen in (here, request.cookies.get(_COOKIE)):
        if chosen in _BY_CODE:
            return str(chosen)
    for tag, quality in request.accept_languages:  # the most wanted first; "de-AT" is German, too
        if quality and (code := tag.partition("-")[0].lower()) in _BY_CODE:
            return code
    return SOURCE


def _address_in(language: Language) -> str:
    """Return this page in another language, relative to its address."""
    given = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return "?" + urlencode([*given, ("lang", language.code)])
