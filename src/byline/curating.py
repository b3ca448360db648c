"""The part of a KnowledgeBase that tends what was loaded: removing, and words for the same thing."""

from __future__ import annotations

from pathlib import Path

from byline.answer_reading import AnswerReading
from byline.errors import NotFoundError
from byline.importers.encoding import read_text
from byline.indexing import PATIENCE_S, IndexKeeper, Progress
from byline.model_keeping import ModelKeeping
from byline.models import SynonymGroup
from byline.text.synonyms import parse_synonyms, write_groups

DEFAULT_COLLECTION = "main"


class Curating(AnswerReading, ModelKeeping):
    """What ``KnowledgeBase`` inherits; it makes the attributes."""

    _keeper: IndexKeeper

    def remove_source(self, source: str, collection: str | None = None) -> int:
        """Withdraw every answer of a source, given by its key or its title; return how many.

        Raises:
            NotFoundError: there is no such source, or several of that title.
        """
        known = [
            each
            for each in self.sources((collection,) if collection else ())
            if source in (each.key, each.title)
        ]
        by_key = [each for each in known if each.key == source] or known
        if len({each.key for each in by_key}) > 1:
            raise NotFoundError(
                f"{len(by_key)} sources are called {source!r}. Name the one meant by its key: "
                + ", ".join(each.key for each in by_key)
            )
        withdrawn = self._store.remove_source(by_key[0].key if by_key else source, collection)
        self._catch_up()
        return withdrawn

    def remove_answer(self, answer_id: str) -> None:
        """Withdraw one answer.

        Raises:
            NotFoundError: there is none of that id.
        """
        self._store.remove_answer(answer_id)
        self._catch_up()

    def remove_collection(self, name: str) -> int:
        """Withdraw every answer of a collection; return how many.

        Raises:
            NotFoundError: there is no such collection.
        """
        withdrawn = self._store.remove_collection(name)
        self._catch_up()
        return withdrawn

    def set_synonyms(
        self, path: Path | str, *, collection: str = DEFAULT_COLLECTION
    ) -> tuple[SynonymGroup, ...]:
        """Make the groups in a file the synonyms of a collection, in place of those that it has.

        Args:
            path: a text file with a group on each line: ``PM = product manager``.
            collection: the collection whose words they are.

        Returns:
            The groups. They count from the next question on.

        Raises:
            FileFormatError: a line is no group; nothing was changed.
            NotFoundError: there is no such collection.
        """
        path = Path(path)
        groups = parse_synonyms(read_text(path), path)
        self._store.set_synonyms(collection, write_groups(groups))
        self._catch_up()
        return tuple(SynonymGroup(group, collection) for group in groups)

    def clear_synonyms(self, collection: str = DEFAULT_COLLECTION) -> None:
        """Take away a collection's synonyms; acronyms learned from the answers stay.

        Raises:
            NotFoundError: there is no such collection.
        """
        self._store.set_synonyms(collection, None)
        self._catch_up()

    def _catch_up(self, progress: Progress | None = None) -> None:
        """Bring the search index, and the vectors of a model where there is one, to the store's state."""
        self._keeper.catch_up(PATIENCE_S, progress)
        self._encode((lambda stage, done, _: progress(stage, done)) if progress else None)
