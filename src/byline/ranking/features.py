"""The evidence that a sentence answers a question, as named numbers. Pure functions.

All candidates of a question are measured together, a row each, since alignment is a matrix product.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from byline.ranking.alignment import align, align_question
from byline.ranking.candidates import Candidate, Candidates
from byline.ranking.kinds import Kind, expected_kind, fits
from byline.search.understanding import Understanding
from byline.text.analysed import TermSet
from byline.text.analysis import is_unspaced, term_hash
from byline.text.grams import spelling, spelling_share
from byline.text.indexed import IndexedAnswer
from byline.text.meaning import MeaningVectors

FEATURES = {
    "bm25": "the engine's score as a share of the best candidate's",
    "coverage": "the share, by rarity, of what is asked about that the sentence has",
    "context": "the same with what the sentence leans on, and for less the question answered, the heading "
    "above and the sentence before",
    "grammar": "the share of the question's function words that the sentence has",
    "phrase": "the share of the question's neighbouring words that are neighbours in the sentence",
    "partial": "likeness of the question to the most like stretch of the sentence (rapidfuzz)",
    "align": "soft alignment: the mean best cosine of the question's words",
    "align_weakest": "the least of the best cosines of the question's three weightiest pieces",
    "align_back": "how well the sentence's own words are met by the question's",
    "spelling": "the share, by rarity, of the spelling of the question's words that the sentence has",
    "length": "the sentence's length: the logarithm of one more than its words, by five",
    "asks": "1 when the sentence is itself a question",
    **{
        f"kind_{kind.value}": f"1 when a {kind.value} is asked for and there, -1 when missing"
        for kind in Kind
    },
    "question": "likeness of the question asked to the question answered (rapidfuzz)",
    "lead": "1 for an answer's first sentence and less for each later one: people begin with the point",
    "dense": "how near a transformer says that question and sentence are: about 1 for a question and its own "
    "answer, 0 for another's (0 for all when there is no transformer)",
}
"""Every feature and what it says; the order is that of the columns."""

_SHORTLIST = 20
"""How many candidates are measured in full: as many as a reply may show at most. More do not come first."""
_FIRST_BM25 = 0.3
"""What the engine's score counts beside alignment when the shortlist is made."""
_FIRST_DENSE = 0.6
"""What a transformer's closeness counts then."""
_WORD_FEATURES = (
    "coverage", "context", "spelling", "grammar", "phrase", "partial", "length", "asks", "question",
    "lead",
)  # fmt: skip

_HALVES = 1 << 16
"""Values of half a hash."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate sentence, its features in the order of ``FEATURES``, and the score they add up to."""

    analysed: IndexedAnswer
    ordinal: int
    features: Sequence[float]
    score: float

    @property
    def text(self) -> str:
        """The sentence, as it was indexed."""
        return self.analysed.text_of(self.ordinal)

    def feature(self, name: str) -> float:
        """Return one feature."""
        return self.features[_COLUMN[name]]

    def as_dict(self) -> dict[str, float]:
        """Return the features by name."""
        return dict(zip(FEATURES, self.features, strict=True))


_COLUMN = {name: column for column, name in enumerate(FEATURES)}


def measure(
    question: Understanding,
    candidates: Candidates,
    vectors: MeaningVectors,
    dense: NDArray[np.float32] | None = None,
    *,
    spelled: bool = True,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Measure the candidates of a question.

    All are aligned, which is one matrix product; the other features are measured of those alone that
    alignment and the engine's score put first, and ``dense`` where a transformer has measured it. To take
    words apart takes longer than the rest: without ``spelled`` that feature is left at 0.

    Returns:
        The positions of these candidates, and their features: a row each, in the columns of ``FEATURES``.
    """
    if not len(candidates):
        return np.zeros(0, dtype=np.int64), np.zeros((0, len(FEATURES)), dtype=np.float32)
    aligned = align(
        align_question([(term.word, term.weight) for term in question.terms], vectors),
        candidates.through,
        has_terms(question, candidates),
        vectors,
    )
    bm25 = candidates.scores / (float(candidates.scores.max()) or 1.0)
    near = np.zeros_like(bm25) if dense is None else dense
    first = aligned.forward + _FIRST_BM25 * bm25 + _FIRST_DENSE * near
    shortlist = np.sort(np.argsort(-first, kind="stable")[:_SHORTLIST])
    kept = np.array(candidates.there(shortlist.tolist()), dtype=np.int64)
    found = np.zeros((len(kept), len(FEATURES)), dtype=np.float32)
    found[:, _COLUMN["bm25"]] = bm25[kept]
    found[:, _COLUMN["align"]] = aligned.forward[kept]
    found[:, _COLUMN["align_weakest"]] = aligned.weakest[kept]
    found[:, _COLUMN["align_back"]] = aligned.backward[kept]
    found[:, _COLUMN["dense"]] = near[kept]
    short = [candidates[at] for at in kept]
    _fill_words(found, question, short, spelled)
    _fill_kind(found, question, short)
    return kept, found


def has_terms(question: Understanding, candidates: Candidates) -> NDArray[np.bool_]:
    """Return which terms of the question (rows) each candidate has, itself or in what it is read with."""
    found = np.zeros((len(question.terms), len(candidates)), dtype=np.bool_)
    hashes, ends = candidates.through.hashes, np.cumsum(candidates.through.hash_counts)
    wanted = [(row, term_hash(each)) for row, term in enumerate(question.terms) for each in term.alternatives]
    # Nearly no term is one that is looked for, as the first half of its hash tells of all of them at once.
    possible = np.zeros(_HALVES, dtype=np.bool_)
    possible[[number % _HALVES for _, number in wanted]] = True
    places = np.flatnonzero(possible.take(hashes.astype(np.uint16)))
    there, owners = hashes.take(places), np.searchsorted(ends, places, side="right")
    for row, number in wanted:
        found[row, owners[there == number]] = True
    for row, term in enumerate(question.terms):
        if phrases := [f" {each} " for each in term.variants if " " in each]:
            for at in candidates.there(range(len(candidates))):
                analysed, ordinal, _ = candidates[at]
                text = analysed.found_through(ordinal)
                found[row, at] |= any(each in text for each in phrases)
    return found


def _fill_words(
    found: NDArray[np.float32], question: Understanding, candidates: Sequence[Candidate], spelled: bool
) -> None:
    grammar = {f" {term.term} " for term in question.terms if not term.content}
    # Where words are not spaced, terms overlap: of these pairs each would be there as soon as the other is.
    pairs = {
        f" {one.term} {other.term} "
        for one, other in pairwise(question.terms)
        if not (is_unspaced(one.word) and is_unspaced(other.word))
    }
    lowered = question.text.lower()
    subject = question.looked_for
    spelling_of = _Spelled(question) if spelled else None
    asked = " ".join([term.term for term in question.terms if term.content])
    sameness: dict[int, float] = {}
    columns = [_COLUMN[name] for name in _WORD_FEATURES]
    measured: list[tuple[float, ...]] = []
    grammars, neighbours = max(1, len(grammar)), max(1, len(pairs))
    for analysed, ordinal, _ in candidates:
        own = analysed.terms_of(ordinal)
        padded = own.padded
        text = analysed.text_of(ordinal)
        here = subject.present(own)
        number = analysed.number
        if number not in sameness:
            sameness[number] = _sameness(question.joined, asked, analysed) if analysed.asked else 0.0
        measured.append(
            (
                subject.share(here),
                subject.share(subject.with_context(analysed, ordinal)),
                spelling_of.share(here, own, analysed.spelled(ordinal)) if spelling_of else 0.0,
                [each in padded for each in grammar].count(True) / grammars,
                [each in padded for each in pairs].count(True) / neighbours,
                fuzz.partial_ratio(lowered, text.lower(), processor=None) / 100,
                math.log1p(len(own)) / 5,
                text.endswith(("?", "？", "؟")),
                sameness[number],
                1 / (1 + ordinal),
            )
        )
    found[:, columns] = measured


def _fill_kind(found: NDArray[np.float32], question: Understanding, candidates: Sequence[Candidate]) -> None:
    kind = expected_kind(question.text, question.language)
    if kind is not None:
        fit = fits(kind, question.text, question.language)
        column = _COLUMN[f"kind_{kind.value}"]
        found[:, column] = [fit(analysed.text_of(ordinal)) for analysed, ordinal, _ in candidates]


class _Spelled:
    """A question's words with their pieces, ready to be compared with many sentences."""

    def __init__(self, question: Understanding) -> None:
        self._total = sum(term.weight for term in question.terms)
        self._words = [
            (term.term, f" {term.term} ", term.weight, tuple(spelling(term.word))) for term in question.terms
        ]

    def share(self, here: Mapping[str, float], own: TermSet, spelled: str) -> float:
        """Return the share of their spelling, by rarity, that a sentence has; ``here`` is what is present."""
        found = 0.0
        padded = own.padded
        for term, looked_for, weight, pieces in self._words:
            if here.get(term) == 1.0 or looked_for in padded:
                found += weight
            else:
                found += weight * spelling_share(pieces, spelled)
        return found / self._total if self._total else 0.0


def _sameness(question: str, asked: str, analysed: IndexedAnswer) -> float:
    """Likeness of two questions, of all words and of those that are no grammar (``asked``) alike.

    Words that only one of them has count against it.
    """
    content = analysed.question_subject
    whole = _likeness(question, analysed.question.joined)
    return (whole + _likeness(asked, content)) / 2 if asked and content else whole


def _likeness(one: str, other: str) -> float:
    # Two empty texts are alike to rapidfuzz; to a person there is nothing to compare.
    if not one or not other:
        return 0.0
    shared = fuzz.token_set_ratio(one, other, processor=None)
    return (shared + fuzz.token_sort_ratio(one, other, processor=None)) / 200
