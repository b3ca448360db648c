"""Completes a question that someone is typing from the questions that were answered.

typed        how do i laod a spreadsh
must stand             load  spreadsheet     words of subject, and whatever is being typed
may differ             laod                  a word that no question has is read as a near one
is better if a question begins just as it was typed, slips aside, and has the other words too
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set

from rapidfuzz.distance import OSA

from byline.text.analysis import fold, tokens
from byline.text.function_words import is_function_word
from byline.text.spelling import allowed_edits

_WEIGHED = 500
"""How many questions are put in order; of more, those that go on as typed and the first that came."""
_SHORTEST_MISTYPED = 4
_LAST = "\U0010ffff"


class Completer:
    """Completes questions; made once for all the questions of a revision, then only read.

    Args:
        questions: in the order of preference where nothing else tells them apart; each counts once.
    """

    def __init__(self, questions: Iterable[str]) -> None:
        self._questions = list(dict.fromkeys(questions))
        self._words = [_words(question) for question in self._questions]
        self._plain = [" ".join(words) for words in self._words]
        self._by_plain = sorted((plain, number) for number, plain in enumerate(self._plain))
        having: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(self._words):
            for word in dict.fromkeys(words):
                having[word].append(number)
        self._having = dict(having)
        self._vocabulary = sorted(having)

    def complete(self, typed: str, limit: int) -> tuple[str, ...]:
        """Return up to ``limit`` questions that go on as ``typed`` begins, the best first.

        A question that was typed to its end is not among them.
        """
        words = _words(typed)
        if not words:
            return ()
        plain = " ".join(words)
        last = len(words) - 1
        typing = None if typed[-1:].isspace() else last
        required = {at for at, word in enumerate(words) if not is_function_word(word)} | {last}
        read = [self._read(word, open_end=at == typing) for at, word in enumerate(words)]
        found = self._all_of([read[at] for at in sorted(required)])
        begins = self._beginning(plain)
        chosen = list(dict.fromkeys([*begins[:_WEIGHED], *found[:_WEIGHED]]))
        standing = [set(each) for each in read]
        chosen.sort(
            key=lambda number: (
                not self._plain[number].startswith(plain),
                -_in_order(standing, self._words[number]),
                -sum(not has.isdisjoint(self._words[number]) for has in standing),
                len(self._plain[number]),
                number,
            )
        )
        return tuple(self._questions[number] for number in chosen if self._plain[number] != plain)[:limit]

    def _read(self, word: str, *, open_end: bool) -> list[str]:
        """Return the words that one typed may stand for: itself, its continuations, or else near ones."""
        if open_end:
            start = bisect_left(self._vocabulary, word)
            end = bisect_left(self._vocabulary, word + _LAST)
            if start < end:
                return self._vocabulary[start:end]
        elif word in self._having:
            return [word]
        if len(word) < _SHORTEST_MISTYPED:
            return []
        edits = allowed_edits(word)
        start = bisect_left(self._vocabulary, word[0])
        end = bisect_left(self._vocabulary, word[0] + _LAST)
        near = self._vocabulary[start:end]
        if not open_end:
            return [known for known in near if OSA.distance(word, known, score_cutoff=edits) <= edits]
        # What is being typed is near a word when it is near any beginning of it.
        lengths = range(len(word) - edits, len(word) + edits + 1)
        return [
            known
            for known in near
            if any(OSA.distance(word, known[:length], score_cutoff=edits) <= edits for length in lengths)
        ]

    def _all_of(self, wanted: Sequence[Sequence[str]]) -> list[int]:
        """Return the questions that have one word of each, in their order."""
        sets = [{number for word in words for number in self._having.get(word, ())} for words in wanted]
        return sorted(set.intersection(*sets))

    def _beginning(self, plain: str) -> list[int]:
        """Return the questions that begin just so, in their order."""
        start = bisect_left(self._by_plain, (plain,))
        end = bisect_left(self._by_plain, (plain + _LAST,))
        return sorted(number for _, number in self._by_plain[start:end])


def _in_order(standing: Sequence[Set[str]], words: Sequence[str]) -> int:
    """Return how many words a question begins with as they were typed, slips aside."""
    pairs = enumerate(zip(standing, words, strict=False))
    return next((at for at, (has, word) in pairs if word not in has), min(len(standing), len(words)))


def _words(text: str) -> list[str]:
    return [fold(token.word) for token in tokens(text)]
