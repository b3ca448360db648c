"""Evaluating: the real pipeline over a folder that the test wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from byline import KnowledgeBase
from byline.errors import FileFormatError
from byline.evaluation import as_record, evaluate, read_evaluation
from byline.evaluation.provenance import commit
from byline.evaluation.results import MEASURES
from byline.evaluation.run import spread
from tests.evaluation.folders import DOCUMENTS, JUDGEMENTS, QUESTIONS, UNANSWERABLE, write_collection


def test_answers_that_are_found_first_score_fully(folder: Path) -> None:
    found = evaluate(folder)
    assert (found.collection, found.documents, found.sentences, found.questions) == ("small", 4, 4, 4)
    assert found.measures == dict.fromkeys(MEASURES, 1.0)
    assert [outcome.rank for outcome in found.outcomes] == [1, 1, 1, 1]
    assert all(0 < outcome.support <= 1 for outcome in found.outcomes)
    assert found.abstention is None
    assert found.notes == ()


def test_a_right_document_in_second_place_counts_half(tmp_path: Path) -> None:
    documents = {**DOCUMENTS, "d5": "The roadmap: who owns the roadmap?"}
    found = evaluate(write_collection(tmp_path, documents=documents))
    second = found.outcomes[1]
    assert (second.id, second.rank) == ("q2", 2)
    assert second.measures["MRR@10"] == 0.5
    assert found.measures["P@1"] == 0.75
    assert found.measures["hit@10"] == 1.0
    assert found.measures["MRR@10"] == pytest.approx(0.875)


def test_a_title_is_the_question_that_was_answered(tmp_path: Path) -> None:
    documents = {"d1": "Five.", "d2": "From the first day."}
    titles = {"d1": "Interviews with customers", "d2": "Charging for a beta"}
    questions = {"q1": "how many customers do you interview?", "q2": "when to charge for a beta?"}
    folder = write_collection(
        tmp_path, documents=documents, titles=titles, questions=questions, judgements=JUDGEMENTS[:1]
    )
    assert evaluate(folder).measures["P@1"] == 1.0


def test_every_document_found_is_listed_however_weak(tmp_path: Path) -> None:
    documents = {"strong": "Charge for the beta in spring, from the first day on.", "weak": "A day is short."}
    questions = {"q": "when do we charge for the beta, from which day on?"}
    judgements = [("q", "weak", 1)]
    folder = write_collection(tmp_path, documents=documents, questions=questions, judgements=judgements)
    assert evaluate(folder).outcomes[0].rank == 2


def test_questions_that_nothing_answers_have_less_support(tmp_path: Path) -> None:
    folder = write_collection(tmp_path / "small", unanswerable=UNANSWERABLE)
    found = evaluate(folder).abstention
    assert found is not None
    assert (found.questions, found.auroc, found.wrongly_answered) == (2, 1.0, 0.0)
    more = evaluate(folder, unanswerable=["who owns the roadmap?"]).abstention
    assert more is not None
    assert more.questions == 3
    assert more.auroc < 1
    assert more.wrongly_answered == pytest.approx(1 / 3)


def test_typos_are_made_and_are_the_same_every_time(tmp_path: Path) -> None:
    # Nobody mends a sign of Chinese, so whatever the spelling can do, the damage is seen in the support.
    folder = write_collection(
        tmp_path,
        documents={"d": "黑豹队的防守只丢了三百零八分。"},
        questions={"q": "黑豹队的防守丢了多少分"},
        judgements=[("q", "d", 1)],
        unanswerable=["黑豹队的防守只丢了三百零八分"],
    )
    clean, damaged, again = (evaluate(folder, typos=rate, seed=1) for rate in (0.0, 1.0, 1.0))
    assert (damaged.typos, damaged.seed) == (1.0, 1)
    assert damaged.outcomes == again.outcomes != clean.outcomes
    assert clean.abstention is not None
    assert damaged.abstention is not None
    assert damaged.abstention == again.abstention != clean.abstention


def test_a_question_that_byline_refuses_finds_nothing(tmp_path: Path) -> None:
    folder = write_collection(tmp_path, questions={**QUESTIONS, "q2": "???"})
    found = evaluate(folder)
    assert [outcome.rank for outcome in found.outcomes] == [1, None, 1, 1]
    assert found.measures["hit@10"] == 0.75
    assert found.notes == ("Questions for which no document was found: 1.",)


def test_a_limit_takes_questions_from_all_over_the_file(folder: Path) -> None:
    assert [outcome.id for outcome in evaluate(folder, limit=2).outcomes] == ["q1", "q3"]
    assert spread(range(10), 4) == [0, 2, 5, 7]
    assert spread("ab", 5) == ["a", "b"]


def test_your_own_knowledge_base_is_not_touched(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BYLINE_HOME", str(home))
    monkeypatch.setenv("BYLINE_DATABASE", f"sqlite:///{home / 'mine.sqlite3'}")
    with KnowledgeBase.open() as kb:
        revision = kb.stats().revision
        evaluate(folder)
        assert (kb.stats().revision, kb.stats().answers) == (revision, 0)


def test_progress_is_told_stage_by_stage(folder: Path) -> None:
    told: list[tuple[str, int, int]] = []
    evaluate(folder, progress=lambda *each: told.append(each))
    assert ("reading", 4, 4) in told
    assert [each for each in told if each[0] == "asking"] == [("asking", done, 4) for done in (1, 2, 3, 4)]


def test_settings_can_be_tried(folder: Path) -> None:
    found = evaluate(folder, settings={"question_chars": 20})
    assert [outcome.rank for outcome in found.outcomes] == [None, None, None, None]


def test_an_evaluation_is_read_as_it_was_written(tmp_path: Path) -> None:
    found = evaluate(write_collection(tmp_path / "small", unanswerable=UNANSWERABLE))
    path = tmp_path / "found.json"
    path.write_text(json.dumps({"command": "byline eval small", **as_record(found)}))
    assert read_evaluation(path) == found


@pytest.mark.parametrize("text", ["", "[]", '{"collection": "small"}'])
def test_a_file_that_is_no_evaluation_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "found.json"
    path.write_text(text)
    with pytest.raises(FileFormatError, match=r"found\.json: This is no evaluation: .*byline eval --json"):
        read_evaluation(path)


def test_the_figures_say_which_program_gave_them(folder: Path, tmp_path: Path) -> None:
    made = evaluate(folder).provenance
    assert made.version
    assert made.date.endswith("+00:00")
    assert commit(tmp_path) is None
    (tmp_path / ".git").mkdir()
    assert commit(tmp_path) is None, "a folder that only looks like a checkout"
