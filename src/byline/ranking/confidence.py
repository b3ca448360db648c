"""How likely it is that somebody answered, and that the first sentence is right.

Two logistic regressions over the same few signals of the ranked evidence, trained by
``training/confidence.py`` on questions that collections of many sizes answer and on questions that they do
not. The signals are made so that they mean the same in a collection of ten sentences and of a million.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from pathlib import Path

from byline.models import Confidence
from byline.ranking.features import Evidence
from byline.resources import resource
from byline.search.subject import SUBJECT, QuestionTerm
from byline.search.understanding import Understanding
from byline.text.general_words import general_rarity
from byline.text.languages import DEFAULT_LANGUAGE
from byline.text.meaning import meaning_vectors

SIGNALS = {
    "score": "the learned part of the sentence's score, by ten",
    "surprise": "how unlikely it is to meet what was found by chance: the rarity in general language of the "
    "words asked about that are there, less the logarithm of the number of sentences; by ten",
    "stranger": "how much more common than in general language the word is that is least so, by ten; low "
    "when a word is asked about that this collection hardly uses",
    "unknown": "the share, by rarity, of what is asked about that no sentence has",
    "absent": "the share, by rarity in general language, of what is asked about that is not around the "
    "sentence, beyond the fifth that other words may stand for",
    "silent": "the share, by rarity, of what is asked about whose meaning no vectors know, so that the score "
    "is too low",
    "dense": "how near a transformer says that question and sentence are; 0 where there is none",
    "back": "how well the sentence's own words are met by the question's",
    "size": "the logarithm of the number of sentences, by ten",
    "lead": "how far the score is above the best of another answer, at most five, by five; less in a small "
    "collection, where there are few to be ahead of",
}
"""Every signal and what it says."""

_NOT_LEARNED = ("question", "lead")
"""Features that the ranking weighs by hand."""
_ASKED_BEFORE = 4.0
"""What it adds to both logits that just this question was answered before; no public collection tells."""
_LIKE = 0.6
"""Questions less alike than this are different questions."""
_SMALLEST = 100
"""Sentences; a smaller collection is taken as part of one of this size, where less is met by chance."""
_OTHERWISE = 0.2
"""So much of what is asked about may be said in words of its own."""
_FARTHEST = 5.0
_LARGE = math.log(10_000)
_MOST = 30.0
"""More surprise than this says no more."""
_FOREIGN = 3.0
"""Where a language has no general counts: how much rarer a word is thought to be than in the collection."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Each between 0 and 1: that somebody answered, and that this sentence is right."""

    answered: float
    right: float


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """Weights of the signals for both likelihoods, and from where on confidence is high or medium."""

    answered: Mapping[str, float]
    right: Mapping[str, float]
    high: float
    medium: float

    @classmethod
    def read(cls, path: Path, *, with_model: bool = False) -> ConfidenceModel:
        """Read a model from a JSON file with these names; each set of weights also has a ``bias``.

        That for when a transformer takes part stands under ``with_model``.
        """
        model = json.loads(path.read_text(encoding="utf-8"))
        if with_model:
            model = model["with_model"]
        names = ("bias", *SIGNALS)
        answered, right = (
            {name: float(model[which][name]) for name in names} for which in ("answered", "right")
        )
        return cls(answered, right, float(model["high"]), float(model["medium"]))

    def likelihood(self, signals: Mapping[str, float], asked_before: float = 0.0) -> Likelihood:
        """Return how likely the evidence with these signals is to be an answer.

        Args:
            signals: a value for each of ``SIGNALS``.
            asked_before: from 0 to 1, whether just this question was answered before.
        """
        more = _ASKED_BEFORE * asked_before
        values = [signals[name] for name in SIGNALS]
        return Likelihood(_logistic(self.answered, values, more), _logistic(self.right, values, more))

    def level(self, likelihood: Likelihood, threshold: float, words: int) -> Confidence:
        """Return the confidence of a reply; none when it is less likely than ``threshold`` to be one.

        Args:
            likelihood: of the sentence that is shown first.
            threshold: the setting.
            words: how many words say what is asked about. One alone can be found anywhere, so a question of
                one word is never answered with high confidence.
        """
        if likelihood.answered < threshold:
            return Confidence.NONE
        if likelihood.right >= self.high and words > 1:
            return Confidence.HIGH
        return Confidence.MEDIUM if likelihood.right >= self.medium else Confidence.LOW


def _logistic(weights: Mapping[str, float], values: Iterable[float], more: float) -> float:
    """Return the likelihood of values in the order of ``SIGNALS``; so are the weights, after the bias."""
    bias, *each = weights.values()
    logit = bias + more + sum(map(mul, each, values))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


@cache
def shipped_confidence(*, with_model: bool = False) -> ConfidenceModel:
    """Return the model that ships with Byline, for when a transformer takes part or for when none does."""
    return ConfidenceModel.read(resource("data") / "model" / "confidence.json", with_model=with_model)


def likelihoods(
    question: Understanding,
    ranked: Sequence[Evidence],
    places: Iterable[int],
    weights: Mapping[str, float],
    model: ConfidenceModel,
) -> dict[int, Likelihood]:
    """Return how likely it is that the ranked sentences at those places answer, each for itself."""
    signals = Signals(question, ranked, weights)
    return {place: model.likelihood(signals.at(place), asked_before(ranked[place])) for place in places}


class Signals:
    """The signals of a question's evidence; what the question alone says is worked out once.

    Args:
        question: what was searched.
        ranked: the evidence, best first.
        weights: what it was ranked with.
    """

    def __init__(
        self, question: Understanding, ranked: Sequence[Evidence], weights: Mapping[str, float]
    ) -> None:
        self._question = question
        self._ranked = ranked
        self._weights = weights
        self._subject = question.looked_for
        self._rarity = {term.term: _rarity(term, question.language) for term in question.subject}
        self._all_rarity = sum(self._rarity.values()) or 1.0
        self._size = math.log(max(_SMALLEST, question.sentences))
        self._large = min(1.0, math.log(max(1, question.sentences)) / _LARGE)
        rarities = (self._rarity[term.term] - term.weight for term in question.subject)
        self._stranger = min(rarities, default=0.0) / 10
        self._unknown = _share(question, [term for term in question.subject if not term.known])
        pieces = meaning_vectors().pieces
        self._silent = _share(question, [term for term in question.subject if not pieces(term.word)])

    def at(self, place: int) -> dict[str, float]:
        """Return the signals of one of the ranked sentences, in the order of ``SIGNALS``."""
        evidence = self._ranked[place]
        there = self._subject.with_context(evidence.analysed, evidence.ordinal)
        met = sum(self._rarity[term] * share for term, share in there.items())
        return {
            "score": learned_score(evidence, self._weights) / 10,
            "surprise": max(-_MOST / 3, min(_MOST, met - self._size)) / 10,
            "stranger": self._stranger,
            "unknown": self._unknown,
            "absent": max(0.0, 1 - _OTHERWISE - met / self._all_rarity),
            "silent": self._silent,
            "dense": evidence.feature("dense"),
            "back": evidence.feature("align_back"),
            "size": self._size / 10,
            "lead": _lead(self._ranked, place) * self._large,
        }


def learned_score(evidence: Evidence, weights: Mapping[str, float]) -> float:
    """Return the score without what is weighed by hand: how well the sentence itself fits."""
    return evidence.score - sum(weights[name] * evidence.feature(name) for name in _NOT_LEARNED)


def _share(question: Understanding, terms: Iterable[QuestionTerm]) -> float:
    return sum(term.weight for term in terms) / (question.subject_weight or 1.0)


def _rarity(term: QuestionTerm, language: str) -> float:
    """Return how rare a word is in general language; where nobody counted, as rare as here and some more."""
    return general_rarity(term.word) if language == DEFAULT_LANGUAGE else term.weight + _FOREIGN


def _lead(ranked: Sequence[Evidence], place: int) -> float:
    best = ranked[place]
    rival = next((each for each in ranked if each.analysed.number != best.analysed.number), None)
    distance = _FARTHEST if rival is None else best.score - rival.score
    return max(0.0, min(_FARTHEST, distance)) / _FARTHEST


def asked_before(evidence: Evidence) -> float:
    """Return 1 when the question answered is the one asked, 0 when it is another one.

    Two questions may differ in the one word that matters; then that word is missing around the sentence.
    """
    alike = evidence.feature("question") * min(1.0, evidence.feature("context") / SUBJECT)
    return max(0.0, alike - _LIKE) / (1 - _LIKE)
