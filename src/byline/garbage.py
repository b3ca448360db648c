"""How seldom Python looks for garbage where questions are answered, and while that starts."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MADE_BEFORE_GARBAGE = 20_000
"""How many more objects there are before the collector looks at them. A question makes a few thousand, none
of them in a circle; with Python's own 700 they are looked at so often that it takes a tenth of the time."""


def seldom_collect() -> None:
    """Never look again at what was made so far, which stays, and seldom at what is made from now on."""
    gc.freeze()
    gc.set_threshold(_MADE_BEFORE_GARBAGE)


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector still while modules are imported.

    Importing makes many objects and all of them stay; looking for garbage among them is a sixth of the
    time that ``byline ask`` takes, and that a server takes to start. Frozen, they are not looked through
    later either.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        seldom_collect()
        if was_enabled:
            gc.enable()
