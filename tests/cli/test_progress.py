"""The progress bar: for a person at a terminal, and never in the way of a line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from byline.cli.progress import Pace, expected_answers
from tests.cli.conftest import ANSWERS


def add_on_a_terminal(home: Path, folder: Path) -> tuple[str, str]:
    """Add a folder with standard error on a terminal; return standard output and what the terminal got."""
    outside, inside = os.openpty()
    command = [sys.executable, "-c", "from byline.cli import main; main()", "--home", str(home), "add"]
    adding = subprocess.Popen([*command, str(folder)], stdout=subprocess.PIPE, stderr=inside, text=True)
    os.close(inside)
    shown = b""
    while True:
        try:
            part = os.read(outside, 65536)
        except OSError:  # how Linux says that the other end was closed
            break
        if not part:
            break
        shown += part
    os.close(outside)
    out, _ = adding.communicate(timeout=60)
    assert adding.returncode == 2
    return out, shown.decode()


def test_a_bar_is_shown_and_every_message_has_a_line_to_itself(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.csv").write_text(ANSWERS, encoding="utf-8")
    (folder / "c.jsonl").write_text('{"answer": \n', encoding="utf-8")
    out, shown = add_on_a_terminal(home, folder)
    assert [line.split(": ")[1][:5] for line in out.splitlines()] == ["3 new", "3 new"]
    assert "3/3" in shown
    # Up to the message, the last thing the terminal did was to clear the line.
    (before,) = re.findall(r"([^\n]*)byline: [^\n]*c\.jsonl, line 1", shown)
    assert before.endswith("\x1b[2K")


def test_no_bar_is_written_into_a_file(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(ANSWERS, encoding="utf-8")
    command = [sys.executable, "-c", "from byline.cli import main; main()", "--home", str(home), "add"]
    ended = subprocess.run([*command, str(path)], capture_output=True, text=True, check=True)
    assert ended.stderr == ""


def test_the_bar_tells_how_fast_and_how_much_longer() -> None:
    pace = Pace(10_000)
    assert pace.told("reading", 1000, 5.0) == "reading 1,000", "nothing is known of the rate yet"
    assert pace.told("reading", 5000, 7.0) == "reading 5,000, 2,000/s, 0:02 left"
    assert pace.told("reading", 12_000, 9.0) == "reading 12,000, 2,750/s", "there were more than expected"
    assert pace.told("indexing", 100, 10.0) == "indexing 100"
    assert pace.told("indexing", 200, 11.0) == "indexing 200, 100/s, 1:58 left"


def test_without_a_number_of_answers_the_bar_tells_the_rate_alone() -> None:
    pace = Pace(None)
    pace.told("reading", 0, 0.0)
    assert pace.told("reading", 3000, 2.0) == "reading 3,000, 1,500/s"


def test_how_many_answers_are_expected_is_read_off_the_beginning(tmp_path: Path) -> None:
    large = tmp_path / "large.jsonl"
    large.write_text('{"answer": "Ship small.", "author": "Ann"}\n' * 60_000)
    assert expected_answers(large) in range(59_000, 61_000)
    assert expected_answers(tmp_path / "page.html") is None
    assert expected_answers(tmp_path / "missing.csv") is None
