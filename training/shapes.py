"""Public collections in the shapes that people's own have, for training the confidence.

The public ones have a sentence a document. People's answers have several, many of them under the question
that they were given to, and their collections are of any size.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from examples import Question, lines, read_questions, to_answer

from byline.text.analysed import AnalysedAnswer, analyse

LONGEST = 5
"""Sentences of a document that was put together."""
TITLED = 0.4
"""The share of the documents with one question that get it as their title; nobody asks it then."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text, the question or heading above it, and the passage that it is from."""

    id: str
    title: str
    text: str
    passage: str


@dataclass(frozen=True, slots=True)
class Shaped:
    """Documents taken apart, and the questions that may be asked of them."""

    documents: dict[str, AnalysedAnswer]
    questions: list[Question]


def shapes(folder: Path) -> dict[str, Shaped]:
    """Return a collection as it is, with neighbouring sentences joined, and with questions as titles."""
    chance = random.Random(folder.name)
    documents, questions = _read(folder), read_questions(folder)
    joined, moved = _joined(documents, questions, chance)
    return {
        "sentences": _shaped(documents, questions),
        "passages": _shaped(joined, moved),
        "answers": _shaped(*_titled(joined, moved, chance)),
    }


def handbook(path: Path) -> dict[str, Shaped]:
    """Return Byline's own handbook, twice: half of its answers are known by their own words alone.

    Their questions are asked. It is small and its questions are short, as in the collections of teams.
    """
    chance = random.Random(path.name)
    documents = [Document(each["id"], each["question"], each["text"], each["id"]) for each in lines(path)]
    found = {}
    for name in ("one half", "other half"):
        asked = set(chance.sample([each.id for each in documents], len(documents) // 2))
        found[name] = _shaped(
            [replace(each, title="") if each.id in asked else each for each in documents],
            [Question(each.title, frozenset({each.id})) for each in documents if each.id in asked],
        )
    return found


def _read(folder: Path) -> list[Document]:
    return [
        Document(
            each["_id"],
            each.get("title") or "",
            each["text"],
            str((each.get("metadata") or {}).get("doc") or each.get("title") or ""),
        )
        for each in lines(folder / "corpus.jsonl")
    ]


def _shaped(documents: Sequence[Document], questions: Sequence[Question]) -> Shaped:
    return Shaped(
        {
            each.id: analyse(to_answer(number, {"text": each.text, "title": each.title}))
            for number, each in enumerate(documents)
        },
        list(questions),
    )


def _joined(
    documents: Sequence[Document], questions: Sequence[Question], chance: random.Random
) -> tuple[list[Document], list[Question]]:
    """Return documents of one to five sentences that were neighbours, and the questions about them."""
    found: list[Document] = []
    moved: dict[str, str] = {}
    at = 0
    while at < len(documents):
        first, longest = documents[at], chance.randint(1, LONGEST)
        run = [first]
        for other in documents[at + 1 : at + longest]:
            if other.passage != first.passage:
                break
            run.append(other)
        at += len(run)
        text = " ".join(
            each.text if each.text.rstrip().endswith((".", "!", "?")) else f"{each.text}." for each in run
        )
        found.append(replace(first, text=text))
        moved |= {each.id: first.id for each in run}
    return found, [
        replace(each, right=frozenset(moved[document] for document in each.right if document in moved))
        for each in questions
    ]


def _titled(
    documents: Sequence[Document], questions: Sequence[Question], chance: random.Random
) -> tuple[list[Document], list[Question]]:
    """Return the documents under questions that they answer, and the questions that are left to be asked."""
    about: dict[str, list[Question]] = {}
    for each in questions:
        for document in sorted(each.right):
            about.setdefault(document, []).append(each)
    titles: dict[str, Question] = {}
    for document, some in about.items():
        free = [each for each in some if each not in titles.values()]
        if free and (len(some) > 1 or chance.random() < TITLED):
            titles[document] = chance.choice(free)
    used = {each.text for each in titles.values()}
    return (
        [replace(each, title=titles[each.id].text if each.id in titles else "") for each in documents],
        [each for each in questions if each.text not in used],
    )
