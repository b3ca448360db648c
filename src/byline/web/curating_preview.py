"""What is shown before answers are loaded: those found, where they stand, and what they would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from byline.errors import BylineError, InputError
from byline.importers import Notes
from byline.importers.places import DraftPlace, places
from byline.knowledge import KnowledgeBase
from byline.loaded import ImportReport
from byline.models import Draft
from byline.web.curating_form import Form, drafts_of, part_of

HUES = 6
"""How many colours there are for answers, taken in turn; each answer has its number, too."""
_MOST_NOTES = 50


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an original: words of an answer, or what stands between them (``place`` is None)."""

    text: str
    place: DraftPlace | None

    @property
    def hue(self) -> int:
        """The number of its answer's colour."""
        return hue(self.place.draft) if self.place else 0


@dataclass(frozen=True, slots=True)
class Preview:
    """What the page shows about a form, besides the form itself."""

    drafts: tuple[Draft, ...]
    """What would be loaded."""
    rejected: tuple[str, ...]
    """Why rows of the form can not be loaded as they stand."""
    notes: tuple[str, ...]
    report: ImportReport | None
    """What loading would do; None where it could not be tried, and ``problem`` says why."""
    problem: BylineError | None
    pieces: tuple[tuple[str, tuple[Piece, ...]], ...]
    """The name and the pieces of each original."""


def hue(number: int) -> int:
    """Return the number of the colour of an answer."""
    return number % HUES


def preview(kb: KnowledgeBase, form: Form, notes: Sequence[str] | None = None) -> Preview:
    """Return what is to be said about a form. Nothing is changed.

    Args:
        kb: the knowledge base into which the answers would go.
        form: any form; what is not right about it is said.
        notes: what the importers said; None: what can be said of the rows as they stand.
    """
    said: list[str] = []
    rejected: list[str] = []
    drafts: list[Draft | None] = [None] * len(form.rows)
    report, problem = None, None
    try:
        form.checked()
        drafts = drafts_of(form, Notes(said.append, lambda error, _: rejected.append(str(error))))
        to_load = [draft for draft in drafts if draft is not None]
        if not to_load and not rejected:
            raise InputError("There is nothing to load: each answer here is empty or left out.")
        report = load(kb, form, to_load, dry_run=True) if to_load else None
    except BylineError as error:
        problem = error
    return Preview(
        drafts=tuple(draft for draft in drafts if draft is not None),
        rejected=tuple(rejected),
        notes=tuple((said if notes is None else notes)[:_MOST_NOTES]),
        report=report,
        problem=problem,
        pieces=tuple(_marked(form, drafts)),
    )


def load(
    kb: KnowledgeBase, form: Form, drafts: Sequence[Draft], *, yes: bool = False, dry_run: bool = False
) -> ImportReport:
    """Load the drafts under the title of their form; raises as ``KnowledgeBase.add_drafts`` does."""
    return kb.add_drafts(
        drafts,
        source=form.title,
        title=form.title,
        collection=form.collection,
        url=form.url or None,
        yes=yes,
        dry_run=dry_run,
    )


def _marked(form: Form, drafts: Sequence[Draft | None]) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """Yield each original with the words of its answers marked; ``draft`` counts the rows of the form."""
    for part, original in enumerate(form.originals):
        numbered = [
            (number, draft)
            for number, (row, draft) in enumerate(zip(form.rows, drafts, strict=True))
            if draft is not None and part_of(row) == part
        ]
        found = places(original.text, [draft for _, draft in numbered])
        stand = [replace(place, draft=numbered[place.draft][0]) for place in found]
        yield original.name, tuple(_pieces(original.text, stand))


def _pieces(text: str, stand: Sequence[DraftPlace]) -> Iterator[Piece]:
    at = 0
    for place in stand:
        if at < place.start:
            yield Piece(text[at : place.start], None)
        yield Piece(text[place.start : place.end], place)
        at = place.end
    if at < len(text):
        yield Piece(text[at:], None)
