"""Asks a knowledge base its own stored questions, held out, and questions that it can not answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from byline.asking import Asked
from byline.calibration.held_out import View, folded, without_answers, without_questions
from byline.calibration.results import ENOUGH, STEP, Calibration, Trial, point, recommended
from byline.corpus import Corpus
from byline.errors import InputError, NotFoundError
from byline.following import ask
from byline.models import Filters
from byline.resources import resource
from byline.search.engine import Index
from byline.settings import Settings
from byline.store import Store

SAMPLE = 300
"""How many stored questions are asked, unless somebody says otherwise."""
PRECISION = 0.95
_LOOKED_AT = 40
"""So many answers are picked at most for each question wanted: some have none, or one that others have."""
_MISTAKEN = 5

Progress = Callable[[str, int, int], None]
"""Called with a stage ("asking"), how much of it is done, and how much there is."""


def shipped_unrelated() -> tuple[str, ...]:
    """Return the unrelated questions that ship with Byline, about everything but a team's work."""
    lines = (resource("data") / "unrelated-questions.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line)


def calibrate(
    store: Store,
    index: Index,
    corpus: Corpus,
    settings: Settings,
    *,
    precision: float = PRECISION,
    sample: int = SAMPLE,
    unrelated: Sequence[str] = (),
    seed: int = 0,
    progress: Progress | None = None,
) -> Calibration:
    """Find the threshold for a precision; see ``KnowledgeBase.calibrate``."""
    questions = list(islice(_stored_questions(store, sample, seed), sample))
    if not questions:
        raise NotFoundError(
            "No answer here has the question that it was given to, so there is nothing to ask. "
            "Load answers with their questions, or measure with a test collection: `byline eval`."
        )
    left_out, others = _unanswerable(questions, unrelated or shipped_unrelated())
    asker = _Asker(View(index, corpus), settings, progress, len(questions) + len(left_out) + len(others))
    kinds = (
        [asker.held_out(question) for question in questions],
        [asker.left_out(question) for question in left_out],
        [asker.plain(question) for question in others],
    )
    points = tuple(point(round(step * STEP, 2), *kinds) for step in range(round(1 / STEP) + 1))
    enough = len(questions) >= ENOUGH
    return Calibration(
        answers=store.counts().answers,
        questions=len(questions),
        left_out=len(left_out),
        unrelated=len(others),
        wanted=precision,
        current=point(settings.threshold, *kinds),
        recommended=recommended(points, precision) if enough else None,
        points=points,
        mistaken=_mistaken(kinds[2], settings.threshold),
        notes=tuple(_notes(len(questions))),
    )


def _stored_questions(store: Store, wanted: int, seed: int) -> Iterator[str]:
    """Yield stored questions picked by chance, none of them twice."""
    seen = {""}
    for answer in store.picked(wanted * _LOOKED_AT, seed):
        if folded(answer.question) not in seen:
            seen.add(folded(answer.question))
            yield str(answer.question)


def _unanswerable(questions: Sequence[str], unrelated: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return as many questions without an answer as there are with one, half of each sort.

    How many of each are asked decides what precision means; so it is the same for a large collection and a
    small one.
    """
    half = len(questions) // 2
    others = [unrelated[place * len(unrelated) // half] for place in range(half)] if half else []
    others = list(dict.fromkeys(others))
    return list(questions[: len(questions) - len(others)]), others


def _mistaken(unrelated: Sequence[Trial], threshold: float) -> tuple[str, ...]:
    nearest = sorted(unrelated, key=lambda each: -each.support)[:_MISTAKEN]
    return tuple(each.question for each in nearest if each.support >= threshold)


def _notes(questions: int) -> Iterator[str]:
    if questions < ENOUGH:
        yield (
            f"{questions} stored questions are too few to tell one threshold from another ({ENOUGH} are "
            "enough); keep the one you have."
        )


class _Asker:
    """Asks one question after the other and judges the replies."""

    def __init__(self, whole: View, settings: Settings, progress: Progress | None, total: int) -> None:
        whole.corpus.speller()  # built once, for every view of the corpus
        self._whole = whole
        self._without_questions = without_questions(whole)
        # What is found is measured apart from whether it is shown.
        self._settings = settings.model_copy(update={"threshold": 0.0, "question_chars": 20_000})
        self._progress = progress
        self._total = total
        self._done = 0

    def held_out(self, question: str) -> Trial:
        """Ask a stored question as if none were stored."""
        return self._asked(question, self._without_questions)

    def left_out(self, question: str) -> Trial:
        """Ask a stored question whose answers are not there."""
        return self._asked(question, without_answers(self._whole, question))

    def plain(self, question: str) -> Trial:
        """Ask a question of the whole knowledge base."""
        return self._asked(question, self._whole)

    def _asked(self, question: str, view: View) -> Trial:
        self._done += 1
        if self._progress:
            self._progress("asking", self._done, self._total)
        try:
            reply = ask(Asked(question, Filters(), 1, self._settings, view.index, view.corpus))
        except InputError:
            return Trial(question, 0.0)  # it has no words, or an operator that can not be read
        right = any(folded(each.answer.question) == folded(question) for each in reply.excerpts)
        return Trial(question, reply.support, right)
