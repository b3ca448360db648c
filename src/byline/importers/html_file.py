"""A page of HTML that is one person's text, with a byline that the caller gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from byline.errors import FileFormatError, NoBylineError
from byline.importers.contract import Notes, Options
from byline.importers.saved_page import SavedPage, looks_like_html
from byline.models import Draft

NAME = "html"
HELP = "a page of HTML that is one person's answer; the author is given with --author"
ENDINGS: tuple[str, ...] = (".html", ".htm", ".xhtml")


def sniff(path: Path, head: str) -> bool:  # noqa: ARG001 - one signature for every format
    """Say whether the file begins as a page of HTML does."""
    return looks_like_html(head)


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield the page's own words as one answer: its article or main part, or what navigation leaves.

    Raises:
        NoBylineError: no byline was given.
        FileFormatError: the page has no words of its own.
    """
    page = SavedPage(path)
    if options.byline is None:
        author = page.meta("author")
        hint = f" Its head names {author!r} as the author, who may be the site's." if author else ""
        rule = f"the page marks no questions and answers, so it can not be told whose words it holds.{hint}"
        raise NoBylineError(path, rule, 'Say whose they are: --author "Ada Tern".')
    text = page.content()
    if not text:
        rule = "the page has no words of its own; a script may put them there."
        raise FileFormatError(path, rule, "Save it from a browser as a complete page.")
    question = options.question or page.title()
    if question is None:
        notes.warn(f"{path}: the page has no title; the answer is kept without a question.")
    yield Draft(text=text, byline=options.byline, question=question, url=page.url, line=1)
