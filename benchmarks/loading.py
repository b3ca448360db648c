"""How fast answers are loaded: from JSON Lines into an index that can be asked, without transformers.

    python benchmarks/loading.py [ANSWERS] [--profile]

The answers are made of the sentences in ``data/``, three or four each, with some of their words exchanged, so
that texts differ and the vocabulary grows as that of people does. The same number makes the same file.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
import resource as usage
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from byline import KnowledgeBase
from byline.importers import read_drafts
from byline.resources import resource
from byline.text.segmentation import sentences

SEED = 20240817
AUTHORS = 2000
EXCHANGED = 0.12
"""How many of the words of a sentence are exchanged."""
_SYLLABLES = ("ba", "de", "ki", "lo", "mu", "ran", "sel", "tor", "vin", "wes", "par", "nol", "gri", "hem")


def answers(count: int) -> Iterator[dict[str, object]]:
    """Yield so many answers, as a JSON Lines file has them."""
    dice = random.Random(SEED)
    pool, asked = _sentences()
    words = [word for sentence in pool for word in sentence.split()]
    for number in range(count):
        text = " ".join(_varied(dice, dice.choice(pool), words) for _ in range(dice.randint(3, 4)))
        author = dice.randrange(AUTHORS)
        yield {
            "id": str(number),
            "question": _varied(dice, dice.choice(asked), words),
            "answer": text,
            "author": f"{_name(author)} {_name(author * 7 + 3)}",
            "role": f"Head of {dice.choice(words)}",
            "company": _name(author % 90),
            "date": f"{dice.randint(2012, 2024)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
            "tags": [dice.choice(words).lower()],
        }


def _sentences() -> tuple[list[str], list[str]]:
    """Return the sentences of the collections that come with Byline, and their questions."""
    pool: list[str] = []
    asked: list[str] = []
    for name in ("expert-page.txt", "handbook.jsonl"):
        for draft in read_drafts(resource("data") / name, warn=lambda _: None):
            text = draft.text
            pool += [text[each.start : each.end].replace("\n", " ") for each in sentences(text, "en")]
            asked += [draft.question] if draft.question else []
    return [each for each in pool if 5 <= len(each.split()) <= 40], asked


def _varied(dice: random.Random, sentence: str, words: list[str]) -> str:
    return " ".join(
        _other(dice, word, words) if dice.random() < EXCHANGED else word for word in sentence.split()
    )


def _other(dice: random.Random, word: str, words: list[str]) -> str:
    """Return another word with the same signs at its end; one in ten is a name that nobody else has."""
    end = word[len(word.rstrip(".,:;?!")) :]
    new = _name(dice.randrange(200_000)) if dice.random() < 0.1 else dice.choice(words).rstrip(".,:;?!")
    return new + end


def _name(number: int) -> str:
    """Return a made-up name for a number."""
    found = ""
    while number or not found:
        number, syllable = divmod(number, len(_SYLLABLES))
        found += _SYLLABLES[syllable]
    return found.title()


def main() -> None:
    """Make the file, load it, and say how long that took and how much memory."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("answers", nargs="?", type=int, default=100_000)
    options.add_argument("--profile", action="store_true", help="say where the time goes")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="byline-loading-") as folder:
        file = Path(folder) / "answers.jsonl"
        with file.open("w", encoding="utf-8") as target:
            target.writelines(json.dumps(each) + "\n" for each in answers(chosen.answers))
        with KnowledgeBase.open(Path(folder) / "home") as kb:
            profile = cProfile.Profile() if chosen.profile else None
            if profile:
                profile.enable()
            before = _processor_time()
            seconds = _timed(kb, file)
            worked = _processor_time() - before
            if profile:
                profile.disable()
                pstats.Stats(profile).sort_stats("tottime").print_stats(45)
            again = _timed(kb, file)
            sentences_loaded = kb.stats().sentences
    print(f"{chosen.answers:,} answers, {sentences_loaded:,} sentences")
    print(f"loaded in {seconds:.1f} s: {chosen.answers / seconds:,.0f} answers a second")
    print(f"processors worked {worked:.1f} s: {worked / chosen.answers * 1000:.2f} ms an answer")
    print(f"loaded again in {again:.1f} s: {chosen.answers / again:,.0f} answers a second")
    most = (usage.getrusage(each).ru_maxrss for each in (usage.RUSAGE_SELF, usage.RUSAGE_CHILDREN))
    own, worker = most
    print(f"memory at most {own / 1000:,.0f} MB, and {worker / 1000:,.0f} MB in a worker")


def _processor_time() -> float:
    """Return the seconds that processors worked for this program and the processes that it has ended.

    Other programs on the same machine lengthen it less than they lengthen the time on the clock.
    """
    both = (usage.getrusage(each) for each in (usage.RUSAGE_SELF, usage.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def _timed(kb: KnowledgeBase, file: Path) -> float:
    stages: dict[str, float] = {}
    began = time.perf_counter()
    kb.add(file, progress=lambda stage, _: stages.setdefault(stage, time.perf_counter() - began) and None)
    took = time.perf_counter() - began
    print(", ".join(f"{stage} from {at:.1f} s" for stage, at in stages.items()))
    return took


if __name__ == "__main__":
    main()
