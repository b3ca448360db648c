"""The dump of a Stack Exchange site: Posts.xml, and Users.xml beside it where there is one.

The fields are those of the Stack Exchange data dump's own description (PostTypeId 1 is a question, 2 an
answer). The site's address stands in no row. It is what the caller says, or what the folder is called:
``coffee.stackexchange.com`` as the dump's archives are, or ``stackexchange-coffee``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from byline.errors import FileFormatError, MarkupError
from byline.importers.contract import About, Notes, Options
from byline.importers.dates import read_date
from byline.importers.fields import read_whole_number
from byline.importers.markup import text_of_html
from byline.importers.stack_exchange_index import DumpIndex, Question, open_index
from byline.importers.text_cleaning import clean_line
from byline.importers.xml_stream import elements, root_of
from byline.models import Byline, Draft, PrintedDate

NAME = "stack-exchange"
HELP = "Posts.xml of a Stack Exchange dump, with Users.xml beside it where there is one"
ENDINGS: tuple[str, ...] = ()

_ROW = frozenset({"row"})
_ANSWER = "2"
_OTHER_FILES = frozenset(
    f"{name}.xml"
    for name in ("Badges", "Comments", "PostHistory", "PostLinks", "PostTags", "Tags", "Users", "Votes")
)
_SITE = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:stackexchange\.com|stackoverflow\.com|serverfault\.com|superuser\.com"
    r"|askubuntu\.com|stackapps\.com|mathoverflow\.net)"
)
_SHORT_NAME = re.compile(r"stackexchange-([a-z0-9-]+)")
_TAG_BOUNDS = re.compile(r"[<>|]+")


def sniff(path: Path, head: str) -> bool:  # noqa: ARG001 - one signature for every format
    """Say whether the root is <posts>."""
    return root_of(head) == "posts"


def beside(path: Path) -> bool:
    """Say whether this is one of the dump's other files: they belong to Posts.xml."""
    return path.name in _OTHER_FILES and path.with_name("Posts.xml").is_file()


def about(path: Path, options: Options) -> About:
    """Say the site, or else what the dump's folder is called: every dump's file is called Posts.xml."""
    site = site_of(path, options.url)
    return About(urlsplit(site).netloc if site else path.resolve().parent.name or None, site)


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield a draft an answer, in the order of the file. Memory stays flat at any size.

    The file is read twice, because an answer may stand before its question (moved and merged ones do).
    Titles and names wait in a temporary database on disk.

    Raises:
        FileFormatError: the XML is broken, or has another root.
    """
    site = site_of(path, options.url)
    if site is None:
        notes.warn(
            f"{path}: the address of the site is not known, so its answers have no links; give it with "
            "--url, or call the folder as the site: coffee.stackexchange.com."
        )
    with open_index(path) as index:
        users = path.with_name("Users.xml")
        if users.is_file():
            index.learn_names(users)
        else:
            notes.warn(f"{path}: there is no Users.xml beside it; most authors are not known.")
        tally = _Tally()
        for line, row in elements(path, "posts", _ROW):
            if row.get("PostTypeId") != _ANSWER:
                continue
            try:
                draft = _draft(path, line, row, index, site)
            except FileFormatError as error:
                notes.reject(error, dict(row.items()))
                continue
            if draft is None:
                notes.warn(f"{path}, line {line}: this answer is empty; it is left out.")
                continue
            tally.count(draft)
            yield draft
    tally.tell(path, notes, is_signed=options.byline is not None)


def site_of(path: Path, url: str | None) -> str | None:
    """Return the site's address, ``https://coffee.stackexchange.com``; None when nothing says it.

    Args:
        path: the file Posts.xml; the name of its folder may be the site's.
        url: an address of the site that the caller knows.
    """
    if url is not None:
        parts = urlsplit(url)
        return (
            f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else None
        )
    folder = path.resolve().parent.name.lower().removesuffix("-posts")
    if short := _SHORT_NAME.fullmatch(folder):
        return f"https://{short[1]}.stackexchange.com"
    return f"https://{folder}" if _SITE.fullmatch(folder) else None


class _Tally:
    """Counts what concerns the whole file, and is said once at its end."""

    def __init__(self) -> None:
        self._answers = self._unnamed = self._unasked = 0

    def count(self, draft: Draft) -> None:
        self._answers += 1
        self._unnamed += draft.byline.author is None
        self._unasked += draft.question is None

    def tell(self, path: Path, notes: Notes, *, is_signed: bool) -> None:
        of = f"of {self._answers:,} answers"
        if self._unnamed and not is_signed:
            notes.warn(
                f"{path}: {self._unnamed:,} {of} have no author that the dump knows; "
                "they will be shown as by an unnamed author."
            )
        if self._unasked:
            notes.warn(
                f"{path}: the question of {self._unasked:,} {of} is not in the dump; they are kept without."
            )


def _draft(path: Path, line: int, row: etree._Element, index: DumpIndex, site: str | None) -> Draft | None:
    """Return the draft of an answer's row, None when its text is empty."""
    key = _number(path, line, row, "Id")
    question = index.question(_number(path, line, row, "ParentId")) or Question()
    try:
        text = text_of_html(row.get("Body", ""))
    except MarkupError as error:
        raise FileFormatError(path, str(error), "Take the row out, or mend it.", line=line) from error
    if not text:
        return None
    return Draft(
        text=text,
        byline=Byline(author=_author(row, index), date=_date(path, line, row)),
        question=clean_line(question.title) or None,
        key=str(key),
        url=f"{site}/a/{key}" if site else None,
        tags=tuple(tag for part in _TAG_BOUNDS.split(question.tags) if (tag := clean_line(part))),
        accepted=question.accepted == key,
        votes=read_whole_number(row.get("Score", "")),
        license=clean_line(row.get("ContentLicense", "")) or None,
        line=line,
    )


def _number(path: Path, line: int, row: etree._Element, name: str) -> int:
    """Return an id of a row."""
    printed = row.get(name, "")
    number = read_whole_number(printed)
    if number is None:
        rule = f"the {name} of this row is {printed[:40]!r}, which is no number."
        raise FileFormatError(path, rule, "Mend the row, or export it again.", line=line)
    return number


def _author(row: etree._Element, index: DumpIndex) -> str | None:
    """Return who wrote a row: the user's name, or the name that a deleted user left."""
    owner = read_whole_number(row.get("OwnerUserId", ""))
    # -1 is the community: many people, and none of them.
    name = index.name(owner) if owner is not None and owner > 0 else None
    return name or clean_line(row.get("OwnerDisplayName", "")) or None


def _date(path: Path, line: int, row: etree._Element) -> PrintedDate:
    """Return the day that a row was written."""
    day = row.get("CreationDate", "").partition("T")[0]
    if not day:
        return PrintedDate()
    date, doubt = read_date(day)
    if doubt:
        rule = f"the CreationDate {day[:40]!r} {doubt}."
        raise FileFormatError(path, rule, "Mend the row, or export it again.", line=line)
    return date
