"""HTML as a stream of events: elements that begin, words, elements that end.

The parser is libxml2's, through lxml, in its streaming form. It builds no tree, so depth costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from lxml import etree

from byline.errors import MarkupError

# fmt: off
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
})
# fmt: on
# A slash that ends a tag means nothing in HTML, but libxml2 closes the element by it, and "<script/>" would
# show the script. Attributes are taken whole, so that a ">" in one does not end the tag.
_TAG = re.compile(
    r"""<([a-z][^\s/>]*+)((?:[^>/=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+|/(?!>))*+)(/>)?""",
    re.IGNORECASE,
)
# libxml2 looks for the element that an end tag closes in all that are open.
_MOST_LOOKS = 1_000_000_000
_PIECE = 32768


class Events(Protocol):
    """Takes what happens on a page, in order."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element; tag and names of attributes are in lower case."""

    def end(self, tag: str) -> None:
        """Take the end of an element; each that begins ends once."""

    def data(self, words: str) -> None:
        """Take words, character references decoded; they come in pieces."""

    def close(self) -> None:
        """Take the end of the page."""


def parse(html: str, events: Events) -> None:
    """Read HTML, a page or a piece of one, and tell ``events`` about it. No HTML is an error.

    Raises:
        MarkupError: so much is nested so deeply that reading it would take minutes.
    """
    html = _TAG.sub(_without_slash, html.replace("\0", ""))
    # The hints of lxml ask for a target that takes bytes too, which it never sends.
    target: Any = _Watched(events, html.count("</"))
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    # Half a character has no bytes in UTF-8; callers that mind refuse it before.
    page = b"<!DOCTYPE html>" + html.encode("utf-8", "replace")
    # In pieces, because an error in the target is only raised at the end of each.
    for start in range(0, len(page), _PIECE):
        parser.feed(page[start : start + _PIECE])
    parser.close()


def _without_slash(tag: re.Match[str]) -> str:
    if tag[3] is None or tag[1].lower() in _VOID:
        return tag[0]
    return f"<{tag[1]}{tag[2]}>"


class _Watched:
    """Passes events on, and watches that the page does not take too long."""

    def __init__(self, events: Events, end_tags: int) -> None:
        self.data = events.data
        self.close = events.close
        self._start = events.start
        self._end = events.end
        self._end_tags = end_tags
        self._depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth * self._end_tags > _MOST_LOOKS:
            raise MarkupError("the HTML is nested too deeply. Take out the tags that are never closed.")
        self._start(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._end(tag)
