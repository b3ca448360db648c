"""byline add: files, folders and standard input in; a line on standard output for each that is safe."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import py7zr
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
    for name in ("logo.png", "photo.jpg", "paper.pdf", "film.bin"):
        (answers_csv.parent / name).write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\xff")
    ended = run("add", answers_csv.parent)
    assert (ended.code, "3 new" in ended.out) == (0, True)
    (line,) = [line for line in ended.err.splitlines() if "passed over" in line]
    assert line.startswith("4 files (.bin, .png, .pdf, …) were passed over, of no known format: ")
    named = run("add", answers_csv.parent / "logo.png")
    assert (named.code, "this is a picture, not text" in named.err) == (2, True)


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


def test_an_archive_is_read_as_the_folder_that_is_in_it_and_updates_when_it_comes_again(
    run: Run, tmp_path: Path, home: Path
) -> None:
    path = tmp_path / "export.zip"
    for content, counts in (
        (ANSWERS, "3 new, 0 changed, 0 removed, 0 unchanged"),
        ("\n".join(ANSWERS.splitlines()[:3]), "0 new, 0 changed, 1 removed, 2 unchanged"),
    ):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("deep/answers.csv", content)
            archive.writestr("__MACOSX/._answers.csv", b"\0\0")
        ended = run("add", path, "--yes")
        assert (ended.code, ended.out) == (0, f"{path}/deep/answers.csv: {counts}\n")
    with KnowledgeBase.open(home) as kb:
        assert [source.key for source in kb.sources()] == [f"{path}/deep/answers.csv"]


def test_what_is_wrong_inside_of_an_archive_is_told_by_its_name_in_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # what is rejected in an archive is written where the command runs
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("broken.jsonl", '{"answer": "Fine."}\n{"answer": \n')
    ended = run("add", path)
    assert ended.code == 2
    assert f"{path}/broken.jsonl, line 2: left out. " in ended.err
    assert "this is not valid JSON" in (tmp_path / "broken.jsonl.rejected.jsonl").read_text(encoding="utf-8")


def test_a_damaged_archive_is_told_and_the_next_file_loaded(
    run: Run, tmp_path: Path, answers_csv: Path
) -> None:
    broken = tmp_path / "broken.7z"
    broken.write_bytes(b"7z\xbc\xaf\x27\x1c and no more")
    ended = run("add", broken, answers_csv)
    assert ended.code == 2
    assert f"byline: {broken}: the archive is damaged or cut off" in ended.err
    assert ended.out.startswith(str(answers_csv))


def test_a_dump_in_a_7z_links_its_answers_to_the_site_that_it_is_called_after(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "tea.stackexchange.com.7z"
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.writestr(
            '<posts><row Id="1" PostTypeId="1" Title="How do I descale a kettle?" Body="" />'
            '<row Id="2" PostTypeId="2" ParentId="1" OwnerUserId="8" Body="&lt;p&gt;Boil vinegar in the '
            'kettle to descale it.&lt;/p&gt;" /></posts>',
            "Posts.xml",
        )
        archive.writestr('<users><row Id="8" DisplayName="Ida Fern" /></users>', "Users.xml")
        archive.writestr("<votes></votes>", "Votes.xml")
    ended = run("add", path)
    assert (ended.code, ended.out) == (
        0,
        f"{path}/Posts.xml: 1 new, 0 changed, 0 removed, 0 unchanged\n",
    )
    assert "passed over" not in ended.err
    asked = run("ask", "how do I descale a kettle")
    assert "Ida Fern" in asked.out
    assert "https://tea.stackexchange.com/a/2" in run("ask", "how do I descale a kettle", "--json").out


def test_a_site_given_by_hand_links_the_answers_of_a_dump(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "Posts.xml"
    path.write_text('<posts><row Id="2" PostTypeId="2" ParentId="1" Body="Boil vinegar." /></posts>')
    run("add", path, "--url", "https://qa.tern.example/")
    assert "https://qa.tern.example/a/2" in run("ask", "boil vinegar", "--json").out


def test_a_slack_export_is_one_source_as_a_folder_and_in_an_archive(
    run: Run, tmp_path: Path, home: Path
) -> None:
    files = {
        "users.json": [{"id": "U2", "name": "ida", "profile": {"real_name": "Ida Fern"}}],
        "channels.json": [{"id": "C1", "name": "kettles"}],
        "kettles/2021-05-03.json": [
            {"type": "message", "user": "U1", "ts": "1620036000.000100", "text": "How do I descale it?"},
            {
                "type": "message",
                "user": "U2",
                "ts": "1620036000.000200",
                "thread_ts": "1620036000.000100",
                "text": "Boil vinegar.",
            },
        ],
    }
    folder, packed = tmp_path / "all" / "slack", tmp_path / "slack.zip"
    (folder / "kettles").mkdir(parents=True)
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            (folder / name).write_text(json.dumps(content))
            archive.writestr(f"export/{name}", json.dumps(content))
    changed = "1 new, 0 changed, 0 removed, 0 unchanged"
    assert run("add", folder.parent).out == f"{folder}: {changed}\n"
    assert run("add", packed).out == f"{packed}/export: {changed}\n"
    with KnowledgeBase.open(home) as kb:
        assert {source.key for source in kb.sources()} == {str(folder), f"{packed}/export"}
