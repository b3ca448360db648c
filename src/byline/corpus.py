"""What one revision of the corpus says of itself, worked out once and kept until the next revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from threading import Lock

from byline.kept import Kept
from byline.models import Answer, Reply, SynonymGroup
from byline.ranking.candidates import Candidates
from byline.search.completion import Completer
from byline.search.engine import Candidate, Engine
from byline.search.expansion import Expander, SynonymsIn
from byline.search.records import fold_name
from byline.search.starters import starters
from byline.search.understanding import Understanding, build_speller
from byline.stages import stage
from byline.store import Store
from byline.store.indexed_answers import IndexedAnswers
from byline.store.records import AskedQuestion, Names, author_id
from byline.text.acronyms import Explanation
from byline.text.indexed import IndexedAnswer
from byline.text.languages import DEFAULT_LANGUAGE
from byline.text.names import NameMatcher
from byline.text.spelling import Speller
from byline.text.synonyms import Synonyms, read_groups, synonyms_of

_KEPT_SHOWN = 500
"""Answers that replies showed: what is asked again and again is read once."""
_KEPT_UNDERSTOOD = 16
"""Questions: what is understood is wanted again at once, or not at all."""
_RAREST_LANGUAGE = 200
"""A language that fewer than one sentence in so many is in may be one told wrongly."""
_COMPLETED_QUESTIONS = 20_000
"""More would take seconds to prepare, and hundreds that fit are never shown."""
_STARTERS = 20
"""More are never asked for at once."""


_KINDS = ("authors", "companies", "roles", "tags")

_InCollections = tuple[str, tuple[str, ...]]
"""A question, and the collections whose answers count."""


class Corpus:
    """Names, spelling and answers as they were indexed, of one revision. Safe to share between threads.

    Args:
        store: where answers come from.
        engine: whose vocabulary the speller uses.
        indexed: the answers as they were indexed.
        revision: the store revision that this is about.
        before: that of an earlier revision, of which what did not change is taken over.
        kept_replies: how many replies are kept with it.
    """

    def __init__(
        self,
        store: Store,
        engine: Engine,
        indexed: IndexedAnswers,
        revision: int,
        before: Corpus | None = None,
        kept_replies: int = 0,
    ) -> None:
        self.revision = revision
        self._store = store
        self._engine = engine
        self._indexed = indexed
        indexed.refresh()
        self._naming = Lock()
        self._kept_names: Names | None = None
        self._earlier_names = before._last_names() if before and before.revision <= revision else None
        self.authors, self.companies, self.roles, self.tags = (
            self._matcher(kind, before if self._earlier_names else None) for kind in _KINDS
        )
        self._groups = {name: read_groups(text) for name, text in store.synonyms().items()}
        self._synonyms: dict[tuple[str, str], Synonyms] = {}
        count = engine.sentence_count()
        self.languages = [
            language for language, found in engine.languages().items() if found * _RAREST_LANGUAGE >= count
        ]
        self._lock = Lock()
        self._speller: Speller | None = None
        self._authors_by_id: dict[str, str] | None = None
        self._completer: Completer | None = None
        self._shown: Kept[int, Answer] = Kept("answers", _KEPT_SHOWN)
        self._newest: Kept[_InCollections, tuple[int, int]] = Kept("newest", _KEPT_SHOWN)
        self.replies: Kept[Hashable, Reply] = Kept("replies", kept_replies)
        self.understood: Kept[Hashable, Understanding] = Kept("understood", _KEPT_UNDERSTOOD)
        self.rephrasings: Kept[Hashable, tuple[str, ...]] = Kept("rephrasings", kept_replies)
        self._questions: list[AskedQuestion] | None = None
        self._starters: tuple[str, ...] | None = None

    def _matcher(self, kind: str, before: Corpus | None) -> NameMatcher:
        """Return what matches the names of a kind, with what an earlier revision knew of them."""

        def names() -> tuple[str, ...]:
            found: tuple[str, ...] = getattr(self._names(), kind)
            return found

        return NameMatcher(names, getattr(before, kind) if before else None)

    def _last_names(self) -> tuple[Names, int] | None:
        """Return the names that were read last, here or at an earlier revision, and that revision."""
        with self._naming:
            return (self._kept_names, self.revision) if self._kept_names else self._earlier_names

    def _names(self) -> Names:
        """Return the names, read when a question first has one: they are gathered from all answers."""
        with self._naming:
            if self._kept_names is None:
                self._kept_names = self._store.names(*self._earlier_names or ())
                self._earlier_names = None
            return self._kept_names

    @stage("spelling")
    def speller(self) -> Speller:
        """Return the speller, built when a question first needs it."""
        with self._lock:
            if self._speller is None:
                self._speller = build_speller(self._engine)
            return self._speller

    def author_of(self, public_id: str) -> str | None:
        """Return the name of the author of that id, None when there is none."""
        if self._authors_by_id is None:  # two threads may make the same; neither is wrong
            self._authors_by_id = {author_id(name): name for name in self._names().authors}
        return self._authors_by_id.get(public_id)

    def synonyms(self, collection: Sequence[str]) -> SynonymsIn:
        """Return what gives the synonyms of the collections, of all when none is named."""
        names = self._named(collection)
        return lambda language: [self._synonyms_of(name, language) for name in names]

    def synonym_groups(self, collection: Sequence[str]) -> list[SynonymGroup]:
        """Return the collections' own synonyms, then the acronyms that the answers explain otherwise."""
        names = self._named(collection)
        own = [SynonymGroup(group, name) for name in names for group in self._groups[name]]
        expander = Expander(self.synonyms(collection)(DEFAULT_LANGUAGE), self._engine)
        by_acronym: dict[str, list[Explanation]] = defaultdict(list)
        for each in self._engine.explanations():
            by_acronym[each.acronym_term].append(each)
        learned = [meaning for acronym in by_acronym if (meaning := expander.meaning(acronym))]
        learned.sort(key=lambda each: (each.acronym.casefold(), each.acronym))
        return own + [SynonymGroup((each.acronym, each.phrase)) for each in learned]

    def _named(self, collection: Sequence[str]) -> list[str]:
        """Return the collections that have synonyms, of those named."""
        wanted = {fold_name(name) for name in collection}
        return [name for name in self._groups if not wanted or fold_name(name) in wanted]

    def _synonyms_of(self, name: str, language: str) -> Synonyms:
        """Return a collection's synonyms for questions in a language, made when first asked for."""
        key = (name, language)
        if key not in self._synonyms:  # two threads may make the same; neither is wrong
            self._synonyms[key] = synonyms_of(self._groups[name], language, self.languages)
        return self._synonyms[key]

    def starters(self, count: int) -> tuple[str, ...]:
        """Return up to ``count`` typical questions that were answered, each about something else."""
        with self._lock:
            if self._starters is None:
                questions = self._answered_questions()
                texts, authors = [each.text for each in questions], [each.authors for each in questions]
                self._starters = starters(texts, authors, self.languages, _STARTERS)
            return self._starters[:count]

    def names(self, count: int) -> dict[str, tuple[str, ...]]:
        """Return up to ``count`` names each that a question can be limited to, by the filter they fit."""
        kinds = {"author": self.authors, "company": self.companies, "role": self.roles, "tag": self.tags}
        return {field: matcher.names[:count] for field, matcher in kinds.items()}

    def completer(self) -> Completer:
        """Return what completes questions, made when someone first types one."""
        with self._lock:
            if self._completer is None:
                self._completer = Completer(each.text for each in self._answered_questions())
            return self._completer

    def _answered_questions(self) -> list[AskedQuestion]:
        if self._questions is None:
            self._questions = self._store.questions(_COMPLETED_QUESTIONS)
        return self._questions

    @stage("answers")
    def answers(self, numbers: Collection[int], *, behind: bool = False) -> dict[int, Answer]:
        """Return the answers of those numbers as the store has them; withdrawn ones are left out.

        Args:
            numbers: of the answers.
            behind: whether the store has changed since this revision, so that what was read may be old.
        """
        return self._store.by_numbers(numbers) if behind else self._shown.of(numbers, self._store.by_numbers)

    @stage("answers")
    def newest_to(
        self, questions: Collection[str], collection: Sequence[str], *, behind: bool = False
    ) -> dict[str, tuple[int, int]]:
        """Return for each of the questions the number of its newest answer, and how many answers it has.

        Args:
            questions: as they are written.
            collection: whose answers count; none means all.
            behind: as in ``answers``.
        """
        if behind:
            return self._store.newest_to(questions, collection)
        among = tuple(collection)

        def read(wanted: Collection[_InCollections]) -> dict[_InCollections, tuple[int, int]]:
            found = self._store.newest_to([question for question, _ in wanted], collection)
            return {(question, among): newest for question, newest in found.items()}

        found = self._newest.of([(question, among) for question in questions], read)
        return {question: newest for (question, _), newest in found.items()}

    @stage("analysed")
    def analysed(self, numbers: Iterable[int]) -> dict[int, IndexedAnswer]:
        """Return the answers of those numbers as they were last indexed; removed ones are left out."""
        return self._indexed.read({*numbers})

    @stage("analysed")
    def candidates(self, found: Sequence[Candidate]) -> Candidates:
        """Return sentences as they are ranked, without those whose answer is gone or reads otherwise now.

        Another process may be ahead of the view that they are from.
        """
        numbers, ordinals, hashes, scores = zip(*found, strict=True) if found else ((), (), (), ())
        there, through = self._indexed.found_through(numbers, hashes, ordinals)
        if len(there) < len(found):
            return self.candidates([found[at] for at in there])
        return Candidates(numbers, hashes, ordinals, scores, through, self.analysed)
