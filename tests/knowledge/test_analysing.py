"""Many answers are taken apart in processes of their own, and come back as if they had not been."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from byline.analysing import Change, prepare, prepared
from byline.models import Answer, Byline, Source

SOURCE = Source("s", "S", "main")
SAID = (
    "Ship weekly (continuous delivery, CD). It is safer: three reasons.",
    "Der Fahrplan gehört dem Produktmanager. Er ändert ihn l'équipe.",
    "产品经理负责路线图。每个人都可以阅读。",
)


def changes(count: int) -> list[Change]:
    """So many changes; every hundredth is a withdrawal."""
    return [(number, None if number % 100 == 0 else answer(number)) for number in range(1, count + 1)]


def answer(number: int) -> Answer:
    text = f"{SAID[number % 3]} Answer number {number} of many."
    question = None if number % 5 else f"Question {number}?"
    return Answer(number, f"a_{number}", f"sha256:{number:064x}", text, Byline("Ann Ito"), question, SOURCE)


def children() -> set[int]:
    """The processes that this one has started and that run."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and fields[0] != "Z":
            found.add(int(status.parent.name))
    return found


@pytest.mark.parametrize("count", [0, 1, 2000, 2001, 4321])
def test_many_answers_come_back_in_their_order_and_the_same(count: int) -> None:
    given = changes(count)
    assert list(prepared(iter(given))) == prepare(given)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for its processes in /proc")
def test_a_process_that_is_killed_costs_no_answer_and_none_is_left_behind() -> None:
    given = changes(9000)
    before = children()

    def killing() -> Iterator[Change]:
        for number, each in enumerate(given):
            if number == 4000:
                for process in children() - before:
                    os.kill(process, signal.SIGKILL)
            yield each

    assert list(prepared(killing())) == prepare(given)
    assert children() <= before


def test_processes_end_when_nobody_wants_the_rest() -> None:
    before = children()
    some = prepared(iter(changes(6000)))
    for _ in range(2100):
        next(some)
    some.close()
    assert children() <= before


def test_a_program_without_a_main_guard_can_load_many_answers(tmp_path: Path) -> None:
    """As a notebook or a script does that somebody wrote in a minute."""
    script = tmp_path / "script.py"
    script.write_text(
        "import byline\n"
        f"kb = byline.KnowledgeBase.open({str(tmp_path / 'home')!r})\n"
        "one = byline.Byline('Ann Ito')\n"
        "kb.add_drafts((byline.Draft(f'Answer {n}.', one) for n in range(2600)), source='s')\n"
        "print(kb.stats().sentences)\n"
    )
    ended = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["2600"]
    assert ended.stderr == ""
