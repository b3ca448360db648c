"""Reads sitemaps (sitemaps.org, protocol 0.9): lists of a site's pages, and lists of such lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlsplit

from lxml import etree

from byline.errors import FetchError

_STEP = "Name the page itself, or another sitemap."
_MOST = 50_000
"""As many entries may a sitemap have by the protocol."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The addresses of pages, and of further sitemaps, in the order in which they stand."""

    pages: tuple[str, ...]
    sitemaps: tuple[str, ...]


def is_sitemap(content: bytes) -> bool:
    """Say whether a file is a sitemap, by its first element."""
    try:
        for _, element in etree.iterparse(BytesIO(content[:4096]), events=("start",), **_SAFE):
            return etree.QName(element).localname in ("urlset", "sitemapindex")
    except etree.XMLSyntaxError:
        pass
    return False


def read_sitemap(content: bytes, address: str) -> Sitemap:
    """Return what a sitemap lists. Addresses of other sites are left out, as the protocol has it.

    Args:
        content: the file, uncompressed.
        address: where it was.

    Raises:
        FetchError: it is broken, or longer than the protocol allows.
    """
    site = urlsplit(address).netloc.casefold()
    pages: dict[str, None] = {}
    maps: dict[str, None] = {}
    try:
        for kind, place in _places(content):
            if urlsplit(place).netloc.casefold() == site:
                (pages if kind == "url" else maps).setdefault(place)
            if len(pages) + len(maps) > _MOST:
                raise FetchError(address, f"this sitemap has more than {_MOST:,} entries.", _STEP)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FetchError(address, f"this sitemap is broken ({error}).", _STEP) from error
    return Sitemap(tuple(pages), tuple(maps))


_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False}


def _places(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield "url" or "sitemap", and the address given for it."""
    for _, element in etree.iterparse(BytesIO(content), events=("end",), **_SAFE):
        if etree.QName(element).localname != "loc" or element.getparent() is None:
            continue
        kind = etree.QName(element.getparent()).localname
        place = (element.text or "").strip()
        if kind in ("url", "sitemap") and place:
            yield kind, place
