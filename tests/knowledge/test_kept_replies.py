"""Who asks what was asked before gets the same reply, and not one that has become wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline import Draft, Filters, KnowledgeBase, Reply, load_settings
from byline.kept import Kept
from byline.stages import measured

from ..conftest import draft

ANSWERS = [
    draft(
        "Charge for a beta from the first day, but little.", "Ann Ito", question="How do you price a beta?"
    ),
    draft("A beta is free, or nobody tells you what hurts.", "Bo Lund", question="How do you price a beta?"),
    draft("Review the roadmap with five customers.", "Cy Ode", question="Who reviews the roadmap?"),
]
QUESTIONS = [
    "how do you price a beta?",
    "who reviews the roadmap",
    "what does Ann Ito think",
    "do axolotls beta?",
]


def opened(home: Path, answers: list[Draft], **changed: object) -> KnowledgeBase:
    kb = KnowledgeBase.open(settings=load_settings(home=home, **changed))
    kb.add_drafts(answers, source="test")
    return kb


def told(reply: Reply) -> Reply:
    """Return what a reply says, without what each has of its own."""
    return replace(reply, id="", took_ms=0.0)


def test_a_reply_is_given_again_with_an_id_of_its_own(tmp_path: Path) -> None:
    with opened(tmp_path, ANSWERS) as kb:
        first = kb.ask(QUESTIONS[0])
        with measured() as measures:
            again = kb.ask(QUESTIONS[0])
        assert measures.hits["replies"] == 1
        assert told(again) == told(first)
        assert again.id != first.id


def test_what_is_asked_otherwise_is_answered_anew(tmp_path: Path) -> None:
    with opened(tmp_path, ANSWERS) as kb:
        question = QUESTIONS[0]
        assert len(kb.ask(question).excerpts) == 2
        assert len(kb.ask(question, top=1).excerpts) == 1
        assert [
            each.answer.byline.author for each in kb.ask(question, Filters(author=("Lund",))).excerpts
        ] == ["Bo Lund"]
        assert kb.ask(f"  {question} ").question == f"  {question} "


def test_a_kept_reply_does_not_outlive_what_it_quotes(tmp_path: Path) -> None:
    with opened(tmp_path, ANSWERS) as kb:
        assert "Ann Ito" in {each.answer.byline.author for each in kb.ask(QUESTIONS[0]).excerpts}
        kb.add_drafts(ANSWERS[1:], source="test", yes=True)
        assert {each.answer.byline.author for each in kb.ask(QUESTIONS[0]).excerpts} == {"Bo Lund"}


def test_another_process_that_changes_an_answer_is_noticed(tmp_path: Path) -> None:
    with opened(tmp_path, ANSWERS) as kb, KnowledgeBase.open(tmp_path) as other:
        assert len(kb.ask(QUESTIONS[0]).excerpts) == 2
        other.add_drafts(ANSWERS[1:], source="test", yes=True)
        assert len(kb.ask(QUESTIONS[0]).excerpts) == 1


def test_the_setting_says_that_none_is_kept(tmp_path: Path) -> None:
    with opened(tmp_path, ANSWERS, kept_replies=0) as kb:
        kb.ask(QUESTIONS[0])
        with measured() as measures:
            kb.ask(QUESTIONS[0])
        assert "replies" not in measures.hits


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[KnowledgeBase, KnowledgeBase]:
    """One that keeps few replies, so that many are dropped, and one that keeps none."""
    few, none = (tmp_path_factory.mktemp("kept") for _ in range(2))
    return opened(few, ANSWERS, kept_replies=2), opened(none, ANSWERS, kept_replies=0)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(QUESTIONS),
            st.sampled_from([None, *QUESTIONS]),
            st.sampled_from([None, 1]),
            st.booleans(),
        ),
        min_size=2,
        max_size=8,
    )
)
def test_replies_are_those_of_a_knowledge_base_that_keeps_none(
    both: tuple[KnowledgeBase, KnowledgeBase], asks: list[tuple[str, str | None, int | None, bool]]
) -> None:
    keeping, plain = both
    for question, previous, top, rephrase in asks:
        one, other = (
            told(kb.ask(question, previous=previous, top=top, rephrase=rephrase)) for kb in (keeping, plain)
        )
        assert one == other


@given(st.integers(0, 4), st.lists(st.integers(0, 6)))
def test_as_many_are_kept_as_may_be_and_those_that_were_wanted_last(most: int, wanted: list[int]) -> None:
    kept: Kept[int, str] = Kept("test", most)
    slow: list[int] = []
    for key in wanted:
        assert kept.get(key) == (str(key) if key in slow else None)
        kept.keep(key, str(key))
        slow = [*(each for each in slow if each != key), key][-most:] if most else []
