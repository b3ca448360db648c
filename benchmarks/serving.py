"""How many questions a second a server answers, and how long each waits, at rising load.

    python benchmarks/serving.py [--home FOLDER] [--sentences 100000] [--seconds 5] [--report FILE]

The server is ``byline serve``, started and stopped here, on the loopback address. The load comes from wrk: so
many connections, each of which asks again as soon as it is answered. Without ``--home`` a collection of so
many sentences is made and loaded first, which takes minutes.

Ratios come first: what counts is how answering over HTTP compares with asking in process in the same run on
the same machine, which has other things to do besides. Each load is measured twice: where workers keep no
replies, so that each question is answered as if nobody had asked it before, and where they keep as many as
they do by default, which is more than are asked here. Without wrk nothing is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from loading import answers
from server import private_bytes, running, workers_of

from byline import KnowledgeBase, __version__, load_settings

CONNECTIONS = (1, 2, 4, 8, 16, 32)
WORKERS = (1, 2)
QUESTIONS = 200
KEPT = (0, 500)
"""How many replies a worker keeps: with none each question is answered as if it were new."""
WARM_S = 8
SENTENCES_AN_ANSWER = 3.5
WANTED_RATE, WANTED_P99 = 400, 50.0
"""What two workers should reach, in questions a second and milliseconds, with no error."""
_SCRIPT = """
local paths = {%s}
local at = 0
request = function() at = at %% #paths + 1; return wrk.format("GET", paths[at]) end
done = function(summary, latency)
  local failed = summary.errors
  io.write(string.format('{"requests": %%d, "seconds": %%f, "p50": %%f, "p99": %%f, "errors": %%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    failed.connect + failed.read + failed.write + failed.status + failed.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one load showed; times in milliseconds."""

    rate: float
    p50: float
    p99: float
    errors: int


@dataclass(frozen=True, slots=True)
class Served:
    """What a number of workers showed: by connections, and the memory that each has to itself, in MB."""

    workers: int
    kept: int
    asking: dict[int, Measured]
    health: Measured
    private: list[float]


def main() -> None:
    """Measure, print, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a knowledge base that is there; it is only read")
    parser.add_argument("--sentences", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=5, help="how long each load lasts")
    parser.add_argument("--report", type=Path)
    given = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed, so nothing was measured. On Debian and Ubuntu: apt-get install wrk")
    with tempfile.TemporaryDirectory() as scratch:
        home = given.home or _made(Path(scratch), given.sentences)
        questions, sentences, in_process = _alone(home, given.seconds)
        script = Path(scratch) / "ask.lua"
        paths = (f"/api/v1/ask?{urlencode({'q': question})}" for question in questions)
        script.write_text(_SCRIPT % ", ".join(json.dumps(path) for path in paths))
        health = Path(scratch) / "health.lua"
        health.write_text(_SCRIPT % '"/healthz"')
        served = [
            _served(home, workers, kept, script, health, given.seconds)
            for workers in WORKERS
            for kept in KEPT
        ]
    report = "\n".join(_report(sentences, in_process, served, given.seconds))
    print(report)
    if given.report:
        given.report.write_text(report + "\n", encoding="utf-8")


def _made(folder: Path, sentences: int) -> Path:
    """Load a collection of so many sentences, and return its home."""
    file = folder / "answers.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for answer in answers(round(sentences / SENTENCES_AN_ANSWER)):
            lines.write(json.dumps(answer) + "\n")
    with KnowledgeBase.open(folder / "home") as kb:
        kb.add(file)
    return folder / "home"


def _alone(home: Path, seconds: int) -> tuple[list[str], int, float]:
    """Return questions of the collection, how many sentences it has, and the asks a second of one thread."""
    with KnowledgeBase.open(settings=load_settings(home=home, kept_replies=0)) as kb:
        words = (word for name in ("how", "what", "who", "when", "the", "a") for word in kb.suggest(name, 60))
        questions = list(dict.fromkeys([*kb.starters(20), *words]))[:QUESTIONS]
        for question in questions:
            kb.ask(question)
        asked, started = 0, time.perf_counter()
        while time.perf_counter() - started < seconds:
            kb.ask(questions[asked % len(questions)])
            asked += 1
        return questions, kb.stats().sentences, asked / (time.perf_counter() - started)


def _served(home: Path, workers: int, kept: int, script: Path, health: Path, seconds: int) -> Served:
    with running(home, workers, kept_replies=str(kept)) as (process, address):
        _load(address, script, 8, WARM_S)
        asking = {count: _load(address, script, count, seconds) for count in CONNECTIONS}
        return Served(
            workers,
            kept,
            asking,
            _load(address, health, 8, seconds),
            [private_bytes(each) / 1e6 for each in workers_of(process.pid)],
        )


def _load(address: str, script: Path, connections: int, seconds: int) -> Measured:
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script), address],
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 60,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    return Measured(told["requests"] / told["seconds"], told["p50"], told["p99"], told["errors"])


def _report(sentences: int, in_process: float, served: list[Served], seconds: int) -> Iterator[str]:
    yield "# Serving\n"
    yield "Written by `benchmarks/serving.py` (`make serving`). Each load is so many connections of wrk, for"
    yield f"{seconds} seconds each; {sentences:,} sentences; version {__version__};"
    yield f"{os.cpu_count()} cores, of which other programs may have a share: the load was"
    yield f"{os.getloadavg()[0]:.1f} at the end, and wrk itself takes a part.\n"
    yield "## Over asking in process\n"
    yield f"One thread that asks in process and keeps no replies: {in_process:.0f} questions a second."
    yield "Over HTTP, as a multiple of that:\n"
    yield "| connections | " + " | ".join(_served_by(each) for each in served) + " |"
    yield "| ---: |" + " ---: |" * len(served)
    for count in CONNECTIONS:
        yield (
            f"| {count} | "
            + " | ".join(f"{each.asking[count].rate / in_process:.2f}" for each in served)
            + " |"
        )
    yield "\n## Questions a second, and how long each waits\n"
    wanted = f"at least {WANTED_RATE} questions a second with p99 under {WANTED_P99:.0f} ms, no error"
    yield f"Wanted: {WORKERS[-1]} workers, {wanted}.\n"
    yield from (f"- {_served_by(each)}: {_verdict(each)}" for each in served if each.workers == WORKERS[-1])
    columns = ("workers", "replies kept", "connections", "questions a second", "p50, ms", "p99, ms")
    yield f"\n| {' | '.join(columns)} | p99 / p50 | errors |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for each in served:
        for count, found in each.asking.items():
            yield f"| {each.workers} | {each.kept} | {count} | {_row(found)} |"
        yield f"| {each.workers} | {each.kept} | 8, of `/healthz` | {_row(each.health)} |"
    yield "\n## Memory that each worker shares with none\n"
    for each in served:
        yield f"- {_served_by(each)}; each {', '.join(f'{size:.0f} MB' for size in each.private)}"


def _served_by(served: Served) -> str:
    return f"workers: {served.workers}, replies kept: {served.kept}"


def _verdict(served: Served) -> str:
    """Say whether what is wanted was reached."""
    fine = [each.rate for each in served.asking.values() if each.p99 < WANTED_P99 and not each.errors]
    if fine and max(fine) >= WANTED_RATE:
        return f"Reached: {max(fine):.0f}."
    most = max(each.rate for each in served.asking.values())
    within = f"{max(fine):.0f} within that time" if fine else "none within that time"
    return f"Missed: {within}, and {most:.0f} at most."


def _row(found: Measured) -> str:
    ratio = found.p99 / found.p50 if found.p50 else 0.0
    return f"{found.rate:.0f} | {found.p50:.1f} | {found.p99:.1f} | {ratio:.1f} | {found.errors}"


if __name__ == "__main__":
    main()
