"""Takes answers apart for the index: here, or where there are many, in processes of their own.

A process is a plain ``python -c`` that reads lists of answers from its standard input and writes what it made
of them: nothing is forked, so that threads and the search engine can not be caught half-way, and no program's
own main module is imported again.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from itertools import islice
from queue import SimpleQueue
from typing import IO, Any, NamedTuple

from byline.models import Answer, Byline, PrintedDate, Source
from byline.search.engine import AnswerRecord
from byline.search.records import taken_apart
from byline.store.answer_files import Row, row_of
from byline.text.analysed import analyse

_CHUNK = 250
"""Answers that are handed to a process at a time."""
MANY = 2000
"""With fewer answers than these the processes would not have started before the work is done."""
_MOST_PROCESSES = 4
"""More do not help: one process writes the index."""
_AHEAD = 2
"""Chunks for each process that wait or are done, so that none is idle and few are in memory."""
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from byline.analysing import serve; serve()"
)

_Packed = tuple[Any, ...]
"""A change as it is handed to a process."""

Change = tuple[int, Answer | None]
"""The number of an answer, and the answer as it is now; None if it was withdrawn."""


class Prepared(NamedTuple):
    """An answer as the index takes it; both None for one that was withdrawn."""

    number: int
    row: Row | None
    record: AnswerRecord | None


def prepare(changes: Iterable[Change]) -> list[Prepared]:
    """Take the answers apart, here and now."""
    return [_prepared(number, answer) for number, answer in changes]


def prepared(changes: Iterable[Change]) -> Iterator[Prepared]:
    """Yield the answers taken apart, in their order; a few chunks of them are in memory."""
    waiting = iter(changes)
    yield from prepare(islice(waiting, MANY))
    following = next(waiting, None)
    if following is None:
        return
    rest = _chunks(following, waiting)
    processes = min(_MOST_PROCESSES, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2)
    if processes < 2:
        for chunk in rest:
            yield from prepare(chunk)
        return
    with ExitStack() as stack:
        team: SimpleQueue[_Process] = SimpleQueue()
        for _ in range(processes):
            team.put(stack.enter_context(_Process()))
        threads = stack.enter_context(ThreadPoolExecutor(processes))
        under_way: deque[Future[list[Prepared]]] = deque()
        for chunk in rest:
            under_way.append(threads.submit(_handed_over, team, chunk))
            if len(under_way) >= _AHEAD * processes:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()


def serve() -> None:
    """Be one of the processes: read lists of changes until there are no more."""
    gc.disable()  # nothing made here is part of a circle
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which then ends this one
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            packed: list[_Packed] = pickle.load(source)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        try:
            pickle.dump(prepare(map(_unpacked, packed)), target, pickle.HIGHEST_PROTOCOL)
            target.flush()
        except BrokenPipeError:
            os._exit(0)  # the program was killed, and nobody waits for this


class _Process:
    """One process that takes answers apart; a context manager, which ends it."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", _PROGRAM, json.dumps(sys.path)]
        self._running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603

    def __enter__(self) -> _Process:
        return self

    def __exit__(self, *_: object) -> None:
        self._running.kill()
        self._running.communicate()

    def prepare(self, chunk: list[Change]) -> list[Prepared]:
        """Return the answers taken apart. They travel as plain tuples, a tenth of the work of dataclasses.

        Raises:
            OSError, EOFError, pickle.UnpicklingError: the process is no more.
        """
        source, target = _pipes(self._running)
        pickle.dump([*map(_packed, chunk)], target, pickle.HIGHEST_PROTOCOL)
        target.flush()
        found: list[Prepared] = pickle.load(source)  # noqa: S301 - from a process that this one started
        return found


def _pipes(running: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if running.stdout is None or running.stdin is None:
        raise OSError("the process has no pipes")
    return running.stdout, running.stdin


def _handed_over(team: SimpleQueue[_Process], chunk: list[Change]) -> list[Prepared]:
    process = team.get()
    try:
        return process.prepare(chunk)
    except (OSError, EOFError, pickle.UnpicklingError):
        return prepare(chunk)  # someone ended the process, or memory is short: slower, and as right
    finally:
        team.put(process)


def _chunks(first: Change, rest: Iterator[Change]) -> Iterator[list[Change]]:
    chunk = [first, *islice(rest, _CHUNK - 1)]
    while chunk:
        yield chunk
        chunk = list(islice(rest, _CHUNK))


def _packed(change: Change) -> _Packed:
    """Return what indexing reads of an answer."""
    number, answer = change
    if answer is None:
        return (number,)
    byline, day = answer.byline, answer.byline.date.value
    return (
        number, answer.revision, answer.text, byline.author, byline.role, byline.company,
        day and day.toordinal(), answer.question, answer.collection, answer.tags, answer.lang,
    )  # fmt: skip


def _unpacked(packed: _Packed) -> Change:
    """Return an answer with what indexing reads of it, and nothing else."""
    if len(packed) == 1:
        return packed[0], None
    number, revision, text, author, role, company, day, question, collection, tags, lang = packed
    byline = Byline(author, role, company, PrintedDate(None, day and date.fromordinal(day)))
    source = Source("", "", collection)
    return number, Answer(number, "", revision, text, byline, question, source, tags=tags, lang=lang)


def _prepared(number: int, answer: Answer | None) -> Prepared:
    if answer is None:
        return Prepared(number, None, None)
    kept, record = taken_apart(analyse(answer))
    return Prepared(number, row_of(kept), record)
