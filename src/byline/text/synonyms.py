"""A collection's own words for the same thing, from a text file with a group on each line.

    # product
    PM = product manager
    OKR = OKRs = objectives and key results

Words and phrases of a group say the same in both directions. Blank lines and lines that begin with "#"
are left out. This module reads and expands; where the file is kept is the store's business.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from byline.errors import FileFormatError
from byline.text.analysis import terms, tokens
from byline.text.function_words import is_function_word
from byline.text.languages import DEFAULT_LANGUAGE

LONGEST_PHRASE = 8
"""Words; a longer one is a sentence, and nobody asks in exactly these words."""
_MOST_ALTERNATIVES = 12
_NOTE = "#"
_SEPARATOR = "="

Group = tuple[str, ...]
"""Words and phrases that say the same, as they were written."""
Asked = Sequence[str | None]
"""The terms of a question in order; None where a word is not to be expanded."""


@dataclass(frozen=True, slots=True)
class Synonym:
    """A word or phrase that may stand for another: its terms, separated by spaces, and as it was written."""

    term: str
    written: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """What else a stretch of a question may be called: terms ``start`` to ``end`` (half-open)."""

    start: int
    end: int
    synonyms: tuple[Synonym, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What may stand for a word or phrase, by its terms separated by spaces."""

    _by_phrase: Mapping[str, tuple[Synonym, ...]] = field(default_factory=dict)

    def __contains__(self, phrase: str) -> bool:
        """Say whether a group has the word or phrase, given as its terms."""
        return phrase in self._by_phrase

    def expand(self, asked: Asked) -> list[Expansion]:
        """Return what else each stretch of a question may be called; stretches may overlap."""
        if not self._by_phrase:
            return []
        return [
            Expansion(start, end, found)
            for start, end, phrase in stretches(asked)
            if (found := self._by_phrase.get(phrase))
        ]


def stretches(asked: Asked) -> Iterator[tuple[int, int, str]]:
    """Yield each stretch of a question that may be a phrase: its start, its end, and its terms."""
    for start in range(len(asked)):
        phrase = ""
        for end, term in enumerate(asked[start : start + LONGEST_PHRASE], start=start + 1):
            if term is None:
                break
            phrase = f"{phrase} {term}" if phrase else term
            yield start, end, phrase


def whole(expansions: Iterable[Expansion]) -> list[Expansion]:
    """Leave out single words that are part of a longer expansion.

    In "product manager" the word "product" is not meant by itself. In "technical product manager" the
    phrase "product manager" still is.
    """
    found = list(expansions)
    phrases = [(each.start, each.end) for each in found if each.end - each.start > 1]
    return [
        each
        for each in found
        if each.end - each.start > 1 or not any(start <= each.start < end for start, end in phrases)
    ]


def parse_synonyms(text: str, path: Path | str, language: str = DEFAULT_LANGUAGE) -> tuple[Group, ...]:
    """Read the text of a synonyms file, and return its groups.

    Args:
        text: what the file holds.
        path: the file, for messages.
        language: whose stemmer tells that "PMs" and "PM" are one word.

    Raises:
        FileFormatError: a line is no group of at least two words or phrases, has an empty one, one that
            is too long or one that stands everywhere, or repeats a word that another line has.
    """
    groups: list[Group] = []
    lines: dict[str, int] = {}
    for number, members in _read(text):
        _check_group(members, path, number)
        for phrase in dict.fromkeys(_checked(member, path, number, language) for member in members):
            if phrase in lines:
                raise FileFormatError(
                    path,
                    f"{phrase!r} stands in line {lines[phrase]} already, "
                    "and each word or phrase belongs to one group.",
                    "Write both groups on one line, or leave it out of one.",
                    line=number,
                )
            lines[phrase] = number
        groups.append(members)
    return tuple(groups)


def read_groups(text: str) -> tuple[Group, ...]:
    """Return the groups of a text that was checked before."""
    return tuple(members for _, members in _read(text))


def write_groups(groups: Iterable[Group]) -> str:
    """Return the text of a file that has these groups."""
    return "".join(f" {_SEPARATOR} ".join(group) + "\n" for group in groups)


def _read(text: str) -> Iterator[tuple[int, Group]]:
    """Yield each group and its line, counted from 1."""
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith(_NOTE):
            yield number, tuple(" ".join(member.split()) for member in line.split(_SEPARATOR))


def synonyms_of(
    groups: Iterable[Group], asked_in: str = DEFAULT_LANGUAGE, answered_in: Collection[str] = ()
) -> Synonyms:
    """Return synonyms from groups of words and phrases; those that share one are taken together.

    Args:
        groups: as they were written.
        asked_in: the question's language, whose terms are looked for in the groups.
        answered_in: the answers' other languages, whose terms are given too.
    """
    merged: dict[str, dict[str, str]] = {}
    for group in groups:
        together: dict[str, str] = {}
        for member in group:
            key = _key(member, asked_in)
            for other, written in merged.get(key, {key: member} if key else {}).items():
                together.setdefault(other, written)
        for key in together:
            merged[key] = together
    languages = dict.fromkeys((asked_in, *answered_in))
    return Synonyms(
        {
            key: tuple(_synonyms(together, key, languages))[:_MOST_ALTERNATIVES]
            for key, together in merged.items()
            if len(together) > 1
        }
    )


def _synonyms(together: Mapping[str, str], key: str, languages: Iterable[str]) -> Iterator[Synonym]:
    seen = {key}
    for other, written in together.items():
        for term in (_key(written, language) for language in languages if other != key):
            if term not in seen:
                seen.add(term)
                yield Synonym(term, written)


def _key(member: str, language: str) -> str:
    return " ".join(terms(member, language))


def _check_group(members: Group, path: Path | str, line: int) -> None:
    if len(members) < 2:
        raise FileFormatError(
            path,
            f"{members[0]!r} stands alone, and a line is a group of words that say the same.",
            'Join them with "=": PM = product manager.',
            line=line,
        )
    if not all(members):
        raise FileFormatError(
            path,
            f'There is nothing on one side of "=" in {" = ".join(members)!r}.',
            'Write a word or phrase there, or take the "=" out.',
            line=line,
        )


def _checked(member: str, path: Path | str, line: int, language: str) -> str:
    found = tokens(member, language)
    if not found or len(found) > LONGEST_PHRASE:
        rule = "has no word" if not found else f"has {len(found)} words; {LONGEST_PHRASE} are the limit"
        raise FileFormatError(
            path, f"{member!r} {rule}.", "Write a word or a short phrase that people ask with.", line=line
        )
    if all(is_function_word(token.word, language) for token in found):
        raise FileFormatError(
            path,
            f'{member!r} reads as "{" ".join(token.word for token in found)}", which most sentences have.',
            "Leave it out of the group, or write more of it.",
            line=line,
        )
    return " ".join(token.term for token in found)
