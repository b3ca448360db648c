"""byline add: files, folders and standard input in; a line on standard output for each that is safe."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from byline import KnowledgeBase
from tests.cli.conftest import ANSWERS, Run


def test_a_file_is_loaded_and_its_line_says_what_changed(run: Run, answers_csv: Path) -> None:
    first, second = run("add", answers_csv), run("add", answers_csv)
    assert (first.code, first.out) == (0, f"{answers_csv}: 3 new, 0 changed, 0 removed, 0 unchanged\n")
    assert (second.code, second.out) == (0, f"{answers_csv}: 0 new, 0 changed, 0 removed, 3 unchanged\n")


def test_a_dry_run_says_so_and_changes_nothing(run: Run, answers_csv: Path, home: Path) -> None:
    ended = run("add", answers_csv, "--dry-run")
    assert "3 new" in ended.out
    assert "nothing was written" in ended.out
    with KnowledgeBase.open(home) as kb:
        assert kb.stats().answers == 0


def test_with_json_each_line_is_an_object(run: Run, answers_csv: Path) -> None:
    record = json.loads(run("add", answers_csv, "--json", "--title", "Our answers").out)
    assert (record["new"], record["source"]["title"]) == (3, "Our answers")


def test_folders_are_read_to_the_bottom_but_for_what_is_hidden(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    for place in ("a.csv", "deep/down/b.csv", ".git/c.csv", "deep/.hidden.csv"):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(ANSWERS, encoding="utf-8")
    (folder / "deep" / "up").symlink_to(folder)
    names = [line.partition(": ")[0] for line in run("add", folder).out.splitlines()]
    assert names == [str(folder / "a.csv"), str(folder / "deep" / "down" / "b.csv")]


def test_a_file_named_twice_is_loaded_once(run: Run, answers_csv: Path) -> None:
    assert len(run("add", answers_csv, answers_csv.parent).out.splitlines()) == 1


def test_what_a_folder_holds_besides_is_passed_over(run: Run, answers_csv: Path) -> None:
    (answers_csv.parent / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    ended = run("add", answers_csv.parent)
    assert "3 new" in ended.out
    assert "logo.png" in ended.err


def test_a_file_that_can_not_be_read_is_told_and_the_next_one_loaded(
    run: Run, tmp_path: Path, answers_csv: Path
) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"answer": \n', encoding="utf-8")
    ended = run("add", broken, answers_csv)
    assert ended.code == 2
    assert ended.out.startswith(str(answers_csv))
    assert f"byline: {broken}, line 1: " in ended.err


def test_standard_input_is_a_source_with_a_name(run: Run, home: Path) -> None:
    assert run("add", "-", "--source", "wiki", stdin=ANSWERS).out.startswith("standard input: 3 new")
    shorter = "\n".join(ANSWERS.splitlines()[:2])
    assert "2 removed" in run("add", "-", "--source", "wiki", "--yes", stdin=shorter).out
    with KnowledgeBase.open(home) as kb:
        assert [(source.key, source.title) for source in kb.sources()] == [("wiki", "wiki")]


def test_standard_input_without_a_name_is_refused(run: Run) -> None:
    ended = run("add", "-", stdin=ANSWERS)
    assert ended.code == 2
    assert "--source" in ended.err


def test_what_is_wrong_with_standard_input_is_told_without_the_name_of_a_hidden_file(run: Run) -> None:
    ended = run("add", "-", "--source", "wiki", "--format", "jsonl", stdin='{"answer": \n')
    assert ended.code == 2
    assert "byline: standard input, line 1: " in ended.err
    assert "/tmp" not in ended.err


@pytest.mark.parametrize("option", ["--source", "--title"])
def test_a_name_for_one_source_is_not_given_to_several_files(
    run: Run, answers_csv: Path, tmp_path: Path, option: str
) -> None:
    other = tmp_path / "other.csv"
    other.write_text(ANSWERS, encoding="utf-8")
    ended = run("add", answers_csv, other, option, "x")
    assert ended.code == 2
    assert option in ended.err


def test_removing_much_of_a_source_needs_a_yes(run: Run, answers_csv: Path) -> None:
    run("add", answers_csv)
    answers_csv.write_text("\n".join(ANSWERS.splitlines()[:2]), encoding="utf-8")
    refused = run("add", answers_csv)
    assert refused.code == 2
    assert "--yes" in refused.err
    assert "2 removed" in run("add", answers_csv, "--yes").out


def test_many_warnings_are_cut_short_unless_all_are_wanted(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "unsigned.csv"
    path.write_text("answer\n" + "".join(f"Unsigned answer {n}.\n" for n in range(40)), encoding="utf-8")
    short = run("add", path, "--dry-run").err
    full = run("-v", "add", path, "--dry-run").err
    assert len(short.splitlines()) < len(full.splitlines())
    assert "byline -v add" in short
    assert "byline -v add" not in full


def test_a_day_that_is_none_is_refused(run: Run, answers_csv: Path) -> None:
    ended = run("add", answers_csv, "--captured", "yesterday")
    assert ended.code == 2
    assert "'yesterday' is no day" in ended.err
