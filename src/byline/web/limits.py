"""How often one address may ask, and tell, in a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, Protocol, TypeVar, cast

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from byline.settings import Settings

_TRYING_RATE = "10/minute"
"""How often one address may try the curators' key."""

Taken = ParamSpec("Taken")
Given = TypeVar("Given")


class Limited(Protocol):
    """A decorator that counts the calls of a view and leaves its signature as it is."""

    def __call__(self, view: Callable[Taken, Given], /) -> Callable[Taken, Given]:
        """Return the view, counted."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The decorators: for views that ask, for those that keep what somebody tells, and that check a key."""

    asking: Limited
    telling: Limited
    trying: Limited


def request_limits(app: Flask, settings: Settings) -> Limits:
    """Return the limits of ``app``: the views of each kind share its one allowance.

    The counts live in the memory of the process, so with several workers an address may ask up to that
    many times as often. A request without a question, such as the bare page, does not count.
    """
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", headers_enabled=True)

    def limit(rate: str, scope: str, exempt: Callable[[], bool]) -> Limited:
        if not rate:
            return _unlimited
        return cast(Limited, limiter.shared_limit(rate, scope=scope, exempt_when=exempt))

    return Limits(
        limit(settings.rate, "ask", _asks_nothing),
        limit(settings.telling_rate, "tell", _tells_nothing),
        limit(_TRYING_RATE, "key", _tells_nothing),
    )


def _unlimited(view: Callable[Taken, Given], /) -> Callable[Taken, Given]:
    return view


def _asks_nothing() -> bool:
    asked = request.args.get("q") or request.args.get("url") or ""  # that of a reply, to unfold it
    return request.method != "POST" and not asked.strip()


def _tells_nothing() -> bool:
    return request.method != "POST"
