"""The widget as an element of a page, and ``::: byline`` in Markdown that becomes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.util import AtomicString
from mkdocs.exceptions import PluginError

TAG = "byline-chat"
NAMES = ("collection", "company", "theme", "lang", "placeholder", "mode", "q")
"""The attributes of the widget; docs/embedding.md of Byline describes them."""

_LINE = re.compile(
    r"^ {0,3}:::[ \t]*byline(?P<set>[ \t][^\n]*)?$"
    r"(?:\n {0,3}:::[ \t]*$)?",  # closed like a container, by those who are used to it
    re.MULTILINE,
)
_ATTRIBUTE = re.compile(r"""\s*([\w-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))(?=\s|$)""")


def element(url: str, link: str, given: Mapping[str, str]) -> Element:
    """Return the widget, with a link in it for where its script can not be had.

    Args:
        url: where Byline is, without a slash at its end.
        link: the words of the link.
        given: its attributes.
    """
    widget = Element(TAG, {"src": url, **given})
    SubElement(widget, "a", {"href": f"{url}/"}).text = AtomicString(link)
    return widget


def html(widget: Element) -> str:
    """Return the element as HTML."""
    return tostring(widget, encoding="unicode", method="html", short_empty_elements=False)


def attributes(text: str) -> dict[str, str]:
    """Read attributes as they are written in HTML: ``collection="ama" theme=light``.

    Raises:
        PluginError: it can not be read, or names an attribute that there is not.
    """
    found: dict[str, str] = {}
    at, text = 0, text.rstrip()
    while at < len(text):
        match = _ATTRIBUTE.match(text, at)
        if match is None:
            rest = text[at:].strip()
            raise PluginError(f'byline: {rest}: write attributes as name="value", with a space between')
        name, *values = match.groups()
        if name not in NAMES:
            raise PluginError(f"byline: {name} is not among the attributes; they are {', '.join(NAMES)}")
        found[name] = next(value for value in values if value is not None)
        at = match.end()
    return found


class Widgets(Extension):
    """Teaches Python-Markdown the line ``::: byline``, and that the widget is a block."""

    def __init__(self, url: str, link: str, defaults: Mapping[str, str]) -> None:
        super().__init__()
        self.url, self.link, self.defaults = url, link, dict(defaults)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's own name
        """Take part in reading a page."""
        md.block_level_elements.append(TAG)
        md.parser.blockprocessors.register(_Line(md.parser, self), "byline", 110)


class _Line(BlockProcessor):
    def __init__(self, parser: Any, widgets: Widgets) -> None:
        super().__init__(parser)
        self._widgets = widgets

    def test(self, _parent: Element, block: str) -> bool:
        return _LINE.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool:
        match = _LINE.search(blocks[0])
        if match is None:
            return False
        block = blocks.pop(0)
        before, after = block[: match.start()].rstrip("\n"), block[match.end() :].lstrip("\n")
        if before:
            self.parser.parseBlocks(parent, [before])
        widgets = self._widgets
        given = widgets.defaults | attributes(match["set"] or "")
        parent.append(element(widgets.url, widgets.link, given))
        if after:
            blocks.insert(0, after)
        return True
