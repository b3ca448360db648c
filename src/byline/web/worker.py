"""A worker process of the server, from its start on.

The process that starts the workers imports this module and nothing of the app: what it imported, it would
import before them, and each of them anew.
"""

from __future__ import annotations

import atexit
import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Lock
from typing import Any

from byline.errors import BylineError
from byline.garbage import no_collection
from byline.settings import Settings

_TURN_WITHIN_S = 10.0
"""How long a worker waits for one before it. One that was killed at its turn holds up the next no longer."""
_ENDED_WITHIN_S = 10.0
"""How long a worker that can not answer waits to be ended."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Makes what answers, in the worker process to which it was handed.

    Args:
        settings: those in force.
        trouble: takes the error because of which nothing can be answered, to be told once and not by
            every worker.
        turn: held by one worker at a time, while it opens the knowledge base.
    """

    settings: Settings
    trouble: Connection
    turn: Lock

    def __call__(self) -> Any:
        """Return what answers, for Granian to call.

        Granian's types know applications that are functions, and not those with an ``__rsgi__``.
        """
        end = _End()
        # Ctrl-C reaches every process at once. The one that started this process sees to its end.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with no_collection():
            try:
                answerer = import_module("byline.web.answerer")
                return answerer.open_answerer(self.settings, _held(self.turn), end.is_due)
            except (BylineError, OSError) as error:
                self.trouble.send(error)
                time.sleep(_ENDED_WITHIN_S)
                raise


class _End:
    """Ends the process once everything else has, if it was told that the end is due.

    One of Granian's threads may want the interpreter just when it is finalized: what woke the main thread at
    the end goes on for a moment. CPython ends such a thread by unwinding it, which Rust does not allow, and
    it says so in a page of its own. So the interpreter is not finalized: its other functions for the exit,
    registered later, have run by then, and the system takes back what the process has.
    """

    def __init__(self) -> None:
        self._is_due = False
        atexit.register(self._leave)

    def is_due(self) -> None:
        """Say that everything has been answered and closed."""
        self._is_due = True

    def _leave(self) -> None:
        if self._is_due:
            logging.shutdown()  # registered by its module before this was
            os._exit(0)


@contextmanager
def _held(turn: Lock) -> Iterator[None]:
    is_mine = turn.acquire(timeout=_TURN_WITHIN_S)
    try:
        yield
    finally:
        if is_mine:
            turn.release()
