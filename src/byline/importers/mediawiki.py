"""What MediaWiki exports (Special:Export, dumpBackup.php): XML in the schema export-0.x.

An article is one answer, and its title the question. The contributor of a revision is the last one to edit
the page and not its author, so an article is by nobody unless the caller says by whom. On a talk page each
comment that is signed is an answer by the one who signed, and the section's heading is the question. Pages
of other kinds, redirects, and pages that are no wikitext are passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from byline.errors import FileFormatError, MarkupError
from byline.importers.contract import Notes, Options
from byline.importers.dates import read_date
from byline.importers.signatures import Comment, comments_of
from byline.importers.text_cleaning import clean_line
from byline.importers.wikitext import Names, text_of_wikitext
from byline.importers.xml_stream import child, child_text, elements, root_of
from byline.models import Byline, Draft, PrintedDate

NAME = "mediawiki"
HELP = "the XML that MediaWiki exports: articles, and signed comments of talk pages"
ENDINGS: tuple[str, ...] = ()

MAX_WIKITEXT = 2 * 1024 * 1024
"""How many characters a page may have; MediaWiki itself keeps no larger one unless told to."""
_WANTED = frozenset({"siteinfo", "page", "revision"})
_ARTICLE = 0
_WIKITEXT = "wikitext"
_ENGLISH = Names()
_KINDS = {6: "files", -2: "files", 14: "categories", 2: "users", 3: "users"}


def sniff(path: Path, head: str) -> bool:  # noqa: ARG001 - one signature for every format
    """Say whether the root is <mediawiki>."""
    return root_of(head) == "mediawiki"


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield the drafts page by page; of a page with its history only the newest revision counts.

    Raises:
        FileFormatError: the XML is broken, or has another root.
    """
    site = Site()
    passed_over: Counter[str] = Counter()
    newest: Revision | None = None
    for line, element in elements(path, "mediawiki", _WANTED):
        match etree.QName(element).localname:
            case "siteinfo":
                site = Site.of(element)
            case "revision":
                newest = Revision.newer(newest, element)
            case "page":
                page = Page.of(element, newest, line)
                newest = None
                try:
                    if why := page.passed_over():
                        passed_over[why] += 1
                    else:
                        yield from _drafts(path, page, site, options, notes)
                except FileFormatError as error:
                    notes.reject(error, {"title": page.title, "id": page.id})
                except MarkupError as error:
                    refused = FileFormatError(path, str(error), "Mend the page.", line=page.line)
                    notes.reject(refused, {"title": page.title, "id": page.id})
    for why, count in passed_over.items():
        notes.warn(f"{path}: {count:,} pages were passed over: {why}.")


@dataclass(frozen=True, slots=True)
class Site:
    """What the export says of the wiki."""

    names: Names = _ENGLISH

    @classmethod
    def of(cls, siteinfo: etree._Element) -> Site:
        """Read the names that the wiki has for its kinds of pages, beside the English ones."""
        found = {kind: set(getattr(_ENGLISH, kind)) for kind in ("files", "categories", "users")}
        namespaces = child(siteinfo, "namespaces")
        for namespace in namespaces if namespaces is not None else ():
            kind = _KINDS.get(_whole(namespace.get("key")))
            if kind and namespace.text:
                found[kind].add(namespace.text.strip().lower())
        return cls(Names(**{kind: frozenset(names) for kind, names in found.items()}))


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a page."""

    timestamp: str
    model: str
    wikitext: str

    @staticmethod
    def newer(known: Revision | None, element: etree._Element) -> Revision:
        """Return the newer of a revision that is known and the one in ``element``."""
        new = Revision(
            timestamp=child_text(element, "timestamp") or "",
            model=child_text(element, "model") or _WIKITEXT,
            wikitext=child_text(element, "text") or "",
        )
        return known if known is not None and known.timestamp > new.timestamp else new


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its newest revision."""

    title: str
    id: str
    namespace: int
    redirect: bool
    revision: Revision | None
    line: int

    @classmethod
    def of(cls, element: etree._Element, revision: Revision | None, line: int) -> Page:
        """Read a page."""
        return cls(
            title=clean_line(child_text(element, "title") or ""),
            id=clean_line(child_text(element, "id") or ""),
            namespace=_whole(child_text(element, "ns")),
            redirect=child(element, "redirect") is not None,
            revision=revision,
            line=line,
        )

    @property
    def is_talk(self) -> bool:
        """Whether people talk on it: such namespaces have odd numbers."""
        return self.namespace > 0 and self.namespace % 2 == 1

    def passed_over(self) -> str | None:
        """Return why there is nothing to read on the page, None when there is."""
        if self.redirect:
            return "they are redirects"
        if self.namespace != _ARTICLE and not self.is_talk:
            return "they are neither articles nor talk pages"
        if self.revision is None or not self.revision.wikitext.strip():
            return "they are empty"
        return None if self.revision.model == _WIKITEXT else "they are not wikitext"


def _drafts(path: Path, page: Page, site: Site, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield the drafts of one page."""
    wikitext = page.revision.wikitext if page.revision else ""
    if len(wikitext) > MAX_WIKITEXT:
        rule = f"{page.title!r} has {len(wikitext):,} characters; {MAX_WIKITEXT:,} are read at most."
        raise FileFormatError(path, rule, "Split the page.", line=page.line)
    if not page.is_talk:
        yield from _article(path, page, site, options, notes)
        return
    comments, unsigned = comments_of(wikitext, site.names)
    for comment in comments:
        yield _comment(path, page, comment, notes)
    if unsigned:
        notes.warn(
            f"{path}, line {page.line}: {unsigned:,} comments on {page.title!r} have no signature that can "
            "be read; they are left out."
        )


def _article(path: Path, page: Page, site: Site, options: Options, notes: Notes) -> Iterator[Draft]:
    text = text_of_wikitext(page.revision.wikitext if page.revision else "", site.names)
    if not text:
        notes.warn(f"{path}, line {page.line}: {page.title!r} has no text; it is left out.")
        return
    if options.byline is None:
        notes.warn(
            f"{path}, line {page.line}: a wiki does not say who wrote an article; {page.title!r} will be "
            "shown as by an unnamed author."
        )
    byline = Byline(author=None, date=_day(page.revision.timestamp if page.revision else ""))
    yield Draft(text=text, byline=byline, question=page.title or None, key=page.id or None, line=page.line)


def _comment(path: Path, page: Page, comment: Comment, notes: Notes) -> Draft:
    date, doubt = read_date(comment.day)
    if doubt:
        notes.warn(f"{path}, line {page.line}: the date {comment.day!r} {doubt}.")
    return Draft(
        text=comment.text,
        byline=Byline(author=comment.author, date=date, as_printed=comment.signature),
        question=comment.heading or None,
        key=f"{page.id}#{comment.heading}#{comment.number}",
        line=page.line,
    )


def _day(timestamp: str) -> PrintedDate:
    """Return the day of a revision."""
    return read_date(timestamp.partition("T")[0])[0] if timestamp else PrintedDate()


def _whole(printed: str | None) -> int:
    """Return a namespace's number; -1, which is none of a page, for what is no number."""
    try:
        return int(printed or "")
    except ValueError:
        return -1
