"""How fast Byline answers in 1,000 to 5,000,000 sentences, beside what a team would have otherwise.

    python benchmarks/asking.py [COLLECTIONS] [--sizes 1000,10000,100000,1000000] [--questions 200]
        [--rounds 3] [--only NAMES] [--homes FOLDER] [--out SPEED.md]

COLLECTIONS is a folder of test collections in BEIR form; their questions are asked of their sentences and of
spliced ones (see ``scale.py``). Without it, the text is the handbook that ships with Byline. With ``--homes``
the knowledge bases are kept in FOLDER, and used again the next time: to load a million sentences takes ten
minutes or more, five million an hour.

All contestants search the same sentences and take turns: each round, each is asked the same questions. The
contestants of a size are in memory together, which for a million sentences takes 6 GB.

Needs the extra: ``pip install 'byline[bench]'``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from pathlib import Path

from contestants import CONTESTANTS, SLOW, Contestant, Times
from scale import Splicer, build, lines
from speed_report import Measured, Sized, pictures, report

from byline import Byline, Draft, KnowledgeBase
from byline.resources import resource

WARM_UP = 20
"""Questions that are asked before anything is measured: a process reads its tables with the first ones."""
HANDBOOK_ANSWER = 5


def main() -> None:
    """Measure each size, and write what was found after each."""
    options = _options()
    questions = _questions(options.collections, options.questions + WARM_UP)
    found: list[Sized] = []
    with tempfile.TemporaryDirectory(prefix="byline-bench-") as temporary:
        homes: Path = options.homes or Path(temporary)
        for size in options.sizes:
            home = homes / str(size)
            if not (home / "byline.sqlite3").exists():
                _load(home, options.collections, size)
            found.append(_measured(home, questions, options.rounds, options.only))
            command = " ".join(["python", *sys.argv])
            options.out.write_text(report(command, found, options), encoding="utf-8")
            pictures(found, options.out.parent)
            print(f"{size:,} sentences: written to {options.out}", file=sys.stderr)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("collections", type=Path, nargs="?", help="a folder of test collections")
    parser.add_argument(
        "--sizes",
        type=lambda text: [int(each) for each in text.split(",")],
        default=[1_000, 10_000, 100_000, 1_000_000],
    )
    parser.add_argument("--questions", type=int, default=200, help="how many are asked in a round")
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


def _questions(collections: Path | None, count: int) -> list[str]:
    if collections is None:
        records = lines(resource("data") / "handbook.jsonl")
        asked = list(dict.fromkeys(each["question"] for each in records if each.get("question")))
        return random.Random(count).choices(asked, k=count)
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
    first_ms, private, second = _processes(home, questions)
    with KnowledgeBase.open(home) as kb:
        stats = kb.stats()
    contestants = [Contestant(name, home) for name in names]
    times: dict[str, list[Times]] = {each.name: [] for each in contestants}
    memory: dict[str, int | None] = {}
    try:
        for contestant in contestants:  # each is ready only when it answers
            contestant.ask(_asked_of(contestant.name, questions[:WARM_UP]))
            print(f"{home.name}: {contestant.name} is ready", file=sys.stderr)
        for _ in range(rounds):
            for contestant in contestants:
                times[contestant.name].append(contestant.ask(_asked_of(contestant.name, questions[WARM_UP:])))
        memory = {each.name: each.private_bytes() for each in contestants}
    finally:
        for contestant in contestants:
            contestant.close()
    return Sized(
        sentences=stats.sentences,
        answers=stats.answers,
        disk_bytes=stats.index_bytes + stats.store_bytes,
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


def _processes(home: Path, questions: list[str]) -> tuple[float, int | None, int | None]:
    """Return the time from the start of a process to its first answer, and the memory of it and of a second.

    The memory is what is theirs alone after having answered everything.
    """
    started = time.perf_counter()
    one = Contestant("Byline", home)
    one.ask(questions[:1])
    first_ms = (time.perf_counter() - started) * 1000
    other = Contestant("Byline", home)
    try:
        for each in (one, other):
            each.ask(questions)
        return first_ms, one.private_bytes(), other.private_bytes()
    finally:
        one.close()
        other.close()


if __name__ == "__main__":
    main()
