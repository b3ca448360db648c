"""The search engine of one machine: Tantivy, in a folder of its own.

One document is one sentence. Terms are made by our analyser and handed over ready, separated by spaces,
so that text is never read as a query language and questions are cut exactly as answers are. One more
document, the stamp, says which store revision the index reflects; it is committed together with the
sentences, so the two can not disagree.

The folder's name carries the versions of the layout, of the analyser and of the pieces of words. A program
with other versions finds no folder of its own, builds one, and leaves this one whole for those that still
use it.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Lock

import tantivy
from filelock import FileLock, Timeout
from tantivy import Occur, Query

from byline.errors import SearchIndexError
from byline.search.engine import AnswerRecord, Candidate, Limits, Stamp
from byline.search.merging import Merging
from byline.search.tantivy_view import View
from byline.stages import stage
from byline.text.acronyms import Explanation
from byline.text.analysis import ANALYSER_VERSION
from byline.text.wordpiece import PIECES_VERSION

LAYOUT_VERSION = 6
"""Raised whenever the fields below change, or what is kept of each answer beside them."""

FIELD_WEIGHTS = {
    "body": 1.0,
    "question": 0.5,  # a sentence answers the question its author was asked, but that is said once an answer
    "before": 0.2,  # "She joined in 2019" is found by the name in the sentence before it
}
_GRAMS_WEIGHT = 0.2
"""What a piece of a word counts beside a word. More finds more in German and Chinese and less in English,
where pieces of common words crowd out short sentences."""
_COMMON_PIECE, _COMMON_ONE_IN = 1000, 150
"""A piece is searched that not more sentences have, nor more than one in so many. What the common ones find,
words find too, and in a large collection they take four fifths of the time of a search."""
_NAME_FIELDS = ("author", "company", "role", "tag", "collection")
_HEAP_BYTES = 200_000_000
"""What the writer may fill before it writes a part of the index: with 64 MB a load takes a third longer."""
_COMMIT = "meta.json"
"""The file that Tantivy replaces with each commit."""
_STAMP = "stamp"
_OF_EACH = ("body", "before", "words", "grams")
"""What is said of each sentence, line by line."""
_BY_ACRONYM, _BY_PHRASE = "a", "p"
"""An explanation is kept twice: once for finding it by the acronym, once by how the phrase begins."""
_TAB = "\t"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    for field in FIELD_WEIGHTS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("grams", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
    for field in (*_NAME_FIELDS, "explains"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    # Signed: tantivy-py deletes by a term of a signed number, and by none of an unsigned one.
    builder.add_integer_field("answer", indexed=True, fast=True)
    builder.add_unsigned_field("ordinal", fast=True)
    builder.add_unsigned_field("text_hash", fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_unsigned_field("revision", fast=True)
    return builder.build()


class TantivyEngine:
    """See ``Engine``.

    Args:
        folder: where indexes lie; made when missing.

    Raises:
        SearchIndexError: the folder can not be used.
    """

    def __init__(self, folder: Path) -> None:
        self._root = folder
        self._folder = folder / f"layout{LAYOUT_VERSION}-analyser{ANALYSER_VERSION}-pieces{PIECES_VERSION}"
        self._schema = _schema()
        self._writing = Lock()
        self._merging = Merging()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(folder / "writer.lock", thread_local=False)
            self._index = tantivy.Index(self._schema, path=str(self._folder), reuse=True)
        except (OSError, ValueError) as error:
            raise SearchIndexError(
                f"{self._folder}: the search index can not be opened ({error}). "
                "Check that the folder can be written; if the index is damaged, remove the folder: "
                "it is built anew from the answers."
            ) from error
        self.refresh()

    @property
    def folder(self) -> Path:
        """Where this index lies; what is derived by the same versions may lie beside it."""
        return self._folder

    def refresh(self) -> None:
        """See ``Engine``."""
        self._index.reload()
        searcher = self._index.searcher()
        hits = searcher.search(Query.term_query(self._schema, "kind", _STAMP), 1, count=False).hits
        revisions = searcher.fast_field_values("revision", [address for _, address in hits])
        # One assignment, so that a thread sees a searcher and its stamp together.
        self._view = View(searcher, Stamp(int(revisions[0] or 0)) if revisions else None)

    def stamp(self) -> Stamp | None:
        """See ``Engine``."""
        return self._view.stamp

    def committed_at(self) -> float | None:
        """See ``Engine``."""
        try:
            return (self._folder / _COMMIT).stat().st_mtime
        except OSError:
            return None

    @contextmanager
    def writing(self, wait_s: float) -> Iterator[bool]:
        """See ``Engine``."""
        # The lock of the file is one process's; its threads come one after the other too.
        if not self._writing.acquire(timeout=wait_s):
            yield False
            return
        try:
            self._lock.acquire(timeout=wait_s)
        except Timeout:
            self._writing.release()
            yield False
            return
        except BaseException:
            self._writing.release()
            raise
        try:
            yield True
        finally:
            self._merging.then(self._release)

    def _release(self) -> None:
        self._lock.release()
        self._writing.release()

    def update(self, changes: Iterable[tuple[int, AnswerRecord | None]], revision: int) -> None:
        """See ``Engine``."""
        try:
            writer = self._written(changes, revision)
        except (OSError, ValueError) as error:
            # Without where it was raised: that would keep the writer, and with it Tantivy's own lock.
            raise SearchIndexError(
                f"{self._folder}: the search index can not be written ({error}). The answers are safe in the "
                "store; check the disk's space and rights, and the index catches up with the next question."
            ) from error.with_traceback(None)
        self._remove_other_versions()
        self.refresh()
        self._merging.begin(lambda: self._merge(writer))

    def _written(
        self, changes: Iterable[tuple[int, AnswerRecord | None]], revision: int
    ) -> tantivy.IndexWriter:
        writer = self._index.writer(_HEAP_BYTES, 1)
        # A process killed in the middle of its commit leaves files that no commit knows of, under the names
        # that this commit would give its own.
        writer.garbage_collect_files()
        highest = self._highest_number()
        for number, record in changes:
            if number <= highest:  # each deletion is looked for in every part of the index
                writer.delete_documents_by_term("answer", number)
            if record is not None:
                for document in _documents(record):
                    writer.add_document(document)
        writer.delete_documents_by_term("kind", _STAMP)
        writer.add_document(self._stamp_document(revision))
        writer.commit()
        return writer

    def _merge(self, writer: tantivy.IndexWriter) -> None:
        """Wait until the writer has put parts of the index together, and read those from now on."""
        writer.wait_merging_threads()
        self.refresh()

    def settle(self) -> None:
        """See ``Engine``."""
        with self._writing:
            pass

    def _highest_number(self) -> int:
        """Return the highest number of an answer that is in the index; 0 when there is none."""
        searcher = self._view.searcher
        hits = searcher.search(Query.exists_query("answer"), 1, count=False, order_by_field="answer").hits
        return int(hits[0][0]) if hits else 0

    def _stamp_document(self, revision: int) -> tantivy.Document:
        document = tantivy.Document()
        document.add_text("kind", _STAMP)
        document.add_unsigned("revision", revision)
        return document

    def _remove_other_versions(self) -> None:
        for other in self._root.glob("layout*-analyser*"):
            if other != self._folder:
                shutil.rmtree(other, ignore_errors=True)

    @stage("candidates")
    def search(
        self,
        terms: Mapping[str, float],
        limits: Limits,
        limit: int,
        grams: Sequence[str] = (),
        *,
        questions: bool = True,
    ) -> list[Candidate]:
        """See ``Index``."""
        return self._found(self._query(terms, grams, limits, questions), limit)

    def among(
        self, answers: Collection[int], terms: Mapping[str, float], limits: Limits, grams: Sequence[str] = ()
    ) -> list[Candidate]:
        """See ``Index``."""
        clauses = self._limiting(limits)
        theirs = Query.term_set_query(self._schema, "answer", list(answers))
        clauses.append((Occur.Must, Query.const_score_query(theirs, 0.0)))
        if terms:
            clauses.append((Occur.Should, self._any_of(terms, grams)))
        return self._found(Query.boolean_query(clauses), max(1, self.sentence_count()))

    def _found(self, query: Query, limit: int) -> list[Candidate]:
        searcher = self._view.searcher
        hits = searcher.search(query, limit, count=False).hits
        if not hits:
            return []
        scores, addresses = zip(*hits, strict=True)
        columns = [
            searcher.fast_field_values(field, list(addresses)) for field in ("answer", "ordinal", "text_hash")
        ]
        return list(map(Candidate._make, zip(*columns, scores, strict=True)))

    def _query(
        self, terms: Mapping[str, float], grams: Sequence[str], limits: Limits, questions: bool
    ) -> Query:
        clauses = self._limiting(limits)
        if terms and not clauses:
            # By itself, so that Tantivy passes over the blocks that have no sentence good enough.
            return self._any_of(terms, grams, questions)
        if terms:
            clauses.append((Occur.Must, self._any_of(terms, grams, questions)))
        else:
            clauses.append((Occur.Must, Query.const_score_query(Query.exists_query("answer"), 1.0)))
        return Query.boolean_query(clauses)

    def _limiting(self, limits: Limits) -> list[tuple[Occur, Query]]:
        clauses = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in self._required(limits)]
        clauses += [(Occur.MustNot, self._standing("body", " ".join(phrase))) for phrase in limits.without]
        if limits.not_author:
            unwanted = Query.term_set_query(self._schema, "author", list(limits.not_author))
            clauses.append((Occur.MustNot, unwanted))
        return clauses

    def _any_of(self, terms: Mapping[str, float], grams: Sequence[str], questions: bool = True) -> Query:
        count = self._view.count
        common = max(_COMMON_PIECE, self.sentence_count() // _COMMON_ONE_IN)
        rare = [gram for gram in grams if count("grams", gram) <= common]
        weighted = [
            (self._standing(field, term), weight * own)
            for field, weight in FIELD_WEIGHTS.items()
            if questions or field != "question"
            for term, own in terms.items()
        ] + [(Query.term_query(self._schema, "grams", gram), _GRAMS_WEIGHT) for gram in rare]
        return Query.boolean_query(
            [(Occur.Should, Query.boost_query(query, weight)) for query, weight in weighted]
        )

    def _required(self, limits: Limits) -> Iterator[Query]:
        for field in _NAME_FIELDS:
            values: Sequence[str] = getattr(limits, field)
            if values:
                yield Query.term_set_query(self._schema, field, list(values))
        if limits.after or limits.before:
            yield Query.range_query(
                self._schema,
                "day",
                tantivy.FieldType.Integer,
                (limits.after or date.min).toordinal(),
                (limits.before or date.max).toordinal(),
            )
        for phrase in limits.phrases:
            # "Chasing Cars" stands in the question answered, and the sentence says "the song".
            anywhere = [(Occur.Should, self._standing(field, " ".join(phrase))) for field in FIELD_WEIGHTS]
            yield Query.boolean_query(anywhere)

    def _standing(self, field: str, phrase: str) -> Query:
        """Return the query for a term, or for several, separated by spaces, side by side."""
        terms = phrase.split(" ")
        if len(terms) == 1:
            return Query.term_query(self._schema, field, phrase)
        return Query.phrase_query(self._schema, field, list(terms))

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """See ``Index``."""
        count = self._view.count
        return {
            term: self._count(self._standing("body", term)) if " " in term else count("body", term)
            for term in terms
        }

    def explanations(self, *, acronym: str = "", phrase: str = "") -> dict[Explanation, int]:
        """See ``Index``."""
        kind, begin = (_BY_PHRASE, phrase) if phrase else (_BY_ACRONYM, f"{acronym}{_TAB}" if acronym else "")
        found: dict[Explanation, int] = {}
        # Words come again in other questions, pairs of them seldom: most are known to begin nothing.
        if " " in phrase and not self._view.explained(f"{kind}{_TAB}{phrase.split(' ', 1)[0]} "):
            return found
        for entry in self._view.explained(f"{kind}{_TAB}{begin}"):
            _, first, second, acronym_written, phrase_written = entry.split(_TAB)
            if phrase and not f"{first} ".startswith(f"{phrase} "):
                continue
            # Counted anew, because the frequencies of an index still have what was lately taken out.
            count = self._count(Query.term_query(self._schema, "explains", entry))
            terms = (second, first) if phrase else (first, second)
            if count:
                found[Explanation(acronym_written, phrase_written, *terms)] = count
        return found

    def _count(self, query: Query) -> int:
        found = self._view.searcher.search(query, 1, count=True)
        return int(found.count or 0)  # type: ignore[attr-defined]  # missing in tantivy's own types

    def written(self, word: str) -> int:
        """See ``Index``."""
        return self._view.count("words", word)

    def beginning(self, prefix: str) -> list[str]:
        """See ``Index``."""
        return [word for word, _ in self._view.searcher.terms_with_prefix("words", prefix)]

    def languages(self) -> dict[str, int]:
        """See ``Index``."""
        return dict(self._view.searcher.terms_with_prefix("language", ""))

    def sentence_count(self) -> int:
        """See ``Index``."""
        view = self._view
        return int(view.searcher.num_docs) - (1 if view.stamp else 0)

    def close(self) -> None:
        """See ``Engine``."""
        self._merging.close()
        self._lock.release(force=True)


def _documents(record: AnswerRecord) -> Iterator[tantivy.Document]:
    """Yield a document for each sentence. A load makes millions of them: what all share is looked up once."""
    *terms, question = record.terms.split("\n")
    words, before, grams = (each.split("\n") for each in (record.words, record.before, record.grams))
    shared = [("question", question), ("language", record.language), ("author", record.author)]
    shared += [("company", record.company), ("role", record.role), ("collection", record.collection)]
    shared += [("tag", tag) for tag in record.tags]
    day = None if record.day is None else record.day.toordinal()
    for ordinal, said in enumerate(zip(terms, before, words, grams, strict=False)):
        document = tantivy.Document()
        add = document.add_text
        for field, text in zip(_OF_EACH, said, strict=True):
            add(field, text)
        for field, text in shared:
            add(field, text)
        for explanation in record.explains.get(ordinal, ()):
            acronym, phrase = explanation.acronym_term, explanation.phrase_terms
            written = (explanation.acronym, explanation.phrase)
            add("explains", _TAB.join((_BY_ACRONYM, acronym, phrase, *written)))
            add("explains", _TAB.join((_BY_PHRASE, phrase, acronym, *written)))
        document.add_integer("answer", record.number)
        document.add_unsigned("ordinal", ordinal)
        document.add_unsigned("text_hash", record.text_hash)
        if day is not None:
            document.add_integer("day", day)
        yield document
