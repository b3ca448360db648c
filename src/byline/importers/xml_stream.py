"""Reads XML of any size, element by element, in memory that stays flat.

Nothing outside the file is ever fetched, and a document type is refused: an entity can stand for a
gigabyte or for a file of this machine, and no dump has one. libxml2 keeps its own limits (256 levels, ten
million characters in one text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from byline.errors import FileFormatError
from byline.importers.encoding import read_head

_BLOCK = 65536
_TOO_MUCH = "XML_PARSE_HUGE"
MAX_BETWEEN = 1_000_000
"""How many other elements may stand between two that are asked for."""
# What may stand before the root: declaration, comments, instructions.
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+(?:[\w.-]+:)?([\w.-]+)")
_EXPORT_AGAIN = "Mend the file there, or export it again."


def root_of(head: str) -> str | None:
    """Return the name of the root element, without its namespace, of a file that begins with ``head``.

    A document type names it as well, and ``elements`` refuses a file that has one.
    """
    start = _PROLOG.match(head)
    found = (_DOCTYPE if _has_doctype(head) else _ROOT).match(head, start.end() if start else 0)
    return found[1] if found else None


def elements(path: Path, root: str, names: frozenset[str]) -> Iterator[tuple[int, etree._Element]]:
    """Yield each element of those names with the line that it begins at, once it is whole.

    It is emptied when the next one is asked for.

    Args:
        path: the file.
        root: the name of its root element.
        names: without namespace; elements below the root, or inside of one of them.

    Raises:
        FileFormatError: another root, a document type, or broken XML, with its line.
    """
    _check_start(path, root)
    parser = etree.XMLPullParser(
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    passed = 0
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                parser.feed(block)
                element: Any
                for _, element in parser.read_events():
                    parent = element.getparent()
                    wanted = local_name(element) in names
                    passed = 0 if wanted else passed + 1
                    if passed > MAX_BETWEEN:
                        raise _too_many(path, element.sourceline, names)
                    if wanted:
                        yield element.sourceline or 1, element
                    if wanted or (parent is not None and parent.getparent() is None):
                        _let_go(element)
        parser.close()
    except etree.XMLSyntaxError as error:
        # What breaks off between two elements is only told at the end, and the log has its place.
        log: Any = error.error_log
        last = None if error.lineno else log.last_error
        reason = last.message if last else _reason(error)
        rule = f"this is not well-formed XML ({reason})."
        if _TOO_MUCH in reason:  # the rest of what libxml2 says of it is for programmers
            rule = "a text here has more than ten million characters, or elements are nested too deeply."
        line = error.lineno or (last.line if last else None)
        raise FileFormatError(path, rule, _EXPORT_AGAIN, line=line) from error


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child of that name, whatever its namespace."""
    return next((each for each in element if local_name(each) == name), None)


def child_text(element: etree._Element, name: str) -> str | None:
    """Return the text of the first child of that name; None without one, or when it is empty."""
    found = child(element, name)
    return (found.text or None) if found is not None else None


def _check_start(path: Path, root: str) -> None:
    """Refuse a file of another root, or one that has a document type before it."""
    head = read_head(path)
    if _has_doctype(head):
        rule = "this XML declares a document type, which may hold entities; such files are not read."
        raise FileFormatError(path, rule, "Take the DOCTYPE out, if you trust the file.", line=1)
    if root_of(head) != root:
        rule = f"this is no XML file with <{root}> as its root."
        raise FileFormatError(path, rule, "Name the file that has it, or leave out --format.")


def _has_doctype(head: str) -> bool:
    start = _PROLOG.match(head)
    return head.startswith("<!DOCTYPE", start.end() if start else 0)


def _let_go(element: Any) -> None:
    """Free what an element holds. It stays in its place: the parser may still write behind it."""
    element.clear(keep_tail=True)
    before, parent = element.getprevious(), element.getparent()
    if before is not None and parent is not None and before.tag == element.tag:
        parent.remove(before)


def _too_many(path: Path, line: int | None, names: frozenset[str]) -> FileFormatError:
    rule = f"a million elements stand here without a <{min(names)}>."
    return FileFormatError(path, rule, _EXPORT_AGAIN, line=line)


def _reason(error: etree.XMLSyntaxError) -> str:
    """Return what the parser said, without the place, which stands elsewhere."""
    return re.sub(r",? line \d+, column \d+.*$", "", str(error.msg))
