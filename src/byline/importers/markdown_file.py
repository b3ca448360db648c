"""Markdown files: one answer a file, or one question with the answer of an expert under each ``##``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from byline.errors import FileFormatError, MarkupError, NoBylineError
from byline.importers.contract import Notes, Options
from byline.importers.encoding import read_text
from byline.importers.fields import field_of
from byline.importers.front_matter import split_front_matter
from byline.importers.heading_bylines import HeadingByline, byline_in
from byline.importers.markup.markdown_document import MarkdownDocument
from byline.importers.records import Records
from byline.models import Byline, Draft

NAME = "markdown"
HELP = "Markdown that names its author in its front matter, or under each ## heading"
ENDINGS: tuple[str, ...] = (".md", ".markdown", ".mdown")

_Part = tuple[int, int, dict[str, object]]
_NOT_HERE = ("answer", "format")
_OF_ONE_ANSWER = ("author", "role", "company", "date", "byline", "id", "date_precision", "date_as_printed")
# Names that front matter has beside those of tables; the first that is there counts.
_MORE_NAMES = {
    "date": ("publishdate", "pubdate", "lastmod"),
    "author": ("authors", "by"),
    "company": ("employer",),
    "tags": ("keywords",),
}


def sniff(path: Path, head: str) -> bool:  # noqa: ARG001 - one signature for every format
    """Say whether the file has front matter with a title or an author, or a heading that is a byline."""
    lines = head.split("\n")
    if lines[0].rstrip() in ("---", "+++"):
        fields = {(field_of(line.partition(":")[0].partition("=")[0]) or ("",))[0] for line in lines[1:60]}
        return bool(fields & {"question", "author"})
    if lines[0].startswith("{"):
        return False  # JSON front matter looks like JSON; the ending tells
    headings = [line[3:].strip() for line in lines if line.startswith("## ")]
    found = [byline_in(heading, None) for heading in headings]
    return any(each is not None and each.certain for each in found)


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield the answers of a file.

    Raises:
        FileFormatError: front matter that can not be read, or nobody is named and no byline was given.
    """
    matter = split_front_matter(read_text(path), path)
    if str(matter.fields.get("draft", "")).casefold() == "true":
        notes.warn(f"{path}: its front matter says that it is a draft; it is left out.")
        return
    fields = _fields(matter.fields)
    records = Records(path, options, notes)
    try:
        document = MarkdownDocument(matter.text)
        begin = _begin(document, fields, options)
        for start, end, byline in _parts(path, document, begin, fields, options):
            record = fields | {"answer": document.text(start, end)} | byline
            draft = records.draft(record, matter.first_line + start)
            if draft is not None:
                yield draft
    except MarkupError as error:
        raise FileFormatError(path, str(error), "Or give the answers in a CSV or JSON file.") from error
    records.finish()


def _fields(matter: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of an answer that front matter has, by the names that tables have for them."""
    fields = {
        name: value for name, value in matter.items() if (field_of(name) or ("answer",))[0] not in _NOT_HERE
    }
    for field, names in _MORE_NAMES.items():
        if not any(_field(name) == field for name in fields):
            found = [value for wanted in names for name, value in matter.items() if name.casefold() == wanted]
            if found:
                fields[field] = found[0]
    return {name: _plain(name, value) for name, value in fields.items()}


def _plain(name: str, value: object) -> object:
    """Return a value as records take it: TOML has numbers and days, and several may have written a text."""
    if isinstance(value, list):
        texts = [str(each) for each in value if not isinstance(each, list | dict)]
        return ", ".join(texts) if _field(name) == "author" else texts
    return value if value is None or isinstance(value, str | bool | dict) else str(value)


def _field(name: str) -> str:
    """Return the field that a name means, nothing when it means none."""
    return (field_of(name) or ("",))[0]


def _begin(document: MarkdownDocument, fields: dict[str, object], options: Options) -> int:
    """Settle the question in ``fields``; return the line at which the text below it begins."""
    titled = next((name for name in fields if _field(name) == "question"), None)
    title = str(fields[titled]) if titled else options.question
    first = next((heading for heading in document.headings if heading.level == 1), None)
    above = first is not None and not "".join(document.lines[: first.start]).strip()
    if first is None or not above:
        if title and not titled:
            fields["question"] = title
        return 0
    if title is None or title.casefold() == first.text.casefold():
        fields.setdefault(titled or "question", first.text)
        return first.end
    fields.setdefault(titled or "question", title)
    return 0


def _parts(
    path: Path, document: MarkdownDocument, begin: int, fields: dict[str, object], options: Options
) -> list[_Part]:
    """Return the answers of a document as stretches of its lines, each with what its heading says of it."""
    headings = [heading for heading in document.headings if heading.level == 2 and heading.start >= begin]
    bylines = [byline_in(heading.text, options.captured) for heading in headings]
    named = any(_field(name) == "author" for name in fields) or options.byline is not None
    if _are_bylines(bylines, named=named):
        ends = [*(heading.start for heading in headings[1:]), len(document.lines)]
        for name in [name for name in fields if _field(name) in _OF_ONE_ANSWER]:
            del fields[name]
        return [
            (heading.end, end, _said(found))
            for heading, found, end in zip(headings, bylines, ends, strict=True)
        ]
    if not named:
        raise NoBylineError(
            path,
            "nobody is named: no author stands in front matter, and the ## headings are no bylines such as "
            '"## Ada Tern, Head of Pricing at Harbor Maps (May 2021)".',
            "Write one of them, or give the author with --author.",
        )
    return [(begin, len(document.lines), {})]


def _are_bylines(bylines: list[HeadingByline | None], *, named: bool) -> bool:
    """Say whether the headings name those who answer: all do, and one has a role, or nobody else is named."""
    if not bylines or None in bylines:
        return False
    certain = any(each is not None and each.certain for each in bylines)
    return certain or not named


def _said(found: HeadingByline | None) -> dict[str, object]:
    """Return what a heading says of its answer as the fields of a record."""
    byline = found.byline if found else Byline(None)
    said = {
        "author": byline.author,
        "role": byline.role,
        "company": byline.company,
        "date": byline.date.as_printed,
        "byline": byline.as_printed,
    }
    return {name: value for name, value in said.items() if value is not None}
