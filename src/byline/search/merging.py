"""Puts the parts of an index together after a change, while questions are asked already."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

AT_ONCE_S = 0.2
"""How long a change waits for it: nearly always there is nothing to put together, or little."""

_log = logging.getLogger(__name__)


class Merging:
    """What an index does after its changes, one after the other, in a thread of its own."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "byline-merging")
        self._last: Future[None] | None = None

    def begin(self, merge: Callable[[], None]) -> None:
        """Do ``merge``; return when it is done, or in a moment while it goes on.

        What fails is logged and left: the index says the same in more parts, and the next change tries again.
        """
        self._last = self._thread.submit(_done, merge)
        wait([self._last], AT_ONCE_S)

    def then(self, act: Callable[[], None]) -> None:
        """Call ``act`` when what was begun is done, now or in the thread."""
        last, self._last = self._last, None
        if last is None:
            act()
        else:
            last.add_done_callback(lambda _: act())

    def close(self) -> None:
        """Wait until all is done. Closing twice does no harm."""
        self._thread.shutdown()


def _done(merge: Callable[[], None]) -> None:
    try:
        merge()
    except (OSError, ValueError) as error:
        _log.warning("The parts of the search index could not be put together (%s).", error)
