"""Runs a test collection through the real pipeline and gives the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from byline.evaluation.beir import JudgedCollection, JudgedQuestion, read_collection
from byline.evaluation.metrics import Scorer, auroc, means, percentile, wrongly_answered
from byline.evaluation.provenance import provenance
from byline.evaluation.results import Abstention, Evaluation, Outcome, Speed
from byline.evaluation.trial import BUILT_IN, Found, Progress, Size, Tier, Trial, trial
from byline.evaluation.typos import damaged

_Item = TypeVar("_Item")


def evaluate(
    folder: Path | str,
    *,
    typos: float = 0.0,
    seed: int = 0,
    limit: int | None = None,
    unanswerable: Iterable[str] = (),
    settings: Mapping[str, object] | None = None,
    tier: Tier = BUILT_IN,
    progress: Progress | None = None,
) -> Evaluation:
    """Load the test collection in ``folder`` into a knowledge base of its own, ask it, and measure.

    Args:
        folder: in the form of BEIR: ``corpus.jsonl``, ``queries.jsonl``, ``qrels/test.tsv``, and
            ``unanswerable.txt`` where there is one; each may be compressed as ``.gz``.
        typos: the share of the words of five letters or more in which one letter is damaged, 0 to 1.
        seed: the same seed gives the same typos.
        limit: ask at most so many questions of each kind, spread evenly over the file; None asks all.
        unanswerable: questions that no document answers, besides those of the folder.
        settings: settings of Byline to try, such as ``{"sentences": 1}``.
        tier: the transformers that take part, such as ``Tier("model", "all-MiniLM-L6-v2")``.
        progress: is told how far it is.

    Raises:
        MissingExtraError: the extra "eval" is not installed.
        FileFormatError: the folder is no test collection.
        ModelError: a transformer that is to take part is not there, or can not be used.
    """
    score = Scorer()
    collection = read_collection(Path(folder))
    questions = with_typos(spread(collection.questions, limit), typos, seed)
    others = [
        damaged(text, typos, f"{seed}:{text}")
        for text in spread([*collection.unanswerable, *unanswerable], limit)
    ]
    with trial(collection, settings=settings, tier=tier, progress=progress) as loaded:
        found = _asked(loaded, [question.text for question in questions] + others, progress)
    outcomes = outcomes_of(questions, found[: len(questions)], score)
    return Evaluation(
        collection=collection.name,
        documents=len(collection.documents),
        sentences=loaded.size.sentences,
        questions=len(questions),
        typos=typos,
        seed=seed,
        measures=means([outcome.measures for outcome in outcomes]),
        abstention=abstention_of(outcomes, found[len(questions) :]),
        speed=_speed(found, loaded.size),
        notes=_notes(collection, found[: len(questions)]),
        outcomes=outcomes,
        provenance=provenance(),
        tier=tier.name,
    )


def spread(items: Sequence[_Item], limit: int | None) -> list[_Item]:
    """Return at most ``limit`` of the items, spread evenly over them; all when None."""
    if limit is None or limit >= len(items):
        return list(items)
    return [items[place * len(items) // limit] for place in range(limit)]


def with_typos(questions: Iterable[JudgedQuestion], rate: float, seed: int) -> list[JudgedQuestion]:
    """Return the questions with typing errors, the same for a question whichever others are asked."""
    return [
        replace(question, text=damaged(question.text, rate, f"{seed}:{question.id}"))
        for question in questions
    ]


def outcomes_of(
    questions: Sequence[JudgedQuestion], found: Sequence[Found], score: Scorer
) -> tuple[Outcome, ...]:
    """Return what became of each question, given what was found for it."""
    rankings = {question.id: each.documents for question, each in zip(questions, found, strict=True)}
    measured = score({question.id: question.relevant for question in questions}, rankings)
    return tuple(
        Outcome(
            question.id, _first_right(question.relevant, each.documents), each.support, measured[question.id]
        )
        for question, each in zip(questions, found, strict=True)
    )


def _first_right(relevant: Mapping[str, int], documents: Sequence[str]) -> int | None:
    return next((rank for rank, document in enumerate(documents, start=1) if document in relevant), None)


def _asked(loaded: Trial, questions: Sequence[str], progress: Progress | None) -> list[Found]:
    found = []
    for done, question in enumerate(questions, start=1):
        found.append(loaded.ask(question))
        if progress:
            progress("asking", done, len(questions))
    return found


def abstention_of(outcomes: Sequence[Outcome], others: Sequence[Found]) -> Abstention | None:
    """Return how well support tells questions with an answer from others without; None for no others."""
    if not others:
        return None
    answerable = [outcome.support for outcome in outcomes]
    unanswerable = [each.support for each in others]
    wrong, threshold = wrongly_answered(answerable, unanswerable)
    return Abstention(len(others), auroc(answerable, unanswerable), wrong, threshold)


def _speed(found: Sequence[Found], size: Size) -> Speed:
    times = [each.seconds * 1000 for each in found]
    return Speed(
        p50_ms=percentile(times, 0.5),
        p99_ms=percentile(times, 0.99),
        load_s=size.seconds,
        answers_per_s=size.documents / size.seconds,
        index_bytes=size.index_bytes,
        store_bytes=size.store_bytes,
    )


def _notes(collection: JudgedCollection, found: Sequence[Found]) -> tuple[str, ...]:
    empty = sum(not each.documents for each in found)
    more = (f"Questions for which no document was found: {empty:,}.",) if empty else ()
    return (*collection.notes, *more)
