"""Which kind of answer a question expects, and whether a sentence has something of that kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum


class Kind(StrEnum):
    """What a question asks for."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    REASON = "reason"
    PLACE = "place"


_QUESTIONS = (
    (
        Kind.NUMBER,
        r"\bhow (?:many|much|long|old|far|often|large|big|tall|high|deep|fast|wide)\b"
        r"|\b(?:what|which) (?:percent|percentage|number|amount|share|age)\b",
    ),
    (Kind.DATE, r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|century|decade)\b"),
    (Kind.PERSON, r"\bwho(?:m|se)?\b"),
    (Kind.PLACE, r"\bwhere\b|\b(?:what|which) (?:city|country|place|location|state|continent)\b"),
    (Kind.REASON, r"\bwhy\b|\b(?:what|which) (?:causes?|caused|reasons?)\b|\bfor what reason\b"),
)
_EXPECTED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _QUESTIONS)

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundreds?|thousands?"
    r"|millions?|billions?|half|percent|once|twice|daily|weekly|monthly|yearly)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:1\d{3}|20\d\d)\b|\b(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|century|yesterday|today)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|due to|caused?|as a result|therefore|in order to|so that|thus|reasons?|owing)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-z,;:(] )[A-Z][^\W\d_]+")


def expected_kind(question: str) -> Kind | None:
    """Return what the question asks for, None where its words do not say."""
    return next((kind for kind, pattern in _EXPECTED if pattern.search(question)), None)


def fits(kind: Kind, question: str) -> Callable[[str], float]:
    """Return a function that says of a sentence: 1 when it has something of that kind, else -1.

    A person or a place is a name in the sentence that the question does not have; a sentence without
    capitals gives no evidence either way, 0.
    """
    if kind in (Kind.PERSON, Kind.PLACE):
        asked = question.casefold()

        def has_new_name(sentence: str) -> float:
            if sentence.islower():
                return 0.0
            return 1.0 if any(name.casefold() not in asked for name in _NAME.findall(sentence)) else -1.0

        return has_new_name
    pattern = {Kind.NUMBER: _NUMBER, Kind.DATE: _DATE, Kind.REASON: _REASON}[kind]
    return lambda sentence: 1.0 if pattern.search(sentence) else -1.0
