"""What answers questions in ``asking.py``: Byline, and what a team would have otherwise, each a process.

All search the same sentences: those that Byline cut the answers into. A process is told what to ask through
a pipe and says how long each question took, so that the contestants can take turns.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import bm25s
import Stemmer
import tantivy
from rapidfuzz import fuzz, process, utils
from server import private_bytes

from byline import KnowledgeBase
from byline.garbage import seldom_collect
from byline.search.tantivy_engine import TantivyEngine
from byline.settings import load_settings
from byline.store.indexed_answers import IndexedAnswers

TOP = 100
_BATCH = 5000
_WORD = re.compile(r"\w+")
_SMAPS = Path("/proc/self/smaps_rollup")

Ask = Callable[[str], object]
Make = Callable[[Path, Path], Ask]
"""Makes a contestant of a knowledge base's home and of an empty folder for its own files."""


@dataclass(frozen=True, slots=True)
class Times:
    """For each question the seconds that passed, and those that the thread's processor worked."""

    wall: list[float]
    worked: list[float]


def sentences(home: Path) -> Iterator[str]:
    """Yield the sentences of a knowledge base, as they are indexed."""
    engine = TantivyEngine(load_settings(home=home).index_folder)
    indexed = IndexedAnswers(engine.folder)
    first = 1
    while answers := indexed.read(range(first, first + _BATCH)):
        for answer in answers.values():
            for sentence in answer.sentences:
                yield answer.text_of(sentence.ordinal)
        first += _BATCH


def byline(home: Path, _folder: Path) -> Ask:
    """Ask as the server does: spelling, candidates, meaning, ranking and excerpts."""
    kb = KnowledgeBase.open(home)
    seldom_collect()
    return kb.ask


def raw_tantivy(home: Path, folder: Path) -> Ask:
    """Search with Tantivy's own stemmer for any of the words; a document is a sentence, and that is all."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", tokenizer_name="en_stem")
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer(128_000_000, 1)
    for text in sentences(home):
        document = tantivy.Document()
        document.add_text("body", text)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(question: str) -> object:
        # In quotation marks, or OR and NOT would be read as the query language.
        words = " ".join(f'"{word}"' for word in _WORD.findall(question))
        return searcher.search(index.parse_query(words, ["body"]), TOP, count=False).hits if words else ()

    return search


def bm25(home: Path, _folder: Path) -> Ask:
    """Search with bm25s, which keeps every score of every word in memory."""
    stemmer = Stemmer.Stemmer("english")
    index = bm25s.BM25()
    index.index(
        bm25s.tokenize(list(sentences(home)), stemmer=stemmer, show_progress=False), show_progress=False
    )

    def search(question: str) -> object:
        (tokens,) = bm25s.tokenize([question], stemmer=stemmer, return_ids=False, show_progress=False)
        known = [token for token in tokens if token in index.vocab_dict]
        return index.retrieve([known], k=TOP, show_progress=False, n_threads=1) if known else ()

    return search


def fts5(home: Path, folder: Path) -> Ask:
    """Search with SQLite for any of the words, ranked by its own BM25."""
    connection = sqlite3.connect(folder / "fts5.sqlite3")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(body, tokenize = 'porter unicode61')")
    connection.executemany("INSERT INTO found (body) VALUES (?)", ((text,) for text in sentences(home)))
    connection.commit()
    query = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank LIMIT ?"

    def search(question: str) -> object:
        words = " OR ".join(f'"{word}"' for word in _WORD.findall(question))
        return connection.execute(query, (words, TOP)).fetchall() if words else ()

    return search


def fuzzy(home: Path, _folder: Path) -> Ask:
    """Compare the question with every sentence: what a team gets from an afternoon's script."""
    texts = [utils.default_process(text) for text in sentences(home)]

    def search(question: str) -> object:
        asked = utils.default_process(question)
        return process.extract(asked, texts, scorer=fuzz.token_set_ratio, processor=None, limit=TOP)

    return search


CONTESTANTS: dict[str, Make] = {
    "Byline": byline,
    "Tantivy alone": raw_tantivy,
    "bm25s": bm25,
    "SQLite FTS5": fts5,
    "rapidfuzz": fuzzy,
}
SLOW = {"rapidfuzz": 40, "SQLite FTS5": 4}
"""For these, only one question of so many is asked."""
LARGEST = {"bm25s": 1_000_000, "SQLite FTS5": 1_000_000}
"""In more sentences, these would take many gigabytes or hours."""


class Contestant:
    """One of ``CONTESTANTS`` in a process of its own; ``close`` ends it.

    Args:
        name: which one.
        home: the knowledge base whose sentences are searched.
    """

    def __init__(self, name: str, home: Path) -> None:
        spawning = multiprocessing.get_context("spawn")
        self.name = name
        self._pipe, theirs = spawning.Pipe()
        self._folder = tempfile.TemporaryDirectory(prefix="byline-bench-")
        folder = Path(self._folder.name)
        self._process = spawning.Process(target=_run, args=(name, home, folder, theirs))
        self._process.start()
        theirs.close()

    def ask(self, questions: Sequence[str]) -> Times:
        """Ask all of them, one after the other."""
        self._pipe.send(list(questions))
        times: Times = self._pipe.recv()
        return times

    def private_bytes(self) -> int | None:
        """Return how much memory is the process's alone; None where the system does not tell.

        Pages of files that it has mapped and only read are not counted: the system takes them back when it
        wants to, and other workers share them.
        """
        self._pipe.send(None)
        found: int | None = self._pipe.recv()
        return found

    def close(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.join()
        self._folder.cleanup()


def _run(name: str, home: Path, folder: Path, pipe: Connection) -> None:
    ask = CONTESTANTS[name](home, folder)
    while True:
        try:
            questions = pipe.recv()
        except EOFError:
            return
        pipe.send(_private_bytes() if questions is None else _timed(ask, questions))


def _timed(ask: Ask, questions: Sequence[str]) -> Times:
    times = Times([], [])
    for question in questions:
        started, worked = time.perf_counter(), time.thread_time()
        ask(question)
        times.wall.append(time.perf_counter() - started)
        times.worked.append(time.thread_time() - worked)
    return times


def _private_bytes() -> int | None:
    return private_bytes(os.getpid()) if _SMAPS.exists() else None
