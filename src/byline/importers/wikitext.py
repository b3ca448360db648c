"""Turns wikitext into plain text: what a reader of the page would read as its words.

Left out are templates, references, tables, pictures, categories and comments. mwparserfromhell parses it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import mwparserfromhell
from mwparserfromhell.nodes import (
    Comment,
    ExternalLink,
    Heading,
    HTMLEntity,
    Node,
    Tag,
    Template,
    Text,
    Wikilink,
)
from mwparserfromhell.wikicode import Wikicode

from byline.errors import MarkupError
from byline.importers.text_cleaning import clean_text

# fmt: off
_LEFT_OUT = frozenset({
    "ref", "references", "table", "gallery", "math", "timeline", "score", "imagemap", "graph", "mapframe",
    "maplink", "style", "script", "templatestyles", "indicator",
})
# fmt: on
_LIST_MARKS = {"*": "- ", "#": "- ", ":": "", ";": ""}
_BREAKS = {"br": "\n", "hr": "\n\n"}
_SWITCH = re.compile(r"__[A-Z]{3,}__")
_SPACES = re.compile(r"[ \t]+")
_AROUND_LINE = re.compile(r" *\n *")
_BEFORE_MARK = re.compile(r" +([.,;:!?])(?=\s|$)")
_OPENING_OR_END = re.compile(
    r"<!--|-->|\{\{|\}\}|\[\[|\]\]|\{\||\|\}|\[|\]|<(?P<end>/)?(?P<tag>[A-Za-z][\w-]*+)(?:[^<>]*+(?<=(?P<alone>/))>)?"
)
_KINDS = {
    "{{": ("{{", True), "}}": ("{{", False), "[[": ("[[", True), "]]": ("[[", False),
    "<!--": ("<!--", True), "-->": ("<!--", False),
    "{|": ("{|", True), "|}": ("{|", False), "[": ("[", True), "]": ("[", False),
}  # fmt: skip
_VOID = frozenset({"br", "hr", "wbr", "img"})
MOST_OPEN = 100
"""How much of one kind may be open at once; a page that people read has some ten."""
DEPTH = 40
"""How deep text may stand in markup, as in the parser itself."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a wiki calls the pages that are linked for what they are: pictures, categories, people."""

    files: frozenset[str] = frozenset({"file", "image", "media"})
    categories: frozenset[str] = frozenset({"category"})
    users: frozenset[str] = frozenset({"user", "user talk"})


def text_of_wikitext(wikitext: str, names: Names) -> str:
    """Return wikitext as plain text; list items begin with a dash, links are their words.

    Raises:
        MarkupError: so much is opened and not closed that reading it would take minutes.
    """
    _check_open(wikitext)
    code = mwparserfromhell.parse(wikitext, skip_style_tags=False)
    text = _SWITCH.sub("", _text(code, names, DEPTH))
    text = _AROUND_LINE.sub("\n", _SPACES.sub(" ", text))
    return clean_text(_BEFORE_MARK.sub(r"\1", text))


def _check_open(wikitext: str) -> None:
    """Refuse what the parser would take minutes for: from each opening it looks for the end anew."""
    open_now: Counter[str] = Counter()
    for found in _OPENING_OR_END.finditer(wikitext):
        written, tag = found[0], found["tag"]
        if tag is None:
            kind, opens = _KINDS[written]
        else:
            kind, opens = tag.lower(), not found["end"]
            if kind in _VOID or found["alone"]:
                continue
        open_now[kind] = max(open_now[kind] + (1 if opens else -1), 0)
        if open_now[kind] > MOST_OPEN:
            raise MarkupError(f"more than {MOST_OPEN} of {written[:20]!r} are open at once in this wikitext.")


def _text(code: Wikicode | None, names: Names, depth: int) -> str:
    if code is None or depth == 0:
        return ""
    return "".join(_text_of(node, names, depth - 1) for node in code.nodes)


def _text_of(node: Node, names: Names, depth: int) -> str:
    """Return the text of one node."""
    match node:
        case Text():
            return str(node.value)
        case HTMLEntity():
            return _character(node)
        case Heading():
            return f"\n\n{_text(node.title, names, depth).strip()}\n\n"
        case Wikilink():
            return _text_of_link(node, names, depth)
        case ExternalLink():
            return _text(node.title, names, depth) if node.title is not None else str(node.url)
        case Tag():
            return _text_of_tag(node, names, depth)
        case Comment() | Template():
            return ""
    return ""


def _text_of_link(link: Wikilink, names: Names, depth: int) -> str:
    title = str(link.title).strip()
    prefix, colon, _ = title.partition(":")
    if colon and prefix.strip().lower() in names.files | names.categories:
        return ""
    if link.text is not None:
        return _text(link.text, names, depth)
    return title.removeprefix(":")


def _text_of_tag(tag: Tag, names: Names, depth: int) -> str:
    name = str(tag.tag).strip().lower()
    if name in _LEFT_OUT:
        return ""
    if tag.wiki_markup in _LIST_MARKS:
        return _LIST_MARKS[tag.wiki_markup]
    if name in _BREAKS:
        return _BREAKS[name]
    return _text(tag.contents, names, depth)


def _character(entity: HTMLEntity) -> str:
    """Return the character that an entity stands for; as it is written where it stands for none."""
    try:
        return str(entity.normalize())
    except (ValueError, OverflowError, KeyError):
        return str(entity)
