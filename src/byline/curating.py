"""The part of a KnowledgeBase that tends what was loaded: removing, and words for the same thing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from byline.answer_reading import AnswerReading
from byline.errors import InputError, NotFoundError
from byline.importers.encoding import read_text
from byline.importers.text_cleaning import clean_line, clean_text
from byline.indexing import PATIENCE_S, IndexKeeper, Progress
from byline.model_keeping import ModelKeeping
from byline.models import Answer, SynonymGroup
from byline.store.by_hand import draft_of
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
        try:
            withdrawn = self._store.remove_source(source, collection)
        except NotFoundError:
            withdrawn = self._store.remove_source(self._key_of_title(source, collection), collection)
        self._catch_up()
        return withdrawn

    def _key_of_title(self, title: str, collection: str | None) -> str:
        """Return the key of the one source that is called so; the title where there is none."""
        sources = self.sources((collection,) if collection else ())
        keys = list(dict.fromkeys(each.key for each in sources if each.title == title))
        if len(keys) > 1:
            raise NotFoundError(
                f"{len(keys)} sources are called {title!r}. Name the one meant by its key: " + ", ".join(keys)
            )
        return keys[0] if keys else title

    def remove_answer(self, answer_id: str) -> None:
        """Withdraw one answer; loading its source again does not bring it back, ``bring_back`` does.

        Raises:
            NotFoundError: there is none of that id, or it was withdrawn before.
        """
        self._store.remove_answer(answer_id)
        self._catch_up()

    def remove_author(self, name: str, *, erase: bool = False) -> int:
        """Withdraw all answers of the author of exactly that name; return how many.

        They are gone from what is found, shown and cached, and their sources do not bring them back. Answers
        that come later, from another source or under another key, are others.

        Args:
            name: as it stands in the bylines.
            erase: take text, question and byline out of every revision as well, earlier withdrawn answers
                included, and build the index anew. What was erased can only come from its source again.

        Raises:
            NotFoundError: there is nobody of that name.
        """
        current = [] if erase else self._store.by_author(name, limit=-1)
        ids = self._store.ids_by(name) if erase else [answer.id for answer in current]
        if not ids:
            raise NotFoundError(f"{name}: no author has this name. `byline list authors` shows everyone.")
        withdrawn = self._store.withdraw_answers(ids, erase=erase)
        if erase:
            self._keeper.rebuild()
        self._catch_up()
        return withdrawn

    def bring_back(self, answer_id: str) -> None:
        """Let an answer be there again that was withdrawn by hand, as it last was.

        One that was erased comes back when its source is loaded the next time.

        Raises:
            NotFoundError: there never was an answer of that id.
            InputError: it was not withdrawn by hand.
        """
        self._store.bring_back(answer_id)
        self._catch_up()

    def correct(
        self,
        answer_id: str,
        *,
        text: str | None = None,
        author: str | None = None,
        role: str | None = None,
        company: str | None = None,
        question: str | None = None,
    ) -> Answer:
        """Give an answer a new revision, in which what is named is other; return the answer as it is now.

        Loading the source again keeps the correction, until the source itself says something else of it.

        Raises:
            NotFoundError: there is none of that id, or it was withdrawn.
            InputError: nothing would be other, or the text is empty.
        """
        answer = self._store.answer(answer_id)
        byline = answer.byline
        draft = replace(
            draft_of(answer),
            byline=replace(
                byline,
                author=byline.author if author is None else clean_line(author),
                role=byline.role if role is None else clean_line(role),
                company=byline.company if company is None else clean_line(company),
            ),
        )
        if text is not None:
            draft = replace(draft, text=clean_text(text))
        if question is not None:
            draft = replace(draft, question=clean_text(question) or None)
        if not draft.text:
            raise InputError(f"{answer_id}: the corrected text is empty. To withdraw the answer, remove it.")
        self._store.correct(answer_id, draft)
        self._catch_up()
        return self._store.answer(answer_id)

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
