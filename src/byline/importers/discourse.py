"""A topic of Discourse as JSON: /t/ID.json?include_raw=1.

The first post is the question, each later one an answer. What a post quotes of others is not its author's,
and is left out; so is what moderators and the forum itself put between the posts, and whispers, which only
the staff may read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from byline.errors import FileFormatError, MarkupError
from byline.importers.api_json import Object, child, children, date_at, line_at, number_at, read_json, text_at
from byline.importers.contract import Notes, Options
from byline.importers.markup import text_of_markdown
from byline.importers.markup.html_page import Element, Page
from byline.importers.text_cleaning import clean_line
from byline.models import Byline, Draft

NAME = "discourse"
HELP = "a topic of a Discourse forum, as /t/ID.json?include_raw=1 gives it"
ENDINGS: tuple[str, ...] = ()

_TOPIC = re.compile(r'"post_stream"\s*:\s*\{')
_QUOTE = re.compile(r"\[quote(?:=[^\]\n]*)?\]|(\[/quote\])", re.IGNORECASE)
_BOX = re.compile(
    r"^[ \t]*\[/?(?:details|spoiler|wrap|poll|grid)(?:=[^\]\n]*| [^\]\n]*)?\][ \t]*$", re.I | re.M
)
_SIZE = re.compile(r"(!\[[^\]\n|]*)\|[0-9x, %]+(?=\]\()")
_ORDINARY = (None, 1)
_LIKES = 2


def sniff(path: Path, head: str) -> bool:  # noqa: ARG001 - one signature for every format
    """Say whether JSON holds a stream of posts."""
    return head.lstrip().startswith("{") and _TOPIC.search(head) is not None


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield the answers of a topic; the file is read whole.

    Raises:
        FileFormatError: broken JSON, or no posts in it.
    """
    topic = read_json(path)
    posts = list(children(topic, "post_stream", "posts"))
    if not posts:
        step = "Fetch the topic with /t/ID.json?include_raw=1."
        raise FileFormatError(path, "there are no posts under post_stream.", step)
    _warn_of_missing(path, topic, posts, notes)
    accepted = number_at(topic, "accepted_answer", "post_number")
    tags = tuple(dict.fromkeys(_tags(topic)))
    for post in posts:
        number = number_at(post, "post_number")
        if number == 1 or not _is_answer(post):
            continue
        draft = _draft(path, post, notes)
        if draft is not None:
            question = options.question or line_at(topic, "title")
            chosen = draft.accepted or (accepted is not None and accepted == number)
            yield replace(draft, question=question, tags=tags, accepted=chosen)


def _draft(path: Path, post: Object, notes: Notes) -> Draft | None:
    """Return what a post says for itself; None, and said in the notes, when that is nothing."""
    number = number_at(post, "post_number")
    try:
        text = _text(post)
    except MarkupError as error:
        rule = f"post {number} can not be read: {error}"
        notes.reject(FileFormatError(path, rule, "Or leave it out."), post)
        return None
    if not text:
        notes.warn(f"{path}: post {number} has no words of its own; it is left out.")
        return None
    name = line_at(post, "name") or line_at(post, "username")
    return Draft(
        text=text,
        byline=Byline(name, line_at(post, "user_title"), date=date_at(path, notes, post, "created_at")),
        key=line_at(post, "id"),
        accepted=post.get("accepted_answer") is True,
        votes=next((number_at(each, "count") for each in _likes(post)), None),
    )


def _warn_of_missing(path: Path, topic: object, posts: list[Object], notes: Notes) -> None:
    stream = child(topic, "post_stream", "stream")
    if isinstance(stream, list) and len(stream) > len(posts):
        notes.warn(
            f"{path}: the file has {len(posts)} of the topic's {len(stream)} posts. "
            "Fetch it with &print=true to have up to 1,000."
        )


def _is_answer(post: Object) -> bool:
    """Say whether a post is one that a person wrote for all to read."""
    return (
        number_at(post, "post_type") in _ORDINARY
        and not any(post.get(name) for name in ("hidden", "deleted_at", "user_deleted", "action_code"))
        and (number_at(post, "user_id") or 1) > 0
    )


def _text(post: Object) -> str:
    raw = text_at(post, "raw")
    if raw is not None:
        own = _SIZE.sub(r"\1", _BOX.sub("", _without_quotes(raw)))
        return text_of_markdown(own, line_breaks=True)
    return Page(text_at(post, "cooked") or "").text(leave_out=_is_foreign)


def _without_quotes(raw: str) -> str:
    """Take out what is quoted of others; quotes may stand in quotes. One that never ends is none."""
    kept, depth, end = [], 0, 0
    for mark in _QUOTE.finditer(raw):
        if mark[1] is None:
            if depth == 0:
                kept.append(raw[end : mark.start()])
                end = mark.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                kept.append("\n\n")
                end = mark.end()
    return "".join([*kept, raw[end:]])


def _is_foreign(element: Element) -> bool:
    """Say whether a part of a rendered post is not its author's: quotes, previews of links, captions."""
    return (element.tag == "aside" and (element.has_class("quote") or element.has_class("onebox"))) or (
        element.tag == "div" and element.has_class("meta")
    )


def _likes(post: Object) -> Iterator[Object]:
    return (each for each in children(post, "actions_summary") if number_at(each, "id") == _LIKES)


def _tags(topic: object) -> Iterator[str]:
    found = child(topic, "tags")
    for tag in found if isinstance(found, list) else []:
        name = tag if isinstance(tag, str) else line_at(tag, "name")
        if name and clean_line(name):
            yield clean_line(name)
