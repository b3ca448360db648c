"""A Slack export: a folder with channels.json, users.json, and a file a day in a folder a channel.

The whole folder is one source. The message that a thread hangs from is the question, and each reply is an
answer. A reply by the asker is none: it thanks, or asks on. Messages without replies, and those of bots,
joins and edits, are no answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from byline.errors import FileFormatError
from byline.importers.contract import Notes, Options
from byline.importers.dates import read_date, read_number
from byline.importers.encoding import read_text
from byline.importers.slack_text import text_of_slack
from byline.importers.slack_threads import Message, Thread, threads_of
from byline.importers.text_cleaning import clean_line
from byline.models import Byline, Draft, PrintedDate

NAME = "slack"
HELP = "the folder of a Slack export, with channels.json, users.json and a folder a channel"
ENDINGS: tuple[str, ...] = ()

_CHANNELS, _USERS = "channels.json", "users.json"
_LISTS = (_CHANNELS, "groups.json", "mpims.json")


def sniff(path: Path, head: str) -> bool:  # noqa: ARG001 - one signature for every format
    """Say no: an export is a folder."""
    return False


def holds(folder: Path) -> bool:
    """Say whether a folder has the two lists that every export has."""
    return (folder / _CHANNELS).is_file() and (folder / _USERS).is_file()


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:  # noqa: ARG001 - likewise
    """Yield a draft a reply, channel by channel, in the order of the threads. One channel is in memory.

    Raises:
        FileFormatError: a list of the export is missing or no JSON.
    """
    if not path.is_dir() or not holds(path):
        rule = f"this is no folder with {_CHANNELS} and {_USERS}."
        raise FileFormatError(path, rule, "Name the folder or the ZIP file of the export.")
    people = {
        str(user["id"]): user for user in read_list(path / _USERS) if isinstance(user, dict) and "id" in user
    }
    names = {number: _name(user) for number, user in people.items()}
    channels = _channels(path)
    for name in sorted(set(channels.values())):
        folder = path / name
        if not folder.is_dir() or folder.resolve().parent != path.resolve():
            notes.warn(f"{path}: the channel {name[:80]!r} has no folder; there is nothing of it to read.")
            continue
        for thread in threads_of(name, _messages(folder, notes)):
            yield from _drafts(path, thread, people, names, channels, notes)


def read_list(path: Path) -> list[Any]:
    """Return the list that a file of an export holds.

    Raises:
        FileFormatError: it is not JSON, or no list.
    """
    step = "Export it again."
    try:
        value = json.loads(read_text(path))
    except RecursionError as error:
        raise FileFormatError(path, "the JSON is nested too deeply.", step) from error
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise FileFormatError(path, f"this is not valid JSON ({error}).", step, line=line) from error
    if not isinstance(value, list):
        raise FileFormatError(path, "this is not a list.", step)
    return value


def _channels(path: Path) -> dict[str, str]:
    """Return the names of the channels by id, private ones among them where they were exported."""
    found: dict[str, str] = {}
    for name in _LISTS:
        for channel in read_list(path / name) if (path / name).is_file() else ():
            if isinstance(channel, dict) and isinstance(channel.get("name"), str):
                found[str(channel.get("id") or channel["name"])] = channel["name"]
    return found


def _messages(folder: Path, notes: Notes) -> Iterator[Message]:
    """Yield the messages of a channel, day by day."""
    for day in sorted(folder.glob("*.json")):
        if not day.is_file():
            continue
        for value in read_list(day):
            try:
                message = Message.of(value, day)
            except FileFormatError as error:
                notes.reject(error, value)
                continue
            if message is not None:
                yield message


def _drafts(
    path: Path,
    thread: Thread,
    people: dict[str, Any],
    names: dict[str, str],
    channels: dict[str, str],
    notes: Notes,
) -> Iterator[Draft]:
    """Yield the replies of a thread that are answers."""
    asked = text_of_slack(thread.parent.text, names, channels) if thread.parent else None
    if thread.parent is None:
        notes.warn(
            f"{path}: the first message of the thread {thread.key} is not in the export, or no person wrote "
            "it; its replies are kept without a question."
        )
    for reply in thread.replies:
        if thread.parent is not None and reply.user == thread.parent.user:
            continue
        text = text_of_slack(reply.text, names, channels)
        if not text:
            continue
        user = people.get(reply.user)
        if user is None:
            notes.warn(f"{path}: {reply.user!r}, who wrote in {thread.channel}, is not in {_USERS}.")
        yield Draft(
            text=text,
            byline=_byline(user, reply),
            question=asked or None,
            key=f"{thread.channel}-{reply.ts}",
            tags=(thread.channel,),
        )


def _byline(user: Any, reply: Message) -> Byline:
    # Seconds are nothing to read, so the day is printed in their place.
    day = read_number(reply.ts)[0].value
    date = read_date(day.isoformat())[0] if day else PrintedDate()
    if user is None:
        return Byline(author=reply.name, date=date)
    return Byline(author=_name(user) or None, role=_of_profile(user, "title") or None, date=date)


def _name(user: dict[str, Any]) -> str:
    """Return what a person is called: the real name before the one on the screen and the login."""
    login = user.get("name")
    return (
        _of_profile(user, "real_name")
        or clean_line(str(user.get("real_name") or ""))
        or _of_profile(user, "display_name")
        or clean_line(login if isinstance(login, str) else "")
    )


def _of_profile(user: dict[str, Any], name: str) -> str:
    profile = user.get("profile")
    value = profile.get(name) if isinstance(profile, dict) else None
    return clean_line(value) if isinstance(value, str) else ""
