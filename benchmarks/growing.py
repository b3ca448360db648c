"""How long one answer takes in a large collection until it is found: added, corrected and removed.

    python benchmarks/growing.py HOME [--rounds 5]

HOME is a knowledge base, such as ``benchmarks/scale.py --home HOME --sentences 1000000`` makes. In each round
an answer with a word of its own is added to it, corrected and removed again, and after each a question is
asked that only this answer answers (or, at last, nobody). The time is that of both together, call and first
reply: a question after a change pays for what has to be read anew. HOME is left with the answers that it had.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from byline import Byline, Draft, KnowledgeBase

SOURCE = "benchmark: one answer more"


def rounds(kb: KnowledgeBase, count: int) -> dict[str, list[tuple[float, float]]]:
    """Return the seconds that each change took, and the question after it, by the kind of change."""
    times: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for number in range(count):
        word = f"zorvex{number}quil"
        question = f"Who repairs the {word} turbine?"
        for kind, said in (
            ("added", f"Ann repairs the {word} turbine."),
            ("corrected", f"Bo repairs the {word} turbine."),
        ):
            took, texts = _timed(kb, _adding(kb, said, word), question)
            assert said in texts, f"{said!r} is not found: {texts}"
            times[kind].append(took)
        took, texts = _timed(kb, _removing(kb), question)
        assert not any(word in text for text in texts)
        times["removed"].append(took)
    return times


def _adding(kb: KnowledgeBase, said: str, key: str) -> Callable[[], object]:
    return lambda: kb.add_drafts([Draft(said, Byline("Ann Benchmark"), key=key)], source=SOURCE, yes=True)


def _removing(kb: KnowledgeBase) -> Callable[[], object]:
    return lambda: kb.remove_source(SOURCE)


def _timed(
    kb: KnowledgeBase, change: Callable[[], object], question: str
) -> tuple[tuple[float, float], list[str]]:
    """Return how long a change takes, how long a question takes after it, and what that found."""
    began = time.perf_counter()
    change()
    changed = time.perf_counter()
    reply = kb.ask(question, rephrase=False)
    return (changed - began, time.perf_counter() - changed), [each.text for each in reply.excerpts]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("home", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with KnowledgeBase.open(options.home) as kb:
        stats = kb.stats()
        print(f"{stats.answers:,} answers, {stats.sentences:,} sentences")
        kb.ask("Who was the first to say so?")
        for kind, times in rounds(kb, options.rounds).items():
            both = sorted(sum(each) for each in times)
            change, asked = (statistics.median(column) for column in zip(*times, strict=True))
            print(
                f"{kind:<10} and found: median {statistics.median(both):6.2f} s, longest {both[-1]:6.2f} s "
                f"(change {change:.2f} s, question {asked:.2f} s)"
            )


if __name__ == "__main__":
    main()
