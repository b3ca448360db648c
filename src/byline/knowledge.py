"""KnowledgeBase, the front door of the library: open, add, ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType

from byline.adding import add_each
from byline.asking import Asked
from byline.backing_up import Backup, write_backup
from byline.calibration.calibrating import Calibrating
from byline.corpus import Corpus
from byline.curating import DEFAULT_COLLECTION, Curating
from byline.encoding import VectorKeeper
from byline.errors import InputError, NotFoundError
from byline.following import ask
from byline.importers import Options, about, read_drafts
from byline.importers.inputs import holds_several
from byline.indexing import IndexKeeper, Progress
from byline.left_out import LeftOut
from byline.listening import Listening
from byline.loaded import ImportReport, TakeRejected
from byline.models import AuthorSummary, Byline, Draft, Filters, Reply, Stats, SynonymGroup
from byline.rephrasing import rephrased
from byline.search.tantivy_engine import TantivyEngine
from byline.settings import Settings, load_settings
from byline.store import Store
from byline.store.indexed_answers import IndexedAnswers
from byline.tier_two import NO_MODELS, TierTwo
from byline.transformers import Model
from byline.verdicts import Verification
from byline.verifying import verify


class KnowledgeBase(Curating, Calibrating, Listening):
    """Answers that can be asked. Open one with ``KnowledgeBase.open``; it is a context manager.

    It may be shared between threads, and several processes may have the same one open. After a fork,
    open it again.
    """

    def __init__(self, settings: Settings, store: Store, engine: TantivyEngine) -> None:
        self.settings = settings
        self._store = store
        self._engine = engine
        self._indexed = IndexedAnswers(engine.folder)
        self._keeper = IndexKeeper(store, engine, self._indexed)
        self._tier_two = TierTwo(settings.home, settings.index_folder, settings.tier)
        self._vector_keeper = VectorKeeper(store, settings.index_folder)
        self._corpus: Corpus | None = None

    @classmethod
    def open(cls, home: Path | str | None = None, *, settings: Settings | None = None) -> KnowledgeBase:
        """Open the knowledge base in the folder ``home``, making one where there is none.

        Args:
            home: the folder; None means that of the settings.
            settings: those in force; None reads them for ``home``.

        Raises:
            SettingsError: a setting has a value that it can not have.
            UnavailableError: the store or the search index can not be opened.
        """
        settings = settings or load_settings(home=Path(home) if home is not None else None)
        store = Store.open(settings.database_url)
        try:
            return cls(settings, store, TantivyEngine(settings.index_folder))
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Let go of the store and the index. Closing twice does no harm."""
        self._store.close()
        self._indexed.close()
        self._engine.close()

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Loading

    def add(
        self,
        path: Path | str,
        *,
        collection: str = DEFAULT_COLLECTION,
        source: str | None = None,
        title: str | None = None,
        url: str | None = None,
        format: str | None = None,
        captured: date | None = None,
        byline: Byline | None = None,
        question: str | None = None,
        yes: bool = False,
        strict: bool = False,
        rejected: TakeRejected | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Load a file, or all of a folder or an archive. Loading again updates and never duplicates.

        Args:
            path: a file or a folder that is one source as a whole (a Slack export); or a folder or an archive
                (ZIP, 7z, gzip) with such inside of it, each of which is loaded as if it were given alone.
            collection: the collection's name; made when new.
            source: what makes it the same source the next time; None means the file's full path.
            title: what the source is called in citations; None means the file's name, or a dump's site.
            url: where the source can be read; the answers of a Stack Exchange dump are linked on that site.
            format: a name of ``byline.importers.FORMATS``; None finds it by the file's content.
            captured: the day the page was copied, which gives ages such as "5y" a date.
            byline: by whom a text is that names nobody, such as a page of HTML.
            question: what such a text answers; None takes its title.
            yes: load even if more than a tenth of what the source had would be removed, or anything while
                records were left out.
            strict: refuse the file if any of its records can not be loaded, in place of leaving those out.
            rejected: takes each record that is left out, as it is met.
            dry_run: report what would change, with samples, and change nothing.
            progress: is told how far it is.

        Returns:
            What changed. When it returns, every answer is stored for good and found by the next question.
            Of a folder or an archive it tells of all files; those that can not be read are ``refused``, and
            what is of no known format or names nobody is passed over.

        Raises:
            FileFormatError, UnknownFormatError: the file can not be read, or no record of it can be loaded;
                nothing was changed. So it is with a folder or an archive where no file can be loaded.
            RemovalError: much would be removed and ``yes`` was not said; nothing was changed.
        """
        path = Path(path)
        if holds_several(path):
            add = partial(
                self.add,
                collection=collection,
                url=url,
                format=format,
                captured=captured,
                byline=byline,
                question=question,
                yes=yes,
                strict=strict,
                dry_run=dry_run,
                progress=progress,
            )
            return add_each(path, add, collection=collection, source=source, title=title, rejected=rejected)
        left_out = LeftOut(path, rejected)
        options = Options(format=format, captured=captured, byline=byline, question=question, url=url)
        reject = None if strict else left_out.take_record
        drafts = read_drafts(path, options, warn=left_out.warn, reject=reject)
        told = about(path, options)
        report = self._load(
            left_out.or_refused(drafts),
            None if strict else left_out,
            source=source or str(path.resolve()),
            collection=collection,
            title=title or told.title or path.name,
            url=url or told.url,
            yes=yes,
            dry_run=dry_run,
            progress=progress,
        )
        return replace(report, warnings=left_out.warnings)

    def add_drafts(
        self,
        drafts: Iterable[Draft],
        *,
        source: str,
        collection: str = DEFAULT_COLLECTION,
        title: str | None = None,
        url: str | None = None,
        yes: bool = False,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Load answers that the caller made; see ``add``. ``source`` names where they come from.

        One that can not be stored refuses them all.
        """
        return self._load(
            drafts,
            None,
            source=source,
            collection=collection,
            title=title or source,
            url=url,
            yes=yes,
            dry_run=dry_run,
            progress=progress,
        )

    def _load(
        self,
        drafts: Iterable[Draft],
        left_out: LeftOut | None,
        *,
        source: str,
        collection: str,
        title: str,
        url: str | None,
        yes: bool,
        dry_run: bool,
        progress: Progress | None,
    ) -> ImportReport:
        with nullcontext() if dry_run else self._keeper.ahead(progress) as ahead:
            report = self._store.import_source(
                drafts,
                key=source,
                collection=collection,
                title=title,
                url=url,
                dry_run=dry_run,
                allow_removal=yes,
                progress=(lambda done: progress("reading", done)) if progress else None,
                reject=left_out.take_draft if left_out else None,
                left_out=(lambda: left_out.rejected) if left_out else int,
                new=ahead,
            )
        if not dry_run:
            self._catch_up(progress)
        return replace(report, rejected=left_out.rejected if left_out else 0)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Build the search index anew from the store; vectors that fit their answers are kept."""
        self._keeper.rebuild(progress)
        self._catch_up(progress)

    def backup(self, path: Path | str) -> Backup:
        """Write everything that can not be made again to one file, as it is at one moment.

        ``byline.backing_up.restore_backup`` makes a home folder of it.

        Raises:
            InputError: the answers are in a database elsewhere, which has ways of its own to be copied.
            StoreError: the file can not be written.
        """
        if self.settings.database:
            raise InputError(
                "The answers are not in the home folder but in the database of the setting `database`. Back "
                "it up with its own tools, or write the answers out with `byline export`."
            )
        models = [{name: getattr(each, name) for name in Model.__slots__} for each in self.models()]
        return write_backup(self.settings.home, Path(path), models)

    # Asking

    def ask(
        self,
        question: str,
        filters: Filters | None = None,
        *,
        top: int | None = None,
        previous: str | None = None,
        rephrase: bool = True,
    ) -> Reply:
        """Ask in plain language.

        Args:
            question: may hold operators, such as ``author:nair`` or ``"exact words"``.
            filters: what else limits the search; names are matched fuzzily.
            top: how many excerpts at most; None means the setting.
            previous: the question before in a conversation, as its reply has it in ``asked``. With it,
                "anyone else?" or "only last year" is understood; a question with a subject of its own
                stands alone.
            rephrase: whether to look for ``rephrasings`` when nobody answered, which takes a few asks more.

        Returns:
            The Reply. That nobody answered is a result: ``answered`` is False and ``reason`` says why.

        Raises:
            QuestionError: the question is empty or too long.
            FilterError: an operator has a value that can not be read.
        """
        is_current = self._keeper.catch_up(wait_s=0)
        models = self._tier_two.current()
        asked = Asked(
            question,
            filters or Filters(),
            top,
            self.settings,
            self._engine,
            self._current_corpus(),
            models,
            behind=not is_current,
            # Vectors of a model are added without a new revision.
            keeps=is_current and models == NO_MODELS and self.settings.kept_replies > 0,
        )
        reply = ask(asked, previous)
        return rephrased(asked, reply) if rephrase else reply

    def verify(self, quotation: str) -> Verification:
        """Check a pasted quotation: who wrote it, word for word, or how it was altered.

        Args:
            quotation: may have the marks around it and the name below it. Parts that ``[…]`` separates must
                stand in one answer, in this order.

        Returns:
            The Verification. White space, quotation marks and dashes may be set otherwise than in the
            answer (``equal``); any other letter, digit or sign makes it ``altered``, or ``unknown``.

        Raises:
            QuotationError: the quotation is empty or too long.
        """
        self._keeper.catch_up(wait_s=0)
        return verify(quotation, engine=self._engine, store=self._store)

    # Reading

    def author(self, author_id: str) -> AuthorSummary:
        """Return one author.

        Raises:
            NotFoundError: there is none of that id, or nothing by them any more.
        """
        self._keeper.catch_up(wait_s=0)
        name = self._current_corpus().author_of(author_id)
        found = self._store.authors(name=name) if name else []
        if not found:
            raise NotFoundError(
                f"There is no author {author_id!r}, or nothing by them any more. "
                "`byline list authors` shows everyone."
            )
        return found[0]

    def synonyms(self, collection: Sequence[str] = ()) -> list[SynonymGroup]:
        """Return the synonyms of the collections (none means all), then the acronyms that answers explain.

        An acronym for which a collection has words of its own is not among the learned.
        """
        self._keeper.catch_up(wait_s=0)
        return self._current_corpus().synonym_groups(collection)

    def starters(self, count: int = 4) -> tuple[str, ...]:
        """Return up to ``count`` questions that have answers, for someone who does not know what to ask."""
        self._keeper.catch_up(wait_s=0)
        return self._current_corpus().starters(count)

    def suggest(self, typed: str, count: int = 6) -> tuple[str, ...]:
        """Return up to ``count`` questions that have answers and go on as ``typed`` begins, best first."""
        self._keeper.catch_up(wait_s=0)
        return self._current_corpus().completer().complete(typed, count)

    def names(self, count: int = 100) -> dict[str, tuple[str, ...]]:
        """Return up to ``count`` names each that an ask can be limited to: ``author``, ``company``, ``role``
        and ``tag``, in the order of the alphabet.
        """
        self._keeper.catch_up(wait_s=0)
        return self._current_corpus().names(count)

    def stats(self) -> Stats:
        """Return the knowledge base in numbers."""
        self._keeper.catch_up(wait_s=0)
        counts = self._store.counts()
        index = self.settings.index_folder
        encoder, reranker = self._tier_two.current().encoder, self._tier_two.current().reranker
        return Stats(
            collections=counts.collections,
            sources=counts.sources,
            answers=counts.answers,
            authors=counts.authors,
            sentences=self._engine.sentence_count(),
            revision=counts.revision,
            index_revision=self._keeper.indexed_revision(),
            store_bytes=counts.bytes,
            index_bytes=sum(file.stat().st_size for file in index.rglob("*") if file.is_file()),
            model=encoder.entry.name if encoder else None,
            reranker=reranker.entry.name if reranker else None,
            encoded=encoder.vectors.sentences if encoder else 0,
        )

    def check(self) -> None:
        """Return when the knowledge base can answer.

        Raises:
            UnavailableError: it can not; the message says why.
        """
        self._store.revision()
        self._engine.refresh()

    def _current_corpus(self) -> Corpus:
        revision = self._keeper.indexed_revision()
        corpus = self._corpus
        if corpus is None or corpus.revision != revision:
            corpus = self._corpus = Corpus(
                self._store, self._engine, self._indexed, revision, corpus, self.settings.kept_replies
            )
        return corpus
