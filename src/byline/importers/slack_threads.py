"""Puts the messages of a Slack channel together to threads, however many days a thread lasts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from byline.errors import FileFormatError
from byline.importers.text_cleaning import clean_line

_TS = re.compile(r"[0-9]{9,10}\.[0-9]{1,6}")
# What a message is that no person wrote as one: joins and leaves, bots, changed topics, reminders. A reply
# that is shown in the channel too, and one with a file, are a person's.
_OF_PEOPLE = frozenset({"", "thread_broadcast", "file_share", "me_message"})


@dataclass(frozen=True, slots=True)
class Message:
    """What one person wrote; ``ts`` is its id in the channel and its time, ``thread`` that of its thread."""

    ts: str
    thread: str | None
    user: str
    name: str | None
    text: str

    @classmethod
    def of(cls, value: object, path: Path) -> Message | None:
        """Read a message; None when no person wrote it.

        Raises:
            FileFormatError: it has no time, or what should be text is none.
        """
        if not isinstance(value, dict):
            raise FileFormatError(path, "a message here is no object.", "Export it again.")
        if value.get("type", "message") != "message" or str(value.get("subtype") or "") not in _OF_PEOPLE:
            return None
        if value.get("bot_id") or not value.get("user"):
            return None
        ts, thread, user = value.get("ts"), value.get("thread_ts"), value["user"]
        text = value.get("text", "")
        if not isinstance(ts, str) or not _TS.fullmatch(ts):
            raise FileFormatError(path, f"a message here has the ts {ts!r}, no time.", "Export it again.")
        if not isinstance(text, str) or not isinstance(user, str) or not isinstance(thread, str | None):
            rule = f"the text, user or thread_ts of the message {ts} is no text."
            raise FileFormatError(path, rule, "Export it again.")
        return cls(ts, thread, user, _name_beside(value), text)


@dataclass(slots=True)
class Thread:
    """A message and the replies to it; ``parent`` is None when the export does not have it."""

    channel: str
    key: str
    parent: Message | None = None
    replies: list[Message] = field(default_factory=list)


def threads_of(channel: str, messages: Iterable[Message]) -> Iterator[Thread]:
    """Yield the threads that have replies, in the order of their first messages."""
    threads: dict[str, Thread] = {}
    seen: set[str] = set()
    for message in messages:
        if message.ts in seen:
            continue  # a day may be exported twice, and a reply that was shown in the channel too
        seen.add(message.ts)
        key = message.thread or message.ts
        thread = threads.setdefault(key, Thread(channel, key))
        if message.ts == key:
            thread.parent = message
        else:
            thread.replies.append(message)
    for key in sorted(threads, key=_time):
        if threads[key].replies:
            threads[key].replies.sort(key=lambda reply: _time(reply.ts))
            yield threads[key]


def _time(ts: str) -> tuple[int, str]:
    seconds, _, rest = ts.partition(".")
    return (int(seconds) if seconds.isdecimal() and len(seconds) <= 10 else 0), rest


def _name_beside(value: dict[str, object]) -> str | None:
    """Return the name that a message carries of its author, who may be of another workspace."""
    profile = value.get("user_profile")
    name = profile.get("real_name") if isinstance(profile, dict) else None
    return (clean_line(name) or None) if isinstance(name, str) else None
