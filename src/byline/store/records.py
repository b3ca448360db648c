"""Between rows and dataclasses: a Draft's values, its fingerprint and ids, and an Answer from a row."""

from __future__ import annotations

import json
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement

from byline.digests import DigestTable
from byline.errors import InputError
from byline.models import Answer, Byline, DatePrecision, Draft, PrintedDate, Source
from byline.store.schema import answers, collections, revisions, sources

_LARGEST = 2**63 - 1
_JSON = json.JSONEncoder(default=str).encode
_QUOTED = json.encoder.encode_basestring_ascii
_FINGERPRINTED = (
    "accepted", "as_printed", "author", "company", "date_as_printed", "date_precision", "date_value", "lang",
    "license", "question", "role", "sha256", "tags", "truncated", "url", "votes",
)  # fmt: skip
"""In the order of the alphabet: the same says the same, whoever writes it."""


@dataclass(frozen=True, slots=True)
class Names:
    """The distinct names in the current answers, sorted; for finding them in questions."""

    authors: tuple[str, ...]
    companies: tuple[str, ...]
    roles: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of the current answers, and how many people answered it."""

    text: str
    authors: int


@dataclass(frozen=True, slots=True)
class StoreCounts:
    """The store in numbers. ``bytes`` is its size on disk, 0 where the database is a server's."""

    collections: int
    sources: int
    answers: int
    authors: int
    revision: int
    bytes: int


@dataclass(frozen=True, slots=True)
class AnswerRevision:
    """An answer as it read from one moment on, and that moment (UTC) and store revision."""

    answer: Answer
    created_at: datetime
    store_revision: int


def check_storable(what: str, value: str | None) -> None:
    """Refuse a text that no database gives back as it was.

    Args:
        what: the text's name in the message, such as "line 12: the author".
        value: the text; None is fine.

    Raises:
        InputError: it has a NUL character or half of a surrogate pair.
    """
    if value is None:
        return
    if "\0" in value:
        flaw = "a NUL character"
    else:
        try:
            value.encode()
            return
        except UnicodeEncodeError as error:
            flaw = f"half of a surrogate pair (U+{ord(value[error.start]):04X})"
    raise InputError(
        f"{what} has {flaw}, which is not text and can not be kept word for word. "
        "Save the file again as UTF-8 without it."
    )


def _is_storable(value: str) -> bool:
    """Say whether ``check_storable`` would let a text pass: all of a draft's at once, since nearly all do."""
    try:
        return b"\0" not in value.encode()
    except UnicodeEncodeError:
        return False


def place_of(draft: Draft, position: int) -> str:
    """Return where a draft stands, for messages: its line, or else its 1-based place in the source."""
    return f"answer {position}" if draft.line is None else f"line {draft.line}"


def revision_values(draft: Draft, position: int) -> dict[str, Any]:
    """Return what a row of ``revisions`` says of a draft, with its fingerprint.

    Two drafts have the same fingerprint exactly when they say the same. Only what a draft does say goes
    in, so a field that a later version adds leaves the fingerprints of drafts without it as they are.

    Raises:
        InputError: a text or a number that can not be stored; the message names the draft's line.
    """
    byline = draft.byline
    values: dict[str, Any] = {
        "sha256": "",
        "author": byline.author,
        "role": byline.role,
        "company": byline.company,
        "as_printed": byline.as_printed,
        "date_value": byline.date.value,
        "date_precision": byline.date.precision.value,
        "date_as_printed": byline.date.as_printed,
        "url": draft.url,
        "tags": _tags_kept(draft.tags),
        "accepted": draft.accepted,
        "votes": draft.votes,
        "lang": draft.lang,
        "license": draft.license,
        "truncated": draft.truncated,
        "question": draft.question,
        "text": draft.text,
    }
    place = place_of(draft, position)
    written = [value for value in values.values() if isinstance(value, str)]
    if not _is_storable("".join((*written, *draft.tags, draft.key or ""))):
        for name, value in values.items():
            check_storable(f"{place}: the {name}", value if isinstance(value, str) else None)
        for tag in draft.tags:  # inside JSON a NUL hides behind its escape
            check_storable(f"{place}: a tag", tag)
        check_storable(f"{place}: the key", draft.key)
    if draft.votes is not None and abs(draft.votes) > _LARGEST:
        raise InputError(
            f"{place}: {draft.votes} votes are more than the {_LARGEST} that can be "
            "counted. Correct the number."
        )
    values["sha256"] = sha256(draft.text.encode()).hexdigest()
    values["fingerprint"] = _fingerprint(values)
    return values


def _fingerprint(values: dict[str, Any]) -> str:
    """Return the SHA-256 of a JSON object of what a draft says besides its text, names in order."""
    said = [
        f'"{name}": {_QUOTED(value) if type(value) is str else _JSON(value)}'
        for name in _FINGERPRINTED
        if (value := values[name]) is not None and value is not False
    ]
    return sha256(f"{{{', '.join(said)}}}".encode()).hexdigest()


def derived_key(draft: Draft, occurrence: int) -> str:
    """Return the key of a draft that brings none.

    Args:
        draft: the draft; its author and its question make the key.
        occurrence: how many drafts of the same author and question stood before it in the source.
    """
    said = json.dumps([draft.byline.author, draft.question, occurrence])
    return "auto:" + sha256(said.encode()).hexdigest()[:32]


class DraftKeys:
    """The keys of the drafts of one source, in their order: those they bring, or derived ones."""

    def __init__(self) -> None:
        self._equals = DigestTable()

    def key_of(self, draft: Draft) -> str:
        """Return the key of the next draft."""
        if draft.key is not None:
            return draft.key
        first = derived_key(draft, 0)
        before = self._equals.get(first)
        self._equals.set(first, before + 1)
        return derived_key(draft, before) if before else first


def author_id(name: str) -> str:
    """Return the public id of an author: the same for the same name, on every machine."""
    return "p_" + _digest("author", name)


def answer_id(collection: str, source_key: str, key: str) -> str:
    """Return the public id of an answer: the same for the same names, on every machine."""
    return "a_" + _digest(collection, source_key, key)


def _digest(*names: str) -> str:
    """Return sixteen letters and digits that stand for the names."""
    return b32encode(sha256("\0".join(names).encode()).digest()[:10]).decode().lower()


ANSWER_COLUMNS: tuple[ColumnElement[Any], ...] = (
    answers.c.number,
    answers.c.id,
    revisions.c.sha256,
    revisions.c.text,
    revisions.c.question,
    revisions.c.author,
    revisions.c.role,
    revisions.c.company,
    revisions.c.as_printed,
    revisions.c.date_as_printed,
    revisions.c.date_value,
    revisions.c.date_precision,
    revisions.c.url.label("answer_url"),
    revisions.c.tags,
    revisions.c.accepted,
    revisions.c.votes,
    revisions.c.lang,
    revisions.c.license,
    revisions.c.truncated,
    sources.c.key.label("source_key"),
    sources.c.title,
    collections.c.name,
    sources.c.url.label("source_url"),
)
"""What a query must select, first and in this order, for ``answer_from``."""


def answer_from(row: Sequence[Any]) -> Answer:
    """Return the Answer in a row that begins with ``ANSWER_COLUMNS``.

    A question reads a hundred of them, so the row is taken apart once and by place.
    """
    (number, public_id, text_hash, text, question, *byline) = row[:12]
    (url, tags, accepted, votes, lang, licence, truncated, *source) = row[12:23]
    author, role, company, as_printed, date_as_printed, date_value, precision = byline
    return Answer(
        number,
        public_id,
        "sha256:" + text_hash,
        text,
        Byline(
            author,
            role,
            company,
            PrintedDate(date_as_printed, date_value, _PRECISIONS[precision]),
            as_printed,
        ),
        question,
        _source(*source),
        url,
        _tags(tags),
        accepted,
        votes,
        lang,
        licence,
        truncated,
    )


_PRECISIONS = {precision.value: precision for precision in DatePrecision}


@lru_cache(maxsize=1024)
def _source(key: str, title: str, collection: str, url: str | None) -> Source:
    """Return the Source; the answers of one source share it."""
    return Source(key, title, collection, url)


@lru_cache(maxsize=1024)
def _tags_kept(tags: tuple[str, ...]) -> str:
    """Return the tags as they are stored."""
    return json.dumps(tags, ensure_ascii=False)


@lru_cache(maxsize=1024)
def _tags(stored: str) -> tuple[str, ...]:
    """Return the tags; many answers have the same."""
    return tuple(json.loads(stored))
