"""How long asking takes in a large collection, where the time goes, and what the index costs.

    python benchmarks/scale.py COLLECTIONS [--sentences 120000] [--questions 600] [--home FOLDER] [--cpu]

COLLECTIONS is a folder of test collections in BEIR form; their questions are asked of their sentences, five
consecutive ones an answer. With ``--home`` the knowledge base is kept, and used again the next time. With
``--cpu`` the time is that of the processor, which other programs on the same machine do not lengthen as much.

Where the sentences are too few, the rest is spliced: the first half of one and the second half of another of
the same collection, now and then with a word coined from two others. So many words are coined that the
vocabulary goes on growing with the text as it did until then (Heaps' law), and since splices are spliced
again, coined words come back as real ones do. To a search engine what is spliced is like text: lengths,
frequent and rare words are as before. It means nothing, and is there only to be searched.

The yardstick of the same run is Tantivy's own search for the same words. "Cold" is the first time that a
process is asked each question, "again" the second time, when what it keeps in memory helps.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import random
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from byline import Byline, Draft, KnowledgeBase, asking
from byline.corpus import Corpus
from byline.search.engine import Limits
from byline.search.tantivy_engine import TantivyEngine
from byline.text.analysis import terms
from byline.text.languages import detect_language
from byline.text.segmentation import sentences as cut

ANSWER_SENTENCES = 5
WARM_UP = 20
"""Questions that are asked before anything is measured: a process reads its tables with the first ones."""
STAGES: tuple[tuple[str, Any, str], ...] = (
    ("understanding", asking, "understand"),
    ("the engine", TantivyEngine, "search"),
    ("answers", Corpus, "candidates"),
    ("ranking", asking, "rank"),
    ("choosing", asking, "choose"),
    ("excerpts", asking, "excerpts"),
)
"""What a stage is called, and the function that it is, where ``asking`` looks it up."""

Clock = Callable[[], float]


def lines(path: Path) -> list[dict[str, str]]:
    """Return the records of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class Splicer:
    """Makes sentences from those of a collection; see above."""

    def __init__(self, sentences: list[str], chance: random.Random) -> None:
        self._sentences = [sentence.split(" ") for sentence in sentences]
        self._chance = chance
        words = list(chain.from_iterable(self._sentences))
        half, known = len(set(words[: len(words) // 2])), set(words)
        self._rare = [word for word in sorted(known) if word.isalpha() and len(word) > 5]
        # V = k * n ** growth; at n words the next is new with the chance growth * V / n.
        self._growth = math.log2(len(known) / half)
        self._words, self._vocabulary = len(words), len(known)

    def sentence(self) -> str:
        """Return one more sentence."""
        one, other = self._chance.choice(self._sentences), self._chance.choice(self._sentences)
        if len(one) == len(other) == 1:  # a language without spaces
            return one[0][: len(one[0]) // 2] + other[0][len(other[0]) // 2 :]
        made = one[: (len(one) + 1) // 2] + other[len(other) // 2 :]
        for place in range(len(made)):
            if self._rare and self._chance.random() < self._growth * self._vocabulary / self._words:
                made[place] = self._coined()
                self._vocabulary += 1
            self._words += 1
        self._sentences.append(made)
        return " ".join(made)

    def _coined(self) -> str:
        one, other = self._chance.choice(self._rare), self._chance.choice(self._rare)
        return one[: self._chance.randint(2, len(one) - 2)] + other[self._chance.randint(2, len(other) - 2) :]


def drafts(folder: Path, count: int) -> Iterator[Draft]:
    """Yield answers of about ``count`` sentences in all: the collections' own, then spliced ones."""
    chance = random.Random(count)
    collections = [lines(path) for path in sorted(folder.glob("*/corpus.jsonl"))]
    texts = [each["text"] for records in collections for each in records]
    records_wanted = count * len(texts) / cut_again(texts)
    for records in collections:
        share = round(len(records) * records_wanted / len(texts))
        splicer = Splicer([each["text"] for each in records], chance)
        own = (each["text"] for each in records[:share])
        spliced = (splicer.sentence() for _ in range(share - len(records)))
        for at, text in enumerate(answers(chain(own, spliced))):
            first = at * ANSWER_SENTENCES
            title = records[first]["title"] if first < len(records) else ""
            author = f"Author {chance.randrange(count // 50 + 1)}"
            yield Draft(text, Byline(author), question=title or None, key=None)


def answers(sentences: Iterable[str]) -> Iterator[str]:
    """Yield the texts of answers, of so many consecutive sentences each."""
    rest = iter(sentences)
    while several := list(islice(rest, ANSWER_SENTENCES)):
        yield " ".join(several)


def cut_again(texts: Sequence[str]) -> int:
    """Return how many sentences are found in them once they are answers: not all end with a full stop."""
    return sum(len(cut(text, detect_language(text))) for text in answers(texts))


def build(home: Path, folder: Path, count: int) -> None:
    """Load the knowledge base and print what that took."""
    started = time.perf_counter()
    with KnowledgeBase.open(home) as kb:
        kb.add_drafts(drafts(folder, count), source="scale")
        stats = kb.stats()
    print(
        f"loading: {time.perf_counter() - started:.1f} s, index {stats.index_bytes / 1e6:.1f} MB, "
        f"answers {stats.store_bytes / 1e6:.1f} MB, memory at most {peak():.0f} MB"
    )


def ask(home: Path, questions: Sequence[str], clock: Clock) -> None:
    """Ask everything twice and print how long it took."""
    spent: dict[str, list[float]] = defaultdict(list)
    for name, owner, attribute in STAGES:
        setattr(owner, attribute, stage(getattr(owner, attribute), spent[name], clock))
    started = time.perf_counter()
    with KnowledgeBase.open(home) as kb:
        stats = kb.stats()
        kb.ask(questions[0])
        print(f"opening and the first question: {(time.perf_counter() - started) * 1000:.0f} ms")
        print(f"{stats.answers} answers, {stats.sentences} sentences, {len(questions)} questions")
        for question in questions[:WARM_UP]:
            kb.ask(question)
        for kind in ("cold", "again"):
            for times in spent.values():
                times.clear()
            times = [timed(clock, kb.ask, question) for question in questions[WARM_UP:]]
            print(f"{kind:<22} {milliseconds(times)}")
            for name, parts in spent.items():
                print(f"  {name:<20} {milliseconds(parts)}   {sum(parts) / sum(times):5.0%}")
        engine = TantivyEngine(kb.settings.index_folder)
        raw = [
            timed(clock, engine.search, dict.fromkeys(terms(question), 1.0), Limits(), 100)
            for question in questions[WARM_UP:]
        ]
        print(f"Tantivy's search alone {milliseconds(raw)}")
        print(f"memory at most {peak():.0f} MB")


def stage(function: Callable[..., Any], times: list[float], clock: Clock) -> Callable[..., Any]:
    """Return ``function``, with the time of each call noted."""

    def measured(*arguments: Any, **named: Any) -> Any:
        started = clock()
        try:
            return function(*arguments, **named)
        finally:
            times.append(clock() - started)

    return measured


def timed(clock: Clock, call: Callable[..., object], *arguments: object) -> float:
    """Return how many seconds a call takes."""
    started = clock()
    call(*arguments)
    return clock() - started


def milliseconds(times: Sequence[float]) -> str:
    """Return the median and the 99th percentile of seconds, in milliseconds."""
    ordered = sorted(times)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"median {statistics.median(ordered) * 1000:7.2f} ms   p99 {last * 1000:7.2f} ms"


def peak() -> float:
    """Return the most memory that this process has had, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> None:
    """Measure and print; loading and asking are processes of their own, for the sake of their memory."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("collections", type=Path)
    parser.add_argument("--sentences", type=int, default=120_000)
    parser.add_argument("--questions", type=int, default=600)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--cpu", action="store_true")
    options = parser.parse_args()
    asked = [
        record["text"]
        for path in sorted(options.collections.glob("*/queries.jsonl"))
        for record in lines(path)
    ]
    questions = random.Random(options.questions).sample(asked, min(len(asked), options.questions))
    clock = time.thread_time if options.cpu else time.perf_counter
    spawning = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as temporary:
        home = options.home or Path(temporary)
        steps: list[tuple[Callable[..., None], tuple[Any, ...]]] = [(ask, (home, questions, clock))]
        if not (home / "byline.sqlite3").exists():
            steps.insert(0, (build, (home, options.collections, options.sentences)))
        for step, arguments in steps:
            process = spawning.Process(target=step, args=arguments)
            process.start()
            process.join()
            if process.exitcode:
                sys.exit(process.exitcode)


if __name__ == "__main__":
    main()
