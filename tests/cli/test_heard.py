"""byline questions and byline feedback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from byline import KnowledgeBase
from byline.evaluation.beir import read_collection
from byline.heard import FeedbackReason, feedback_on
from tests.cli.conftest import Run


@pytest.fixture
def left(loaded: Run, home: Path) -> list[str]:
    """The ids of two questions that were left."""
    with KnowledgeBase.open(home) as kb:
        first = kb.leave_question("Who bakes the bread?", contact="mara@example.org")
        return [first.id, kb.leave_question("Where is the\x1b[31m oven?").id]


def test_questions_are_listed_done_and_removed(loaded: Run, left: list[str]) -> None:
    shown = loaded("questions", "list").out
    assert "mara@example.org" in shown
    assert "Who bakes the bread?" in shown
    assert "\x1b" not in shown
    assert loaded("questions", "done", left[0]).out == "1 question done.\n"
    assert "bread" not in loaded("questions", "list").out
    assert "bread" in loaded("questions", "list", "--all").out
    assert loaded("questions", "remove", *left).out == "2 questions removed.\n"
    assert loaded("questions", "list", "--all").out == ""


def test_questions_are_json_lines_for_programs(loaded: Run, left: list[str]) -> None:
    loaded("questions", "done", left[1])
    (record,) = map(json.loads, loaded("questions", "list", "--json").out.splitlines())
    assert (record["id"], record["question"], record["contact"]) == (
        left[0],
        "Who bakes the bread?",
        "mara@example.org",
    )
    assert record["left_at"].endswith("+00:00")
    every = [json.loads(line) for line in loaded("questions", "list", "--all", "--json").out.splitlines()]
    assert [each["done_at"] is None for each in every] == [True, False]


@pytest.mark.parametrize("change", ["done", "remove"])
def test_a_question_that_is_not_there_is_not_found(loaded: Run, left: list[str], change: str) -> None:
    ended = loaded("questions", change, "o_none")
    assert ended.code == 3
    assert "`byline questions list`" in ended.err


def test_feedback_is_listed_made_a_test_collection_and_removed(
    loaded: Run, home: Path, tmp_path: Path
) -> None:
    assert loaded("feedback", "collection", tmp_path / "judged").code == 3
    with KnowledgeBase.open(home) as kb:
        helped, unhelped = kb.ask("how do we price a beta?"), kb.ask("who owns the roadmap?")
        kb.give_feedback(feedback_on(helped, helped=True))
        reasons = (FeedbackReason.WRONG_PERSON, FeedbackReason.OTHER)
        kb.give_feedback(feedback_on(unhelped, helped=False, reasons=reasons, words="Ask\nCy."))
    shown = loaded("feedback", "list").out.splitlines()
    assert shown[1].startswith(helped.id)
    assert "wrong_person, other" in shown[2]
    assert "Ask Cy." in shown[2]
    first, second = map(json.loads, loaded("feedback", "list", "--json").out.splitlines())
    excerpt = helped.excerpts[0]
    assert first["excerpts"] == [
        {
            "answer_id": excerpt.answer.id,
            "revision": excerpt.answer.revision,
            "start": excerpt.start,
            "end": excerpt.end,
        }
    ]
    assert (second["helped"], second["reasons"], second["words"]) == (
        False,
        ["wrong_person", "other"],
        "Ask\nCy.",
    )
    ended = loaded("feedback", "collection", tmp_path / "judged")
    assert (ended.code, ended.err) == (0, f"{tmp_path / 'judged'}: 1 question, 3 answers.\n")
    assert read_collection(tmp_path / "judged").questions[0].text == "how do we price a beta?"
    assert loaded("feedback", "remove", helped.id).out == f"Removed what was said of {helped.id}.\n"
    assert helped.id not in loaded("feedback", "list").out
    assert loaded("feedback", "remove", helped.id).code == 3
