"""Cuts a talk page into its comments by the signatures that end them.

A signature is what ``~~~~`` becomes: a link to the user's page or talk page, and then the time, as
"12:34, 5 May 2021 (UTC)". A comment without one is by somebody who is not known, and is only counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from byline.importers.text_cleaning import clean_line
from byline.importers.wikitext import Names, text_of_wikitext

_TIME = re.compile(r"\d{1,2}:\d{2}, (?P<day>\d{1,2}\.? [^\W\d]{3,12}\.? \d{4}) \([A-Z]{3,5}\)")
_LINK = re.compile(
    r"\[\[:?(?P<space>[^\[\]|:#]{1,80}):(?P<name>[^\[\]|#/]{1,255})[^\[\]|]*(?:\|[^\[\]]*)?\]\]"
)
_HEADING = re.compile(r"^(={2,6})(?P<words>[^=\n].*?)\1[ \t]*(?:<!--[^<>\n]*-->)?[ \t]*$", re.MULTILINE)
# How far before the time the name may stand: a signature is 255 characters at most, by MediaWiki's rule.
_SIGNATURE_CHARACTERS = 600
_INDENT = re.compile(r"^[:*#]+[ \t]*", re.MULTILINE)
# What stands between a comment and the name that signs it.
_DASHES = " \t\n-–—~("
_OPENED_TAG = re.compile(r"<[^/<>][^<>]{0,200}>$")
_TAG_CHARACTERS = 204


@dataclass(frozen=True, slots=True)
class Comment:
    """What one person wrote in a section; ``number`` counts the person's place in it from 1."""

    heading: str
    number: int
    author: str
    day: str
    signature: str
    text: str


def comments_of(wikitext: str, names: Names) -> tuple[list[Comment], int]:
    """Return the signed comments of a talk page in its order, and how many have no readable signature."""
    comments: list[Comment] = []
    unsigned = 0
    headings: Counter[str] = Counter()
    for heading, body in _sections(wikitext):
        title = text_of_wikitext(heading, names).replace("\n", " ") if heading else ""
        headings[title] += 1
        # A second section of that name is another question with the same words.
        first = (headings[title] - 1) * 1000
        signed, without = _signed(body, names)
        unsigned += without
        for number, (author, day, signature, text) in enumerate(signed, start=first + 1):
            comments.append(Comment(title, number, author, day, signature, text))
    return comments, unsigned


def _sections(wikitext: str) -> Iterator[tuple[str, str]]:
    """Yield the heading and the body of each section; what stands above the first has no heading."""
    heading, start = "", 0
    for found in _HEADING.finditer(wikitext):
        yield heading, wikitext[start : found.start()]
        heading, start = found["words"].strip(), found.end()
    yield heading, wikitext[start:]


def _signed(body: str, names: Names) -> tuple[list[tuple[str, str, str, str]], int]:
    """Return author, day, signature and text of each comment, and how many have none that can be read."""
    found: list[tuple[str, str, str, str]] = []
    unsigned, start = 0, 0
    for time in _TIME.finditer(body):
        link = _last_user(body, max(start, time.start() - _SIGNATURE_CHARACTERS), time.start(), names)
        end = link[0] if link else time.start()
        text = _text(body[start:end], names)
        start = time.end()
        if not text:
            continue
        if link is None:
            unsigned += 1
            continue
        signature = clean_line(text_of_wikitext(body[end : time.end()], names))
        found.append((link[1], time["day"], signature, text))
    return found, unsigned + bool(_text(body[start:], names))


def _last_user(body: str, start: int, end: int, names: Names) -> tuple[int, str] | None:
    """Return where a signature begins and whose it is: the links to one person that end before ``end``."""
    links = [
        link for link in _LINK.finditer(body, start, end) if link["space"].strip().lower() in names.users
    ]
    if not links:
        return None
    name = _user(links[-1])
    first = links[-1].start()
    for link in reversed(links):
        if _user(link) != name or body.count("\n", link.start(), end):
            break
        first = link.start()
    return first, name


def _user(link: re.Match[str]) -> str:
    return clean_line(link["name"].replace("_", " "))


def _text(wikitext: str, names: Names) -> str:
    """Return the words of a comment, without the indents that answer another."""
    return text_of_wikitext(_without_end(_INDENT.sub("", wikitext.lstrip("\n"))), names)


def _without_end(wikitext: str) -> str:
    """Take away the dash before a signature, and the bold letters or the tag that it opens."""
    while True:
        before = wikitext
        wikitext = wikitext.rstrip(_DASHES)
        if wikitext.endswith("''") and wikitext.count("''") % 2:
            wikitext = wikitext.rstrip("'")
        if tag := _OPENED_TAG.search(wikitext[-_TAG_CHARACTERS:]):
            wikitext = wikitext[: -len(tag[0])]
        if wikitext == before:
            return wikitext
