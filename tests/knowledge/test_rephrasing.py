"""What is offered where nobody answered: close to what was asked, and truly answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byline import Filters, KnowledgeBase, load_settings, rephrasing
from byline.text.operators import parse_question

from ..conftest import draft

ANSWERS = [
    ("Charge for a beta from the first day, but little.", "Ann Ito", "How do you price a beta?"),
    ("The product manager owns the roadmap, and everybody may read it.", "Bo Lund", "Who owns the roadmap?"),
    ("Review the roadmap with five customers every quarter.", "Cy Ode", "How often is the roadmap reviewed?"),
    ("We ship on Tuesdays, so that four days are left to mend things.", "Di Roy", "Which day do you ship?"),
]
WORDS = [
    "roadmap",
    "customers",
    "beta",
    "price",
    "ship",
    "reviewed",
    "sourdough",
    "axolotl",
    "budget",
    "who",
    "how",
]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    # Higher than usual: in four answers, little is near to what is asked and yet no answer.
    home = tmp_path_factory.mktemp("rephrasing")
    with KnowledgeBase.open(settings=load_settings(home=home, threshold=0.9)) as kb:
        kb.add_drafts([draft(text, author, question=asked) for text, author, asked in ANSWERS], source="s")
        yield kb


@pytest.mark.parametrize(
    ("question", "shorter"),
    [
        ("do customers review axolotls and kimonos?", "do customers review?"),
        ("how do you ship axolotls on a day with sourdough?", "how do you ship on a day?"),
    ],
)
def test_words_that_nobody_wrote_are_left_out(asked: KnowledgeBase, question: str, shorter: str) -> None:
    reply = asked.ask(question)
    assert not reply.answered
    assert shorter in reply.rephrasings
    assert asked.ask(shorter).answered


def test_a_question_of_the_collection_that_shares_words_is_offered(asked: KnowledgeBase) -> None:
    reply = asked.ask("does a beta kimono have an axolotl price?")
    assert not reply.answered
    assert reply.rephrasings == ("How do you price a beta?",)
    assert not set(reply.rephrasings) & set(reply.related_questions), "nothing is offered twice"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7), st.sampled_from(["", "Ann Ito", "Bo Lund"]))
def test_whatever_is_offered_is_answered_when_it_is_asked_within_the_same_limits(
    asked: KnowledgeBase, words: list[str], author: str
) -> None:
    limits = Filters(author=(author,)) if author else Filters()
    reply = asked.ask(" ".join(words), limits)
    assert len(reply.rephrasings) <= rephrasing.OFFERED
    if reply.answered:
        assert reply.rephrasings == ()
    for question in reply.rephrasings:
        assert parse_question(question).filters == limits
        again = asked.ask(question)
        assert again.answered
        assert not author or {each.answer.byline.author for each in again.excerpts} == {author}


def test_nothing_is_offered_that_has_nothing_in_common_with_the_question(asked: KnowledgeBase) -> None:
    assert asked.ask("does an axolotl wear a kimono?").rephrasings == ()


def test_where_limits_stood_in_the_way_nothing_else_is_offered(asked: KnowledgeBase) -> None:
    reply = asked.ask("who owns the roadmap?", Filters(author=("Ann Ito",)))
    assert (reply.reason, reply.rephrasings) == ("filtered_out", ())


def test_who_does_not_want_them_waits_for_none(asked: KnowledgeBase) -> None:
    question = "do customers review axolotls and kimonos?"
    assert asked.ask(question, rephrase=False).rephrasings == ()


@pytest.mark.parametrize("bound", ["_WITHIN_S", "_WORK_S"])
def test_when_the_time_is_over_no_other_is_tried(
    asked: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    question = "do customers review axolotls and kimonos?"
    with KnowledgeBase.open(settings=asked.settings) as hurried:
        with monkeypatch.context() as patch:
            patch.setattr(rephrasing, bound, -1.0)
            assert hurried.ask(question).rephrasings == ()
        assert len(hurried.ask(question).rephrasings) > 0, "what was cut short is not kept"
