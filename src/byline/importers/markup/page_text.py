"""Writes plain text from the words and blocks of a page: the one place that decides on lines and gaps."""

from __future__ import annotations

import re

LINE = 1
PARAGRAPH = 2
"""How much room a block asks for around itself: a line of its own, or an empty line too."""

_WHITE = re.compile("[ \t\n\r\f]+")
_INDENT = "  "
_DEEPEST_INDENT = 10
"""More is not drawn: a hundred thousand nested lists would be gigabytes of spaces."""


class PageText:
    """A text that grows: words run together, blocks ask for room, list items for a marker and an indent.

    Room is only asked for, and given when words follow: a page of empty blocks is an empty text.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._room = 0
        self._space = False
        self._marker: str | None = None
        self._indent = 0

    def text(self) -> str:
        """Return what was written so far."""
        return "".join(self._parts)

    def words(self, words: str) -> None:
        """Write running text; white space counts as one space, and as none where a line begins."""
        if not words:
            return
        plain = _WHITE.sub(" ", words)
        bare = plain.strip(" ")
        if not bare:
            self._space = True
            return
        self._begin(spaced=self._space or plain[0] == " ")
        self._parts.append(bare)
        self._space = plain[-1] == " "

    def verbatim(self, code: str) -> None:
        """Write preformatted text: its white space and its line ends stay."""
        first, *others = code.split("\n")
        if first:
            self._begin(spaced=self._space)
            self._parts.append(first)
        for line in others:
            # Written even where it is empty: an empty line of code is one.
            self._begin(spaced=False)
            self._parts.append("\n")
            if line:
                self._parts.append(self._margin() + line)
        self._space = False

    def end_line(self) -> None:
        """Begin a new line, as ``<br>`` does."""
        if self._room == 0 and self._parts:
            self._parts.append("\n" + self._margin())
        self._space = False

    def room(self, room: int) -> None:
        """Ask for a line of its own, or an empty line, before what follows."""
        if self._marker is None:  # the first words of an item stand beside its marker
            self._room = max(self._room, room)
        self._space = False

    def open_item(self, marker: str, *, first: bool) -> None:
        """Begin an item of a list; the room before all but the first is one line."""
        self._room = max(self._room, LINE) if first else LINE
        self._space = False
        self._marker = marker
        self._indent += 1

    def close_item(self) -> None:
        """End an item; one without words leaves no marker behind."""
        self._marker = None
        self._indent -= 1
        self.room(LINE)

    def _begin(self, *, spaced: bool) -> None:
        """Give the room that was asked for, or the space between two words."""
        marker, self._marker = self._marker, None
        if self._room or not self._parts or marker:
            if self._parts:
                self._parts.append("\n" * max(self._room, 1))
            self._parts.append(self._margin(1) + marker if marker else self._margin())
        elif spaced and not self._parts[-1].endswith(("\n", " ")):
            self._parts.append(" ")
        self._room = 0

    def _margin(self, less: int = 0) -> str:
        return _INDENT * (min(self._indent, _DEEPEST_INDENT) - less)
