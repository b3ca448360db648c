"""Killing ``byline add`` loses nothing that it had acknowledged, and leaves nothing half visible."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from byline import KnowledgeBase

FILES = 20
ANSWERS_A_FILE = 300
KILLS = 10

Process = Callable[..., subprocess.Popen[str]]


def write_files(folder: Path) -> list[Path]:
    """Write files of answers; each answer of each holds a word that no other has."""
    folder.mkdir()
    paths = []
    for file in range(FILES):
        path = folder / f"answers-{file:02}.jsonl"
        with path.open("w", encoding="utf-8") as target:
            for row in range(ANSWERS_A_FILE):
                answer = f"Turn valve {word(file, row)} to the left, then wait for the pressure to fall."
                target.write(
                    json.dumps({"id": str(row), "answer": answer, "author": f"Author {row % 7}"}) + "\n"
                )
        paths.append(path)
    return paths


def word(file: int, row: int) -> str:
    """Return a word of letters for a number, such as "qabcd"."""
    number = file * ANSWERS_A_FILE + row
    return "q" + "".join(chr(ord("a") + number // 26**place % 26) for place in range(4))


def killed_during(process: subprocess.Popen[str], *, acknowledged: int, fraction: float) -> set[str]:
    """Kill the process a fraction of one file's time after that many new files were acknowledged.

    Returns:
        The paths of all files that it had acknowledged, those that changed nothing included.
    """
    assert process.stdout is not None
    paths, new, took = set(), 0, 0.0
    began = time.perf_counter()
    while new < acknowledged:
        line = process.stdout.readline()
        assert line, "the process ended before it was killed"
        paths.add(line.rpartition(": ")[0])
        new += f"{ANSWERS_A_FILE:,} new" in line
        took, began = time.perf_counter() - began, time.perf_counter()
    time.sleep(took * fraction)
    process.kill()
    rest = process.stdout.read()
    process.wait()
    return paths | {
        line.rpartition(": ")[0] for line in rest.splitlines(keepends=True) if line.endswith("\n")
    }


def check(home: Path, paths: list[Path], acknowledged: set[str]) -> None:
    """Open the knowledge base as the next start would, and look for losses and halves."""
    with KnowledgeBase.open(home) as kb:
        stats = kb.stats()
        held = {source.key: source.answers for source in kb.sources()}
        assert stats.revision == stats.index_revision
        assert set(held.values()) <= {ANSWERS_A_FILE}
        assert acknowledged <= held.keys()
        assert stats.answers == stats.sentences == sum(held.values())
        for file, path in enumerate(paths):
            # The last answer of each file: there, and found, exactly when its file is.
            asked = word(file, ANSWERS_A_FILE - 1)
            found = [each.text for each in kb.ask(f"valve {asked}").excerpts if asked in each.text]
            assert bool(found) == (str(path) in held), path


@pytest.mark.timeout(300)
def test_what_was_acknowledged_is_there_and_the_rest_is_whole_or_absent(
    process: Process, home: Path, tmp_path: Path
) -> None:
    paths = write_files(tmp_path / "answers")
    known: set[str] = set()
    for kill in range(KILLS):
        adding = process("add", tmp_path / "answers")
        known |= killed_during(adding, acknowledged=1, fraction=kill / KILLS)
        check(home, paths, known)
    assert 0 < len(known) < FILES, "every kill came in the middle of the work"

    finished = process("add", tmp_path / "answers")
    out, _ = finished.communicate(timeout=100)
    assert finished.returncode == 0
    assert len(out.splitlines()) == FILES
    check(home, paths, {str(path) for path in paths})


@pytest.mark.timeout(120)
def test_a_kill_while_many_answers_are_indexed_loses_none_and_leaves_no_process(
    process: Process, home: Path, tmp_path: Path
) -> None:
    """More answers than one process takes apart alone: stored they are, and the next start indexes them."""
    count = 8000
    path = tmp_path / "many.jsonl"
    with path.open("w", encoding="utf-8") as target:
        for row in range(count):
            answer = f"Turn valve {word(0, row)} to the left, then wait for the pressure to fall."
            # With a question each, or a load that is read to its end would warn before it is killed.
            record = {"id": str(row), "answer": answer, "author": "Ann Ito", "question": f"Which is {row}?"}
            target.write(json.dumps(record) + "\n")
    adding = process("add", path)
    with KnowledgeBase.open(home) as watching:
        while not watching._store.revision():
            assert adding.poll() is None, "it ended before it was killed"
            time.sleep(0.02)
    time.sleep(0.5)  # the index is begun; whether workers run yet is a matter of chance
    adding.kill()
    _, said = adding.communicate(timeout=30)  # ends when the last process that holds the pipe has ended
    assert said == ""
    with KnowledgeBase.open(home) as kb:
        stats = kb.stats()
        assert (stats.answers, stats.sentences) == (count, count)
        assert stats.revision == stats.index_revision
        assert word(0, count - 1) in kb.ask(f"valve {word(0, count - 1)}").excerpts[0].text
