"""A few answers and an expert page, which most tests of what is served ask about."""

from __future__ import annotations

import json
from pathlib import Path

from byline import KnowledgeBase
from byline.resources import resource

ANSWERS = [
    {
        "question": "How do you keep a roadmap honest?",
        "answer": "Keep the 🧭 roadmap to one page. A roadmap that nobody can hold in their head is a list "
        "of wishes.\n\nReview it every six weeks with the people who build it.",
        "author": "Mara Lindqvist",
        "role": "Head of Product",
        "company": "Northwind",
        "date": "2024-12-11",
        "url": "https://example.org/ama/1",
        "tags": ["roadmap"],
    },
    {
        "question": "How do you start a roadmap?",
        "answer": "Talk to five customers before you write anything. Write down what they did, not what they "
        "say they would do. The roadmap follows from what they did.",
        "author": "Idris Okafor",
        "role": "Group PM",
        "company": "Contoso",
        "date": "2023-05-02",
    },
    {
        "answer": "<b>Interview</b> for curiosity first & foremost. Skills can be taught in a quarter.",
        "author": "Chen Wei",
    },
]


def load(kb: KnowledgeBase, folder: Path) -> None:
    """Load the expert page and the answers above."""
    file = folder / "answers.jsonl"
    file.write_text("\n".join(json.dumps(answer) for answer in ANSWERS), encoding="utf-8")
    kb.add(file, title="Product AMA", collection="ama")
    kb.add(resource("data") / "expert-page.txt", title="Expert page")
    words = folder / "words.txt"
    words.write_text("inquisitiveness = curiosity", encoding="utf-8")
    kb.set_synonyms(words, collection="ama")
