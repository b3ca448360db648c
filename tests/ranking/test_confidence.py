"""The confidence: what makes it rise and fall, and what it is in collections of every size."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline import KnowledgeBase
from byline.models import Confidence
from byline.ranking.candidates import Candidates
from byline.ranking.confidence import (
    SIGNALS,
    ConfidenceModel,
    Likelihood,
    Signals,
    asked_before,
    likelihoods,
    shipped_confidence,
)
from byline.ranking.scoring import rank, shipped_weights
from byline.reply import choose
from byline.resources import resource
from byline.search.understanding import Understanding
from byline.text.general_words import COUNTED, general_rarity, general_words
from byline.text.meaning import meaning_vectors
from tests.conftest import draft
from tests.ranking.test_scoring import answer, asked

MODEL = shipped_confidence()
VECTORS = meaning_vectors()
WEIGHTS = shipped_weights()
values = st.fixed_dictionaries({name: st.floats(-1, 3) for name in SIGNALS})

# Signals of which more can only be good, and more can only be bad.
GOOD = ("score", "surprise", "stranger", "silent", "dense", "back", "lead")
BAD = ("unknown", "absent", "size")


def found(question: Understanding, *texts: str, answered: str | None = None) -> dict[str, float]:
    """The signals of the best of several sentences, each an answer of its own."""
    candidates = [(answer(n, text, question=answered), 0, 1.0) for n, text in enumerate(texts)]
    ranked = rank(question, Candidates.of(candidates), VECTORS, WEIGHTS)
    return Signals(question, ranked, WEIGHTS).at(0)


def in_corpus(words: str, sentences: int, **weights: float) -> Understanding:
    return replace(asked(words, **weights), sentences=sentences)


@given(values, st.sampled_from(GOOD), st.floats(0, 2))
def test_more_evidence_never_lowers_the_likelihood(signals: dict[str, float], name: str, more: float) -> None:
    before, after = MODEL.likelihood(signals), MODEL.likelihood({**signals, name: signals[name] + more})
    assert after.answered >= before.answered
    assert after.right >= before.right


@given(values, st.sampled_from(BAD), st.floats(0, 2))
def test_what_counts_against_an_answer_never_raises_the_likelihood(
    signals: dict[str, float], name: str, more: float
) -> None:
    before, after = MODEL.likelihood(signals), MODEL.likelihood({**signals, name: signals[name] + more})
    assert after.answered <= before.answered
    assert after.right <= before.right


@given(values, st.floats(0, 1))
def test_that_it_was_asked_before_never_lowers_the_likelihood(
    signals: dict[str, float], share: float
) -> None:
    assert MODEL.likelihood(signals, share).answered >= MODEL.likelihood(signals).answered


@given(values, st.floats(-5, 5))
def test_a_lead_says_nothing_about_whether_anybody_answered(signals: dict[str, float], lead: float) -> None:
    assert MODEL.likelihood({**signals, "lead": lead}).answered == MODEL.likelihood(signals).answered


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.integers(1, 9))
def test_the_level_rises_with_the_likelihood(low: float, high: float, threshold: float, words: int) -> None:
    order = list(Confidence)[::-1]
    low, high = sorted((low, high))
    levels = [MODEL.level(Likelihood(each, each), threshold, words) for each in (low, high)]
    assert order.index(levels[0]) <= order.index(levels[1])


@pytest.mark.parametrize(
    ("answered", "right", "words", "level"),
    [
        (0.49, 1.0, 3, Confidence.NONE),
        (0.5, 0.0, 3, Confidence.LOW),
        (0.5, MODEL.medium, 3, Confidence.MEDIUM),
        (0.9, MODEL.high, 3, Confidence.HIGH),
        (1.0, 1.0, 1, Confidence.MEDIUM),
    ],
)
def test_levels(answered: float, right: float, words: int, level: Confidence) -> None:
    assert MODEL.level(Likelihood(answered, right), 0.5, words) is level


def test_with_a_threshold_of_nothing_everything_has_a_level() -> None:
    assert MODEL.level(Likelihood(0.0, 0.0), 0.0, 2) is Confidence.LOW


def test_every_signal_has_a_weight_in_the_shipped_file() -> None:
    model = json.loads((resource("data") / "model" / "confidence.json").read_text(encoding="utf-8"))
    for each in (model, model["with_model"]):
        assert each["answered"].keys() == each["right"].keys() == {"bias", *SIGNALS}
        assert 0 < each["medium"] < each["high"] < 1


def test_closeness_counts_only_where_a_transformer_takes_part() -> None:
    with_model = shipped_confidence(with_model=True)
    assert MODEL.answered["dense"] == MODEL.right["dense"] == 0
    assert with_model.answered["dense"] > 0
    assert with_model.right["dense"] > 0


def test_a_model_is_read_from_its_file(tmp_path: Path) -> None:
    weights = {"bias": -1.0, **dict.fromkeys(SIGNALS, 0.0)}
    path = tmp_path / "confidence.json"
    path.write_text(json.dumps({"answered": weights, "right": weights, "high": 0.9, "medium": 0.7}))
    assert ConfidenceModel.read(path).likelihood(dict.fromkeys(SIGNALS, 0.5)).answered == pytest.approx(
        1 / (1 + math.e)
    )


# The signals.


def test_what_is_there_and_rare_is_a_surprise() -> None:
    question = in_corpus("sourdough starter", 1000)
    both = found(question, "Feed the sourdough starter.")
    one = found(question, "Feed the starter.")
    assert both["surprise"] > one["surprise"]
    rarity = general_rarity("sourdough") + general_rarity("starter")
    assert both["surprise"] == pytest.approx((rarity - math.log(1000)) / 10)
    assert both["score"] > one["score"]


def test_the_same_is_less_of_a_surprise_among_more_sentences() -> None:
    small, large = (
        found(in_corpus("sourdough starter", size), "Feed the sourdough starter.") for size in (10, 100_000)
    )
    assert small["surprise"] > large["surprise"]
    assert small["size"] < large["size"]


def test_a_word_that_nobody_wrote_is_unknown() -> None:
    question = in_corpus("sourdough starter", 100)
    first, second = question.terms
    missing = replace(question, terms=(replace(first, known=False, weight=3.0), second))
    assert found(missing, "Feed the starter.")["unknown"] == pytest.approx(0.75)
    assert found(question, "Feed the starter.")["unknown"] == 0.0


def test_what_is_missing_beyond_a_fifth_is_absent() -> None:
    question = in_corpus("sourdough starter", 100)
    share = general_rarity("sourdough") / (general_rarity("sourdough") + general_rarity("starter"))
    assert found(question, "Feed the starter.")["absent"] == pytest.approx(share - 0.2)
    assert found(question, "Feed the sourdough starter.")["absent"] == 0.0


def test_a_word_that_this_collection_hardly_uses_is_a_stranger() -> None:
    at_home = in_corpus("sourdough bread", 1000, sourdough=2.0, bread=2.0)
    strange = in_corpus("sourdough bread", 1000, sourdough=9.0, bread=2.0)
    assert found(strange, "Bread.")["stranger"] < found(at_home, "Bread.")["stranger"]


def test_where_nobody_counted_a_language_its_words_are_as_rare_as_in_the_collection() -> None:
    question = replace(in_corpus("sauerteig füttern", 1000), language="de")
    there = found(question, "Den Sauerteig füttern.")
    assert there["surprise"] == pytest.approx((2 * (1 + 3) - math.log(1000)) / 10)


def test_a_word_without_vectors_is_silent() -> None:
    assert found(in_corpus("黑豹", 100), "黑豹。")["silent"] == 1.0
    assert found(in_corpus("panther", 100), "A panther.")["silent"] == 0.0


def test_the_lead_is_over_the_best_of_another_answer() -> None:
    question = in_corpus("sourdough starter", 10_000)
    alone = found(question, "Feed the sourdough starter.")
    ahead = found(question, "Feed the sourdough starter.", "The soup is cold.")
    level = found(question, "Feed the sourdough starter.", "Feed the sourdough starter!")
    assert alone["lead"] == 1.0
    assert ahead["lead"] > level["lead"] >= 0.0


def test_a_lead_over_few_is_worth_less() -> None:
    leads = [
        found(in_corpus("sourdough starter", size), "Feed the sourdough starter.")["lead"]
        for size in (1, 10, 100, 10_000, 1_000_000)
    ]
    assert leads == sorted(leads)
    assert leads[0] == 0.0
    assert leads[-2:] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("stored", "least", "most"),
    [
        ("Plan hiring!", 0.99, 1.0),
        ("Plan pricing!", 0.0, 0.0),
        ("What is for lunch?", 0.0, 0.0),
        (None, 0.0, 0.0),
    ],
)
def test_a_question_was_asked_before_unless_the_word_that_matters_is_another(
    stored: str | None, least: float, most: float
) -> None:
    question = in_corpus("plan hiring", 100, hiring=3.0)
    ranked = rank(
        question, Candidates.of([(answer(1, "On Mondays.", question=stored), 0, 1.0)]), VECTORS, WEIGHTS
    )
    with_it = likelihoods(question, ranked, [0], WEIGHTS, MODEL)[0]
    without = MODEL.likelihood(Signals(question, ranked, WEIGHTS).at(0))
    assert (with_it.answered > without.answered) == (least > 0)
    assert least <= asked_before(ranked[0]) <= most


@pytest.mark.parametrize("count", [0, 1])
def test_an_empty_question_is_no_trouble(count: int) -> None:
    candidates = [(answer(1, "Ship it."), 0, 1.0)][:count]
    ranked = rank(asked(""), Candidates.of(candidates), VECTORS, WEIGHTS)
    assert choose(asked(""), ranked, 3, 0.5).evidence == []


def test_a_words_rarity_is_the_same_before_and_after_all_words_were_read() -> None:
    words = ["the", "bread", "sourdough", "webinar", "zyzzyva", "th", "he", "a", "1", "don't"]
    general_words.cache_clear()
    general_rarity.cache_clear()
    alone = [general_rarity(word) for word in words]
    counts = general_words()
    general_rarity.cache_clear()
    assert [general_rarity(word) for word in words] == alone
    assert alone == [math.log(1 + COUNTED / max(2, counts.get(word, 0))) for word in words]


def test_the_words_counted_are_those_of_the_file() -> None:
    words = (resource("data") / "words" / "en.tsv").read_text(encoding="utf-8").split()
    assert sum(map(int, words[1::2])) == COUNTED


# Whole replies.

TINY = [
    draft("We price the beta from the first day.", "Ann Ito", question="How do we price a beta?"),
    draft("Roadmaps are redrawn every quarter.", "Bo Lee", question="How often do you redraw roadmaps?"),
    draft("I hire slowly and by referral.", "Cy Dee", question="How do you hire?"),
]
ELSEWHERE = [
    "how do I bake sourdough bread",
    "what is the capital of Mongolia",
    "who won the cycling race on Sunday",
    "how old is the universe",
    "which telescope is best for beginners",
    "is the first day of spring a holiday",
]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_tiny_collection_is_never_confident_about_something_else(kb: KnowledgeBase, count: int) -> None:
    kb.add_drafts(TINY[:count], source="tiny")
    told = [kb.ask(question).confidence for question in ELSEWHERE]
    assert told[:-1] == [Confidence.NONE] * (len(ELSEWHERE) - 1)
    assert told[-1] in (Confidence.NONE, Confidence.LOW), "Ann says “first” and “day” in one sentence too"


def test_a_tiny_collection_answers_what_it_was_asked(kb: KnowledgeBase) -> None:
    kb.add_drafts(TINY, source="tiny")
    for each in TINY:
        assert each.question
        reply = kb.ask(each.question)
        assert reply.excerpts[0].text == each.text
        assert reply.confidence in (Confidence.HIGH, Confidence.MEDIUM)


def test_the_confidence_is_about_what_is_shown_first(kb: KnowledgeBase) -> None:
    kb.add_drafts(TINY, source="tiny")
    reply = kb.ask("how often are roadmaps redrawn", top=1)
    assert reply.answered
    assert reply.support >= kb.settings.threshold
    assert reply.excerpts[0].text.startswith("Roadmaps")
