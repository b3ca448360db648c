"""What loading tells: what changed, what would change, and which records were left out and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from byline.models import Source


class Change(StrEnum):
    """What becomes of an answer when its source is loaded."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    SKIPPED = "skipped"
    """Someone withdrew it by hand, and it stays out."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer of those that change, shown so that a person sees whether the change is meant."""

    change: Change
    author: str | None
    question: str | None
    beginning: str
    """The first words of the text; an ellipsis says that there are more."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that can not be loaded, and why.

    ``file`` is the file as it was named, ``line`` where the record begins, None where the format has no
    lines. ``record`` is what the file says: a mapping, a list of cells or a text.
    """

    file: str
    line: int | None
    reason: str
    next_step: str
    record: object


TakeRejected = Callable[[Rejected], None]
"""Takes each record that is left out, as it is met."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file of a folder or an archive of which nothing was loaded, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or in a dry run would do.

    Of a folder or an archive it is what all its files did together; ``files`` has them one by one.
    """

    source: Source
    new: int
    changed: int
    removed: int
    unchanged: int
    warnings: tuple[str, ...] = ()
    """What the importer could not know, such as an answer with no author, each with its line."""
    dry_run: bool = False
    rejected: int = 0
    """How many records were left out because they can not be loaded."""
    skipped: int = 0
    """How many answers stay out because someone withdrew them by hand."""
    needs_yes: bool = False
    """Of a dry run: whether the import would be refused until someone says that the removal is meant."""
    samples: tuple[Sample, ...] = ()
    """Of a dry run: the first few answers of each kind of change."""
    files: tuple[ImportReport, ...] = ()
    """Of a folder or an archive: the report of each file that is a source."""
    refused: tuple[Refused, ...] = ()
    """Of a folder or an archive: the files that could not be loaded, while others were."""
