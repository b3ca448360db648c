"""Features, support and diversity, each against what it is meant to say."""

from __future__ import annotations

import math

import pytest

from byline.models import Answer, Byline, Confidence, Source
from byline.ranking.diversity import diverse
from byline.ranking.features import Evidence, coverage, measure
from byline.ranking.scoring import WEIGHTS, level, rank, support
from byline.search.understanding import QuestionTerm, Understanding, inverse_frequency
from byline.text.analysed import AnalysedAnswer, TermSet, analyse
from byline.text.analysis import terms


def asked(words: str, **weights: float) -> Understanding:
    found = tuple(
        QuestionTerm(word, word, word, weights.get(word, 1.0), content=True) for word in terms(words)
    )
    return Understanding(words, "en", found, ())


def answer(
    number: int, text: str, author: str | None = "Ann Ito", question: str | None = None
) -> AnalysedAnswer:
    source = Source("k", "t", "main")
    return analyse(
        Answer(number, f"a_{number}", f"sha256:{number:064x}", text, Byline(author), question, source)
    )


def test_rarity_falls_with_frequency_and_is_never_negative() -> None:
    weights = [inverse_frequency(frequency, 100_000) for frequency in (0, 1, 10, 1000, 100_000)]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] > 0
    assert weights[1] == pytest.approx(math.log(1 + 99_999.5 / 1.5))


def test_in_a_tiny_corpus_rarity_says_little() -> None:
    assert inverse_frequency(0, 10) / inverse_frequency(5, 10) < 1.6
    assert inverse_frequency(0, 100_000) / inverse_frequency(50_000, 100_000) > 10


def test_coverage_is_the_share_by_rarity() -> None:
    question = asked("rare common", rare=3.0, common=1.0)
    assert coverage(question, TermSet(("rare",))) == 0.75
    assert coverage(question, TermSet(("common", "other"))) == 0.25
    assert coverage(question, TermSet(())) == 0.0
    assert coverage(asked(""), TermSet(("rare",))) == 0.0


def test_a_word_of_the_same_family_counts_for_three_quarters() -> None:
    assert coverage(asked("difference"), TermSet(tuple(terms("it differentiates")))) == 0.75
    assert coverage(asked("cars"), TermSet(tuple(terms("carpet")))) == 0.0, "short words have no family"


def test_context_counts_the_question_and_the_sentence_before() -> None:
    analysed = answer(1, "Maria founded it. She left in 2019.", question="Who ran marketing?")
    features = measure(asked("maria marketing left"), analysed, 1, 0.0)
    assert features.coverage == pytest.approx(1 / 3)
    assert features.context == 1.0


def test_support_is_high_only_for_what_is_all_there() -> None:
    whole, half = answer(1, "Ship small batches."), answer(2, "Ship it.")
    question = asked("ship batches")
    assert support(question, measure(question, whole, 0, 1.0)) == 1.0
    assert support(question, measure(question, half, 0, 1.0)) == 0.5


def test_one_word_alone_is_never_high() -> None:
    question = asked("ship")
    evidence = support(question, measure(question, answer(1, "Ship it."), 0, 1.0))
    assert level(evidence, 0.5) is Confidence.MEDIUM


@pytest.mark.parametrize(
    ("evidence", "confidence"),
    [(0.49, Confidence.NONE), (0.5, Confidence.LOW), (0.7, Confidence.MEDIUM), (0.9, Confidence.HIGH)],
)
def test_levels(evidence: float, confidence: Confidence) -> None:
    assert level(evidence, 0.5) is confidence


def test_every_weight_is_a_features_name() -> None:
    features = measure(asked("x"), answer(1, "x."), 0, 1.0)
    assert set(WEIGHTS) == set(features.as_dict())


def test_equals_keep_the_order_of_the_text() -> None:
    analysed = answer(1, "Ship it. Ship it. Ship it.")
    ranked = rank(asked("ship"), [(analysed, ordinal, 1.0) for ordinal in (2, 0, 1)])
    assert [each.ordinal for each in ranked] == [0, 1, 2]


def evidence_of(analysed: AnalysedAnswer, score: float) -> Evidence:
    return Evidence(analysed, 0, measure(asked("x"), analysed, 0, 0.0), score)


def test_unnamed_authors_are_not_one_author() -> None:
    texts = ["Ship it.", "Hire slowly.", "Ask why."]
    ranked = [evidence_of(answer(n, text, author=None), 9.0 - n) for n, text in enumerate(texts)]
    assert [each.analysed.answer.number for each in diverse(ranked, 3)] == [0, 1, 2]


def test_an_answer_is_quoted_once() -> None:
    analysed = answer(1, "Ship it. Then rest.")
    both = [evidence_of(analysed, 2.0), Evidence(analysed, 1, measure(asked("x"), analysed, 1, 0.0), 1.0)]
    assert len(diverse(both, 3)) == 1
