"""What one revision of the corpus says of itself, worked out once and kept until the next revision."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from byline.search.engine import Engine
from byline.search.understanding import build_speller
from byline.store import Store
from byline.text.analysed import AnalysedAnswer, analyse
from byline.text.names import NameMatcher
from byline.text.spelling import Speller

_KEPT_ANSWERS = 2000
_STARTER_POOL = 300
_STARTER_CHARS = 90


class Corpus:
    """Names, spelling and answers taken apart, of one revision. Safe to share between threads.

    Args:
        store: where answers come from.
        engine: whose vocabulary the speller uses.
        revision: the store revision that this is about.
    """

    def __init__(self, store: Store, engine: Engine, revision: int) -> None:
        self.revision = revision
        self._store = store
        self._engine = engine
        names = store.names()
        self.authors = NameMatcher(names.authors)
        self.companies = NameMatcher(names.companies)
        self.roles = NameMatcher(names.roles)
        self.tags = NameMatcher(names.tags)
        self._lock = Lock()
        self._speller: Speller | None = None
        self._analysed: OrderedDict[int, AnalysedAnswer] = OrderedDict()

    def speller(self) -> Speller:
        """Return the speller, built when a question first needs it."""
        with self._lock:
            if self._speller is None:
                self._speller = build_speller(self._engine)
            return self._speller

    def starters(self, count: int) -> tuple[str, ...]:
        """Return up to ``count`` short questions that answers were given to, from all over the corpus."""
        found = dict.fromkeys(
            answer.question
            for answer in self._store.answers(limit=_STARTER_POOL)
            if answer.question and len(answer.question) <= _STARTER_CHARS
        )
        questions = list(found)
        step = max(1, len(questions) // count) if count else 1
        return tuple(questions[::step][:count])

    def analysed(self, numbers: Iterable[int]) -> dict[int, AnalysedAnswer]:
        """Return the answers of those numbers, taken apart; withdrawn ones are left out."""
        wanted = set(numbers)
        with self._lock:
            found = {number: self._analysed[number] for number in wanted if number in self._analysed}
        for number, answer in self._store.by_numbers(wanted - found.keys()).items():
            found[number] = analyse(answer)
        with self._lock:
            for number, each in found.items():
                self._analysed[number] = each
                self._analysed.move_to_end(number)
            while len(self._analysed) > _KEPT_ANSWERS:
                self._analysed.popitem(last=False)
        return found
