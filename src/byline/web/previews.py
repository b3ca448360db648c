"""What a link to a page shows of it, in chats and wikis that unfold links."""

from __future__ import annotations

from byline.web.words import verdict
from byline.wire import Json

_CHARS = 200


def shortened(text: str) -> str:
    """Return the beginning of a text on one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= _CHARS:
        return line
    cut = line[:_CHARS]
    return (cut.rpartition(" ")[0] or cut) + "…"


def of_reply(reply: Json) -> str:
    """Return what a link to a reply shows: its first excerpt and author, or that nobody answered."""
    if not reply["answered"]:
        return verdict(reply)
    first = reply["excerpts"][0]
    name = first["author"]["name"]
    return shortened(f"{name}: {first['text']}" if name else first["text"])
