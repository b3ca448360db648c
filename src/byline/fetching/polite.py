"""What a visitor who wants to be welcome keeps to: robots.txt (RFC 9309), pauses, and limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from byline import __version__

AGENT = f"Byline/{__version__}"
"""What Byline calls itself. In robots.txt it is addressed as "Byline"."""
_ADDRESSEE = "Byline"
_LONGEST_PAUSE_S = 60.0
"""A site that asks for more would take days to read; it is told so and left alone for a minute at a time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is fetched, and how fast.

    ``pause_s`` is the least time between two requests to one site; robots.txt may ask for more.
    ``page_bytes`` is the most that a page may have, uncompressed; ``pages`` the most of one sitemap.
    ``connect_s`` is how long a server may take to answer at all, ``page_s`` to send the page.
    """

    pause_s: float = 1.0
    page_bytes: int = 20_000_000
    pages: int = 10_000
    connect_s: float = 10.0
    page_s: float = 60.0
    redirects: int = 5


class Manners:
    """What one site asks of its visitors.

    Args:
        robots: its robots.txt; empty when it has none, None when it can not say at the moment: then
            nothing is to be fetched (RFC 9309, 2.3.1.4).
        pause_s: the least time between two requests.
    """

    def __init__(self, robots: str | None, pause_s: float) -> None:
        self._rules = Protego.parse(robots) if robots is not None else None
        asked = self._rules.crawl_delay(_ADDRESSEE) if self._rules else None
        self._pause_s = max(pause_s, min(float(asked or 0), _LONGEST_PAUSE_S))
        self._asked_at: float | None = None

    @property
    def speaks(self) -> bool:
        """Whether the site could say at all what it allows."""
        return self._rules is not None

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that its robots.txt names."""
        return tuple(self._rules.sitemaps) if self._rules else ()

    def allow(self, address: str) -> bool:
        """Say whether the site lets Byline have that page."""
        return self._rules is not None and bool(self._rules.can_fetch(address, _ADDRESSEE))

    def wait(self, sleep: Callable[[float], None] = time.sleep) -> None:
        """Let the pause since the last request go by."""
        if self._asked_at is not None:
            sleep(max(0.0, self._asked_at + self._pause_s - time.monotonic()))
        self._asked_at = time.monotonic()
