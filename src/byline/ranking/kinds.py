"""Which kind of answer a question expects, and whether a sentence has something of that kind.

``data/words/kinds.json`` holds for each language and kind what asks for it (``asks``) and what answers have
(``has``), as regular expressions. A person or a place is told by its name's capital and has no ``has``; so
languages that write all nouns so, or have no capitals, leave these kinds out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from byline.resources import resource


class Kind(StrEnum):
    """What a question asks for."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    REASON = "reason"
    PLACE = "place"


_ORDER = (Kind.NUMBER, Kind.DATE, Kind.PERSON, Kind.PLACE, Kind.REASON)
"""The first that a question asks for counts: "how many people who ..." asks for a number."""
_NAME = re.compile(r"(?<=[a-z,;:(] )[A-Z][^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Signs:
    kind: Kind
    asks: re.Pattern[str]
    has: re.Pattern[str] | None


def expected_kind(question: str, language: str = "en") -> Kind | None:
    """Return what the question asks for, None where its words do not say or its language is not known."""
    return next((signs.kind for signs in _signs(language) if signs.asks.search(question)), None)


def fits(kind: Kind, question: str, language: str = "en") -> Callable[[str], float]:
    """Return a function that says of a sentence: 1 when it has something of that kind, else -1.

    A person or a place is a name in the sentence that the question does not have; a sentence without
    capitals gives no evidence either way, 0.
    """
    has = next(signs.has for signs in _signs(language) if signs.kind is kind)
    if has is None:
        asked = question.casefold()

        def has_new_name(sentence: str) -> float:
            if sentence.islower():
                return 0.0
            return 1.0 if any(name.casefold() not in asked for name in _NAME.findall(sentence)) else -1.0

        return has_new_name
    return lambda sentence: 1.0 if has.search(sentence) else -1.0


@cache
def _signs(language: str) -> tuple[_Signs, ...]:
    listed = _table().get(language, {})
    return tuple(
        _Signs(
            kind,
            re.compile(listed[kind]["asks"], re.IGNORECASE),
            re.compile(listed[kind]["has"], re.IGNORECASE) if "has" in listed[kind] else None,
        )
        for kind in _ORDER
        if kind in listed
    )


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    text = (resource("data") / "words" / "kinds.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, dict[str, str]]] = json.loads(text)
    return table
