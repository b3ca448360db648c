"""The part of a KnowledgeBase that reads what there is, straight from the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from byline.indexing import IndexKeeper, IndexState
from byline.models import Answer, AuthorSummary, Byline, CollectionSummary, Draft, Sentence, Source
from byline.store import Store
from byline.store.records import AnswerRevision, DraftKeys, answer_id
from byline.text.segmentation import sentences


class AnswerReading:
    """What ``KnowledgeBase`` inherits; it makes the attributes."""

    _store: Store
    _keeper: IndexKeeper

    def index_state(self) -> IndexState:
        """Return how far the search index is, as whoever watches over a server wants to know.

        Raises:
            StoreError: the store can not be read.
        """
        return self._keeper.state()

    def answer(self, answer_id: str) -> Answer:
        """Return one answer.

        Raises:
            NotFoundError: there is none of that id; WithdrawnError: there is none any more.
        """
        return self._store.answer(answer_id)

    def revisions(self, answer_id: str) -> list[AnswerRevision]:
        """Return the revisions of an answer that read otherwise than the one before, oldest first.

        What reads otherwise is another text, question or byline. Votes, tags and links come and go with
        each import, and nobody calls that a correction.

        Raises:
            NotFoundError: there never was an answer of that id.
        """
        told: list[AnswerRevision] = []
        for each in self._store.history(answer_id):
            if told and _said(each.answer) == _said(told[-1].answer):
                told[-1] = replace(told[-1], answer=each.answer)
            else:
                told.append(each)
        return told

    def answer_ids(self, drafts: Iterable[Draft], *, source: str, collection: str) -> list[str]:
        """Return the ids that the drafts of a source have as answers, once all of them are loaded."""
        keys = DraftKeys()
        return [answer_id(collection, source, keys.key_of(draft)) for draft in drafts]

    def sentences(self, answer: Answer) -> tuple[Sentence, ...]:
        """Return the sentences of an answer, as excerpts and permalinks count them."""
        return sentences(answer.text, answer.lang)

    def answers(
        self, *, collection: Sequence[str] = (), limit: int | None = None, offset: int = 0
    ) -> Iterator[Answer]:
        """Stream the answers in the order in which they came."""
        return self._store.answers(collection=collection, limit=limit, offset=offset)

    def authors(self, collection: Sequence[str] = ()) -> list[AuthorSummary]:
        """Return the authors by name, with what their bylines said."""
        return self._store.authors(collection)

    def answers_by(self, author: str, *, limit: int, offset: int = 0) -> list[Answer]:
        """Return the answers of the author of exactly that name, newest first, a page at a time."""
        return self._store.by_author(author, limit, offset)

    def topics_of(self, author: str) -> list[tuple[str, int]]:
        """Return the tags of the author's answers, the most frequent first, and how many have each."""
        return self._store.tags_of(author)

    def answers_to(self, question: str, *, limit: int, offset: int = 0) -> list[Answer]:
        """Return the answers to exactly that question, in the order in which they came."""
        return self._store.to_question(question, limit, offset)

    def collections(self) -> list[CollectionSummary]:
        """Return the collections by name."""
        return self._store.collections()

    def sources(self, collection: Sequence[str] = ()) -> list[Source]:
        """Return the sources, with the number of their answers."""
        return self._store.sources(collection)


def _said(answer: Answer) -> tuple[str, str | None, Byline]:
    """Return what a person reads of an answer."""
    return answer.text, answer.question, answer.byline
