"""The names of an answer's fields in tables and JSON, and how their values are read."""

from __future__ import annotations

import re
from functools import lru_cache

from byline.importers.text_cleaning import clean_line

# What each field may be called, the preferred name first. Case, spaces and underscores do not count.
FIELDS: dict[str, tuple[str, ...]] = {
    "answer": ("answer", "text", "body", "a"),
    "question": ("question", "title", "q"),
    "author": ("author", "name", "expert"),
    "role": ("role", "job_title"),
    "company": ("company", "organization", "org"),
    "date": ("date", "created", "created_at", "published"),
    "date_precision": ("date_precision",),
    "date_as_printed": ("date_as_printed",),
    "byline": ("byline", "byline_raw"),
    "url": ("url", "link", "source"),
    "tags": ("tags", "topic"),
    "id": ("id", "source_id"),
    "accepted": ("accepted",),
    "votes": ("votes",),
    "lang": ("lang",),
    "license": ("license",),
    "truncated": ("truncated",),
    "format": ("format",),
}

WHERE_FROM = frozenset({"collection", "source_key", "source_title", "source_url"})
"""What an export says of where an answer came from; loaded again, it comes from the export."""


def plain_name(name: str) -> str:
    """Return a field name without what does not count: "Created At" and "created_at" are one."""
    return re.sub(r"[\s_]", "", clean_line(name)).casefold()


# plain name -> (field, rank among the field's names; 0 is preferred)
_BY_NAME = {
    plain_name(name): (field, rank) for field, names in FIELDS.items() for rank, name in enumerate(names)
}

_YES = frozenset({"true", "yes", "y", "1"})
_NO = frozenset({"false", "no", "n", "0", ""})
_TAG_BOUNDS = re.compile(r"[,;|]")
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.0+)?")


@lru_cache(maxsize=1024)  # asked for every key of every record
def field_of(name: str) -> tuple[str, int] | None:
    """Return the field that a column or key means and the rank of that name, None when it means none."""
    return _BY_NAME.get(plain_name(name))


def names_of(field: str) -> str:
    """Return the names of a field as words for a message: "answer, text, body or a"."""
    *others, last = FIELDS[field]
    return f"{', '.join(others)} or {last}" if others else last


def read_yes_or_no(value: str) -> bool | None:
    """Return what a printed yes or no means, None when it is neither. Nothing printed means no."""
    word = value.strip().casefold()
    return True if word in _YES else False if word in _NO else None


def read_whole_number(value: str) -> int | None:
    """Return a printed whole number, None when it is none."""
    return int(value.partition(".")[0]) if _WHOLE_NUMBER.fullmatch(value) else None


def split_tags(value: str) -> list[str]:
    """Cut printed tags at commas, semicolons and bars."""
    return _TAG_BOUNDS.split(value)
