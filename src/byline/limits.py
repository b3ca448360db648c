"""What limited a reply, and how the same is asked without one of its limits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from byline.models import FILTER_FIELDS, Filters, Reply, Rule
from byline.text.operators import parse_question, unquoted, write_question


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a reply, as a page shows it.

    ``without`` is the question as it can be asked without the limit, None when nothing would be left of it.
    """

    field: str
    value: str
    carried: bool
    without: str | None


def limits_of(reply: Reply) -> tuple[Limit, ...]:
    """Return the limits that held, each with the question that does without it."""
    text = parse_question(reply.asked).text
    carried = reply.carried.limits if reply.carried else ()
    return tuple(
        Limit(
            field=field,
            value=str(value),
            carried=field in carried,
            without=_without(reply.applied_filters, text, field, value) or None,
        )
        for field in FILTER_FIELDS
        for value in _values(getattr(reply.applied_filters, field))
    )


def _values(held: tuple[str, ...] | date | None) -> tuple[str | date, ...]:
    return held if isinstance(held, tuple) else (held,) if held else ()


def _without(filters: Filters, text: str, field: str, value: str | date) -> str:
    """Return the question of ``text`` and ``filters`` without one value of one field."""
    if not isinstance(value, str):
        changed: dict[str, Any] = {field: None}
    else:
        changed = {field: tuple(other for other in getattr(filters, field) if other != value)}
        text = unquoted(text, value) if field == "phrases" else text
    return write_question(text, replace(filters, **changed))


def without_topic(reply: Reply) -> str | None:
    """Return what can be asked without the topic that was carried, None when nothing would be left."""
    if reply.carried and reply.carried.rule in (Rule.WORDS, Rule.POINTING, Rule.CORRECTION):
        return reply.question
    return write_question("", replace(reply.applied_filters, phrases=())) or None
