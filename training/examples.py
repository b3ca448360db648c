"""Questions with their candidates, as the real pipeline finds them, for training the ranking."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from teacher import Teacher
from titles import with_titles

from byline.asking import CANDIDATES, promising
from byline.dense import closeness, near_candidates
from byline.models import Answer, Byline, Source
from byline.ranking.candidates import Candidate
from byline.search.engine import Limits
from byline.search.records import answer_record, indexed_answer
from byline.search.tantivy_engine import TantivyEngine
from byline.search.understanding import Understanding, build_speller, understand
from byline.text.analysed import AnalysedAnswer, analyse

GROUPS = {"selqa-dev": "selqa", "squad-dev": "squad", "xquad-en": "squad", "covidqa": "covid"}
"""Which collections share questions or passages and so are left out together."""


TITLED = ", titled"
"""Marks the name of a collection whose documents were given titles."""

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the documents that answer it; none where nothing does."""

    text: str
    right: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the sentences offered for it, and which of them are of a right document.

    ``dense`` is how near a transformer says that each is; None where none took part.
    """

    question: Understanding
    candidates: list[Candidate]
    relevant: NDArray[np.bool_]
    dense: NDArray[np.float32] | None = None


class Corpus:
    """Documents, indexed as the product indexes them, and the questions that go with them.

    Args:
        documents: by their ids; a document is an answer, its title the question that it answers.
        questions: all that may be asked of it, whether it answers them or not.
        teacher: a sentence transformer that takes part as one that was added does.
    """

    def __init__(
        self,
        documents: dict[str, AnalysedAnswer],
        questions: Sequence[Question],
        teacher: Teacher | None = None,
    ) -> None:
        self.questions = questions
        self._by_number = {
            each.answer.number: (name, indexed_answer(each)) for name, each in documents.items()
        }
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._engine = TantivyEngine(Path(self._folder.name))
        with self._engine.writing(0):
            self._engine.update(((each.answer.number, answer_record(each)) for each in documents.values()), 1)
        self._speller = build_speller(self._engine)
        answers = [each for _, each in self._by_number.values()]
        self._encoder = teacher.reading(answers, Path(self._folder.name)) if teacher else None

    def ask(self, asked: Question, *, with_model: bool = False) -> Example:
        """Return the candidates for a question; with a model, those that are near in meaning too."""
        question = understand(asked.text, self._engine, lambda: self._speller)
        found = promising(self._engine.search(question.searched, Limits(), CANDIDATES, question.grams))
        using = self._encoder if with_model else None
        if using:
            near = near_candidates(self._engine, using, question, Limits(), CANDIDATES)
            found = list({(each.answer, each.ordinal): each for each in [*found, *near]}.values())
        candidates = [(self._by_number[each.answer][1], each.ordinal, each.score) for each in found]
        return Example(
            question,
            candidates,
            np.array([self._by_number[each.answer][0] in asked.right for each in found], dtype=bool),
            closeness(using, question.text, candidates) if using else None,
        )


@dataclass(frozen=True, slots=True)
class Collection:
    """A retrieval collection: its corpus, and an example for each of its questions.

    ``with_model`` holds the examples once more, as they are when a transformer takes part.
    """

    name: str
    group: str
    corpus: Corpus
    examples: list[Example]
    with_model: list[Example]


def load(folder: Path, teacher: Teacher | None = None, *, titled: bool = False) -> Collection:
    """Return a collection in BEIR form.

    Args:
        folder: the collection's.
        teacher: with one, the collection has the examples of both tiers.
        titled: whether documents that have no title get one, made of the words that mark the documents
            around them, so that training sees both.
    """
    documents = list(lines(folder / "corpus.jsonl"))
    if titled:
        documents = with_titles(documents)
    corpus = Corpus(
        {document["_id"]: analyse(to_answer(number, document)) for number, document in enumerate(documents)},
        read_questions(folder),
        teacher,
    )
    examples = [corpus.ask(each) for each in corpus.questions]
    with_model = [corpus.ask(each, with_model=True) for each in corpus.questions] if teacher else []
    name = f"{folder.name}{TITLED if titled else ''}"
    return Collection(name, GROUPS.get(folder.name, folder.name), corpus, examples, with_model)


def has_titles(folder: Path) -> bool:
    """Say whether documents of a collection in BEIR form have titles."""
    return any(document.get("title") for document in lines(folder / "corpus.jsonl"))


def read_questions(folder: Path) -> list[Question]:
    """Return the questions of a collection in BEIR form, each with the documents that answer it."""
    right: dict[str, set[str]] = {}
    for row in (folder / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, score = row.split("\t")
        if int(score) > 0:
            right.setdefault(query, set()).add(document)
    return [
        Question(query["text"], frozenset(right.get(query["_id"], ())))
        for query in lines(folder / "queries.jsonl")
    ]


def lines(path: Path) -> Iterator[Document]:
    """Yield the records of a JSON Lines file."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def to_answer(number: int, document: Document) -> Answer:
    """Return a document as an answer, its title the question that it answers."""
    return Answer(
        number=number,
        id=f"a_{number}",
        revision=f"sha256:{number:064x}",
        text=document["text"],
        byline=Byline(None),
        question=document.get("title") or None,
        source=Source("collection", "collection", "main"),
    )
