"""list, remove, export, stats, sample and settings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from byline import KnowledgeBase
from tests.cli.conftest import Run


def records(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def answer_ids(run: Run) -> list[str]:
    return [str(record["id"]) for record in records(run("list", "--json").out)]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("answers", "Ann Ito: How do we price a beta?"),
        ("authors", "Bo Lindqvist"),
        ("collections", "main"),
        ("sources", "answers.csv"),
    ],
)
def test_each_kind_is_listed(loaded: Run, kind: str, shown: str) -> None:
    ended = loaded("list", kind)
    assert ended.code == 0
    assert shown in ended.out


@pytest.mark.parametrize(
    ("kind", "field", "values"),
    [
        ("answers", "author", ["Ann Ito", "Bo Lindqvist", "Ann Ito"]),
        ("authors", "name", ["Ann Ito", "Bo Lindqvist"]),
        ("collections", "name", ["main"]),
        ("sources", "title", ["answers.csv"]),
    ],
)
def test_each_kind_is_listed_as_json(loaded: Run, kind: str, field: str, values: list[str]) -> None:
    assert [record[field] for record in records(loaded("list", kind, "--json").out)] == values


@pytest.mark.parametrize("kind", ["answers", "authors", "collections", "sources"])
def test_a_list_keeps_to_the_collection_named(loaded: Run, kind: str) -> None:
    loaded("sample")
    everything = records(loaded("list", kind, "--json").out)
    main = records(loaded("list", kind, "--json", "--collection", "main").out)
    assert 0 < len(main) < len(everything)


def test_a_list_ends_at_its_limit(loaded: Run) -> None:
    assert len(loaded("list", "--limit", "2").out.splitlines()) == 2


def test_a_source_is_removed_by_its_path(loaded: Run, answers_csv: Path) -> None:
    ended = loaded("remove", answers_csv, "--yes")
    assert (ended.code, ended.out) == (0, "Removed 3 answers.\n")
    assert loaded("list").out == ""


def test_a_source_is_removed_by_its_title(loaded: Run) -> None:
    assert loaded("remove", "answers.csv", "--yes").out == "Removed 3 answers.\n"


def test_an_answer_is_removed_by_its_id(loaded: Run) -> None:
    first, *rest = answer_ids(loaded)
    assert loaded("remove", first, "--yes").out == "Removed 1 answer.\n"
    assert answer_ids(loaded) == rest


def test_a_collection_is_removed_whole(loaded: Run) -> None:
    loaded("sample")
    loaded("remove", "--collection", "sample", "--yes")
    assert len(answer_ids(loaded)) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("a_aaaaaaaaaaaaaaaa",),
        ("--collection", "nonsense"),
        ("answers.csv", "--collection", "x"),
    ],
)
def test_what_is_not_there_can_not_be_removed(loaded: Run, arguments: tuple[str, ...]) -> None:
    ended = loaded("remove", *arguments, "--yes")
    assert ended.code == 3
    assert ended.err.startswith("byline: ")
    assert len(answer_ids(loaded)) == 3


def test_removing_asks_first_and_without_a_terminal_wants_a_yes(loaded: Run) -> None:
    ended = loaded("remove", "answers.csv", stdin="y\n")
    assert ended.code == 2
    assert "3 answers" in ended.err
    assert "--yes" in ended.err
    assert len(answer_ids(loaded)) == 3


def test_removing_nothing_in_particular_is_refused(loaded: Run) -> None:
    assert loaded("remove", "--yes").code == 2


def test_a_title_that_two_sources_share_is_refused(loaded: Run, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "answers.csv"
    other.parent.mkdir()
    other.write_text("answer,author\nNo.,Cy Ode\n", encoding="utf-8")
    loaded("add", other)
    ended = loaded("remove", "answers.csv", "--yes")
    assert ended.code == 2
    assert str(other) in ended.err


def test_what_is_exported_loads_again_without_loss(loaded: Run, tmp_path: Path) -> None:
    loaded("sample")
    exported = loaded("export").out
    copy = tmp_path / "copy.jsonl"
    copy.write_text(exported, encoding="utf-8")
    with KnowledgeBase.open(tmp_path / "restored") as kb:
        kb.add(copy)
        restored = {answer.text: answer for answer in kb.answers()}
    lines = records(exported)
    assert len(restored) == len(lines) > 3
    for line in lines:
        answer = restored[str(line["text"])]
        byline = answer.byline
        assert (byline.author, byline.role, byline.company) == (line["author"], line["role"], line["company"])
        assert (byline.as_printed, byline.date.as_printed) == (line["byline"], line["date_as_printed"])
        assert byline.date.precision == line["date_precision"]
        assert (answer.question, list(answer.tags)) == (line["question"], line["tags"])


def test_an_export_appears_as_a_whole_file(loaded: Run, tmp_path: Path) -> None:
    target = tmp_path / "out" / "answers.jsonl"
    target.parent.mkdir()
    ended = loaded("export", "-o", target)
    assert (ended.code, ended.out) == (0, "")
    assert "3 answers" in ended.err
    assert len(target.read_text(encoding="utf-8").splitlines()) == 3
    assert [file.name for file in target.parent.iterdir()] == ["answers.jsonl"]


def test_an_export_keeps_to_the_collection_named(loaded: Run) -> None:
    loaded("sample")
    assert len(records(loaded("export", "--collection", "main").out)) == 3
    assert loaded("export", "--collection", "nonsense").code == 3


def test_an_export_into_a_folder_that_is_not_there_is_told(loaded: Run, tmp_path: Path) -> None:
    ended = loaded("export", "-o", tmp_path / "nowhere" / "x.jsonl")
    assert ended.code == 4
    assert "nowhere" in ended.err


def test_stats_count_what_is_there(loaded: Run, home: Path) -> None:
    stats = json.loads(loaded("stats", "--json").out)
    assert (stats["answers"], stats["authors"], stats["sources"]) == (3, 2, 1)
    assert stats["revision"] == stats["index_revision"] > 0
    shown = loaded("stats").out
    assert str(home) in shown
    assert "answers       3" in shown


def test_the_sample_is_loaded_once(run: Run) -> None:
    first, second = run("sample"), run("sample")
    assert (first.code, first.err, second.code) == (0, "", 0)
    assert "2 new" in first.out
    assert all("0 new, 0 changed, 0 removed" in line for line in second.out.splitlines())


def test_settings_say_where_each_value_comes_from(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    (home / "byline.toml").write_text("top = 5\nsentences = 2\n", encoding="utf-8")
    monkeypatch.setenv("BYLINE_SENTENCES", "4")
    found = {each["name"]: each for each in json.loads(run("settings", "--json").out)}
    assert (found["top"]["value"], found["top"]["from"]) == (5, f"file {home / 'byline.toml'}")
    assert (found["sentences"]["value"], found["sentences"]["from"]) == (4, "environment, BYLINE_SENTENCES")
    assert (found["home"]["value"], found["home"]["from"]) == (str(home), "given")
    assert found["port"]["from"] == "default"
    shown = run("settings").out
    assert "top = 5  (file" in shown
    assert "sentences = 4  (environment, BYLINE_SENTENCES)" in shown


def test_a_key_is_shown_to_nobody(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_CURATOR_KEY", "correct horse battery")
    for ended in (run("settings"), run("settings", "--json")):
        assert "curator_key" in ended.out
        assert "correct horse" not in ended.out
    monkeypatch.setenv("BYLINE_CURATOR_KEY", "too short")
    ended = run("settings")
    assert ended.code == 2
    assert "curator_key = (not shown): a key has at least 12 characters" in ended.err
    assert "too short" not in ended.err


def test_a_setting_that_can_not_be_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_TOP", "many")
    ended = run("settings")
    assert ended.code == 2
    assert "top = 'many'" in ended.err


def test_one_authors_answers_are_exported(loaded: Run, tmp_path: Path) -> None:
    assert {record["author"] for record in records(loaded("export", "--author", "ann ito").out)} == {
        "Ann Ito"
    }
    assert loaded("export", "--author", "Nobody").code == 3
    target = tmp_path / "ann.csv"
    ended = loaded("export", "--author", "Ann Ito", "--format", "csv", "-o", target)
    assert "2 answers" in ended.err
    assert (
        loaded("add", target, "--source", "again", "--dry-run")
        .out.splitlines()[0]
        .startswith(f"{target}: 2 new")
    )


def test_markdown_goes_into_a_folder_of_its_own(loaded: Run, tmp_path: Path) -> None:
    assert loaded("export", "--format", "markdown").code == 2
    folder = tmp_path / "out"
    assert loaded("export", "--format", "markdown", "-o", folder).code == 0
    assert len(list(folder.glob("*.md"))) == 3
    again = loaded("export", "--format", "markdown", "-o", folder)
    assert (again.code, "not empty" in again.err) == (2, True)
