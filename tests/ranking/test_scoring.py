"""Features, scores and diversity, each against what it is meant to say."""

from __future__ import annotations

import math

import pytest

from byline.models import Answer, Byline, Source
from byline.ranking.candidates import Candidates
from byline.ranking.diversity import diverse
from byline.ranking.features import FEATURES, Evidence, measure
from byline.ranking.scoring import rank, shipped_weights
from byline.search.records import indexed_answer
from byline.search.subject import QuestionTerm, Subject
from byline.search.understanding import Understanding, inverse_frequency
from byline.text.analysed import TermSet, analyse
from byline.text.analysis import tokens
from byline.text.indexed import IndexedAnswer
from byline.text.meaning import meaning_vectors


def asked(words: str, **weights: float) -> Understanding:
    found = tuple(
        QuestionTerm(token.word, token.word, token.term, weights.get(token.word, 1.0), content=True)
        for token in tokens(words)
    )
    return Understanding(words, "en", found, ())


def answer(
    number: int, text: str, author: str | None = "Ann Ito", question: str | None = None
) -> IndexedAnswer:
    source = Source("k", "t", "main")
    byline = Byline(author)
    return indexed_answer(
        analyse(Answer(number, f"a_{number}", f"sha256:{number:064x}", text, byline, question, source))
    )


def evidence(
    question: Understanding, analysed: IndexedAnswer, ordinal: int = 0, score: float = 1.0
) -> Evidence:
    _, features = measure(question, Candidates.of([(analysed, ordinal, 1.0)]), meaning_vectors())
    return Evidence(analysed, ordinal, features[0], score)


def features(question: str, text: str, ordinal: int = 0, answered: str | None = None) -> dict[str, float]:
    return evidence(asked(question), answer(1, text, question=answered), ordinal).as_dict()


def coverage(question: Understanding, found: TermSet) -> float:
    subject = Subject(question.subject)
    return subject.share(subject.present(found))


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
    assert coverage(question, TermSet("rare")) == 0.75
    assert coverage(question, TermSet("common other")) == 0.25
    assert coverage(question, TermSet("")) == 0.0
    assert coverage(asked(""), TermSet("rare")) == 0.0


def test_a_variant_is_as_good_as_the_term() -> None:
    question = Understanding("pm", "en", (QuestionTerm("pm", "pm", "pm", 1.0, True, ("manager",)),), ())
    assert coverage(question, TermSet("manager")) == 1.0


def test_a_word_of_the_same_family_counts_for_three_quarters() -> None:
    terms = TermSet(" ".join(token.term for token in tokens("it differentiates")))
    assert coverage(asked("difference"), terms) == 0.75
    assert coverage(asked("cars"), TermSet("carpet")) == 0.0, "short words have no family"


def test_context_counts_what_a_sentence_leans_on_in_full_and_the_rest_for_less() -> None:
    question = "Who ran marketing?"
    leaning = features("maria marketing left", "Maria founded it. She left in 2019.", 1, question)
    assert leaning["coverage"] == pytest.approx(1 / 3)
    assert leaning["context"] == pytest.approx((1 + 1 + 0.8) / 3)
    alone = features("maria marketing left", "Maria founded it. Tom left in 2019.", 1, question)
    assert alone["context"] == pytest.approx((1 + 0.4 + 0.8) / 3)
    headed = features("maria marketing left", "Maria\n\nTom founded it. Ann left in 2019.", 2, question)
    assert headed["context"] == pytest.approx((1 + 0.8 + 0.8) / 3)


def test_alignment_sees_what_words_mean() -> None:
    akin = features("automobile", "The car was sold.")
    strange = features("automobile", "The soup was sold.")
    assert akin["coverage"] == strange["coverage"] == 0.0
    assert akin["align"] > strange["align"] + 0.2
    assert features("soup", "The soup was sold.")["align"] == pytest.approx(1.0, abs=1e-3)


def test_phrases_prefer_words_that_stand_together() -> None:
    together = features("technical product manager", "A technical product manager writes.")
    apart = features("technical product manager", "A manager with a product that is rather technical writes.")
    assert together["coverage"] == apart["coverage"] == 1.0
    assert together["phrase"] == 1.0
    assert apart["phrase"] == 0.0


@pytest.mark.parametrize(
    ("question", "yes", "no", "name"),
    [
        ("how many teams are there", "There are twelve teams.", "There are teams.", "kind_number"),
        ("when did it ship", "It shipped in May 2021.", "It shipped at last.", "kind_date"),
        ("who leads search", "Since then Maria Ott leads search.", "She leads search.", "kind_person"),
        ("why freeze dependencies", "Because builds broke.", "Builds broke.", "kind_reason"),
        ("where is the office", "The office is in Oslo.", "The office is big.", "kind_place"),
    ],
)
def test_the_kind_of_answer_that_is_asked_for(question: str, yes: str, no: str, name: str) -> None:
    assert features(question, yes)[name] == 1.0
    assert features(question, no)[name] == -1.0
    assert features("roadmap", yes)[name] == 0.0, "nothing of the kind was asked for"


def test_a_name_in_small_letters_can_not_be_told() -> None:
    assert features("who leads search", "maria leads search.")["kind_person"] == 0.0


def test_a_sentence_without_words_is_measured_too() -> None:
    found = features("roadmap", "...")
    assert found["align"] == found["coverage"] == 0.0


def test_every_feature_has_a_weight() -> None:
    assert set(shipped_weights()) == set(FEATURES)
    assert all(math.isfinite(weight) for weight in shipped_weights().values())


def test_equals_keep_the_order_of_the_text() -> None:
    analysed = answer(1, "Ship it. Ship it. Ship it.")
    weights = dict.fromkeys(FEATURES, 0.0)
    ranked = rank(
        asked("ship"), Candidates.of((analysed, at, 1.0) for at in (2, 0, 1)), meaning_vectors(), weights
    )
    assert [each.ordinal for each in ranked] == [0, 1, 2]


def test_only_a_shortlist_is_measured_in_full_and_the_best_are_on_it() -> None:
    good = answer(1, "Ship small batches.")
    others = [answer(number, "Nothing of the sort.") for number in range(2, 90)]
    candidates = [*((each, 0, 1.0) for each in others), (good, 0, 1.0)]
    kept, found = measure(asked("ship small batches"), Candidates.of(candidates), meaning_vectors())
    assert len(kept) == len(found) == 20
    assert len(candidates) - 1 in kept


def test_no_candidates_are_no_trouble() -> None:
    kept, found = measure(asked("ship"), Candidates.of([]), meaning_vectors())
    assert len(kept) == 0
    assert found.shape == (0, len(FEATURES))
    assert rank(asked("ship"), Candidates.of([]), meaning_vectors(), shipped_weights()) == []


def test_unnamed_authors_are_not_one_author() -> None:
    texts = ["Ship it.", "Hire slowly.", "Ask why."]
    ranked = [evidence(asked("x"), answer(n, text, author=None), 0, 9.0 - n) for n, text in enumerate(texts)]
    assert [each.analysed.number for each in diverse(ranked, 3)] == [0, 1, 2]


def test_an_answer_is_quoted_once() -> None:
    analysed = answer(1, "Ship it. Then rest.")
    both = [evidence(asked("x"), analysed, 0, 2.0), evidence(asked("x"), analysed, 1, 1.0)]
    assert len(diverse(both, 3)) == 1


def test_each_language_has_a_weight_for_each_feature_and_trusts_the_vectors_as_far_as_they_know_it() -> None:
    english, german = shipped_weights("en"), shipped_weights("de")
    assert set(english) == set(german) == set(FEATURES)
    assert german["align"] < english["align"]
    assert shipped_weights("zh") == german
