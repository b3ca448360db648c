"""The way of a pasted quotation: who wrote it, word for word, or what they wrote instead.

The engine only says which answers to look at. What is found there is held against the texts in the store,
so that an index that is behind, or a stem that two words share, never makes a quotation true.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from byline.errors import QuotationError
from byline.models import Answer
from byline.search.engine import Engine, Limits
from byline.store import Store
from byline.text.analysis import Token, tokens
from byline.text.grams import indexed_grams
from byline.text.languages import DEFAULT_LANGUAGE
from byline.text.quotes import Near, nearest, parts_of, readings, standing
from byline.text.segmentation import sentences
from byline.text.wording import Wording
from byline.verdicts import Place, Verdict, Verification

QUOTATION_CHARS = 5000
"""How many characters a quotation may have at most."""
MOST_PLACES = 50
"""How many of the answers that contain a quotation are named."""
MOST_PARTS = 20
"""How many parts a quotation may have, since each may have to be looked for by itself."""
_WINDOW = 6
"""Words that are looked up side by side; longer rows find no fewer answers, and take longer."""
_WINDOWS = 3
"""How many such rows are looked up, those of the rarest words first."""
_CONTAINING = 1000
"""Answers that are held against a quotation for being the same."""
_BATCH = 100
_LIKE = 60
_COMPARED = 30
"""Answers that an altered quotation is compared with letter by letter."""
_ASKED_TERMS = 24
_ASKED_GRAMS = 24
_CORRECTED = 100
_TELLING = re.compile(r"[^\W_]+")
_TELLING_CHARS = 8


def verify(pasted: str, *, engine: Engine, store: Store) -> Verification:
    """Check a quotation; see ``KnowledgeBase.verify``."""
    started = time.perf_counter()
    found = _Check(engine, store).check(_checked(pasted))
    return replace(found, took_ms=(time.perf_counter() - started) * 1000)


def _checked(pasted: str) -> str:
    text = pasted.strip()
    if not any(map(str.isalnum, text)):
        raise QuotationError(f"The quotation {text[:40]!r} has no words. Paste the words to check.")
    if len(text) > QUOTATION_CHARS:
        raise QuotationError(
            f"The quotation has {len(text):,} characters; {QUOTATION_CHARS:,} are the limit. "
            "Check it a part at a time."
        )
    return text


class _Check:
    """Checks quotations against one engine and one store."""

    def __init__(self, engine: Engine, store: Store) -> None:
        self._engine = engine
        self._store = store
        self._languages = sorted(engine.languages()) or [DEFAULT_LANGUAGE]
        self._liked: dict[str, list[int]] = {}

    def check(self, text: str) -> Verification:
        """Return what is found for a quotation, and for its parts when they do not stand together."""
        possible = [
            (reading, [Wording(part.strip()) for part in parts_of(reading)]) for reading in readings(text)
        ]
        possible = [(reading, parts) for reading, parts in possible if parts]
        if len(possible[0][1]) > MOST_PARTS:
            raise QuotationError(
                f"The quotation has {len(possible[0][1])} parts; {MOST_PARTS} are the limit. "
                "Check some of them at a time."
            )
        for look in (self._by_rows, self._by_likeness, self._once):
            for reading, parts in possible:
                if places := look(parts):
                    return Verification(reading, places[0].verdict, tuple(places))
        split = next((each for each in possible if len(each[1]) > 1), None)
        if split:
            return self._apart(*split)
        return self._altered([(reading, parts[0]) for reading, parts in possible], text)

    def _by_rows(self, parts: Sequence[Wording]) -> list[Place]:
        """Return where the parts stand in answers that have rows of their words."""
        return self._now(parts, self._containing(parts))

    def _by_likeness(self, parts: Sequence[Wording]) -> list[Place]:
        """Return where they stand in answers that have most of their words.

        A row that runs over the end of a sentence, as only the whole answer shows, finds nothing.
        """
        return self._now(parts, chain.from_iterable(self._like(part) for part in parts))

    def _now(self, parts: Sequence[Wording], numbers: Iterable[int]) -> list[Place]:
        """Return where the parts stand in those answers as they are, those that are exact first."""
        places: list[Place] = []
        for answer in self._answers(islice(_unique(numbers), _CONTAINING)):
            place = _place(parts, answer)
            if place is not None:
                places.append(place)
            if len(places) == MOST_PLACES:
                break
        return sorted(places, key=lambda place: (place.verdict is not Verdict.EXACT, place.answer.number))

    def _once(self, parts: Sequence[Wording]) -> list[Place]:
        """Return where the parts stood in answers before these were corrected."""
        telling = sorted(
            {word for part in parts for word in _TELLING.findall(part.text)},
            key=lambda word: (not word.isascii(), -len(word), word),
        )
        wanted = [word if word.isascii() else word[:_TELLING_CHARS] for word in telling[:3]]
        ids = self._store.corrected(wanted, _CORRECTED) if wanted else []
        return [place for each in ids if (place := self._before_correction(each, parts)) is not None]

    def _before_correction(self, answer_id: str, parts: Sequence[Wording]) -> Place | None:
        """Return the newest revision of an answer that had the parts, with when the next one came."""
        history = self._store.history(answer_id)
        for earlier, later in zip(reversed(history[:-1]), reversed(history[1:]), strict=True):
            if (place := _place(parts, earlier.answer)) is not None:
                return replace(place, until=later.created_at)
        return None

    def _apart(self, reading: str, parts: Sequence[Wording]) -> Verification:
        """Check each part by itself: together, in this order, nobody wrote them."""
        found = tuple(self.check(part.text) for part in parts)
        known = any(each.verdict is not Verdict.UNKNOWN for each in found)
        return Verification(reading, Verdict.ALTERED if known else Verdict.UNKNOWN, (), found)

    def _altered(self, possible: Sequence[tuple[str, Wording]], text: str) -> Verification:
        """Return the passage that is most like any of the readings, if one is."""
        best: tuple[float, Near, str, Answer] | None = None
        for reading, wording in possible:
            for answer in self._answers(self._like(wording)):
                near = nearest(wording, Wording(answer.text))
                if near is not None and (best is None or near.likeness > best[0]):
                    best = (near.likeness, near, reading, answer)
        if best is None:
            return Verification(text, Verdict.UNKNOWN, ())
        _, near, reading, answer = best
        place = Place(answer, ((near.start, near.end),), Verdict.ALTERED, differences=near.differences)
        return Verification(reading, Verdict.ALTERED, (place,))

    def _answers(self, numbers: Iterable[int]) -> Iterator[Answer]:
        """Yield the answers of those numbers as the store has them now, in that order."""
        left = iter(numbers)
        while batch := list(islice(left, _BATCH)):
            found = self._store.by_numbers(batch)
            yield from (found[number] for number in batch if number in found)

    def _containing(self, parts: Sequence[Wording]) -> Iterator[int]:
        """Give the answers that may contain the parts: they have some of their words side by side."""
        for row in self._rows(parts):
            for candidate in self._engine.search({}, Limits(phrases=[row]), _CONTAINING):
                yield candidate.answer

    def _rows(self, parts: Sequence[Wording]) -> list[tuple[str, ...]]:
        """Return rows of terms that stand side by side wherever the parts do, those of rare terms first.

        An answer's language decides how its words are stemmed, and is not that of a short quotation for
        sure; so the rows are made in each language that answers are in.
        """
        found: list[tuple[int, tuple[str, ...]]] = []
        for language in self._languages:
            rows = list(dict.fromkeys(row for part in parts for row in _rows_of(part.plain, language)))
            frequency = self._engine.frequencies({term for row in rows for term in row})
            ranked = sorted((min(frequency[term] for term in row), row) for row in rows)
            found += [each for each in ranked if each[0]][:_WINDOWS]
        return [row for _, row in sorted(dict.fromkeys(found))]

    def _like(self, wording: Wording) -> list[int]:
        """Return the answers whose sentences have most of the words, weighed by how rare they are."""
        if wording.plain not in self._liked:
            self._liked[wording.plain] = self._most_like(wording)
        return self._liked[wording.plain]

    def _most_like(self, wording: Wording) -> list[int]:
        found = {language: tokens(wording.plain, language) for language in self._languages}
        frequency = self._engine.frequencies({token.term for each in found.values() for token in each})
        rarest = sorted((count, term) for term, count in frequency.items())[:_ASKED_TERMS]
        grams = {gram for language, each in found.items() for gram in indexed_grams(each, language)}
        wanted = {term: 1.0 for _, term in rarest}
        candidates = (
            self._engine.search(wanted, Limits(), _LIKE, sorted(grams)[:_ASKED_GRAMS]) if wanted else []
        )
        return list(islice(_unique(candidate.answer for candidate in candidates), _COMPARED))


def _unique(numbers: Iterable[int]) -> Iterator[int]:
    """Yield each number once, when it first comes."""
    seen: set[int] = set()
    for number in numbers:
        if number not in seen:
            seen.add(number)
            yield number


def _place(parts: Sequence[Wording], answer: Answer) -> Place | None:
    ranges = standing(parts, Wording(answer.text))
    if ranges is None:
        return None
    exact = all(answer.text[start:end] == part.text for part, (start, end) in zip(parts, ranges, strict=True))
    return Place(answer, tuple(ranges), Verdict.EXACT if exact else Verdict.EQUAL)


def _rows_of(text: str, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the terms of a text in rows of up to ``_WINDOW``, none of which crosses the end of a sentence.

    A word with an apostrophe is left out: whether that is straight or curly, its term tells.
    """
    for sentence in sentences(text, language):
        row: list[Token] = []
        for token in (*tokens(text[sentence.start : sentence.end], language), None):
            if token is None or "'" in token.word or len(row) == _WINDOW:
                if row:
                    yield tuple(each.term for each in row)
                row = []
            if token is not None and "'" not in token.word:
                row.append(token)
