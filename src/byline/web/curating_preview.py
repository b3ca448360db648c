"""What is shown before answers are loaded: those found, where they stand, and what they would change."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from werkzeug.utils import secure_filename

from byline.errors import BylineError, FileFormatError, InputError
from byline.importers import Notes, Options, read_drafts
from byline.importers.encoding import read_text
from byline.importers.places import DraftPlace, places
from byline.importers.text_cleaning import clean_text
from byline.knowledge import KnowledgeBase
from byline.loaded import ImportReport
from byline.models import Draft
from byline.web.curating_form import MOST_ROWS, Form, Original, Row, drafts_of, part_of, row_of

CONTENT_BYTES = 2_000_000
"""How much may be pasted, or be in the files, together; the form then goes to and fro with it."""
HUES = 6
"""How many colours there are for answers, taken in turn; each answer has its number, too."""
_MOST_NOTES = 50
_NAME_CHARS = 80


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


def found_in(form: Form, files: Sequence[tuple[str, bytes]]) -> tuple[Form, tuple[str, ...]]:
    """Read the answers in what was pasted and in files.

    Args:
        form: one that was ``checked``; its ``text`` is what was pasted.
        files: their names as the browser says them, and their contents.

    Returns:
        The form with a row for each answer and with the texts it was read from, and what the importers said.
        Where nothing was recognised, it has one row, with the whole of the first text.

    Raises:
        InputError: there is nothing to read or too much of it, or none of it is a text.
    """
    given = [("", form.text.encode())] if form.text.strip() else []
    given += files
    if not given:
        raise InputError("There is nothing to read yet. Paste a text or choose a file.")
    if (size := sum(len(content) for _, content in given)) > CONTENT_BYTES:
        raise InputError(
            f"The texts have {size:,} bytes together, and {CONTENT_BYTES:,} are the limit here. "
            "Load them with `byline add`."
        )
    notes: list[str] = []
    rows: list[Row] = []
    originals: list[Original] = []
    for name, content in given:
        drafts, text = _read(form, name, content, notes)
        rows += (row_of(draft, len(originals)) for draft in drafts)
        originals.append(Original(name or form.title, text))
    if len(rows) > MOST_ROWS:
        raise InputError(
            f"More than {MOST_ROWS} answers were found, which is more than can be looked over on a page. "
            "Load them with `byline add`; its --dry-run shows what would change."
        )
    if not rows:
        whole = next((clean_text(original.text) for original in originals if original.text), "")
        if not whole:
            raise InputError(" ".join(notes) or "Nothing was found.")
        rows.append(Row(text=whole, kept='{"line": 1}'))
    return replace(form, text="", originals=tuple(originals), rows=tuple(rows)), tuple(notes[:_MOST_NOTES])


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


def _read(form: Form, name: str, content: bytes, notes: list[str]) -> tuple[list[Draft], str]:
    """Return the drafts of one text and the text itself, "" where it is none; what is wrong is noted."""
    with tempfile.TemporaryDirectory(prefix="byline-") as folder:
        path = Path(folder) / (_file_name(name) if name else "pasted.txt")
        path.write_bytes(content)

        def note(message: str) -> None:
            notes.append(message.replace(str(path), name or form.title))

        try:
            text = read_text(path)
        except FileFormatError:
            text = ""  # a workbook or an archive: its format says what is in it
        try:
            read = read_drafts(
                path,
                Options(captured=form.day),
                warn=note,
                reject=lambda error, _: note(str(error)),
            )
            return list(islice(read, MOST_ROWS + 1)), text
        except InputError as error:
            note(str(error))
            return [], text


def _file_name(name: str) -> str:
    """Return a name for a file whose name came from elsewhere; formats may look at it, and at its ending."""
    return re.sub(r"^\.+", "", secure_filename(name))[-_NAME_CHARS:] or "file"


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
