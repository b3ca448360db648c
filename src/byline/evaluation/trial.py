"""A test collection in a knowledge base of its own, ready to be asked."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from byline.errors import ModelError, QuestionError
from byline.evaluation.beir import JudgedCollection
from byline.knowledge import KnowledgeBase
from byline.models import Byline, Draft
from byline.settings import load_settings
from byline.transformers import ModelKind

TOP = 10
"""How many excerpts are asked for."""

Progress = Callable[[str, int, int], None]
"""Called with a stage ("reading", "indexing" or "asking"), how much of it is done, and how much there is."""

_UNLIMITED = {
    "database": "",  # never the person's own
    "threshold": 0.0,  # what is ranked is measured apart from whether it is shown
    "question_chars": 20_000,
    "kept_replies": 0,  # what is measured is answering
}


@dataclass(frozen=True, slots=True)
class Found:
    """What asking found: the documents of the excerpts, best first, the support, and the time it took."""

    documents: tuple[str, ...]
    support: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Size:
    """How much was loaded, and how long that took."""

    documents: int
    sentences: int
    index_bytes: int
    store_bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Tier:
    """The transformers that take part in a trial.

    ``name`` is one of the setting ``tier``. ``model`` and ``reranker`` are folders or names, as for
    ``KnowledgeBase.add_model``; where one is not named, that of the knowledge base in ``home`` is used.
    """

    name: str = "built-in"
    model: str | None = None
    reranker: str | None = None
    home: Path | None = None

    def copy_registered(self, home: Path) -> None:
        """Copy the models of the knowledge base in ``self.home``, before another is opened in ``home``."""
        if self.name != "built-in" and self.home and (self.home / "models").is_dir():
            shutil.copytree(
                self.home / "models", home / "models", ignore=shutil.ignore_patterns(".*", "*.lock")
            )

    def add_to(self, kb: KnowledgeBase) -> None:
        """Add those that are named.

        Raises:
            ModelError: one that the tier is about is neither named nor there.
        """
        if self.name == "built-in":
            return
        if self.model:
            kb.add_model(self.model)
        if self.reranker and self.name == "reranker":
            kb.add_model(self.reranker, reranker=True)
        needed = {"model": ModelKind.ENCODER, "reranker": ModelKind.RERANKER}[self.name]
        if needed not in {model.kind for model in kb.models()}:
            raise ModelError(
                f"The tier {self.name!r} needs a model that is an {needed}, and there is none. "
                f"Name its folder: --{self.name} DIR."
            )


BUILT_IN = Tier()


class Trial:
    """Asks a loaded test collection. Make one with ``trial``."""

    def __init__(self, kb: KnowledgeBase, documents: Mapping[str, str], size: Size) -> None:
        self.size = size
        self._kb = kb
        self._documents = documents

    def ask(self, question: str) -> Found:
        """Ask a question; one that Byline refuses, since it has no words, finds nothing."""
        started = time.perf_counter()
        try:
            reply = self._kb.ask(question, top=TOP, rephrase=False)
        except QuestionError:
            return Found((), 0.0, time.perf_counter() - started)
        seconds = time.perf_counter() - started
        documents = tuple(self._documents[excerpt.answer.id] for excerpt in reply.excerpts)
        return Found(documents, reply.support, seconds)


@contextmanager
def trial(
    collection: JudgedCollection,
    *,
    settings: Mapping[str, object] | None = None,
    tier: Tier = BUILT_IN,
    progress: Progress | None = None,
) -> Iterator[Trial]:
    """Load a test collection into a knowledge base in a temporary folder, which is removed at the end.

    Each document is an answer of its own unnamed author, since the rule "one excerpt an author before a
    second" would otherwise reorder them; its title is the question that was answered.

    Args:
        collection: what to load.
        settings: settings other than the defaults, such as ``{"sentences": 1}``.
        tier: the transformers that take part.
        progress: is told how far it is.

    Raises:
        ModelError: a transformer that is to take part is not there, or can not be used.
    """
    total = len(collection.documents)
    with tempfile.TemporaryDirectory(prefix="byline-eval-") as folder:
        chosen = load_settings(**{"home": Path(folder), **_UNLIMITED, "tier": tier.name, **(settings or {})})
        tier.copy_registered(Path(folder))
        with KnowledgeBase.open(settings=chosen) as kb:
            tier.add_to(kb)
            started = time.perf_counter()
            kb.add_drafts(
                (
                    Draft(text=each.text, byline=Byline(None), question=each.title, key=each.id)
                    for each in collection.documents
                ),
                source=collection.name,
                progress=(lambda stage, done: progress(stage, done, total)) if progress else None,
            )
            seconds = time.perf_counter() - started
            stats = kb.stats()
            # The answers come in the order in which they were added.
            documents = {
                answer.id: document.id
                for answer, document in zip(kb.answers(), collection.documents, strict=True)
            }
            size = Size(total, stats.sentences, stats.index_bytes, stats.store_bytes, seconds)
            yield Trial(kb, documents, size)
