"""The part of a KnowledgeBase that tells which threshold suits its answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from byline.calibration.results import Calibration
from byline.calibration.run import PRECISION, SAMPLE, Progress, calibrate
from byline.corpus import Corpus
from byline.indexing import IndexKeeper
from byline.search.engine import Engine
from byline.settings import Settings
from byline.store import Store


class Calibrating(ABC):
    """What ``KnowledgeBase`` inherits; it makes the attributes."""

    settings: Settings
    _store: Store
    _engine: Engine
    _keeper: IndexKeeper

    @abstractmethod
    def _current_corpus(self) -> Corpus:
        """Return the corpus of the revision in use."""

    def calibrate(
        self,
        *,
        precision: float = PRECISION,
        sample: int = SAMPLE,
        unrelated: Sequence[str] = (),
        seed: int = 0,
        progress: Progress | None = None,
    ) -> Calibration:
        """Find the threshold that suits these answers, and change nothing.

        Stored questions are asked as if nobody had stored them, some once more as if nobody had answered
        them, and questions about something else; docs/calibration.md says what that can tell.

        Args:
            precision: the share of the replies that is to be right.
            sample: how many stored questions are asked at most.
            unrelated: questions that nobody answered; none means those that ship with Byline.
            seed: the same one picks the same questions of the same answers.
            progress: is told the stage ("asking"), how much of it is done, and how much there is.

        Raises:
            NotFoundError: no answer has a question.
        """
        self._keeper.catch_up(wait_s=0)
        return calibrate(
            self._store,
            self._engine,
            self._current_corpus(),
            self.settings,
            precision=precision,
            sample=sample,
            unrelated=unrelated,
            seed=seed,
            progress=progress,
        )
