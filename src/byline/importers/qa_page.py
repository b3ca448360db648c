"""Pages of questions and answers that say so in the vocabulary of schema.org (QAPage, FAQPage).

Saved HTML with JSON-LD or Microdata, or a file of JSON-LD alone. Search engines ask sites for it, so most
sites of questions and answers have it, and it names author, date and votes without guessing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from byline.errors import FileFormatError, MarkupError
from byline.importers.contract import Notes, Options
from byline.importers.encoding import read_text
from byline.importers.saved_page import SavedPage, looks_like_html
from byline.importers.schema_org.json_ld import parse_block
from byline.importers.schema_org.microdata import items_of
from byline.importers.schema_org.nodes import Node, first_text, questions
from byline.importers.schema_org.reading import QuestionReader
from byline.models import Draft

NAME = "qa-page"
HELP = "a saved page, or JSON-LD, that marks its questions and answers as schema.org's QAPage or FAQPage"
ENDINGS: tuple[str, ...] = (".jsonld",)

_MARKED = re.compile(
    rb"""(?:schema\.org/|["']@type["']\s*:\s*(?:\[[^\]]{0,200})?["'](?:\w*[:/.]+)*)(?:QAPage|FAQPage|Question)\b"""
)
_MARKED_JSON = re.compile(r'"@type"\s*:\s*(?:\[[^\]]{0,200})?"(?:\w*[:/.]+)*(?:QAPage|FAQPage|Question)"')
_SCRIPT = re.compile(r"<script\b[^>]*ld\+json", re.IGNORECASE)
_LOOKED_AT = 30_000_000


def sniff(path: Path, head: str) -> bool:
    """Say whether a page or JSON names one of the types; in a page it may stand near the end."""
    if head.lstrip()[:1] in ("{", "["):
        return _MARKED_JSON.search(head) is not None
    if not looks_like_html(head):
        return False
    with path.open("rb") as file:
        return _MARKED.search(file.read(_LOOKED_AT).replace(b"\0", b"")) is not None


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield the answers of a page, in its order; the page is read whole.

    Raises:
        FileFormatError: the file is neither HTML nor JSON-LD, or has no question in it.
    """
    text = read_text(path)
    if text.lstrip()[:1] in ("{", "["):
        roots = _whole(path, text)
        reader = QuestionReader(path, options, notes, _web_address, _own_address(roots))
    else:
        page = SavedPage(path)
        try:
            roots = [*_blocks(page, notes), *items_of(page.page)]
        except MarkupError as error:
            raise FileFormatError(path, str(error), "Or copy it as text.") from error
        reader = QuestionReader(path, options, notes, page.address, page.url)
    found = list(questions(roots))
    if not found:
        rule = "no question of schema.org was found, neither as JSON-LD nor as Microdata."
        step = "If the page holds one person's text, read it with --format html and --author."
        raise FileFormatError(path, rule, step)
    yield from reader.drafts(found)


def _whole(path: Path, text: str) -> list[object]:
    """Return the value of a file of JSON-LD."""
    try:
        return [parse_block(text)]
    except ValueError as error:
        raise FileFormatError(path, f"this is not valid JSON-LD ({error}).", "Save it again.") from error


def _blocks(page: SavedPage, notes: Notes) -> Iterator[object]:
    """Yield the blocks of JSON-LD; one that can not be read and may hold a question is rejected."""
    places = [found.start() for found in _SCRIPT.finditer(page.html)]
    scripts = (element for element in page.page.find("script") if "ld+json" in element.get("type").lower())
    for number, script in enumerate(scripts):
        text = page.page.words(script)
        try:
            yield parse_block(text)
        except ValueError as error:
            if "Question" in text:
                line = page.line_of(places[number]) if number < len(places) else None
                rule = f"the block of JSON-LD that begins here can not be read ({error})."
                notes.reject(FileFormatError(page.path, rule, "Save the page again.", line=line), text)


def _own_address(roots: list[object]) -> str | None:
    """Return where JSON-LD says that it can be read."""
    for root in roots:
        for node in root if isinstance(root, list) else [root]:
            if isinstance(node, dict) and (written := _address_in(node)):
                return _web_address(written)
    return None


def _address_in(node: Node) -> str | None:
    page = node.get("mainEntityOfPage")
    return (
        first_text(page, "@id", "url")
        if isinstance(page, dict)
        else first_text(node, "mainEntityOfPage", "url")
    )


def _web_address(written: str) -> str | None:
    """Return an address of the web as it is; a file of JSON-LD has no page to which others belong."""
    return written if re.fullmatch(r"https?://[^\s/]+\S*", written, re.IGNORECASE) else None
