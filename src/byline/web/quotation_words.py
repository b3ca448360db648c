"""What a page says about a quotation: how old it is, who else said it, and why it is shown.

All of it is in ``WORDS``, which the chat page hands to ``static/quotation.js`` as it is, so that a reply that
the script renders says the same. What depends on a number has a form for each of the plural categories that
browsers know (``Intl.PluralRules``); ``{n}`` is the number.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from byline.citation import LEFT_OUT

WORDS: dict[str, Any] = {
    "left_out": LEFT_OUT,
    "unnamed": "Author not named",
    "instead": "{found} (you wrote {asked})",
    "missing": "Not in it: {words}",
    "no_words": "None of the words you used",
    "days": {"one": "{n} day ago", "other": "{n} days ago"},
    "months": {"one": "{n} month ago", "other": "{n} months ago"},
    "years": {"one": "{n} year ago", "other": "{n} years ago"},
    "repeats": {"one": "The same words in {n} other answer", "other": "The same words in {n} other answers"},
    "all_answers": {"one": "{n} answer to it", "other": "All {n} answers to it"},
    "more_people": {"one": "More from {n} other", "other": "More from {n} others"},
    "more_excerpts": {"one": "{n} more excerpt by them", "other": "{n} more excerpts by them"},
    "closeness": [
        [0.8, "Very close to what you asked"],
        [0.6, "Close to what you asked"],
        [0.4, "Related to what you asked"],
        [0, "Far from what you asked"],
    ],
    "kinds": {
        "number": ["You asked for a number, and it has one", "You asked for a number, and it has none"],
        "date": ["You asked for a date, and it has one", "You asked for a date, and it has none"],
        "person": ["You asked for a person, and it names one", "You asked for a person, and it names none"],
        "place": ["You asked for a place, and it names one", "You asked for a place, and it names none"],
        "reason": ["You asked for a reason, and it gives one", "You asked for a reason, and it gives none"],
    },
}

MOST = 20
"""Excerpts; no reply has more."""
_UNITS = (("years", 365.25), ("months", 30.44), ("days", 1.0))
_TOLD_IN = {
    "day": ("years", "months", "days"),
    "month": ("years", "months"),
    "relative": ("years", "months"),
}
"""The units in which an age is told, by how much of the date was printed; of a year alone, in years."""

Json = dict[str, Any]


def numbered(name: str, number: int) -> str:
    """Return what ``WORDS`` says under this name of so many."""
    forms: dict[str, str] = WORDS[name]
    return forms["one" if number == 1 else "other"].replace("{n}", f"{number:,}")


def age(excerpt: Json) -> str:
    """Return how long ago it was said: "4 years ago"; "" where that is not known, or too short to tell."""
    days = excerpt["age_days"]
    if days is None:
        return ""
    for unit, length in _UNITS:
        number = int(days // length)
        if number > 0 and unit in _TOLD_IN.get(excerpt["date_precision"], ("years",)):
            return numbered(unit, number)
    return ""


def more(reply: Json) -> str:
    """Return whose excerpts were left out: of so many people not quoted yet, or more by those who are."""
    left = reply["more"]
    if left["authors"]:
        return numbered("more_people", left["authors"])
    return numbered("more_excerpts", left["excerpts"]) if left["excerpts"] else ""


def top_for_more(reply: Json) -> int:
    """Return how many excerpts to ask for, to have those too that were left out."""
    return min(MOST, len(reply["excerpts"]) + int(reply["more"]["excerpts"]))


def who_and_when(elsewhere: Json) -> str:
    """Return the author of another answer and its date as printed: "Bo Lee, May 2021"."""
    name = elsewhere["author"]["name"] or WORDS["unnamed"]
    return ", ".join(filter(None, (name, elsewhere["date_as_printed"])))


def parts(excerpt: Json) -> str:
    """Return which ranges of the answer are quoted, in order: "0-120 310-400"."""
    quoted = sorted((each["start"], each["end"]) for each in (excerpt, *excerpt["further"]))
    return " ".join(f"{start}-{end}" for start, end in quoted)


def by_question(excerpts: Sequence[Json]) -> list[list[Json]]:
    """Return excerpts with those together that answer one question, each lot where its first one stands."""
    places: dict[object, int] = {}
    for place, excerpt in enumerate(excerpts):
        places.setdefault(excerpt["question_permalink"] or place, place)

    def first(numbered_excerpt: tuple[int, Json]) -> int:
        place, excerpt = numbered_excerpt
        return places[excerpt["question_permalink"] or place]

    ordered = sorted(enumerate(excerpts), key=first)
    return [[excerpt for _, excerpt in lot] for _, lot in groupby(ordered, key=first)]


def words_met(why: Json) -> float:
    """Return the share of the words asked about that are there, or others in their place, in hundredths."""
    met = len(why["terms"]) + len(why["synonyms"])
    return int(100 * met / max(1, met + len(why["missing"])) + 0.5) / 100


def instead(pairs: dict[str, str]) -> str:
    """Return words with what was written in their place: "roadmap (you wrote raodmap)"."""
    return ", ".join(
        WORDS["instead"].replace("{found}", found).replace("{asked}", asked) for asked, found in pairs.items()
    )


def missing(why: Json) -> str:
    """Return which words asked about are not there, or "" when all are."""
    return WORDS["missing"].replace("{words}", ", ".join(why["missing"])) if why["missing"] else ""


def closeness(why: Json) -> str:
    """Return how close an excerpt is in meaning, in words."""
    words: str = next(words for least, words in WORDS["closeness"] if why["meaning"] >= least)
    return words


def kind(why: Json) -> str:
    """Return what kind of answer was asked for and whether it is there, or "" when any will do."""
    if not why["kind"]:
        return ""
    forms: list[str] = WORDS["kinds"][why["kind"]["asked_for"]]
    with_it, without = forms
    return with_it if why["kind"]["found"] else without
