"""Counts the words of public English text into data/words/en.tsv.

    python training/words.py COLLECTIONS WORD_LIST

COLLECTIONS is a folder of retrieval collections in BEIR form; WORD_LIST is a list of English words, one a
line, such as the file of Debian's package ``wamerican``. Every word of the list is kept, with how often
the text has it, and so is what the text has so often that it is no slip of the pen. The counts are facts
about the text and hold none of its sentences.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from byline.text.analysis import tokens

ENGLISH = ("selqa-dev", "squad-dev", "covidqa", "xquad-en")
UNLISTED_AT_LEAST = 8
OUTPUT = Path(__file__).resolve().parents[1] / "data" / "words" / "en.tsv"


def count(collections: Path) -> Counter[str]:
    """Return how often each folded word stands in the English collections."""
    counts: Counter[str] = Counter()
    for name in ENGLISH:
        for file in ("corpus.jsonl", "queries.jsonl"):
            with (collections / name / file).open(encoding="utf-8") as lines:
                for line in lines:
                    counts.update(
                        token.word for token in tokens(json.loads(line)["text"]) if token.word.isalpha()
                    )
    return counts


def main(collections: Path, word_list: Path) -> None:
    """Write the words worth keeping, the most frequent first."""
    counts = count(collections)
    listed = {word.casefold() for word in word_list.read_text(encoding="utf-8").split()}
    kept = [
        (word, counts[word])
        for word in listed | {word for word, number in counts.items() if number >= UNLISTED_AT_LEAST}
        if word.isalpha()
    ]
    kept.sort(key=lambda pair: (-pair[1], pair[0]))
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text("".join(f"{word}\t{number}\n" for word, number in kept), encoding="utf-8")
    sys.stderr.write(f"{len(kept):,} words in {OUTPUT}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
