"""Test collections, written by the tests."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

DOCUMENTS = {
    "d1": "Charge for the beta from the first day.",
    "d2": "The product manager owns the roadmap, and everybody may read it.",
    "d3": "A feature is done when a customer has used it twice.",
    "d4": "Interview five customers before you write a line of code.",
}
QUESTIONS = {
    "q1": "when do we charge for the beta?",
    "q2": "who owns the roadmap?",
    "q3": "when is a feature done?",
    "q4": "how many customers should we interview?",
}
JUDGEMENTS = (("q1", "d1", 1), ("q2", "d2", 1), ("q3", "d3", 1), ("q4", "d4", 1))
UNANSWERABLE = ("how do I bake sourdough bread?", "what is the tallest mountain of Peru?")


def write_collection(
    folder: Path,
    *,
    documents: Mapping[str, str] = DOCUMENTS,
    titles: Mapping[str, str] | None = None,
    questions: Mapping[str, str] = QUESTIONS,
    judgements: Sequence[tuple[str, str, int]] = JUDGEMENTS,
    unanswerable: Sequence[str] = (),
    compressed: bool = False,
) -> Path:
    """Write a folder in the form of BEIR and return it."""
    corpus = [
        {"_id": id, "title": (titles or {}).get(id, ""), "text": text} for id, text in documents.items()
    ]
    asked = [{"_id": id, "text": text} for id, text in questions.items()]
    lines = {
        "corpus.jsonl": [json.dumps(record, ensure_ascii=False) for record in corpus],
        "queries.jsonl": [json.dumps(record, ensure_ascii=False) for record in asked],
        "qrels/test.tsv": ["query-id\tcorpus-id\tscore", *("\t".join(map(str, each)) for each in judgements)],
    }
    if unanswerable:
        lines["unanswerable.txt"] = list(unanswerable)
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    for name, content in lines.items():
        data = "".join(f"{line}\n" for line in content).encode()
        if compressed:
            (folder / f"{name}.gz").write_bytes(gzip.compress(data))
        else:
            (folder / name).write_bytes(data)
    return folder
