"""Reads what a curator pasted and the files that were sent with it, as ``byline add`` reads a folder."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from werkzeug.utils import secure_filename

from byline.adding import PassedOver
from byline.errors import FileFormatError, InputError, MarkupError
from byline.importers import Options, read_drafts
from byline.importers.encoding import read_text
from byline.importers.inputs import Input, inputs_of
from byline.importers.markup import text_of_html
from byline.importers.saved_page import looks_like_html
from byline.importers.text_cleaning import clean_text
from byline.models import Draft
from byline.web.curating_form import MOST_ROWS, Form, Original, Row, row_of

CONTENT_BYTES = 2_000_000
"""How much may be pasted, or be in the files, together; the form then goes to and fro with it."""
_NAME_CHARS = 80
_PASTED = "pasted.txt"


def found_in(form: Form, files: Sequence[tuple[str, bytes]]) -> tuple[Form, tuple[str, ...]]:
    """Read the answers in what was pasted and in files, archives among them.

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
    _check_size(sum(len(content) for _, content in given))
    with tempfile.TemporaryDirectory(prefix="byline-") as room:
        reading = _Reading(form, Path(room))
        for name, content in given:
            reading.take(name, content)
        reading.read()
    if len(reading.rows) > MOST_ROWS:
        raise InputError(
            f"More than {MOST_ROWS} answers were found, which is more than can be looked over on a page. "
            "Load them with `byline add`; its --dry-run shows what would change."
        )
    rows, notes = reading.rows, reading.notes
    if not rows:
        whole = next((clean_text(original.text) for original in reading.originals if original.text), "")
        if not whole:
            raise InputError(" ".join(notes) or "Nothing was found.")
        rows = [Row(text=whole, kept='{"line": 1}')]
    return replace(form, text="", originals=tuple(reading.originals), rows=tuple(rows)), tuple(notes)


class _Reading:
    """The texts of one form in a folder, so that those which belong together (Users.xml) find each other.

    Args:
        form: says the day of the copy, and the title that messages call what was pasted by.
        folder: an empty folder.
    """

    def __init__(self, form: Form, folder: Path) -> None:
        self.rows: list[Row] = []
        self.originals: list[Original] = []
        self.notes: list[str] = []
        self._form = form
        self._folder = folder
        self._names: dict[str, str] = {}
        self._bytes = 0

    def take(self, name: str, content: bytes) -> None:
        """Put a text into the folder, under its own name as far as that is one for a file."""
        safe = _file_name(name) if name else _PASTED
        path, number = self._folder / safe, 1
        while path.exists():
            number += 1
            path = self._folder / f"{number}-{safe}"
        path.write_bytes(content)
        self._names[path.name] = name or self._form.title

    def read(self) -> None:
        """Read all that lies in the folder.

        Raises:
            InputError: what was unpacked is more than fits on the page.
        """
        passed = PassedOver()
        with inputs_of(self._folder) as found:
            for file in sorted(found, key=self._order):
                self._read(file, passed)
                if len(self.rows) > MOST_ROWS:
                    return
        self.notes += passed.told()

    def _read(self, file: Input, passed: PassedOver) -> None:
        name, is_sent = self._name(file), file.source is None and file.path.is_file()
        note = self._noting(file, name)
        text = _shown(file.path)
        try:
            if file.refused is not None:
                raise file.refused
            options = Options(captured=self._form.day)
            drafts = _drafts_of(file.path, options, note)
        except InputError as error:
            why = None if is_sent else file.passed_over(error)
            if why:
                passed.take(name, why)
            else:
                note(str(error))
            drafts = []
        if not drafts and not is_sent and self.originals:
            return  # of an archive what holds nothing need not be looked at
        self._bytes += len(text.encode())
        _check_size(self._bytes)
        self.rows += (row_of(draft, len(self.originals)) for draft in drafts)
        self.originals.append(Original(name, text))

    def _order(self, file: Input) -> int:
        """Return where a file was among those that were sent."""
        inside = Path(file.name).relative_to(self._folder)
        return list(self._names).index(inside.parts[0]) if inside.parts else 0

    def _name(self, file: Input) -> str:
        """Return what a file is called: as it was sent, or as the archive has it that was."""
        inside = Path(file.name).relative_to(self._folder)
        sent = self._names.get(inside.parts[0], inside.parts[0]) if inside.parts else self._form.title
        return "/".join((sent, *inside.parts[1:]))

    def _noting(self, file: Input, name: str) -> Callable[[str], None]:
        def note(message: str) -> None:
            renamed = file.rename(message).replace(file.name, name)
            self.notes.append(renamed.replace(f"{self._folder}/", ""))

        return note


def _drafts_of(path: Path, options: Options, note: Callable[[str], None]) -> list[Draft]:
    read = read_drafts(path, options, warn=note, reject=lambda error, _: note(str(error)))
    return list(islice(read, MOST_ROWS + 1))


def _shown(path: Path) -> str:
    """Return the text that the answers of a file are shown in: of a page of HTML the one made of it.

    That is "" of what is no text, such as a workbook: its format says what is in it.
    """
    try:
        text = read_text(path)
        return text_of_html(text) if looks_like_html(text) else text
    except (FileFormatError, MarkupError, OSError):
        return ""


def _check_size(size: int) -> None:
    if size > CONTENT_BYTES:
        raise InputError(
            f"The texts have {size:,} bytes together, and {CONTENT_BYTES:,} are the limit here. "
            "Load them with `byline add`."
        )


def _file_name(name: str) -> str:
    """Return a name for a file whose name came from elsewhere; formats may look at it, and at its ending."""
    return re.sub(r"^\.+", "", secure_filename(name))[-_NAME_CHARS:] or "file"
