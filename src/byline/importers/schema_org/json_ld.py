"""JSON-LD blocks as pages have them: read leniently where it is sure what was meant.

Templates leave commas before a bracket, put raw line ends into strings, and wrap the block in a comment or
in CDATA. JSON-LD 1.1 allows none of it, search engines read all of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

_OPENING = re.compile(r"\s*(?:(?://|/\*)?\s*(?:<!--|<!\[CDATA\[)\s*(?:\*/)?\s*)*")
_CLOSING = re.compile(r"(?:\s|(?://|/\*)?\s*(?:-->|\]\]>)\s*(?:\*/)?|;)*\Z")
_COMMA = re.compile(r'("(?:[^"\\]++|\\.)*+")|,(?=\s*[}\]])', re.DOTALL)
_DECODER = json.JSONDecoder(strict=False)
_LONGEST_END = 1000


def parse_block(text: str) -> object:
    """Return the value of a block of JSON-LD; references within it are followed.

    Raises:
        ValueError: this is not JSON, with the reason.
    """
    opening = _OPENING.match(text)
    text = text[opening.end() if opening else 0 :].rstrip()
    end = max(0, len(text) - _LONGEST_END)
    closing = _CLOSING.search(text, end)
    text = text[: closing.start()] if closing else text
    try:
        try:
            value = _DECODER.decode(text)
        except ValueError:
            value = _DECODER.decode(_COMMA.sub(lambda found: found[1] or "", text))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    return _joined(value)


def _joined(value: object) -> object:
    """Put nodes in the place of references to them: {"@id": "#a1"} means the node that has that id."""
    nodes: dict[str, dict[str, object]] = {}
    waiting: list[Any] = [value]
    every: list[Any] = []
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting.extend(each)
            every.append(each)
        elif isinstance(each, dict):
            waiting.extend(each.values())
            every.append(each)
            name = each.get("@id")
            if isinstance(name, str) and len(each) > 1:
                nodes.setdefault(name, each)
    for each in every if nodes else []:
        places: Iterable[tuple[Any, Any]] = enumerate(each) if isinstance(each, list) else list(each.items())
        for place, inner in places:
            if isinstance(inner, dict) and len(inner) == 1 and isinstance(inner.get("@id"), str):
                each[place] = nodes.get(inner["@id"], inner)
    return value
