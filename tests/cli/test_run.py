"""How the command ends: its exit codes, its one line of error, its silence in a broken pipe."""

from __future__ import annotations

import errno
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from byline import __version__
from byline.cli import main
from byline.cli.exits import Exit, exit_code
from byline.cli.group import COMMANDS
from byline.cli.run import run as exit_code_of
from byline.errors import BylineError, NotFoundError, QuestionError, StoreError
from tests.cli.conftest import Run

Process = Callable[..., subprocess.Popen[str]]


def test_help_lists_every_command_and_every_exit_code(run: Run) -> None:
    ended = run("--help")
    assert ended.code == 0
    for name, entry in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(entry.summary)}$", ended.out, re.MULTILINE)
    for code in Exit:
        assert re.search(rf"^  {code.value} ", ended.out, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_each_command_shows_examples(run: Run, name: str) -> None:
    ended = run(name, "--help")
    assert ended.code == 0
    assert re.search(rf"Examples:\n +.*byline.* {name}", ended.out)


def modules_of(*arguments: str | Path) -> set[str]:
    """Return the names of the modules that a run of the command imports."""
    code = (
        "import sys\nfrom byline.cli import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, *map(str, arguments)]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(found.stderr.splitlines()[-1].split())


def test_help_of_the_group_imports_no_command() -> None:
    assert not modules_of("--help") & {"sqlalchemy", "pydantic", "flask", "rich", "byline.knowledge"}


def test_asking_imports_neither_the_web_nor_migrations_nor_progress_bars(loaded: Run, home: Path) -> None:
    modules = modules_of("--home", home, "ask", "how do we price a beta?")
    assert "byline.knowledge" in modules
    assert not modules & {"flask", "granian", "alembic", "rich"}


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").out == f"byline {__version__}\n"


def test_nothing_asked_for_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([])
    assert stop.value.code == 2
    assert "Usage: byline" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("ask",), ("ask", "who?", "--nonsense"), ("add", "/no/such/file"), ("list", "nonsense")],
)
def test_a_mistake_is_one_line_that_says_where_to_read_on(run: Run, arguments: tuple[str, ...]) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert re.fullmatch(r"byline: .*\. Try `byline.* --help`\.\n", ended.err)


@pytest.mark.parametrize(
    ("error", "code"), [(NotFoundError("x"), 3), (StoreError("x"), 4), (QuestionError("x"), 2)]
)
def test_each_branch_of_the_error_tree_has_its_code(error: BylineError, code: int) -> None:
    assert exit_code(error) == code


def test_a_damaged_database_is_unavailable(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "byline.sqlite3").write_bytes(b"this is no database" * 100)
    ended = run("ask", "who?")
    assert ended.code == 4
    assert re.fullmatch(r"byline: .*\n", ended.err)


def test_a_port_that_is_taken_is_told(process: Process) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        served = process("serve", "--port", str(taken.getsockname()[1]))
        _, err = served.communicate(timeout=60)
    assert served.returncode == 2
    assert re.fullmatch(r"byline: .*\n", err)


def ended_with(error: BaseException, *arguments: str) -> int:
    """Run a command in which this goes wrong."""

    def fail(verbose: bool) -> None:
        raise error

    verbose = click.Option(["-v", "--verbose"], is_flag=True)
    return exit_code_of(click.Command("broken", callback=fail, params=[verbose]), arguments)


def test_a_bug_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended_with(ZeroDivisionError("division by zero")) == 70
    err = capsys.readouterr().err
    assert re.fullmatch(r"byline: this is a bug in Byline: ZeroDivisionError: .*`byline -v.*\n", err)


def test_a_bug_is_told_in_full_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended_with(ZeroDivisionError("division by zero"), "-v") == 70
    assert "Traceback" in capsys.readouterr().err


def test_a_full_disk_is_unavailable(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended_with(OSError(errno.ENOSPC, "No space left on device", "/home/x")) == 4
    assert "/home/x: No space left on device." in capsys.readouterr().err


def test_an_interrupt_ends_with_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended_with(KeyboardInterrupt()) == 130
    assert "interrupted" in capsys.readouterr().err


def test_a_closed_pipe_is_quiet(run: Run, process: Process) -> None:
    run("sample")
    exporting = process("export")
    assert exporting.stdout is not None
    assert exporting.stdout.readline().startswith("{")
    exporting.stdout.close()
    assert exporting.stderr is not None
    assert exporting.stderr.read() == ""
    assert exporting.wait(timeout=30) == 141


def test_a_pipe_that_was_never_read_is_quiet() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-c", "from byline.cli import main; main()", "settings"]
    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, timeout=30, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_serving_ends_in_peace_when_interrupted(run: Run, process: Process) -> None:
    run("sample")
    served = process("serve", "--port", "0")
    assert served.stderr is not None
    assert "http://127.0.0.1:" in served.stderr.readline()
    time.sleep(0.2)
    served.send_signal(signal.SIGINT)
    assert served.wait(timeout=30) in {0, 130}


@pytest.mark.parametrize("option", [{"NO_COLOR": "1"}, {}])
def test_colours_are_for_terminals_that_want_them(loaded: Run, home: Path, option: dict[str, str]) -> None:
    outside, inside = os.openpty()
    command = [sys.executable, "-c", "from byline.cli import main; main()", "--home", str(home), "ask"]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    subprocess.run(
        [*command, "how do we price a beta?"], stdout=inside, env={**environment, **option}, check=True
    )
    os.close(inside)
    shown = os.read(outside, 65536).decode()
    os.close(outside)
    assert "Ann Ito" in shown
    assert ("\x1b[" in shown) == (not option)
