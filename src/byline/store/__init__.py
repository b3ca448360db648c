"""The truth: answers with immutable revisions, sources and collections, in one SQL database."""

from byline.store.records import AnswerRevision, Names, StoreCounts
from byline.store.store import Store

__all__ = ["AnswerRevision", "Names", "Store", "StoreCounts"]
