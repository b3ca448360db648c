"""Calibrating real knowledge bases: what is asked, what is held out, and what is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from byline import KnowledgeBase, load_settings
from byline.calibration.held_out import View, answers_to, without_answers, without_questions
from byline.calibration.run import shipped_unrelated
from byline.corpus import Corpus
from byline.errors import NotFoundError
from byline.models import Confidence, Draft
from byline.search.engine import Limits
from byline.search.tantivy_engine import TantivyEngine
from byline.store import Store
from byline.store.indexed_answers import IndexedAnswers
from byline.text.indexed import IndexedAnswer
from tests.conftest import draft

SUBJECTS = [
    "hiring", "pricing", "onboarding", "roadmaps", "retrospectives", "incidents", "budgets", "interviews",
    "releases", "analytics", "accessibility", "documentation", "security", "localisation", "partnerships",
    "support", "marketing", "experiments", "contracts", "recruiting",
]  # fmt: skip
ACTIONS = ["plan", "review", "pay for"]
HABITS = {
    "plan": "We plan {0} on the first Monday of a quarter, with everybody in one room.",
    "review": "A review of {0} is written by the person who did the work and read by two others.",
    "pay for": "To pay for {0}, each team puts aside a tenth of what it earns.",
}


def collection() -> list[Draft]:
    """Sixty answers, each to a question of its own, whose words say what was asked."""
    return [
        draft(HABITS[action].format(subject), f"Author {n}", question=f"How do you {action} {subject}?")
        for n, (subject, action) in enumerate((s, a) for s in SUBJECTS for a in ACTIONS)
    ]


def test_a_collection_whose_answers_say_what_was_asked_gets_a_threshold(kb: KnowledgeBase) -> None:
    kb.add_drafts(collection(), source="test")
    found = kb.calibrate(precision=0.5)
    assert (found.answers, found.questions, found.left_out, found.unrelated) == (60, 60, 30, 30)
    assert found.recommended is not None
    assert found.recommended.precision is not None
    assert found.recommended.precision >= 0.5
    assert found.current.threshold == kb.settings.threshold
    assert found.current.unrelated == 0.0
    assert found.notes == ()


def test_a_few_questions_are_too_few_to_tell(kb: KnowledgeBase) -> None:
    kb.add_drafts(collection()[:6], source="test")
    found = kb.calibrate(precision=0.0)
    assert found.questions == 6
    assert found.recommended is None
    assert found.current.high - found.current.low > 0.3
    assert "too few" in found.notes[0]


def test_the_same_seed_asks_the_same_questions(kb: KnowledgeBase) -> None:
    kb.add_drafts(collection(), source="test")
    assert kb.calibrate(sample=10, seed=3) == kb.calibrate(sample=10, seed=3)
    assert kb.calibrate(sample=10).questions == 10


def test_a_question_that_many_answered_is_asked_once(kb: KnowledgeBase) -> None:
    texts = ["Slowly.", "By referral, always.", "With a trial week."]
    kb.add_drafts(
        [draft(text, f"Author {n}", question="How do you hire?") for n, text in enumerate(texts)], source="s"
    )
    assert kb.calibrate().questions == 1


def test_without_stored_questions_there_is_nothing_to_ask(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft("Ship small batches.")], source="s")
    with pytest.raises(NotFoundError, match="byline eval"):
        kb.calibrate()


def test_nothing_is_changed(kb: KnowledgeBase) -> None:
    kb.add_drafts(collection(), source="test")
    question = "How do you review pricing?"
    before = kb.ask(question)
    kb.calibrate(sample=20)
    after = kb.ask(question)
    assert (after.excerpts, after.support, kb.stats().revision) == (before.excerpts, before.support, 1)


def test_an_unrelated_question_that_would_be_answered_is_named(home: Path) -> None:
    with KnowledgeBase.open(settings=load_settings(home=home, threshold=0.01)) as kb:
        kb.add_drafts(collection(), source="test")
        found = kb.calibrate(unrelated=["How do you plan releases?", "who painted the ceiling?"] * 20)
    assert found.unrelated == 2
    assert "How do you plan releases?" in found.mistaken


def test_a_stored_question_with_an_operator_in_it_is_asked_like_any_other(kb: KnowledgeBase) -> None:
    kb.add_drafts(
        [draft("Ship it.", question="What is after:sometime?"), draft("Yes.", question="?!")], source="s"
    )
    assert kb.calibrate().questions == 2


def test_how_far_it_is_can_be_watched(kb: KnowledgeBase) -> None:
    kb.add_drafts(collection()[:8], source="test")
    told: list[tuple[str, int, int]] = []
    kb.calibrate(progress=lambda *step: told.append(step))
    assert told == [("asking", done, 16) for done in range(1, 17)]


def test_the_shipped_questions_are_many_and_different() -> None:
    lines = shipped_unrelated()
    assert len(lines) >= 150
    assert len(set(map(str.casefold, lines))) == len(lines)


def test_hardly_any_of_the_shipped_questions_is_answered_from_the_sample_collection(
    sample_kb: KnowledgeBase,
) -> None:
    """The confidence was not trained on these questions, nor on the sample collection."""
    replies = [sample_kb.ask(each) for each in shipped_unrelated()]
    answered = [reply for reply in replies if reply.answered]
    assert len(answered) / len(replies) <= 0.05
    assert {reply.confidence for reply in answered} <= {Confidence.LOW}


# What is held out is out, exactly as if it had never been stored.

QUESTION = "How do you hire engineers?"
OTHERS = [
    draft("We hire engineers in pairs.", "Bo Lee", question="What about pairs?"),
    draft("Engineers like quiet rooms. Managers like loud ones.", "Cy Dee", question="How are your rooms?"),
]


@contextmanager
def opened(home: Path, drafts: list[Draft]) -> Iterator[View]:
    """A store and its index, as asking sees them."""
    with KnowledgeBase.open(home) as kb:
        kb.add_drafts(drafts, source="s")
        settings = kb.settings
    with Store.open(settings.database_url) as store:
        index = TantivyEngine(settings.index_folder)
        yield View(index, Corpus(store, index, IndexedAnswers(index.folder), 1))


@pytest.fixture
def whole(home: Path) -> Iterator[View]:
    own = [
        draft("Slowly, and by referral.", "Ann Ito", question=QUESTION),
        draft("Referral engineers stay. I see to that.", "Di Fox", question="how do YOU hire  engineers?"),
    ]
    with opened(home / "whole", [*OTHERS, *own]) as view:
        yield view


TERMS = ("hire", "engin", "referr", "pair", "loud")


def found(view: View) -> dict[str, float]:
    """The sentences found for the terms, and the score of each."""
    candidates = view.index.search(dict.fromkeys(TERMS, 1.0), Limits(), 10)
    return {
        answer.text_of(ordinal): score for answer, ordinal, score in view.corpus.candidates(candidates).all()
    }


def looked_at(view: View) -> list[IndexedAnswer]:
    """The answers of all sentences that the whole has, as they are ranked."""
    everything = view.index.search({}, Limits(), 100)
    return [answer for answer, *_ in view.corpus.candidates(everything).all()]


def test_every_answer_to_a_question_is_known_however_it_is_spaced(whole: View) -> None:
    assert set(answers_to(whole, QUESTION)) == {3, 4}


def test_answers_left_out_are_as_if_they_had_never_come(whole: View, home: Path) -> None:
    without = without_answers(whole, QUESTION)
    with opened(home / "never", OTHERS) as never:
        assert without.index.frequencies(TERMS) == never.index.frequencies(TERMS)
        assert without.index.sentence_count() == never.index.sentence_count() == 3
        assert found(without).keys() == found(never).keys()
    assert {answer.number for answer in looked_at(without)} == {1, 2}
    assert "Slowly, and by referral." in found(whole)


def test_without_questions_answers_are_known_by_their_own_words(whole: View, home: Path) -> None:
    without = without_questions(whole)
    unasked = [replace(each, question=None) for each in OTHERS]
    with opened(home / "unasked", unasked) as never:
        assert {text for text in found(without) if "ingle" not in text} >= found(never).keys()
    assert "Slowly, and by referral." in found(without), "it says “referral” itself"
    assert found(without)["Slowly, and by referral."] < found(whole)["Slowly, and by referral."]
    assert {each.question.terms for each in looked_at(without)} == {()}
    assert without.index.frequencies(TERMS) == whole.index.frequencies(TERMS)
    assert whole.corpus.analysed([1])[1].question.terms != (), "the whole is as it was"
