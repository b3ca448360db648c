"""Leaving a question, and saying whether a reply helped, through the front door."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from byline import KnowledgeBase
from byline.errors import InputError, NotFoundError, QuestionError
from byline.evaluation.beir import read_collection
from byline.evaluation.from_feedback import write_collection
from byline.heard import Feedback, FeedbackReason, Quoted, feedback_on
from byline.models import Reply
from byline.wire import reply_json

from ..conftest import draft

QUESTION = "how do we price a beta?"


@pytest.fixture
def asked(kb: KnowledgeBase) -> KnowledgeBase:
    """Three answers, two of them about one thing."""
    kb.add_drafts(
        [
            draft("Charge for a beta from the first day.", "Ann Ito", question="How do we price a beta?"),
            draft("A beta costs half of the later price.", "Bo Lund", question="What does a beta cost?"),
            draft("The product manager owns the roadmap.", "Cy Ode", question="Who owns the roadmap?"),
        ],
        source="s",
    )
    return kb


def shown(reply: Reply) -> dict[str, object]:
    """All that a reply says but its own id and how long it took."""
    told = reply_json(reply, debug=True)
    return {name: value for name, value in told.items() if name not in ("id", "took_ms")}


def test_feedback_never_changes_a_reply(asked: KnowledgeBase) -> None:
    questions = (QUESTION, "who owns the roadmap?", "what does it cost?", "bread")
    before = [shown(asked.ask(question, top=2)) for question in questions]
    stats = asked.stats()
    for _ in range(5):
        reply = asked.ask(QUESTION, top=2)
        asked.give_feedback(
            feedback_on(reply, helped=False, reasons=(FeedbackReason.NOT_ASKED,), words="No!")
        )
        asked.give_feedback(feedback_on(asked.ask(questions[1]), helped=True))
    asked.leave_question("bread")
    assert len(asked.feedback()) == 10
    assert [shown(asked.ask(question, top=2)) for question in questions] == before
    asked.rebuild()
    assert [shown(asked.ask(question, top=2)) for question in questions] == before
    now = asked.stats()
    assert (now.revision, now.index_revision, now.answers) == (stats.revision, stats.index_revision, 3)


def test_feedback_holds_what_was_quoted_and_from_which_revision(asked: KnowledgeBase) -> None:
    reply = asked.ask(QUESTION, top=2)
    kept = asked.give_feedback(feedback_on(reply, helped=True, words="  Thank you! "))
    (found,) = asked.feedback()
    assert found == kept
    assert (found.question, found.index_revision, found.words) == (
        QUESTION,
        reply.index_revision,
        "Thank you!",
    )
    for quoted, excerpt in zip(found.quoted, reply.excerpts, strict=True):
        answer = asked.answer(quoted.answer_id)
        assert answer.revision == quoted.revision
        assert answer.text[quoted.start : quoted.end] == excerpt.text


def test_reasons_are_kept_once_and_only_when_it_did_not_help(asked: KnowledgeBase) -> None:
    reply = asked.ask(QUESTION)
    reasons = (FeedbackReason.OTHER, FeedbackReason.OUT_OF_DATE, FeedbackReason.OTHER)
    kept = asked.give_feedback(feedback_on(reply, helped=False, reasons=reasons))
    assert kept.reasons == (FeedbackReason.OTHER, FeedbackReason.OUT_OF_DATE)
    changed = asked.give_feedback(feedback_on(reply, helped=True, reasons=reasons))
    assert (changed.reasons, asked.feedback()) == ((), [changed])


def test_feedback_on_an_answer_that_was_corrected_meanwhile_is_taken(asked: KnowledgeBase) -> None:
    reply = asked.ask(QUESTION, top=1)
    asked.add_drafts(
        [draft("Never charge.", "Ann Ito", question="How do we price a beta?")], source="s", yes=True
    )
    assert asked.give_feedback(feedback_on(reply, helped=False)) in asked.feedback()


def test_feedback_on_what_was_never_quoted_is_refused(asked: KnowledgeBase) -> None:
    good = feedback_on(asked.ask(QUESTION, top=1), helped=True)
    (quoted,) = good.quoted
    for wrong in (
        replace(quoted, answer_id="a_aaaaaaaaaaaaaaaa"),
        replace(quoted, answer_id="../../etc"),
        replace(quoted, revision="sha256:0"),
        replace(quoted, start=5, end=5),
        replace(quoted, start=-1),
        replace(quoted, end=10_000),
    ):
        with pytest.raises(NotFoundError):
            asked.give_feedback(replace(good, quoted=(wrong,)))
    for change in (
        {"reply_id": "q_1"},
        {"index_revision": -1},
        {"index_revision": 2**63},
        {"question": "  "},
        {"question": "x" * 2001},
        {"words": "x" * 2001},
        {"quoted": (quoted,) * 21},
    ):
        with pytest.raises(InputError):
            asked.give_feedback(replace(good, **change))
    assert asked.feedback() == []


def test_a_question_is_left_without_the_white_space_around_it(kb: KnowledgeBase) -> None:
    left = kb.leave_question("  Who bakes? \n", contact="  ")
    assert (left.question, left.contact, left.index_revision) == ("Who bakes?", None, 0)
    assert kb.open_questions() == [left]
    kb.close_questions(left.id)
    assert [each.id for each in kb.open_questions(done=True)] == [left.id]
    kb.remove_questions(left.id)
    assert kb.open_questions(done=None) == []


def test_a_question_that_can_not_be_asked_can_not_be_left(kb: KnowledgeBase) -> None:
    for question in ("", " ?! ", "x" * 2001):
        with pytest.raises(QuestionError):
            kb.leave_question(question)
    with pytest.raises(InputError, match="200 are the limit"):
        kb.leave_question("Who?", contact="x" * 201)
    assert kb.open_questions() == []


def test_what_helped_becomes_a_test_collection(asked: KnowledgeBase, tmp_path: Path) -> None:
    for question in (QUESTION, f"{QUESTION} author:ito", "who owns the roadmap?"):
        asked.give_feedback(feedback_on(asked.ask(question), helped=True))
    asked.give_feedback(feedback_on(asked.ask("the roadmap"), helped=False))
    written = write_collection(tmp_path / "judged", asked.answers(), asked.feedback())
    collection = read_collection(tmp_path / "judged")
    assert (
        (written.questions, written.answers)
        == (len(collection.questions), len(collection.documents))
        == (2, 3)
    )
    assert [each.text for each in collection.questions] == [QUESTION, "who owns the roadmap?"]
    by_author = {answer.byline.author: answer.id for answer in asked.answers()}
    assert set(collection.questions[0].relevant) == {by_author["Ann Ito"], by_author["Bo Lund"]}
    assert set(collection.questions[1].relevant) == {by_author["Cy Ode"]}
    assert {each.title for each in collection.documents} == {answer.question for answer in asked.answers()}


def test_answers_that_are_gone_are_left_out_of_the_test_collection(
    asked: KnowledgeBase, tmp_path: Path
) -> None:
    asked.give_feedback(feedback_on(asked.ask(QUESTION), helped=True))
    owner = asked.ask("who owns the roadmap?")
    asked.give_feedback(feedback_on(owner, helped=True))
    asked.remove_answer(owner.excerpts[0].answer.id)
    write_collection(tmp_path / "judged", asked.answers(), asked.feedback())
    assert [each.text for each in read_collection(tmp_path / "judged").questions] == [QUESTION]


def test_without_anything_that_helped_no_test_collection_is_begun(
    asked: KnowledgeBase, tmp_path: Path
) -> None:
    unhelped = Feedback("q_0000000000000000", "x", False, (), 1)
    strange = Feedback("q_0000000000000001", "x", True, (Quoted("a_none", "", 0, 1),), 1)
    with pytest.raises(NotFoundError, match="byline feedback list"):
        write_collection(tmp_path / "judged", asked.answers(), [unhelped, strange])
    assert list((tmp_path / "judged").iterdir()) == []
