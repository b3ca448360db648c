"""What is left out while a file is loaded, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from byline.errors import FileFormatError, InputError
from byline.loaded import Rejected, TakeRejected
from byline.models import Draft

MOST_WARNINGS = 10_000
"""How many warnings of one file are kept; a million answers may each have one."""


class LeftOut:
    """Takes the warnings and the rejected records of one file.

    Args:
        path: the file.
        tell: takes each record that is left out.
    """

    def __init__(self, path: Path, tell: TakeRejected | None) -> None:
        self.rejected = 0
        self._path = path
        self._tell = tell
        self._first: FileFormatError | None = None
        self._warnings: list[str] = []
        self._unkept = 0

    @property
    def warnings(self) -> tuple[str, ...]:
        """The warnings in their order; where there were too many, the last says how many more."""
        if not self._unkept:
            return tuple(self._warnings)
        return (*self._warnings, f"{self._path}: {self._unkept:,} more warnings were not kept.")

    def warn(self, warning: str) -> None:
        """Keep a warning."""
        if len(self._warnings) < MOST_WARNINGS:
            self._warnings.append(warning)
        else:
            self._unkept += 1

    def take_record(self, error: FileFormatError, record: object) -> None:
        """Take a record that its format can not read."""
        self._first = self._first or error
        self._take(error.line, error.rule, error.next_step, record)

    def take_draft(self, draft: Draft, error: InputError) -> None:
        """Take a draft that the store can not keep."""
        if isinstance(error, FileFormatError):
            rule, step = error.rule, error.next_step
        else:
            rule, step = str(error), "Mend the record and load the file again."
        record = {
            "id": draft.key,
            "question": draft.question,
            "text": draft.text,
            "author": draft.byline.author,
            "byline": draft.byline.as_printed,
            "url": draft.url,
        }
        self._take(draft.line, rule, step, {name: value for name, value in record.items() if value})

    def or_refused(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        """Yield the drafts; where there are none and records were rejected, the file is refused.

        Raises:
            FileFormatError: why the first record of a file can not be loaded of which none can.
        """
        some = False
        for draft in drafts:
            some = True
            yield draft
        if self._first and not some:
            raise self._first

    def _take(self, line: int | None, reason: str, next_step: str, record: object) -> None:
        self.rejected += 1
        if self._tell:
            self._tell(Rejected(str(self._path), line, reason, next_step, record))
