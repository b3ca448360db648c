"""The files of the indexed answers, which are mapped into the memory of every process that asks.

A question has a hundred candidates, and of each a few thousand bytes are read. Two files:

    answers.3.table     64-bit numbers: a head, and for each answer's number where its record begins
    answers.3.records   a record each: number, hash, lengths, then what ``IndexedAnswer`` reads

New records are added at the end, and the table says of them only when all are on the disk: a write that is
cut off leaves nothing behind. What is replaced or withdrawn is overwritten with zeros. Files of the next
generation are written anew; who has mapped those before reads on in them.

Numbers are in the byte order of the machine.
"""

from __future__ import annotations

import contextlib
import os
import struct
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO

import numpy as np

from byline.durable import sync
from byline.errors import SearchIndexError
from byline.text.found_through import FoundThrough, Integers, found_through
from byline.text.indexed import IndexedAnswer

_MAGIC = int.from_bytes(b"byline\x00\x01", "little")
"""A file that begins otherwise is none of ours, or of a machine that orders bytes otherwise."""
_MAGIC_AT, _REVISION, _END, _ZEROED = range(4)
"""What the head of the table says: that it is ours, the revision of the store that was last written whole,
where the records end, and how many bytes of them are zeros."""
_HEAD = 8
"""Numbers in the head of the table; the answer 0 would come next."""
_RECORD_HEAD = struct.Struct("=4q")
"""Of a record: the number, the hash of the text, and how many bytes its places and its body have."""
_BEGINNING = bytes(8)
"""Stands before the first record, so that none begins at 0."""
_NOWHERE = 0
"""Stands in the table where there is no record."""
_SIZE = 8
"""Bytes of a number."""
_TABLE, _RECORDS, _UNFINISHED = ".table", ".records", ".unfinished"
_BUFFER_BYTES = 1 << 20
_AT_ONCE = 1000

Row = tuple[int, int, bytes, bytes]
"""An answer as it is written: number, hash of its text, places and body."""


def row_of(answer: IndexedAnswer) -> Row:
    """Return an answer as it is written."""
    return answer.number, answer.text_hash, answer.places, answer.body


class Mapped:
    """The files of a generation as they were when they were mapped; 0 is before the first, and has none."""

    def __init__(self, folder: Path, generation: int) -> None:
        self.generation = generation
        self._table = np.zeros(_HEAD, dtype=np.int64)
        self._bytes: mmap | bytes = b""
        if generation:
            table, records = _paths(folder, generation)
            self._table = np.frombuffer(_map(table), dtype=np.int64)
            if len(self._table) < _HEAD or self._table[_MAGIC_AT] != _MAGIC:
                raise ValueError(f"{table.name} is no table of this program and this kind of machine")
            end = self.end  # another process may write more as soon as this is read
            self._bytes = _map(records)
            if len(self._bytes) < end:
                raise ValueError(f"{records.name} has {len(self._bytes):,} bytes, and should have {end:,}")
        # A process that was killed may have left a part of a number at the end.
        self._longs = np.frombuffer(self._bytes, dtype=np.int64, count=len(self._bytes) // _SIZE)
        self._ints = self._longs.view(np.int32)

    @property
    def revision(self) -> int:
        """The store's revision that was last written whole."""
        return int(self._table[_REVISION])

    @property
    def end(self) -> int:
        """Where the records end, in bytes."""
        return int(self._table[_END])

    @property
    def zeroed(self) -> int:
        """How many bytes of them are zeros."""
        return int(self._table[_ZEROED])

    def knows(self, numbers: Integers) -> bool:
        """Say whether all of the numbers are in what is mapped, and the records of those that have one."""
        places = numbers + _HEAD
        if not len(places):
            return True
        return int(places.max()) < len(self._table) and int(self._table.take(places).max()) < len(self._bytes)

    def read(self, numbers: Iterable[int]) -> dict[int, IndexedAnswer]:
        """Return the answers of those numbers that are there."""
        table, records, head_of = self._table, self._bytes, _RECORD_HEAD.unpack_from
        found: dict[int, IndexedAnswer] = {}
        count = len(table) - _HEAD
        for number in numbers:
            at = int(table[_HEAD + number]) if number < count else _NOWHERE
            if not _NOWHERE < at < len(records):
                continue
            head = head_of(records, at)
            its_number, text_hash, places, body = head
            begin = at + _RECORD_HEAD.size
            middle = begin + places
            answer = IndexedAnswer(number, text_hash, records[begin:middle], records[middle : middle + body])
            # Another process may be overwriting it just now; it does so from the head on.
            if its_number == number and head_of(records, at) == head:
                found[number] = answer
        return found

    def found_through(
        self, numbers: Integers, hashes: Integers, ordinals: Integers
    ) -> tuple[list[int], FoundThrough]:
        """See ``IndexedAnswers.found_through``."""
        if not self.generation:
            return [], FoundThrough.of(())
        while True:
            at = self._table.take(numbers + _HEAD, mode="clip") // _SIZE
            heads = self._heads(at)
            there = np.flatnonzero((at != _NOWHERE) & (heads[:, 0] == numbers) & (heads[:, 1] == hashes))
            at = at[there]
            places = _RECORD_HEAD.size + at * _SIZE
            through = found_through(self._ints, places // 4, heads[there, 2] // 4, ordinals[there])
            # Another process may be overwriting some of them just now; it does so from the head on.
            if np.array_equal(self._heads(at), heads[there]):
                return there.tolist(), through

    def _heads(self, at: Integers) -> Integers:
        return self._longs.take(at[:, None] + np.arange(_RECORD_HEAD.size // _SIZE), mode="clip")

    def rows(self) -> Iterator[Row]:
        """Yield every answer as it was written, by its number."""
        numbers = range(len(self._table) - _HEAD)
        for start in range(0, len(numbers), _AT_ONCE):
            yield from map(row_of, self.read(numbers[start : start + _AT_ONCE]).values())


class Writer:
    """Writes and removes indexed answers, each number once; see ``IndexedAnswers.writing``.

    Args:
        folder: where the files are.
        generation: theirs.
        end: where the records end; 0 when there are none of this generation yet.
    """

    def __init__(self, folder: Path, generation: int, end: int) -> None:
        self._folder = folder
        self._is_new = not end
        self._table, records = _paths(folder, generation)
        self._records: BinaryIO = records.open("w+b" if self._is_new else "r+b", _BUFFER_BYTES)
        self._begin = self._at = end or len(_BEGINNING)
        if self._is_new:
            self._records.write(_BEGINNING)
        self._records.seek(self._at)
        self._written = array("q")
        """Numbers, and after each where its record begins; 0 for one that is removed."""

    def put(self, row: Row) -> None:
        """Write an answer, in place of what there was of its number."""
        number, text_hash, places, body = row
        self._written.extend((number, self._at))
        head = _RECORD_HEAD.pack(number, text_hash, len(places), len(body))
        with in_our_words(self._folder):
            # Heads are read as numbers, and so each record has whole ones.
            self._at += self._records.write(
                b"".join((head, places, body, bytes(-len(places + body) % _SIZE)))
            )

    def remove(self, number: int) -> None:
        """Remove an answer, if it is there."""
        self._written.extend((number, _NOWHERE))

    def commit(self, revision: int) -> None:
        """Write everything to the disk, and only then let it be found."""
        with in_our_words(self._folder):
            if self._is_new:
                unfinished = self._table.with_suffix(_UNFINISHED)
                with unfinished.open("w+b") as file:
                    self._commit(file, revision)
                unfinished.rename(self._table)
                sync(self._folder)
            else:
                with self._table.open("r+b") as file:
                    self._commit(file, revision)

    def abandon(self) -> None:
        """Take away what was written and not committed."""
        with contextlib.suppress(OSError):  # whoever writes next writes over what remains
            self._records.truncate(self._begin)

    def close(self) -> None:
        """Let go of the records."""
        self._records.close()

    def _commit(self, file: BinaryIO, revision: int) -> None:
        """Do so, with the table's file."""
        highest = max(self._written[::2], default=0)
        # Written and not only made longer: where a disk is full, that is told here and not by a signal.
        file.write(bytes(max(0, (_HEAD + highest + 1) * _SIZE - file.seek(0, os.SEEK_END))))
        file.flush()
        self._records.flush()
        if os.fstat(self._records.fileno()).st_size > self._at:  # someone who was killed had written more
            self._records.truncate(self._at)
        self._begin = self._at  # from here on the table may say of them
        with mmap(file.fileno(), 0) as mapped, memoryview(mapped).cast("q") as table:
            if not self._is_new:
                table[_ZEROED] += self._overwritten(table)
            os.fsync(self._records.fileno())
            for number, at in self._places():
                table[_HEAD + number] = at
            table[_MAGIC_AT], table[_REVISION], table[_END] = _MAGIC, revision, self._at
            mapped.flush()
        os.fsync(file.fileno())

    def _places(self) -> Iterator[tuple[int, int]]:
        return zip(self._written[::2], self._written[1::2], strict=True)

    def _overwritten(self, table: memoryview) -> int:
        """Overwrite what no number will point to any more, and return how many bytes that is."""
        total = 0
        with mmap(self._records.fileno(), 0) as records:
            for number, _ in self._places():
                at = table[_HEAD + number]
                if at == _NOWHERE:
                    continue
                _, _, places, body = _RECORD_HEAD.unpack_from(records, at)
                # The head first: it tells whoever reads just now that nothing is here any more.
                for length in (_RECORD_HEAD.size, places + body):
                    records[at : at + length] = bytes(length)
                    at += length
                    total += length
        return total


@contextmanager
def in_our_words(folder: Path) -> Iterator[None]:
    """Say what to do where the files in a folder can not be used."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise SearchIndexError(
            f"{folder}: the indexed answers can not be used ({error}). The answers are safe in the store; "
            "check the disk's space and rights. If a file is damaged, remove this folder: it is made anew."
        ) from error


def _paths(folder: Path, generation: int) -> tuple[Path, Path]:
    """Return the files of a generation: the table and the records."""
    return folder / f"answers.{generation}{_TABLE}", folder / f"answers.{generation}{_RECORDS}"


def generations(folder: Path) -> list[int]:
    """Return which generations are there, whole."""
    return [int(path.name.split(".")[1]) for path in folder.glob(f"answers.*{_TABLE}")]


def _map(path: Path) -> mmap:
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)


def remove_all_but(folder: Path, generation: int) -> None:
    """Remove other generations, and what was left of one that never came to be."""
    for path in set(folder.glob("answers.*")) - {*_paths(folder, generation)}:
        with contextlib.suppress(OSError):  # some systems keep what a process has mapped; the next one tries
            path.unlink()
