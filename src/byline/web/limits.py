"""How many questions one address may ask in a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar, cast

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from byline.settings import Settings

Taken = ParamSpec("Taken")
Given = TypeVar("Given")


class Limited(Protocol):
    """A decorator that counts the calls of a view and leaves its signature as it is."""

    def __call__(self, view: Callable[Taken, Given], /) -> Callable[Taken, Given]:
        """Return the view, counted."""


def question_limit(app: Flask, settings: Settings) -> Limited:
    """Return a decorator for the views that ask; together they share the one allowance of ``rate``.

    The counts live in the memory of the process, so with several workers an address may ask up to that
    many times as often. A request without a question, such as the bare page, does not count.
    """
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", headers_enabled=True)
    if not settings.rate:
        return _unlimited
    return cast(Limited, limiter.shared_limit(settings.rate, scope="ask", exempt_when=_asks_nothing))


def _unlimited(view: Callable[Taken, Given], /) -> Callable[Taken, Given]:
    return view


def _asks_nothing() -> bool:
    return request.method != "POST" and not request.args.get("q", "").strip()
