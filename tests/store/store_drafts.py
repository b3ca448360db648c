"""Drafts for the store's tests, with as little said as a test needs."""

from __future__ import annotations

from datetime import date
from typing import Any

from byline.models import Byline, DatePrecision, Draft, PrintedDate
from byline.store import Store


def draft(text: str, key: str | None = None, *, author: str | None = "Ada Byron", **parts: Any) -> Draft:
    """A draft; ``role`` and ``company`` and ``day`` go into its byline, the other parts into itself."""
    day: date | None = parts.pop("day", None)
    printed = PrintedDate(day.isoformat(), day, DatePrecision.DAY) if day else PrintedDate()
    byline = Byline(author, parts.pop("role", None), parts.pop("company", None), printed)
    return Draft(text=text, byline=byline, key=key, **parts)


def drafts(count: int, start: int = 0) -> list[Draft]:
    """So many drafts, each with a key and a text of its own."""
    return [draft(f"Text {n}.", f"k{n}") for n in range(start, start + count)]


def texts(store: Store, **filters: Any) -> list[str]:
    """The texts of the store's current answers, in its order."""
    return [answer.text for answer in store.answers(**filters)]
