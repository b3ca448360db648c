"""A collection's own words for the same thing, from a text file with a group on each line.

    # product
    PM = product manager
    OKR = OKRs = objectives and key results

Words and phrases of a group say the same in both directions. Blank lines and lines that begin with "#"
are left out. This module reads and expands; where the file is kept is the store's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from byline.errors import FileFormatError
from byline.text.analysis import terms
from byline.text.languages import DEFAULT_LANGUAGE

_LONGEST_PHRASE = 8
"""Words; a longer one is a sentence, and nobody asks in exactly these words."""
_MOST_ALTERNATIVES = 12
_NOTE = "#"
_SEPARATOR = "="

Phrase = tuple[str, ...]
"""A word or phrase as its terms."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """What else a stretch of a question may be called: terms ``start`` to ``end`` (half-open)."""

    start: int
    end: int
    alternatives: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Groups of words and phrases that say the same. ``groups`` holds them as they were written."""

    groups: tuple[tuple[str, ...], ...] = ()
    _by_phrase: Mapping[Phrase, tuple[Phrase, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.groups)

    def expand(self, asked: Sequence[str]) -> list[Expansion]:
        """Return what else the terms of a question may be called.

        The longest phrase at each place counts, and places do not overlap: in "senior product manager"
        a group of "product manager" is found, and none of "product".
        """
        found: list[Expansion] = []
        start = 0
        while start < len(asked):
            for end in range(min(len(asked), start + _LONGEST_PHRASE), start, -1):
                if alternatives := self._by_phrase.get(tuple(asked[start:end])):
                    found.append(Expansion(start, end, alternatives))
                    start = end
                    break
            else:
                start += 1
        return found


def parse_synonyms(text: str, path: Path | str, language: str = DEFAULT_LANGUAGE) -> Synonyms:
    """Read the text of a synonyms file.

    Args:
        text: what the file holds.
        path: the file, for messages.
        language: the collection's, whose stemmer joins "PMs" with "PM".

    Raises:
        FileFormatError: a line is no group of at least two words or phrases, has an empty one or one that
            is too long, or repeats a word that another line has.
    """
    groups: list[tuple[str, ...]] = []
    lines: dict[Phrase, int] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith(_NOTE):
            continue
        members = tuple(" ".join(member.split()) for member in line.split(_SEPARATOR))
        _check(members, path, number)
        for phrase in dict.fromkeys(_phrase(member, path, number, language) for member in members):
            if phrase in lines:
                raise FileFormatError(
                    path,
                    f"{' '.join(phrase)!r} stands in line {lines[phrase]} already, "
                    "and each word or phrase belongs to one group.",
                    "Write both groups on one line, or leave it out of one.",
                    line=number,
                )
            lines[phrase] = number
        groups.append(members)
    return synonyms_of(groups, language)


def synonyms_of(groups: Iterable[Sequence[str]], language: str = DEFAULT_LANGUAGE) -> Synonyms:
    """Return synonyms from groups of words and phrases; those that share one are taken together."""
    merged: dict[Phrase, list[Phrase]] = {}
    kept = [tuple(group) for group in groups]
    for group in kept:
        together: list[Phrase] = []
        for phrase in (tuple(terms(member, language)) for member in group):
            together += merged.get(phrase, [phrase] if phrase else [])
        together = list(dict.fromkeys(together))
        for phrase in together:
            merged[phrase] = together
    return Synonyms(
        tuple(kept),
        {
            phrase: tuple(other for other in together if other != phrase)[:_MOST_ALTERNATIVES]
            for phrase, together in merged.items()
            if len(together) > 1
        },
    )


def _check(members: Sequence[str], path: Path | str, line: int) -> None:
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


def _phrase(member: str, path: Path | str, line: int, language: str) -> Phrase:
    phrase = tuple(terms(member, language))
    if not phrase or len(phrase) > _LONGEST_PHRASE:
        rule = "has no word" if not phrase else f"has {len(phrase)} words; {_LONGEST_PHRASE} are the limit"
        raise FileFormatError(
            path, f"{member!r} {rule}.", "Write a word or a short phrase that people ask with.", line=line
        )
    return phrase


def readable(synonyms: Synonyms) -> Iterator[str]:
    """Return the lines of a file that would give these synonyms."""
    return (f" {_SEPARATOR} ".join(group) for group in synonyms.groups)
