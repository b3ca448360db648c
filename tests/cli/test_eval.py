"""``byline eval``: the table, the JSON, the comparison, and the exit codes."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from byline.evaluation import read_evaluation
from byline.evaluation.results import MEASURES
from tests.cli.conftest import Run
from tests.evaluation.folders import UNANSWERABLE, write_collection


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_collection(tmp_path / "small")


def test_the_table_is_for_people(run: Run, folder: Path) -> None:
    ended = run("eval", folder)
    assert ended.code == 0
    assert ended.err == ""
    head, _, first, *_ = ended.out.splitlines()
    assert head == "small: 4 documents, 4 sentences, 4 questions"
    assert first.split()[:2] == ["P@1", "1.0000"]
    for name in ("MRR@10", "hit@10", "nDCG@10", "p50", "p99", "load", "index"):
        assert f"\n{name} " in ended.out
    assert "AUROC" not in ended.out


def test_the_json_is_for_programs(run: Run, folder: Path) -> None:
    ended = run("eval", folder, "--json", "--typos", "0.5", "--seed", "3")
    record = json.loads(ended.out)
    assert record["measures"]["P@1"] <= 1
    assert (record["typos"], record["seed"]) == (0.5, 3)
    assert record["command"].startswith("byline --home ")
    assert record["command"].endswith(" --json --typos 0.5 --seed 3")
    assert set(record["provenance"]) == {"version", "commit", "date"}
    assert [each["id"] for each in record["outcomes"]] == ["q1", "q2", "q3", "q4"]


def test_the_tier_is_told_with_the_figures(run: Run, folder: Path, encoder_folder: Path) -> None:
    ended = run("eval", folder, "--tier", "model", "--model", encoder_folder)
    assert ended.code == 0
    assert ended.out.splitlines()[0] == "small: 4 documents, 4 sentences, 4 questions, tier: model"
    assert run("eval", folder, "--tier", "model").code == 2


def test_a_minimum_that_is_reached_ends_with_0(run: Run, folder: Path) -> None:
    assert run("eval", folder, "--min", "P@1=1", "--min", "nDCG@10=0.9").code == 0


def test_a_minimum_that_is_missed_ends_with_1_and_says_by_how_much(run: Run, tmp_path: Path) -> None:
    folder = write_collection(tmp_path / "wrong", judgements=[("q1", "d2", 1), ("q2", "d2", 1)])
    ended = run("eval", folder, "--min", "P@1=0.8", "--min", "hit@10=0.1")
    assert ended.code == 1
    assert ended.err == "P@1 is 0.5000, and --min says at least 0.8.\n"
    assert "P@1" in ended.out


def test_a_minimum_for_abstaining_needs_questions_that_nothing_answers(run: Run, folder: Path) -> None:
    ended = run("eval", folder, "--min", "AUROC=0.5")
    assert ended.code == 2
    assert "--unanswerable" in ended.err
    (folder / "unanswerable.txt").write_text("\n".join(UNANSWERABLE))
    assert run("eval", folder, "--min", "AUROC=0.99").code == 0


def test_more_questions_that_nothing_answers_can_be_named(run: Run, folder: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.txt"
    more.write_text("\n".join(UNANSWERABLE))
    ended = run("eval", folder, "--unanswerable", more, "--unanswerable", folder / "queries.jsonl")
    assert "from 6 questions that nothing answers" in ended.out


@pytest.mark.parametrize("value", ["P@1", "P@1=much", "P@1=80", "P@1=nan", "P@2=0.5", "=0.5"])
def test_a_minimum_that_is_none_is_refused(run: Run, folder: Path, value: str) -> None:
    ended = run("eval", folder, "--min", value)
    assert ended.code == 2
    assert value in ended.err
    assert "=0.8." in ended.err


def test_an_earlier_run_is_compared_with(run: Run, folder: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "before.json"
    earlier.write_text(run("eval", folder, "--json").out)
    assert read_evaluation(earlier).questions == 4
    ended = run("eval", folder, "--limit", "2", "--compare", earlier)
    assert "Compared over 2 questions" in ended.out
    assert "may be chance" in ended.out
    assert "of 4 then and 2 now" in ended.out


def test_a_comparison_is_in_the_json_too_and_that_json_can_be_compared_with(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    earlier = tmp_path / "before.json"
    for _ in range(2):
        earlier.write_text(run("eval", folder, "--json", *(("--compare", earlier) * earlier.exists())).out)
    told = json.loads(earlier.read_text())["comparison"]
    assert told["questions"] == 4
    assert [each["measure"] for each in told["differences"]] == list(MEASURES)
    assert run("eval", folder, "--compare", earlier).code == 0


def test_a_comparison_with_something_else_is_refused_before_the_work_begins(run: Run, folder: Path) -> None:
    ended = run("eval", folder, "--compare", folder / "queries.jsonl")
    assert (ended.code, ended.out) == (2, "")
    assert "This is no evaluation" in ended.err


def test_a_folder_that_is_no_collection_is_refused(run: Run, tmp_path: Path) -> None:
    ended = run("eval", tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert "corpus.jsonl: This file is missing" in ended.err


def test_a_person_at_a_terminal_sees_how_far_it_is(folder: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from byline.cli import main; main()", "eval", str(folder)]
    drawn: list[bytes] = []

    def watch() -> None:
        with contextlib.suppress(OSError):  # what reading a terminal ends with, once nobody writes to it
            while part := os.read(ours, 65536):
                drawn.append(part)

    # Read all the while: a terminal holds a few thousand characters, and a slow machine draws many more.
    watcher = threading.Thread(target=watch)
    watcher.start()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, text=True) as process:
        os.close(theirs)
        out, _ = process.communicate(timeout=60)
    watcher.join(timeout=60)
    os.close(ours)
    shown = b"".join(drawn).decode()
    assert process.returncode == 0
    assert "asking" in shown
    assert "4/4" in shown
    assert out.startswith("small: 4 documents")
