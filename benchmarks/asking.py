"""How fast Byline answers in 1,000 to 5,000,000 sentences, beside what a team would have otherwise.

    python benchmarks/asking.py [COLLECTIONS] [--sizes 1000,10000,100000,1000000] [--questions 200]
        [--rounds 3] [--only NAMES] [--homes FOLDER] [--out SPEED.md]

COLLECTIONS is a folder of test collections in BEIR form; their questions are asked of their sentences and of
spliced ones (see ``scale.py``). Without it, the text is the handbook that ships with Byline. With ``--homes``
the knowledge bases are kept in FOLDER, and used again the next time: to load a million sentences takes ten
minutes or more, five million an hour.

All contestants search the same sentences and take turns: each round, each is asked the same questions, which
nobody was asked before. (What Byline takes when it is asked the last round again stands apart.) The
contestants of a size are in memory together, which for a million sentences takes 6 GB; those that would take
hours or many times that memory are left out of larger sizes.

Needs the extra: ``pip install 'byline[bench]'``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from contestants import CONTESTANTS, LARGEST, SLOW, Contestant, Times
from scale import Splicer, build, lines
from server import private_bytes, running, workers_of
from speed_report import Measured, Sized, pictures, report

from byline import Byline, Draft, KnowledgeBase
from byline.resources import resource

WARM_UP = 20
"""Questions that are asked before anything is measured: a process reads its tables with the first ones."""
HANDBOOK_ANSWER = 5
COMMANDS = 5
"""So many times a command is run that asks."""


def main() -> None:
    """Measure each size, and write what was found after each."""
    options = _options()
    questions = _questions(options.collections, options.rounds * options.questions + WARM_UP)
    found: list[Sized] = []
    with tempfile.TemporaryDirectory(prefix="byline-bench-") as temporary:
        homes: Path = options.homes or Path(temporary)
        for size in options.sizes:
            home = homes / str(size)
            if not (home / "byline.sqlite3").exists():
                _load(home, options.collections, size)
            names = [name for name in options.only if size <= LARGEST.get(name, size)]
            found.append(_measured(home, questions, options.rounds, names))
            command = " ".join(["python", *map(_shown, sys.argv)])
            options.out.write_text(report(command, found, options), encoding="utf-8")
            pictures(found, options.out)
            print(f"{size:,} sentences: written to {options.out}", file=sys.stderr)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("collections", type=Path, nargs="?", help="a folder of test collections")
    parser.add_argument(
        "--sizes",
        type=lambda text: [int(each) for each in text.split(",")],
        default=[1_000, 10_000, 100_000, 1_000_000, 5_000_000],
    )
    parser.add_argument("--questions", type=int, default=200, help="how many are asked in a round, all new")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--only",
        type=lambda text: text.split(","),
        default=list(CONTESTANTS),
        help="contestants, separated by commas: at a million sentences SQLite takes minutes a round",
    )
    parser.add_argument("--homes", type=Path, help="where knowledge bases are kept")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("SPEED.md"))
    return parser.parse_args()


def _shown(argument: str) -> str:
    """Return an argument of the command without the folders of this machine, in quotes if it has spaces."""
    return shlex.quote(Path(argument).name if Path(argument).is_absolute() else argument)


def _questions(collections: Path | None, count: int) -> list[str]:
    if collections is None:
        records = lines(resource("data") / "handbook.jsonl")
        asked = list(dict.fromkeys(each["question"] for each in records if each.get("question")))
        # There are fewer: with a number each is another question that is looked for in the same way.
        return [f"{asked[at % len(asked)]} {at // len(asked) or ''}".strip() for at in range(count)]
    asked = [each["text"] for path in sorted(collections.glob("*/queries.jsonl")) for each in lines(path)]
    return random.Random(count).sample(asked, min(len(asked), count))


def _load(home: Path, collections: Path | None, size: int) -> None:
    """Load a knowledge base in a process of its own, for the sake of this one's memory."""
    spawning = multiprocessing.get_context("spawn")
    target, arguments = (
        (build, (home, collections, size)) if collections else (_splice_handbook, (home, size))
    )
    process = spawning.Process(target=target, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def _splice_handbook(home: Path, size: int) -> None:
    splicer = Splicer(
        [each["text"] for each in lines(resource("data") / "handbook.jsonl")], random.Random(size)
    )
    with KnowledgeBase.open(home) as kb:
        kb.add_drafts(
            (
                Draft(
                    " ".join(splicer.sentence() for _ in range(HANDBOOK_ANSWER)),
                    Byline(f"Author {number % 100}"),
                )
                for number in range(size // HANDBOOK_ANSWER)
            ),
            source="speed",
        )


def _measured(home: Path, questions: list[str], rounds: int, names: list[str]) -> Sized:
    command_ms, first_ms, private, second = _processes(home, questions)
    with KnowledgeBase.open(home) as kb:
        stats = kb.stats()
    contestants = [Contestant(name, home) for name in names]
    times: dict[str, list[Times]] = {each.name: [] for each in contestants}
    memory: dict[str, int | None] = {}
    try:
        for contestant in contestants:  # each is ready only when it answers
            contestant.ask(_asked_of(contestant.name, questions[:WARM_UP]))
            print(f"{home.name}: {contestant.name} is ready", file=sys.stderr)
        for asked in _in_rounds(questions[WARM_UP:], rounds):
            for contestant in contestants:
                times[contestant.name].append(contestant.ask(_asked_of(contestant.name, asked)))
        again = contestants[0].ask(asked)
        memory = {each.name: each.private_bytes() for each in contestants}
    finally:
        for contestant in contestants:
            contestant.close()
    return Sized(
        sentences=stats.sentences,
        answers=stats.answers,
        disk_bytes=stats.index_bytes + stats.store_bytes,
        again_ms=statistics.median(again.wall) * 1000,
        command_ms=command_ms,
        first_answer_ms=first_ms,
        private_bytes=private,
        second_bytes=second,
        contestants=tuple(
            Measured(name, tuple(each.wall for each in of), tuple(each.worked for each in of), memory[name])
            for name, of in times.items()
        ),
    )


def _asked_of(name: str, questions: list[str]) -> list[str]:
    return questions[:: SLOW.get(name, 1)]


def _in_rounds(questions: list[str], rounds: int) -> list[list[str]]:
    """Return the questions of each round, as many for each."""
    each = len(questions) // rounds
    return [questions[at * each : (at + 1) * each] for at in range(rounds)]


def _processes(home: Path, questions: list[str]) -> tuple[float, float, int, int]:
    """Return how long a command takes that asks, how long a server from its start to its first answer, and
    the memory of its two workers: what is theirs alone when everything was asked.
    """
    command = [str(Path(sys.executable).with_name("byline")), "--home", str(home), "ask", questions[0]]
    times = []
    for _ in range(COMMANDS):
        started = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)  # 1 says that nobody answered
        times.append(time.perf_counter() - started)
    started = time.perf_counter()
    with running(home, workers=2) as (process, address):

        def ask(question: str) -> None:
            with urllib.request.urlopen(f"{address}/api/v1/ask?{urlencode({'q': question})}") as reply:
                reply.read()

        ask(questions[0])
        first_ms = (time.perf_counter() - started) * 1000
        with ThreadPoolExecutor(8) as clients:
            list(clients.map(ask, questions))
        one, other = map(private_bytes, workers_of(process.pid))
    return statistics.median(times) * 1000, first_ms, one, other


if __name__ == "__main__":
    main()
