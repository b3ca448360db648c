"""How long asking takes: in process and as a command, on the sample collection.

    python benchmarks/ask_latency.py [--rounds 20]

Prints medians and 99th percentiles. The yardstick of the same run is Tantivy's own search with the same
words, which is the part of an ask that Byline does not do itself.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from byline import KnowledgeBase
from byline.resources import resource
from byline.search.engine import Limits
from byline.search.tantivy_engine import TantivyEngine
from byline.text.analysis import terms

QUESTIONS = (
    "how is a technical product manager different from a product manager",
    "waht is the diffrence betwen a techncal PM and othr PMs",
    "what does Devika Nair think",
    "how do I bake sourdough bread",
    "how do I install it",
    "can I delete an answer",
    "does anything leave my machine",
    "what happens when the power goes off while loading",
    "how many questions can one address ask in a minute",
    "where are the answers kept",
)


def milliseconds(times: list[float]) -> str:
    """Return the median and the 99th percentile of seconds, in milliseconds."""
    ordered = sorted(times)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"median {statistics.median(ordered) * 1000:7.2f} ms   p99 {last * 1000:7.2f} ms"


def timed(call: object, *arguments: object) -> float:
    """Return how many seconds a call takes."""
    started = time.perf_counter()
    call(*arguments)  # type: ignore[operator]
    return time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with KnowledgeBase.open(home) as kb:
            for name in ("expert-page.txt", "handbook.jsonl"):
                kb.add(resource("data") / name)
            print(
                f"{kb.stats().answers} answers, {kb.stats().sentences} sentences, "
                f"{rounds} rounds of {len(QUESTIONS)} questions"
            )
            first = [timed(kb.ask, question) for question in QUESTIONS]
            warm = [timed(kb.ask, question) for _ in range(rounds) for question in QUESTIONS]
            engine = TantivyEngine(kb.settings.index_folder)
            raw = [
                timed(engine.search, dict.fromkeys(terms(question), 1.0), Limits(), 100)
                for _ in range(rounds)
                for question in QUESTIONS
            ]
        print(f"asking, first time      {milliseconds(first)}")
        print(f"asking                  {milliseconds(warm)}")
        print(f"Tantivy's search alone  {milliseconds(raw)}")
        command = [str(Path(sys.executable).with_name("byline")), "--home", str(home), "ask", QUESTIONS[0]]
        process = [
            timed(lambda: subprocess.run(command, capture_output=True, check=True)) for _ in range(rounds)
        ]
        bare = [
            timed(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True)) for _ in range(rounds)
        ]
        print(f"byline ask, a process   {milliseconds(process)}")
        print(f"python -c pass          {milliseconds(bare)}")


if __name__ == "__main__":
    main()
