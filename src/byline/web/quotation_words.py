"""What a page says about a quotation: how old it is, who else said it, and why it is shown.

All of it is in ``words()``, which the chat page hands to ``static/words.js``, so that a reply that the script
renders says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from byline.citation import LEFT_OUT
from byline.web.languages import filled, once_a_language, plural_forms
from byline.web.languages import gettext as _
from byline.web.languages import numbered as chosen

Json = dict[str, Any]

MOST = 20
"""Excerpts; no reply has more."""
_UNITS = (("years", 365.25), ("months", 30.44), ("days", 1.0))
_TOLD_IN = {
    "day": ("years", "months", "days"),
    "month": ("years", "months"),
    "relative": ("years", "months"),
}
"""The units in which an age is told, by how much of the date was printed; of a year alone, in years."""


@once_a_language
def words() -> Json:
    """Return what the page says about a quotation, in the language of this request."""
    return {
        "separator": _(", "),
        "left_out": LEFT_OUT,
        "unnamed": _("Author not named"),
        "instead": _("{found} (you wrote {asked})"),
        "missing": _("Not in it: {words}"),
        "no_words": _("None of the words you used"),
        "days": plural_forms("{n} day ago", "{n} days ago"),
        "months": plural_forms("{n} month ago", "{n} months ago"),
        "years": plural_forms("{n} year ago", "{n} years ago"),
        "repeats": plural_forms("The same words in {n} other answer", "The same words in {n} other answers"),
        "all_answers": plural_forms("{n} answer to it", "All {n} answers to it"),
        "more_people": plural_forms("More from {n} other", "More from {n} others"),
        "more_excerpts": plural_forms("{n} more excerpt by them", "{n} more excerpts by them"),
        "closeness": [
            [0.8, _("Very close to what you asked")],
            [0.6, _("Close to what you asked")],
            [0.4, _("Related to what you asked")],
            [0, _("Far from what you asked")],
        ],
        "kinds": {
            "number": [
                _("You asked for a number, and it has one"),
                _("You asked for a number, and it has none"),
            ],
            "date": [_("You asked for a date, and it has one"), _("You asked for a date, and it has none")],
            "person": [
                _("You asked for a person, and it names one"),
                _("You asked for a person, and it names none"),
            ],
            "place": [
                _("You asked for a place, and it names one"),
                _("You asked for a place, and it names none"),
            ],
            "reason": [
                _("You asked for a reason, and it gives one"),
                _("You asked for a reason, and it gives none"),
            ],
        },
    }


def numbered(name: str, number: int) -> str:
    """Return what ``words()`` says under this name of so many."""
    return chosen(words()[name], number)


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
    name = elsewhere["author"]["name"] or words()["unnamed"]
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


def listed(parts: Iterable[str]) -> str:
    """Return words one after the other: "a, b, c"."""
    separator: str = words()["separator"]
    return separator.join(parts)


def words_met(why: Json) -> float:
    """Return the share of the words asked about that are there, or others in their place, in hundredths."""
    met = len(why["terms"]) + len(why["synonyms"])
    return int(100 * met / max(1, met + len(why["missing"])) + 0.5) / 100


def instead(pairs: Iterable[tuple[str, str]]) -> str:
    """Return words with what was written in their place: "roadmap (you wrote raodmap)"."""
    form: str = words()["instead"]
    return listed(filled(form, found=found, asked=asked) for asked, found in pairs)


def missing(why: Json) -> str:
    """Return which words asked about are not there, or "" when all are."""
    return filled(words()["missing"], words=listed(why["missing"])) if why["missing"] else ""


def closeness(why: Json) -> str:
    """Return how close an excerpt is in meaning, in words."""
    told: str = next(told for least, told in words()["closeness"] if why["meaning"] >= least)
    return told


def kind(why: Json) -> str:
    """Return what kind of answer was asked for and whether it is there, or "" when any will do."""
    if not why["kind"]:
        return ""
    forms: list[str] = words()["kinds"][why["kind"]["asked_for"]]
    with_it, without = forms
    return with_it if why["kind"]["found"] else without
