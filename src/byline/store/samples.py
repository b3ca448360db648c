"""The first few answers of each kind of change, for whoever looks before loading."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from byline.loaded import Change, Sample
from byline.models import Draft
from byline.store import queries

MOST = 3
"""How many samples there are of each kind of change."""
_LETTERS = 80


class Samples:
    """Collects samples while a source is imported.

    Args:
        connection: that of the import, to read what would be removed.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._taken: dict[Change, list[Sample]] = {change: [] for change in Change}

    def take_draft(self, change: Change, draft: Draft) -> None:
        """Keep a draft as a sample, if there are not enough of its kind."""
        if len(self._taken[change]) < MOST:
            self._taken[change].append(
                Sample(change, draft.byline.author, draft.question, beginning(draft.text))
            )

    def take_numbers(self, change: Change, numbers: Sequence[int]) -> None:
        """Keep the first of the answers of those numbers, which are in the store."""
        found = queries.by_numbers(self._connection, numbers[:MOST])
        for number in numbers[:MOST]:
            answer = found[number]
            self._taken[change].append(
                Sample(change, answer.byline.author, answer.question, beginning(answer.text))
            )

    def taken(self) -> tuple[Sample, ...]:
        """Return the samples, kind by kind."""
        return tuple(sample for samples in self._taken.values() for sample in samples)


def beginning(text: str) -> str:
    """Return the first words of a text in one line, with an ellipsis where there are more."""
    line = " ".join(text[: 4 * _LETTERS].split())
    if len(line) <= _LETTERS and len(text) <= 4 * _LETTERS:
        return line
    return line[: line.rfind(" ", 1, _LETTERS)] + "…" if " " in line[1:_LETTERS] else line[:_LETTERS] + "…"
