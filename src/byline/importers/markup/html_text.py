"""HTML as plain text: what one who looks at the page reads, and nothing that is hidden from them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from byline.importers.markup.html_events import parse
from byline.importers.markup.page_text import LINE, PARAGRAPH, PageText
from byline.importers.text_cleaning import clean_text

# fmt: off
_UNSEEN = frozenset({
    "head", "script", "style", "template", "noscript", "title", "object", "iframe", "noembed", "noframes",
    "svg", "canvas", "audio", "video", "map", "annotation", "annotation-xml",
    "button", "datalist", "input", "meter", "option", "progress", "select", "textarea",
})
_PARAGRAPHS = frozenset({
    "article", "blockquote", "caption", "dl", "details", "fieldset", "figure", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "main", "ol", "p", "pre", "section", "table", "ul", "menu", "dir", "xmp",
    "listing", "plaintext",
})
_LINES = frozenset({
    "address", "aside", "body", "center", "dd", "dialog", "div", "dt", "figcaption", "footer", "form",
    "header", "hgroup", "legend", "nav", "summary", "tr", "thead", "tbody", "tfoot",
})
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_VERBATIM = frozenset({"pre", "xmp", "listing", "plaintext"})
# fmt: on
_HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_STYLE_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_NUMBER = re.compile(r"\s*(-?[0-9]{1,9})")
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_COUNTED = frozenset("0123456789+-−n")
# What editors put in for a picture, and nobody wrote.
_NOT_WRITTEN = frozenset({"enter image description here", "alt text"})
_DEEPEST_TABLE = 4
_KEPT = "byline-space"
"""An element of our own, by which Markdown hands on a space that was written as a reference."""


def text_of_html(html: str) -> str:
    """Return HTML, a page or a piece of one, as plain text that reads well.

    Paragraphs stand apart by an empty line; items of lists stand on lines of their own after "- " or
    "1. "; the cells of a table's row are separated by " | "; code keeps its lines; a link is its text and
    a picture its alternative text. Character references are decoded once. Left out is what the page does
    not show: scripts, styles, templates, comments, form controls, and elements with the attribute
    ``hidden`` or a style of ``display: none`` or ``visibility: hidden``. What has ``aria-hidden`` stays,
    since it is seen. The text is clean (``clean_text``).

    Raises:
        MarkupError: so much is nested so deeply that reading it would take minutes.
    """
    reader = TextReader()
    parse(html, reader)
    return reader.text()


def kept_space(space: str) -> str:
    """Return HTML for a space or a tab that stays where it is, though others may stand beside it."""
    return f"<{_KEPT} {_KEPT}={ord(space)}></{_KEPT}>"


def is_hidden(tag: str, attributes: Mapping[str, str]) -> bool:
    """Say whether a page does not show an element, by what the element itself says."""
    if tag in _UNSEEN or "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
        return True
    style = attributes.get("style", "")
    return bool(style) and _HIDING_STYLE.search(_STYLE_COMMENT.sub("", style)) is not None


class TextReader:
    """Takes the parser's events and writes the page."""

    def __init__(self) -> None:
        self._page = PageText()
        self._words: list[str] = []
        self._depth = 0
        self._unseen_from: int | None = None
        self._lists: list[_List] = []
        self._tables: list[_Table] = []
        self._tables_open = 0
        self._verbatim = 0
        self._verbatim_begins = False
        self._scripts: list[dict[int, int]] = []

    def text(self) -> str:
        """Return the text of what was taken."""
        return clean_text(self._page.text())

    # What the parser calls.

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if self._words:
            self._write()
        self._depth += 1
        if self._unseen_from is None:
            if is_hidden(tag, attributes):
                self._unseen_from = self._depth
            else:
                self._open(tag, attributes)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if self._words:
            self._write()
        if self._unseen_from is None:
            self._close(tag)
        elif self._unseen_from == self._depth:
            self._unseen_from = None
        self._depth -= 1

    def data(self, words: str) -> None:
        """Take running text; it comes in pieces, a character reference being one."""
        if self._unseen_from is None:
            self._words.append(words)

    def close(self) -> None:
        """Take the end of the page."""
        self._write()

    def _write(self) -> None:
        """Write the running text that has come since the last tag."""
        words = "".join(self._words)
        self._words.clear()
        if self._verbatim:
            # The line end right after <pre> is for the one who writes the page.
            code = words.replace("\r\n", "\n")
            self._page.verbatim(code.removeprefix("\n") if self._verbatim_begins else code)
            self._verbatim_begins = False
        elif self._scripts and _COUNTED.issuperset(words.strip()):
            # 10<sup>6</sup> is not 106.
            self._page.words(words.translate(self._scripts[-1]))
        else:
            self._page.words(words)

    # What the tags mean.

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._ask_for_room(tag)
        if tag in _LISTS:
            self._lists.append(_List(tag, attributes))
        elif tag == "li":
            self._open_item(attributes)
        elif tag in _VERBATIM:
            self._verbatim += 1
            self._verbatim_begins = True
        elif tag == "br":
            self._page.end_line()
        elif tag == "img":
            alternative = attributes.get("alt", "")
            self._page.words("" if alternative.casefold() in _NOT_WRITTEN else alternative)
        elif tag == "q":
            self._page.words("“")
        elif tag == _KEPT and attributes.get(_KEPT) in ("9", "32"):
            self._page.verbatim(chr(int(attributes[_KEPT])))
        elif tag in ("sup", "sub"):
            self._scripts.append(_RAISED if tag == "sup" else _LOWERED)
        elif tag in ("table", "tr", "td", "th"):
            self._open_in_table(tag)

    def _close(self, tag: str) -> None:
        if tag in _LISTS and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._page.close_item()
        elif tag in _VERBATIM:
            self._verbatim -= 1
        elif tag == "q":
            self._page.words("”")
        elif tag in ("sup", "sub") and self._scripts:
            self._scripts.pop()
        elif tag in ("table", "tr", "td", "th"):
            self._close_in_table(tag)
        self._ask_for_room(tag)

    def _ask_for_room(self, tag: str) -> None:
        if tag in _LISTS and self._lists:
            self._page.room(LINE)  # a list in an item of a list follows it closely
        elif tag in _PARAGRAPHS:
            self._page.room(PARAGRAPH)
        elif tag in _LINES:
            self._page.room(LINE)

    def _open_item(self, attributes: Mapping[str, str]) -> None:
        if not self._lists:
            self._lists.append(_List("ul", {}))  # an item in no list; it looks like one of a plain list
        items = self._lists[-1]
        first = items.first
        self._page.open_item(items.marker(attributes), first=first)

    def _open_in_table(self, tag: str) -> None:
        if tag == "table":
            self._tables_open += 1
            if self._tables_open <= _DEEPEST_TABLE:
                self._tables.append(_Table(self._page))
        elif self._tables and self._tables_open <= _DEEPEST_TABLE:
            table = self._tables[-1]
            if tag == "tr":
                self._page = table.end_row()
            else:
                self._page = table.open_cell()

    def _close_in_table(self, tag: str) -> None:
        if self._tables and self._tables_open <= _DEEPEST_TABLE:
            table = self._tables[-1]
            if tag in ("td", "th"):
                self._page = table.close_cell()
            else:
                self._page = table.end_row()
        if tag == "table":
            if self._tables_open <= _DEEPEST_TABLE and self._tables:
                self._tables.pop()
            self._tables_open -= 1


class _List:
    """A list that is open, and how its items are marked."""

    __slots__ = ("_next", "first")

    def __init__(self, tag: str, attributes: Mapping[str, str]) -> None:
        start = _NUMBER.match(attributes.get("start", ""))
        self._next = None if tag != "ol" else int(start[1]) if start else 1
        self.first = True

    def marker(self, attributes: Mapping[str, str]) -> str:
        """Return what the next item begins with."""
        self.first = False
        if self._next is None:
            return "- "
        value = _NUMBER.match(attributes.get("value", ""))
        number = int(value[1]) if value else self._next
        self._next = number + 1
        return f"{number}. "


class _Table:
    """A table that is open: its cells are written apart, and joined when their row is whole."""

    __slots__ = ("_cell", "_cells", "_page")

    def __init__(self, page: PageText) -> None:
        self._page = page
        self._cell: PageText | None = None
        self._cells: list[str] = []

    def open_cell(self) -> PageText:
        """Return the text that a new cell is written to."""
        self.close_cell()
        self._cell = PageText()
        return self._cell

    def close_cell(self) -> PageText:
        """Keep the cell; return the text around the table."""
        if self._cell is not None:
            self._cells.append(clean_text(self._cell.text()))
            self._cell = None
        return self._page

    def end_row(self) -> PageText:
        """Write the row: cells side by side, or one below the other where they hold paragraphs."""
        self.close_cell()
        cells, self._cells = self._cells, []
        if any("\n\n" in cell for cell in cells) or len(cells) == 1:
            for cell in filter(None, cells):
                self._page.room(PARAGRAPH if "\n" in cell else LINE)
                self._page.verbatim(cell)
                self._page.room(PARAGRAPH if "\n" in cell else LINE)
        elif any(cells):
            self._page.room(LINE)
            self._page.verbatim(" | ".join(" ".join(cell.split()) for cell in cells))
            self._page.room(LINE)
        return self._page
