"""Keeps the records that ``byline add`` leaves out, each with its reason, in a file to be mended."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from byline.errors import InputError, RemovalError
from byline.importers.inputs import REJECTED, Input
from byline.loaded import Rejected
from byline.wire import rejected_json

SHOWN = 3
"""How many rejected records of a file are told on standard error."""


class Kept:
    """The rejected records of one file, until it is sure that they are to be kept."""

    def __init__(self, file: Input, lines: TextIO) -> None:
        self.count = 0
        self.first: list[str] = []
        self._file = file
        self._lines = lines

    def begin(self) -> None:
        """Forget what was taken: the file is read from its beginning."""
        self.count = 0
        self.first.clear()
        self._lines.seek(0)
        self._lines.truncate()

    def take(self, rejected: Rejected) -> None:
        """Take one of them."""
        self.count += 1
        record = rejected_json(rejected) | {"file": self._file.name}
        self._lines.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")
        if len(self.first) < SHOWN:
            where = self._file.name if rejected.line is None else f"{self._file.name}, line {rejected.line}"
            self.first.append(f"{where}: left out. {rejected.reason} {rejected.next_step}")


class Rejects:
    """Writes the rejected records of every file that one command loads.

    Args:
        target: the one file for all of them; None means one for each file loaded, in the current folder,
            called after it.
        write: whether to write at all; a dry run does not unless a target is named.
    """

    def __init__(self, target: Path | None, *, write: bool = True) -> None:
        self._target = target
        self._write = write or target is not None
        self._written: set[Path] = set()

    @contextmanager
    def of(self, file: Input) -> Iterator[Kept]:
        """Give what takes the rejected records of one file, and write them at the end.

        They are written as well when the rest may not be loaded because of them, and not when the file as
        a whole can not be read.

        Raises:
            InputError: they can not be written.
        """
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="backslashreplace") as lines:
            kept = Kept(file, lines)
            try:
                yield kept
            except RemovalError:
                self._keep(kept, file, lines)
                raise
            self._keep(kept, file, lines)

    def place(self, file: Input) -> Path:
        """Return where the rejected records of a file are written."""
        return self._target or Path(file.short_name + REJECTED)

    def told(self, kept: Kept, file: Input) -> Iterator[str]:
        """Yield why the first records were left out, and how many there are, and where."""
        if not kept.count:
            return
        yield from kept.first
        records = "record was" if kept.count == 1 else "records were"
        where = f"; {self.place(file)} has each with its reason" if self._write else ""
        yield f"{file.name}: {kept.count:,} {records} left out{where}."

    def _keep(self, kept: Kept, file: Input, lines: TextIO) -> None:
        """Write the lines: in place of what an earlier command left, after what this one has written."""
        if not (kept.count and self._write):
            return
        path = self.place(file)
        lines.seek(0)
        try:
            with path.open("a" if path in self._written else "w", encoding="utf-8", newline="\n") as target:
                shutil.copyfileobj(lines, target)
        except OSError as error:
            raise InputError(
                f"{path}: the rejected records can not be written ({error.strerror}). "
                "Name another file with --rejects."
            ) from error
        self._written.add(path)
