"""What was worked out or read lately, kept in memory: so much of it and no more."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable
from threading import Lock
from typing import Generic, TypeVar

from byline.stages import looked_up

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Kept(Generic[_Key, _Value]):
    """Values by what they are about; those that were wanted lately. Safe to share between threads.

    Args:
        name: what hits and misses are counted for; see ``stages.looked_up``.
        most: how many are kept.
    """

    def __init__(self, name: str, most: int) -> None:
        self._name = name
        self._most = most
        self._values: OrderedDict[_Key, _Value] = OrderedDict()
        self._lock = Lock()

    def of(
        self, keys: Iterable[_Key], read: Callable[[Collection[_Key]], dict[_Key, _Value]]
    ) -> dict[_Key, _Value]:
        """Return the values of keys; ``read`` gives those that are not kept and may leave some out."""
        found: dict[_Key, _Value] = {}
        missing: set[_Key] = set()
        values = self._values
        with self._lock:
            for key in keys:
                if key in values:
                    found[key] = values[key]
                    values.move_to_end(key)
                else:
                    missing.add(key)
        looked_up(self._name, len(found), len(missing))
        if missing:
            new = read(missing)
            self._keep(new)
            found.update(new)
        return found

    def get(self, key: _Key) -> _Value | None:
        """Return the value of a key, None where it is not kept."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
        looked_up(self._name, value is not None, value is None)
        return value

    def keep(self, key: _Key, value: _Value) -> None:
        """Keep the value of a key, in place of what was wanted longest ago."""
        self._keep({key: value})

    def _keep(self, found: dict[_Key, _Value]) -> None:
        with self._lock:
            for key, value in found.items():
                self._values[key] = value
                self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
