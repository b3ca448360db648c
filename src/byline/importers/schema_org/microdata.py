"""Microdata, as in chapter 5 of the HTML standard, as nodes; ``itemref`` is not followed."""

from __future__ import annotations

from byline.errors import MarkupError
from byline.importers.markup.html_page import Element, Page
from byline.importers.schema_org.nodes import Shown
from byline.importers.text_cleaning import clean_line

# fmt: off
_ADDRESSES = {
    "a": "href", "area": "href", "link": "href", "img": "src", "audio": "src", "video": "src",
    "iframe": "src", "embed": "src", "source": "src", "track": "src", "object": "data", "data": "value",
    "meter": "value",    "time": "datetime",
}
_WANTED = frozenset({
    "name", "headline", "text", "author", "jobTitle", "worksFor", "affiliation", "answerCount", "upvoteCount",
    "dateCreated",
    "datePublished", "url", "keywords", "inLanguage", "license", "mainEntity", "acceptedAnswer",
    "suggestedAnswer",
})
# fmt: on
_MOST_READINGS = 20
"""How often a page may be read over, by values that stand within values."""


def items_of(page: Page) -> list[object]:
    """Return the items of a page that belong to no other, as nodes.

    Raises:
        MarkupError: the values of items stand in each other many times over.
    """
    if not any("itemscope" in element.attributes for element in page.elements):
        return []
    values = _Values(page)
    tops: list[object] = []
    owners: dict[int, dict[str, object] | None] = {}
    for element in page.elements:
        owner = owners[id(element.parent)] if element.parent else None
        item = _item(element) if "itemscope" in element.attributes else None
        owners[id(element)] = owner if item is None else item
        names = [name.rpartition("/")[2] for name in element.get("itemprop").split()]
        if item is not None and (owner is None or not names):
            tops.append(item)
        elif owner is not None:
            for name in _WANTED.intersection(names):
                held = owner.setdefault(name, [])
                if isinstance(held, list):
                    held.append(item if item is not None else values.of(element, name))
    return tops


def _item(element: Element) -> dict[str, object]:
    item: dict[str, object] = {"@type": [*element.get("itemtype").split()]}
    if element.get("itemid"):
        item["@id"] = element.get("itemid")
    return item


class _Values:
    """Reads the values of properties, and watches that a page is not read over and over."""

    def __init__(self, page: Page) -> None:
        self._page = page
        last = max((element.end for element in page.elements), default=0)
        self._left = _MOST_READINGS * last

    def of(self, element: Element, name: str) -> str:
        """Return the value of a property, as the standard says where it stands."""
        if "content" in element.attributes:
            return Shown(element.get("content"))
        attribute = _ADDRESSES.get(element.tag)
        if attribute and attribute in element.attributes and (element.tag != "a" or name == "url"):
            return Shown(element.get(attribute))
        self._left -= element.end - element.begin
        if self._left < 0:
            raise MarkupError("the items of this page stand in each other. Save the page again.")
        if name == "text":
            return Shown(self._page.text(element))
        # A name may be there for programs alone, and hidden; it is not quoted.
        return Shown(clean_line(self._page.words(element)))
