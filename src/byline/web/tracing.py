"""What is noted of a request while it is answered: its id, its asks and what went wrong.

It lies in the request's environ and not in Flask's ``g``, so that a thread to which the request was handed on
notes in the same place.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from time import perf_counter

from flask import request

from byline.stages import Measures, in_order

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:=+/-]{0,127}")
"""Ids that are taken over: those of proxies and of traces, and nothing that a log could be broken with."""
_KEY = "byline.trace"


@dataclass(slots=True)
class Trace:
    """What is noted of one request."""

    request_id: str
    started: float
    """By ``time.perf_counter``."""
    problem: str = ""
    """The stable code of what went wrong."""
    seconds: dict[str, float] = field(default_factory=dict)
    """What the stages of its asks took."""

    def add(self, measures: Measures) -> None:
        """Note what an ask took; a page may ask several times."""
        for name, took in measures.seconds.items():
            self.seconds[name] = self.seconds.get(name, 0.0) + took

    @property
    def stages(self) -> list[tuple[str, float]]:
        """What the stages of asking took, in seconds, in their order."""
        return in_order(self.seconds)

    def took(self) -> float:
        """Return how many seconds have passed since the request came."""
        return perf_counter() - self.started


def trace() -> Trace:
    """Return what is noted of the present request; the first call begins it."""
    found = request.environ.get(_KEY)
    if isinstance(found, Trace):
        return found
    given = request.headers.get(HEADER, "")
    made = Trace(given if _GIVEN.fullmatch(given) else secrets.token_hex(8), perf_counter())
    request.environ[_KEY] = made
    return made
