"""Runs what the handbook, the README and the pages in docs/ show."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from byline import KnowledgeBase
from byline.cli.exits import Exit
from byline.cli.group import COMMANDS
from byline.resources import resource
from tests.docs.conftest import Desk
from tests.docs.shown import ROOT, WRITTEN, blocks, handbook, mentioned, shell_commands

NOT_RUN = {
    "pip install .": "the wheel test installs the package, into an environment of its own",
    "pip install 'byline[models]'": "the tests' own environment has what it installs",
    "byline model add sentence-transformers/all-MiniLM-L6-v2 --revision main": "it fetches from the network; "
    "tests/cli/test_model_fetch.py fetches from a hub on loopback",
    "byline embed check https://wiki.example.org/pricing": "there is no such page; "
    "tests/cli/test_embed.py checks one on loopback",
    "pip uninstall byline": "it would take the program away from under the tests",
    "sudo apt-get install python3 python3-venv make git": "it prepares a fresh machine",
}
PLACEHOLDER = '"your question"'
"""A question that stands for any, so nobody can say whether it is answered."""

HANDBOOK_COMMANDS = [(entry.id, command) for entry in handbook().values() for command in entry.commands]
SHOWN = {command for _, command in HANDBOOK_COMMANDS} | {
    one for name in WRITTEN for one in shell_commands(name)
}


def check(command: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a command; it must do what it is shown for."""
    if command in NOT_RUN:
        return
    if command.startswith("make "):
        target = command.split()[1]
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE), command
        return
    if command.startswith("curl ") and shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    fine = {Exit.OK, Exit.NOT_ANSWERED} if PLACEHOLDER in command else {Exit.OK}
    assert desk.run(command, monkeypatch) in fine, command


@pytest.mark.parametrize(("entry", "command"), HANDBOOK_COMMANDS)
def test_a_command_that_the_handbook_shows_works(
    entry: str, command: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(command, desk, monkeypatch)


@pytest.mark.parametrize("name", WRITTEN)
def test_the_commands_that_a_page_shows_work_one_after_the_other(
    name: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in shell_commands(name):
        check(command, desk, monkeypatch)


def test_what_is_not_run_is_still_shown() -> None:
    assert {command for command in SHOWN if command in NOT_RUN} == NOT_RUN.keys()


def test_prose_mentions_only_commands_that_there_are() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    known = {"byline": COMMANDS.keys() | {"COMMAND"}, "make": targets}
    wrong = [
        f"{where}: {program} {rest}"
        for where, program, rest in mentioned()
        if not rest.startswith("-") and rest.split()[0] not in known[program]
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["README.md", "docs/library.md", "docs/evaluation.md"])
def test_the_python_that_a_page_shows_runs_and_prints_what_it_says(
    name: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.folder)
    namespace: dict[str, Any] = {}
    shown = blocks(name, "python", "text")
    for block, following in zip(shown, [*shown[1:], None], strict=True):
        if block.language != "python":
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block.text, name, "exec"), namespace)
        if following and following.language == "text":
            assert printed.getvalue() == following.text


def test_the_reply_in_the_readme_is_part_of_the_real_one(desk: Desk) -> None:
    (request,) = (one for one in shell_commands("README.md") if one.startswith("curl"))
    (shown,) = blocks("README.md", "json")
    body = json.loads(re.search(r"-d '(.*)'", request)[1])  # type: ignore[index]
    with KnowledgeBase.open() as kb:
        from_the_library = kb.ask(body["question"], top=body["top"])
    told = json.loads(shown.text)
    assert told["answered"] == from_the_library.answered
    (excerpt,), (real,) = told["excerpts"], from_the_library.excerpts
    byline = real.answer.byline
    assert (excerpt["text"], excerpt["start"], excerpt["end"]) == (real.text, real.start, real.end)
    assert excerpt["author"] == {"name": byline.author, "role": byline.role, "company": byline.company}
    assert excerpt["date_as_printed"] == byline.date.as_printed
    assert excerpt["source"] == {"title": real.answer.source.title, "url": real.answer.source.url}


def test_the_message_shown_for_a_wrong_file_is_the_real_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk.folder / "answers.csv").write_text('question,answer,author\nq,a,Ann\nq,"a,Ann\n', encoding="utf-8")
    (message,) = blocks("docs/loading.md", "text")
    assert desk.run("byline add answers.csv", monkeypatch) == Exit.BAD_INPUT
    assert message.text.strip() in capsys.readouterr().err


def test_an_exported_backup_comes_back_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(home: Path) -> list[object]:
        with KnowledgeBase.open(home) as kb:
            return [(one.text, one.byline, one.question, one.tags, one.url) for one in kb.answers()]

    restore = next(command for command in handbook()["operate-restore"].commands)
    assert desk.run(restore, monkeypatch) == Exit.OK
    assert told(desk.folder / "restored") == told(desk.folder / "home")


def test_a_removed_index_is_built_again_by_the_next_question(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(desk.folder / "home" / "index")
    assert desk.run('byline ask "who is the customer of a non-technical PM?"', monkeypatch) == Exit.OK


def test_the_sample_collection_is_the_page_and_the_handbook(desk: Desk) -> None:
    files = {path.name for path in resource("data").iterdir() if path.suffix in (".txt", ".jsonl")}
    files.remove("unrelated-questions.txt")  # there are no answers in it
    with KnowledgeBase.open() as kb:
        assert {source.key for source in kb.sources(["sample"])} == files
