"""byline add with records that can not be loaded: they go to a file, and the rest is loaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from byline import KnowledgeBase
from tests.cli.conftest import ANSWERS, Run

GOOD = '{"id": "one", "answer": "Ship weekly.", "author": "Ann Ito"}\n'
BROKEN = '{"id": "two", "answer": \n'
NO_ANSWER = '{"id": "three", "said": "Ship daily."}\n'


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    path = tmp_path / "mixed.jsonl"
    path.write_text(GOOD + BROKEN + NO_ANSWER, encoding="utf-8")
    return path


def written(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def texts(home: Path) -> list[str]:
    with KnowledgeBase.open(home) as kb:
        return [answer.text for answer in kb.answers()]


def test_the_rest_is_loaded_and_a_file_has_each_rejected_record_with_its_reason(
    run: Run, mixed: Path, home: Path, here: Path
) -> None:
    ended = run("add", mixed)
    assert ended.code == 2
    assert ended.out == f"{mixed}: 1 new, 0 changed, 0 removed, 0 unchanged, 2 rejected\n"
    assert "mixed.jsonl.rejected.jsonl" in ended.err
    assert f"{mixed}, line 2: left out. this is not valid JSON" in ended.err
    assert texts(home) == ["Ship weekly."]
    first, second = written(here / "mixed.jsonl.rejected.jsonl")
    assert (first["file"], first["line"], first["record"]) == (str(mixed), 2, BROKEN.rstrip("\n"))
    assert second["record"] == {"id": "three", "said": "Ship daily."}
    assert "no field" in str(second["reason"])
    assert "Name the field" in str(second["next_step"])


def test_one_file_may_be_named_for_all_rejected_records(
    run: Run, mixed: Path, tmp_path: Path, here: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("answer,author\nFine.,Ann Ito\na,b,c\n", encoding="utf-8")
    target = tmp_path / "to-mend.jsonl"
    target.write_text("what an earlier command left\n", encoding="utf-8")
    assert run("add", mixed, other, "--rejects", target).code == 2
    assert [(record["file"], record["line"]) for record in written(target)] == [
        (str(mixed), 2),
        (str(mixed), 3),
        (str(other), 3),
    ]
    assert written(target)[2]["record"] == ["a", "b", "c"]
    assert list(here.iterdir()) == []


def test_strict_refuses_the_whole_file(run: Run, mixed: Path, home: Path, here: Path) -> None:
    ended = run("add", mixed, "--strict")
    assert (ended.code, ended.out) == (2, "")
    assert f"byline: {mixed}, line 2: " in ended.err
    assert texts(home) == []
    assert list(here.iterdir()) == []


def test_a_file_of_which_no_record_can_be_loaded_is_refused(
    run: Run, tmp_path: Path, home: Path, here: Path
) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_text(NO_ANSWER * 3, encoding="utf-8")
    ended = run("add", path)
    assert (ended.code, ended.out) == (2, "")
    assert f"byline: {path}, line 1: " in ended.err
    assert texts(home) == []
    assert list(here.iterdir()) == []


def test_a_dry_run_writes_no_file_unless_one_is_named(
    run: Run, mixed: Path, tmp_path: Path, here: Path
) -> None:
    ended = run("add", mixed, "--dry-run")
    assert (ended.code, list(here.iterdir())) == (2, [])
    assert "line 3: left out." in ended.err
    target = tmp_path / "reasons.jsonl"
    run("add", mixed, "--dry-run", "--rejects", target)
    assert len(written(target)) == 2


def test_rejected_records_in_a_folder_are_no_source(run: Run, mixed: Path, here: Path) -> None:
    run("add", mixed)
    (here / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    ended = run("add", here)
    assert ended.code == 0
    assert ended.out.splitlines() == [f"{here / 'answers.csv'}: 3 new, 0 changed, 0 removed, 0 unchanged"]


def test_a_file_for_rejected_records_that_can_not_be_written_loads_nothing_more(
    run: Run, mixed: Path, tmp_path: Path
) -> None:
    ended = run("add", mixed, "--rejects", tmp_path / "no" / "such" / "folder.jsonl")
    assert ended.code == 2
    assert "--rejects" in ended.err


def test_an_answer_does_not_vanish_because_its_record_broke(
    run: Run, tmp_path: Path, home: Path, here: Path
) -> None:
    path = tmp_path / "answers.jsonl"
    lines = [f'{{"id": "{n}", "answer": "Answer {n}.", "author": "Ann Ito"}}\n' for n in range(40)]
    path.write_text("".join(lines), encoding="utf-8")
    run("add", path)
    path.write_text("".join([*lines[:-1], '{"id": "39", "answer": \n']), encoding="utf-8")
    refused = run("add", path)
    assert (refused.code, refused.out) == (2, "")
    assert "remove 1 of 40 answers, and 1 of its records could not be loaded" in refused.err
    assert "line 40: left out." in refused.err
    assert len(written(here / "answers.jsonl.rejected.jsonl")) == 1
    assert len(texts(home)) == 40
    agreed = run("add", path, "--yes")
    assert (agreed.code, "1 removed" in agreed.out, len(texts(home))) == (2, True, 39)


def test_with_json_the_figures_stand_in_the_line(run: Run, mixed: Path) -> None:
    record = json.loads(run("add", mixed, "--json").out)
    assert (record["new"], record["rejected"], record["skipped"]) == (1, 2, 0)


def test_a_dry_run_shows_what_would_be_new_changed_and_removed(run: Run, answers_csv: Path) -> None:
    run("add", answers_csv)
    rows = ANSWERS.replace("used it twice", "used it daily").splitlines()
    answers_csv.write_text("\n".join([rows[0], *rows[2:]]) + "\nWhere?,Oslo is best.,Bo Lee,,,,\n")
    ended = run("add", answers_csv, "--dry-run")
    first, *samples = ended.out.splitlines()
    assert first == (
        f"{answers_csv}: 1 new, 1 changed, 1 removed, 1 unchanged (dry run, nothing was written; needs --yes)"
    )
    assert samples == [
        "  new      Bo Lee: Oslo is best. [Where?]",
        "  changed  Ann Ito: A feature is done when a customer has used it daily. [When is a feature done?]",
        "  removed  Ann Ito: Charge from the first day. A free beta teaches you nothing about price. "
        "[How do we price a beta?]",
    ]
    record = json.loads(run("add", answers_csv, "--dry-run", "--json").out)
    assert record["needs_yes"]
    assert [sample["change"] for sample in record["samples"]] == ["new", "changed", "removed"]


@pytest.mark.parametrize(("said", "left"), [("y", 1), ("n", 3)])
def test_on_a_terminal_a_large_removal_is_asked_for(
    run: Run, answers_csv: Path, home: Path, said: str, left: int
) -> None:
    run("add", answers_csv)
    answers_csv.write_text("\n".join(ANSWERS.splitlines()[:2]), encoding="utf-8")
    outside, inside = os.openpty()
    command = [sys.executable, "-c", "from byline.cli import main; main()", "--home", str(home), "add"]
    adding = subprocess.Popen(
        [*command, str(answers_csv)], stdin=inside, stdout=subprocess.PIPE, stderr=inside
    )
    os.close(inside)
    shown = b""
    while b"[y/N]" not in shown:
        part = os.read(outside, 65536)
        assert part, shown
        shown += part
    os.write(outside, f"{said}\n".encode())
    adding.communicate(timeout=60)
    os.close(outside)
    assert b"Remove 2 of 3 answers of answers.csv?" in shown
    assert adding.returncode == (0 if said == "y" else 2)
    assert len(texts(home)) == left
