"""How seldom Python looks for garbage where questions are answered."""

from __future__ import annotations

import gc

_MADE_BEFORE_GARBAGE = 20_000
"""How many more objects there are before the collector looks at them. A question makes a few thousand, none
of them in a circle; with Python's own 700 they are looked at so often that it takes a tenth of the time."""


def seldom_collect() -> None:
    """Never look again at what was made so far, which stays, and seldom at what is made from now on."""
    gc.freeze()
    gc.set_threshold(_MADE_BEFORE_GARBAGE)
