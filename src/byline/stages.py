"""Where the time of an ask goes, and how often a cache had what was wanted.

    with measured() as measures:
        kb.ask("how do you price a beta?")
    measures.seconds  # {"understanding": 0.0004, "candidates": 0.0011, ...}

Functions say with ``@stage("candidates")`` which stage they are. While nobody measures, that costs one
look-up; while somebody does, half a microsecond more. A stage within another interrupts it: each moment
counts for one stage, so that the stages together are the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from time import perf_counter
from typing import ParamSpec, TypeVar

_Taken = ParamSpec("_Taken")
_Given = TypeVar("_Given")

STAGES = (
    "revision",
    "understanding",
    "spelling",
    "candidates",
    "vectors",
    "analysed",
    "ranking",
    "reranking",
    "choosing",
    "answers",
    "excerpts",
    "rephrasing",
    "rest",
)
"""The stages in the order in which an ask first comes to them; "rest" is what none of them counts."""

REST = "rest"


class Measures:
    """What was measured: ``seconds`` by stage, and ``hits`` and ``misses`` by cache."""

    __slots__ = ("_now", "_since", "hits", "misses", "seconds")

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.hits: dict[str, int] = {}
        self.misses: dict[str, int] = {}
        self._now = [REST]
        self._since = perf_counter()

    def enter(self, name: str) -> None:
        """Count the time from now on for the stage ``name``."""
        self._count()
        self._now.append(name)

    def leave(self) -> None:
        """Count the time from now on for the stage that the present one interrupted."""
        self._count()
        self._now.pop()

    def end(self) -> None:
        """Count the time until now."""
        self._count()

    @property
    def total(self) -> float:
        """Seconds, of all stages together."""
        return sum(self.seconds.values())

    def _count(self) -> None:
        until, name = perf_counter(), self._now[-1]
        self.seconds[name] = self.seconds.get(name, 0.0) + until - self._since
        self._since = until


_CURRENT: ContextVar[Measures | None] = ContextVar("measures", default=None)


@contextmanager
def measured() -> Iterator[Measures]:
    """Measure what this thread does in the block. Within another such block it measures for itself."""
    measures = Measures()
    before = _CURRENT.set(measures)
    try:
        yield measures
    finally:
        _CURRENT.reset(before)
        measures.end()


def stage(name: str) -> Callable[[Callable[_Taken, _Given]], Callable[_Taken, _Given]]:
    """Decorate a function that is a stage, or a part of one: what it takes counts for ``name``.

    It must return when its work is done, and so be no generator.
    """
    if name not in STAGES:
        raise ValueError(f"stage {name!r}: there is none. Add it to STAGES.")

    def decorate(function: Callable[_Taken, _Given]) -> Callable[_Taken, _Given]:
        @wraps(function)
        def timed(*arguments: _Taken.args, **named: _Taken.kwargs) -> _Given:
            measures = _CURRENT.get()
            if measures is None:
                return function(*arguments, **named)
            measures.enter(name)
            try:
                return function(*arguments, **named)
            finally:
                measures.leave()

        return timed

    return decorate


def looked_up(cache: str, hits: int, misses: int) -> None:
    """Count what a cache had, and what had to be read."""
    measures = _CURRENT.get()
    if measures is not None:
        measures.hits[cache] = measures.hits.get(cache, 0) + hits
        measures.misses[cache] = measures.misses.get(cache, 0) + misses


def in_order(seconds: dict[str, float]) -> list[tuple[str, float]]:
    """Return what stages took, in the order of ``STAGES``; those that an ask did not come to are left out."""
    return [(name, seconds[name]) for name in STAGES if name in seconds]
