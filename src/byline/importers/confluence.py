"""Confluence: a page as JSON (REST v1 and v2), or a page of a space's HTML export. A page is one answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from byline.errors import FileFormatError, MarkupError
from byline.importers.api_json import Object, child, children, date_at, line_at, read_json, text_at
from byline.importers.contract import Notes, Options
from byline.importers.dates import read_date, split_trailing_date
from byline.importers.encoding import read_head
from byline.importers.markup import text_of_html
from byline.importers.markup.html_page import Element
from byline.importers.markup.storage_text import text_of_storage
from byline.importers.saved_page import SavedPage, looks_like_html
from byline.importers.text_cleaning import clean_line
from byline.models import Byline, Draft, PrintedDate

NAME = "confluence"
HELP = "a page of Confluence, as JSON from its REST API or as a file of a space's HTML export"
ENDINGS: tuple[str, ...] = ()

_BODY = re.compile(r'"(?:storage|export_view|view)"\s*:\s*\{')
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def sniff(path: Path, head: str) -> bool:  # noqa: ARG001 - one signature for every format
    """Say whether JSON holds a page's body in one of Confluence's forms, or a page has the export's parts."""
    if head.lstrip()[:1] in ("{", "["):
        return _BODY.search(head) is not None and '"title"' in head
    return looks_like_html(head) and 'id="main-content"' in head and "page-metadata" in head


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield a draft a page.

    Raises:
        FileFormatError: broken JSON, or nothing that is a page.
    """
    if looks_like_html(read_head(path)):
        yield _exported(path, options, notes)
        return
    value = read_json(path)
    pages = list(children({"": value}, "")) or list(children(value, "results"))
    if not pages and isinstance(value, dict) and "body" in value:
        pages = [value]
    if not pages:
        raise FileFormatError(path, "there is no page in it.", "Fetch it with body-format=storage.")
    for page in pages:
        title = line_at(page, "title")
        try:
            text = _text(page)
        except MarkupError as error:
            rule = f"the page {title!r} can not be read: {error}"
            notes.reject(FileFormatError(path, rule, "Export the space as HTML in its place."), page)
            continue
        if text is None:
            rule = f"the page {title!r} has no body in storage format or as a view."
            notes.reject(FileFormatError(path, rule, "Fetch it with body-format=storage."), page)
        elif not text:
            notes.warn(f"{path}: the page {title!r} is empty; it is left out.")
        else:
            yield Draft(
                text=text,
                byline=_byline(path, page, title, options, notes),
                question=options.question or title,
                key=line_at(page, "id"),
                url=_url(page),
                tags=tuple(dict.fromkeys(filter(None, (line_at(label, "name") for label in _labels(page))))),
            )


def _text(page: Object) -> str | None:
    storage = text_at(page, "body", "storage", "value")
    if storage is not None:
        return text_of_storage(storage)
    for form in ("export_view", "view"):
        if (value := text_at(page, "body", form, "value")) is not None:
            return text_of_html(value)
    return "" if child(page, "body", "storage", "value") is not None else None


def _byline(path: Path, page: Object, title: str | None, options: Options, notes: Notes) -> Byline:
    """Return who made the page, as far as it says; the date is that of the version which is read."""
    name = line_at(page, "history", "createdBy", "displayName")
    if name is None and options.byline is None:
        notes.warn(
            f"{path}: the page {title!r} names no author (an authorId is no name); it will be shown as by an "
            "unnamed author. Give one with --author."
        )
    date = PrintedDate()
    for names in (("version", "createdAt"), ("version", "when"), ("createdAt",), ("history", "createdDate")):
        if text_at(page, *names) is not None:
            date = date_at(path, notes, page, *names)
            break
    return Byline(name, date=date)


def _labels(page: Object) -> Iterator[Object]:
    yield from children(page, "labels", "results")
    yield from children(page, "metadata", "labels", "results")


def _url(page: Object) -> str | None:
    base, place = line_at(page, "_links", "base"), line_at(page, "_links", "webui")
    url = f"{base}{place}" if base and place else None
    return url if url and _WEB_ADDRESS.fullmatch(url) else None


def _exported(path: Path, options: Options, notes: Notes) -> Draft:
    """Return the page of a file of a space's HTML export."""
    page = SavedPage(path)
    parts = {element.get("id"): element for element in page.page.elements if element.get("id")}
    content = parts.get("main-content")
    text = page.page.text(content) if content else ""
    if not text:
        raise FileFormatError(path, "the page has no text under main-content.", "Export the space again.")
    heading = parts.get("title-text")
    title = clean_line(page.page.text(heading)) if heading else page.title() or ""
    # The export writes the space before the title: "Harbor : How we price".
    question = title.partition(" : ")[2] or title or None
    return Draft(
        text=text,
        byline=_exported_byline(page, options, notes),
        question=options.question or question,
        line=1,
    )


def _exported_byline(page: SavedPage, options: Options, notes: Notes) -> Byline:
    """Read "Created by Ada Tern, last modified by Bo Skua on May 03, 2021"."""
    about = next((each for each in page.page.elements if each.has_class("page-metadata")), None)
    printed = clean_line(page.page.text(about)) if about else ""
    cut = split_trailing_date(printed)
    date = read_date(cut[1])[0] if cut else PrintedDate()
    author = next((each for each in page.page.elements if about and _is_author(each, about)), None)
    name = clean_line(page.page.text(author)) if author else ""
    if not name and options.byline is None:
        notes.warn(f"{page.path}: the page names no author; give one with --author.")
    return Byline(name or None, date=date, as_printed=printed or None)


def _is_author(element: Element, about: Element) -> bool:
    return about.begin < element.begin < about.end and element.has_class("author")
