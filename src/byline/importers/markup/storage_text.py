"""Confluence's storage format as plain text: XHTML with elements of its own, which are XML and no HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from byline.errors import MarkupError
from byline.importers.markup.html_text import TextReader

_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,31};")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What an element of Confluence's own is most like on a page; a macro's name counts before "structured-macro".
_LIKE = {
    "task-list": "ul", "task": "li", "task-body": "span", "plain-text-body": "pre", "rich-text-body": "div",
    "layout": "div", "layout-section": "div", "layout-cell": "div", "structured-macro": "div", "macro": "div",
    "task-id": "template", "task-uuid": "template", "task-status": "template", "parameter": "template",
    "placeholder": "template", "adf-node": "template",
}  # fmt: skip
_WITHIN_A_LINE = frozenset({"status", "anchor", "jira", "view-file", "profile"})


def text_of_storage(storage: str) -> str:
    """Return a page's body in Confluence's storage format as plain text, laid out as ``text_of_html`` does.

    Code macros keep their lines, tasks are items of a list, panels are paragraphs; links without words are
    the title of their page. What macros compute (contents, lists of pages) is not there and adds nothing.

    Raises:
        MarkupError: this is not well-formed.
    """
    storage = _NAMED.sub(lambda name: html.escape(html.unescape(name[0])), _NO_XML.sub("", storage))
    reader = _StorageReader()
    target: Any = reader  # the hints of lxml ask for a target that takes bytes too, which it never sends
    parser = etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        # Inside an element no document type can be declared, and so no entity.
        parser.feed(b'<storage xmlns:ac="ac" xmlns:ri="ri">' + storage.encode("utf-8") + b"</storage>")
        parser.close()
    except etree.XMLSyntaxError as error:
        raise MarkupError(f"this is not Confluence's storage format ({error.msg}).") from error
    return reader.reader.text()


class _StorageReader:
    """Turns storage elements into those of a page that look like them."""

    def __init__(self) -> None:
        self.reader = TextReader()
        self._open: list[str] = []
        self._links: list[_Link] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        name = tag.rpartition("}")[2]
        plain = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        if not tag.startswith("{"):
            like, plain = name.lower(), dict(attributes)
        elif name in ("structured-macro", "macro") and plain.get("name") in _WITHIN_A_LINE:
            like = "span"
        else:
            like = _LIKE.get(name, "span")
        self._open.append(like)
        self.reader.start(like, plain if not tag.startswith("{") else {})
        if name == "link" and tag.startswith("{"):
            self._links.append(_Link())
        elif name in ("page", "blog-post") and self._links:
            self._links[-1].title = plain.get("content-title", "")
        elif name == "image":
            self.data(plain.get("alt", ""))
        elif name == "emoticon":
            self.data(plain.get("emoji-fallback", ""))
        elif name == "time":
            self.data(plain.get("datetime", ""))

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if tag == "{ac}link" and self._links:
            link = self._links.pop()
            if not link.has_words:
                self.data(link.title)
        self.reader.end(self._open.pop())

    def data(self, words: str) -> None:
        """Take words."""
        if words.strip() and self._links:
            self._links[-1].has_words = True
        self.reader.data(words)

    def comment(self, words: str) -> None:
        """Pass over a comment."""

    def close(self) -> None:
        """Take the end of the page."""
        self.reader.close()


class _Link:
    """A link that is open: the title of the page it goes to, and whether it has words of its own."""

    __slots__ = ("has_words", "title")

    def __init__(self) -> None:
        self.title = ""
        self.has_words = False
