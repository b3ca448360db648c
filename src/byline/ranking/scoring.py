"""From features to an order, and from evidence to a confidence. Every number has a reason beside it."""

from __future__ import annotations

from collections.abc import Iterable

from byline.models import Confidence
from byline.ranking.features import Evidence, Features, measure, weigh
from byline.search.understanding import Understanding
from byline.text.analysed import AnalysedAnswer

WEIGHTS = {
    "bm25": 1.0,  # the field's standard, and the yardstick of the others
    "coverage": 0.8,  # a sentence that has all of what is asked beats one that has half of it twice
    "context": 0.4,  # found through the answer, but less plainly than through its own words
    "question": 0.9,  # the author was asked much the same
    "wording": 0.2,  # says that words are shared, not which
    "lead": 0.05,  # decides between equals
}

_LEVELS = ((0.85, Confidence.HIGH), (0.7, Confidence.MEDIUM))
_ONE_WORD_AT_MOST = 0.8
"""One word alone can be found anywhere, so a question of one word is never answered with high confidence."""


def rank(question: Understanding, candidates: Iterable[tuple[AnalysedAnswer, int, float]]) -> list[Evidence]:
    """Return the candidates (answer, sentence, BM25 score), best first; equals in the order of the text."""
    found = []
    for analysed, ordinal, bm25 in candidates:
        features = measure(question, analysed, ordinal, bm25)
        found.append(Evidence(analysed, ordinal, features, weigh(features, WEIGHTS)))
    return sorted(found, key=lambda each: (-each.score, each.analysed.answer.number, each.ordinal))


def support(question: Understanding, features: Features) -> float:
    """Return how well one sentence supports an answer, 0 to 1.

    What is asked about must be there: in the sentence, or for less in what it is said in reply to.
    """
    evidence = max(
        0.75 * features.context + 0.25 * features.coverage,
        features.question * features.context,
    )
    return min(evidence, _ONE_WORD_AT_MOST) if len(question.subject) == 1 else evidence


def level(evidence: float, threshold: float) -> Confidence:
    """Return the confidence for a support; none below ``threshold``."""
    if evidence < threshold:
        return Confidence.NONE
    return next((confidence for least, confidence in _LEVELS if evidence >= least), Confidence.LOW)
