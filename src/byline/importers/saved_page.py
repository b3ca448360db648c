"""A page that was saved as HTML: its title, its address, its own words."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

from byline.errors import FileFormatError, MarkupError
from byline.importers.encoding import read_text
from byline.importers.markup.html_page import Element, Page
from byline.importers.text_cleaning import clean_line

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,20000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_MOST_CHARACTERS = 30_000_000
_FURNITURE = frozenset({"nav", "header", "footer", "aside"})


def looks_like_html(head: str) -> bool:
    """Say whether a file that begins with ``head`` is a page of HTML."""
    return _HTML.match(head) is not None


class SavedPage:
    """A page that was saved.

    Args:
        path: the file.

    Raises:
        FileFormatError: the file is not text, too long, or nested too deeply.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.html = read_text(path)
        if len(self.html) > _MOST_CHARACTERS:
            rule = f"the page has {len(self.html):,} characters, more than {_MOST_CHARACTERS:,}."
            raise FileFormatError(path, rule, "Save the page alone, without pictures inside it.")
        try:
            self.page = Page(self.html)
        except MarkupError as error:
            raise FileFormatError(path, str(error), "Or save the page again.") from error
        self.url = self._url()

    def line_of(self, place: int) -> int:
        """Return the line that a place of the file stands in."""
        return self.html.count("\n", 0, place) + 1

    def title(self) -> str | None:
        """Return what the page is called: its first heading, or else its title."""
        for tag in ("h1", "title"):
            for element in self.page.find(tag):
                words = self.page.text(element) if tag == "h1" else self.page.words(element)
                if title := clean_line(words):
                    return title
        return None

    def content(self) -> str:
        """Return the page's own words: its article or main part, or all but what stands around them.

        The first heading is left out, since it is what the page is called.
        """
        heading = self.page.first("h1")
        part = self._main()

        def is_beside(element: Element) -> bool:
            return element is heading or element.tag in _FURNITURE or element.get("role") == "navigation"

        return self.page.text(part, is_beside)

    def meta(self, name: str) -> str | None:
        """Return what the page's head says under a name, such as ``author``."""
        for element in self.page.find("meta"):
            if element.get("name").casefold() == name:
                return clean_line(element.get("content")) or None
        return None

    def address(self, written: str) -> str | None:
        """Return an address on this page in full, None when it can not be had or is none of the web."""
        try:
            address = urljoin(self.url or "", clean_line(written))
        except ValueError:
            return None
        return address if _WEB_ADDRESS.fullmatch(address) else None

    def _main(self) -> Element | None:
        """Return the one part that holds what the page is about, None when it marks none, or several."""
        for wanted in ("article", "main"):
            found = list(self.page.find(wanted))
            if found and all(part.end <= found[0].end for part in found):
                return found[0]
        return next((part for part in self.page.elements if part.get("role") == "main"), None)

    def _url(self) -> str | None:
        for element in self.page.find("link", "meta"):
            canonical = "canonical" in element.get("rel").casefold().split()
            written = element.get("href") if canonical else ""
            if element.get("property") == "og:url":
                written = element.get("content")
            if _WEB_ADDRESS.fullmatch(written.strip()):
                return written.strip()
        return None
