"""Finds the names of the collection's authors and companies in a question, fuzzily.

"what does devika say about roadmaps" is about one author's answers; "roadmaps at oracel" about one
company's. A name limits the search only where the question attributes something to it ("what does X
say", "according to X", "at Y"): a name that is merely mentioned is a word like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from byline.text.analysis import fold, folded_words
from byline.text.function_words import is_function_word

_SAYING = (
    r"(?:say|says|said|saying|think|thinks|thought|recommend|recommends|recommended|suggest|suggests|suggested"
    r"|advise|advises|advised|believe|believes|believed|write|writes|wrote|written|answer|answers|answered"
    r"|mention|mentions|mentioned|feel|feels|see|sees|view|views|explain|explains|explained|mean|means|meant"
    r"|describe|describes|described|talk|talks|tell|tells|told)"
)
_NAME = r"(?P<name>\w[\w.'’-]*(?:\s+\w[\w.'’-]*){0,3}?)"
_BY_AUTHOR = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:does|did|do|has|would|might|can|could)\s+{_NAME}\s+(?:have\s+to\s+)?{_SAYING}\b(?:\s+(?:about|of|on|to|is|are)\b)?",
        rf"\baccording\s+to\s+{_NAME}(?=\s*(?:[,?.!]|$|\b(?:how|what|why|when|who|where|is|are|do|does|should|can)\b))",
        rf"\b{_NAME}['’]s?\s+(?:view|views|opinion|opinions|advice|take|answer|answers|thoughts|position)\b(?:\s+(?:about|of|on)\b)?",
        rf"\b(?:opinion|advice|answers?|thoughts|views?)\s+(?:of|by|from)\s+{_NAME}(?=\s*(?:[,?.!]|$|\b(?:about|on)\b))",
        rf"\b(?:what|how|why)\s+{_NAME}\s+{_SAYING}\b(?:\s+(?:about|of|on)\b)?",
    )
)
_AT_COMPANY = re.compile(
    rf"\b(?:anyone|anybody|people|someone|somebody|experts?|pms?|they|folks|everyone)\s+(?:at|from|of)\s+{_NAME}"
    rf"(?=\s*(?:[,?.!]|$|\b{_SAYING}\b))",
    re.IGNORECASE,
)
_ALIKE = 85
"""Percent; one edit in seven letters, which separates "Devkia" from "Devika" and keeps "David" out."""
_PART_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name of the collection that the question attributes something to, and the question without it."""

    value: str
    written: str
    rest: str


class _TakenApart:
    """Names as they are compared: folded, whole and in parts.

    Args:
        names: as the collection spells them.
        folded: each name's words, folded, by the name.
    """

    def __init__(self, names: Sequence[str], folded: Mapping[str, str]) -> None:
        self.names = names
        self.folded = folded
        self.by_folded = {words: name for name, words in folded.items()}

    @cached_property
    def by_part(self) -> Mapping[str, list[str]]:
        """The names that have a word, by the word. Most have one: lists take half of what sets do."""
        found: dict[str, list[str]] = {}
        for words, name in self.by_folded.items():
            for part in set(words.split()):
                if len(part) >= _PART_SHORTEST and not is_function_word(part):
                    found.setdefault(part, []).append(name)
        return found


class NameMatcher:
    """Matches what was written to one kind of name of the collection (authors, or companies).

    Args:
        names: called when a name is first looked for; most questions have none.
        before: of another time, whose names were taken apart: most of them need not be again.
    """

    def __init__(self, names: Callable[[], Sequence[str]], before: NameMatcher | None = None) -> None:
        self._read = names
        self._earlier = before._last_taken() if before else None

    def _last_taken(self) -> _TakenApart | None:
        taken: _TakenApart | None = self.__dict__.get("_taken", self._earlier)
        return taken

    @cached_property
    def _taken(self) -> _TakenApart:
        names = self._read()
        earlier, self._earlier = self._earlier, None
        if earlier is not None and names is earlier.names:
            return earlier
        known = earlier.folded if earlier else {}
        return _TakenApart(names, {name: known.get(name) or " ".join(_words(name)) for name in names if name})

    @property
    def _names(self) -> Mapping[str, str]:
        return self._taken.by_folded

    @property
    def _by_part(self) -> Mapping[str, list[str]]:
        return self._taken.by_part

    @property
    def names(self) -> tuple[str, ...]:
        """The names, as the collection spells them."""
        return tuple(self._names.values())

    def resolve(self, written: str) -> tuple[str, ...]:
        """Return the names ``written`` may mean: whole names first, else parts of names, else near ones."""
        words = _words(written)
        whole = " ".join(words)
        if not whole:
            return ()
        if whole in self._names:
            return (self._names[whole],)
        sharing = [set(self._by_part[word]) for word in words if word in self._by_part]
        if len(sharing) == len(words) and (common := set.intersection(*sharing)):
            return tuple(sorted(common))
        return self._near(words, whole)

    def _near(self, words: Sequence[str], whole: str) -> tuple[str, ...]:
        best = process.extractOne(
            whole, self._names.keys(), scorer=fuzz.ratio, processor=None, score_cutoff=_ALIKE
        )
        if best is not None:
            return (self._names[best[0]],)
        if len(words) == 1 and len(words[0]) > _PART_SHORTEST:
            near = process.extractOne(
                words[0], self._by_part.keys(), scorer=OSA.distance, processor=None, score_cutoff=1
            )
            if near is not None:
                return tuple(sorted(self._by_part[near[0]]))
        return ()


def _words(text: str) -> list[str]:
    return list(map(fold, folded_words(text)))


def attributed_author(question: str, authors: NameMatcher) -> NameMatch | None:
    """Return the author whose words the question asks for, or None."""
    for pattern in _BY_AUTHOR:
        for found in pattern.finditer(question):
            match = _resolved(question, found, authors)
            if match is not None:
                return match
    return None


def attributed_company(question: str, companies: NameMatcher) -> NameMatch | None:
    """Return the company whose people the question asks, or None."""
    found = _AT_COMPANY.search(question)
    return _resolved(question, found, companies) if found else None


def _resolved(question: str, found: re.Match[str], names: NameMatcher) -> NameMatch | None:
    words = found["name"].split()
    while words and is_function_word(fold(words[0])):
        words.pop(0)  # "what is Nair's view": the pattern can not know where the name begins
    written = " ".join(words)
    values = names.resolve(written)
    if len(values) != 1:
        return None  # nobody, or two people of that name: searching everyone is the honest choice
    before = question[: found.start()].strip()
    if before.casefold() == "what":
        before = ""  # what she says about roadmaps: the subject is roadmaps, and no longer what
    rest = " ".join(f"{before} {question[found.end() :]}".split()).lstrip(",;: ")
    return NameMatch(values[0], written, rest)


def resolve_all(written: Sequence[str], names: NameMatcher) -> tuple[str, ...]:
    """Return the collection's names for filter values as typed; what matches nothing stays as it is."""
    return tuple(dict.fromkeys(name for value in written for name in (names.resolve(value) or (value,))))
