"""A page of HTML whose elements can be looked for, and read one by one.

The page is kept as its events, in order; an element is a stretch of them. So a page that is nested a hundred
thousand deep is a long list and nothing worse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from byline.importers.markup.html_events import parse
from byline.importers.markup.html_text import TextReader


@dataclass(slots=True, eq=False)
class Element:
    """An element of a page: ``page.events[begin:end]``, its own beginning and end among them."""

    tag: str
    attributes: Mapping[str, str]
    begin: int
    parent: Element | None = field(repr=False)
    end: int = 0

    def get(self, attribute: str) -> str:
        """Return the value of an attribute, nothing where there is none."""
        return self.attributes.get(attribute, "")

    def has_class(self, name: str) -> bool:
        """Say whether the element is of a class."""
        return name in self.get("class").split()


class Page:
    """A page that was read.

    Args:
        html: the page, or a piece of one.

    Raises:
        MarkupError: so much is nested so deeply that reading it would take minutes.
    """

    def __init__(self, html: str) -> None:
        self.elements: list[Element] = []
        """Every element, in the order in which they begin."""
        self._events: list[str | Element | None] = []  # words, the beginning of an element, an end
        self._open: list[Element] = []
        parse(html, self)

    def find(self, *tags: str) -> Iterator[Element]:
        """Yield the elements of these names."""
        return (element for element in self.elements if element.tag in tags)

    def first(self, *tags: str) -> Element | None:
        """Return the first element of one of these names."""
        return next(self.find(*tags), None)

    def words(self, element: Element) -> str:
        """Return all characters within an element, as they stand, what is hidden too."""
        return "".join(event for event in self._events[element.begin : element.end] if isinstance(event, str))

    def text(self, element: Element | None = None, leave_out: Callable[[Element], bool] | None = None) -> str:
        """Return the plain text of an element, or of the page.

        Args:
            element: what to read; None is the whole page.
            leave_out: says of an element inside whether it is passed over.
        """
        begin, end = (element.begin, element.end) if element else (0, len(self._events))
        reader = TextReader()
        open_tags: list[str] = []
        at = begin
        while at < end:
            event = self._events[at]
            if isinstance(event, str):
                reader.data(event)
            elif event is None:
                reader.end(open_tags.pop())
            elif event is not element and leave_out is not None and leave_out(event):
                at = event.end
                continue
            else:
                open_tags.append(event.tag)
                reader.start(event.tag, event.attributes)
            at += 1
        reader.close()
        return reader.text()

    # What the parser calls.

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        parent = self._open[-1] if self._open else None
        element = Element(tag, dict(attributes), len(self._events), parent)
        self.elements.append(element)
        self._open.append(element)
        self._events.append(element)

    def end(self, tag: str) -> None:  # noqa: ARG002 - elements end in the order in which they are open
        """Take the end of an element."""
        self._events.append(None)
        self._open.pop().end = len(self._events)

    def data(self, words: str) -> None:
        """Take words."""
        self._events.append(words)

    def close(self) -> None:
        """Take the end of the page."""
