"""Links into the source: an address with a text fragment, at which a browser marks the quoted words.

A text fragment (WICG, URL Fragment Text Directives) is ``#:~:text=prefix-,start,end,-suffix``. ``start`` to
``end`` is what is marked, or ``start`` alone; ``prefix`` and ``suffix`` only tell one place from another.
Each of the four lies within one line, since a browser looks for it within one block of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from urllib.parse import quote, urldefrag

from byline.models import Answer

_WHOLE = 12
"""Words; a quotation of more is named by those at its two ends."""
_END = 6
_CONTEXTS = ((0, 0), (3, 0), (0, 3), (3, 3), (6, 6))
"""How many words before and after are tried in turn until the quotation is the first place that fits."""
_WORD = re.compile(r"[^\s。、，！？；：]+[。、，！？；：]*|[。、，！？；：]+")
"""What white space separates; in Chinese and Japanese what lies between two signs, so that no word is cut."""
_DIRECTIVE = ":~:"


@dataclass(frozen=True, slots=True)
class _Directive:
    prefix: str
    start: str
    end: str
    suffix: str

    def __str__(self) -> str:
        parts = [f"{_encoded(self.prefix)}-"] if self.prefix else []
        parts += [_encoded(each) for each in (self.start, self.end) if each]
        parts += [f"-{_encoded(self.suffix)}"] if self.suffix else []
        return ",".join(parts)


def _encoded(text: str) -> str:
    # A dash, a comma and an ampersand have a meaning in the directive; quote() leaves the dash alone.
    return quote(text, safe="").replace("-", "%2D")


def fragment_url(answer: Answer, start: int, end: int) -> str | None:
    """Return the source's address with a text fragment that marks a range of the answer's text there.

    Args:
        answer: whose source is linked to.
        start: where the range begins, in code points.
        end: where it ends.

    Returns:
        The address; None when neither the answer nor its source has one.
    """
    url = answer.url or answer.source.url
    if not url:
        return None
    address, fragment = urldefrag(url)
    fragment = fragment.partition(_DIRECTIVE)[0]
    directive = _directive(answer.text, start, end)
    return f"{address}#{fragment}{_DIRECTIVE}text={directive}" if directive else url


def _directive(text: str, start: int, end: int) -> _Directive | None:
    """Return the shortest directive that marks the range and nothing before it; the longest if none does."""
    tried = None
    for tried in _directives(text, start, end):
        if _first_match(tried, text) == (start, end):
            return tried
    return tried


def _directives(text: str, start: int, end: int) -> Iterator[_Directive]:
    inside = _spans(text, start, end)
    if not inside:
        return
    before, after = _spans(text, 0, start), _spans(text, end, len(text))
    whole = len(inside) <= _WHOLE and "\n" not in text[start:end]
    for (preceding, following), least in product(_CONTEXTS, (_END, 2 * _END)):
        first, last = _head(text, inside, least), _tail(text, inside, least)
        one_piece = whole or first[1] > last[0]
        yield _Directive(
            prefix=_said(text, _tail(text, before, preceding)),
            start=_said(text, (inside[0][0], inside[-1][1]) if whole else first),
            end="" if whole or (one_piece and first[1] == end) else _said(text, last),
            suffix=_said(text, _head(text, after, following)),
        )


Span = tuple[int, int]


def _spans(text: str, start: int, end: int) -> list[Span]:
    return [match.span() for match in _WORD.finditer(text, start, end)]


def _head(text: str, spans: Sequence[Span], count: int) -> Span:
    """Return the range of the first words, as many as ``count``, that stand in one line."""
    taken = spans[:count]
    while taken and "\n" in text[taken[0][0] : taken[-1][1]]:
        taken = taken[:-1]
    return (taken[0][0], taken[-1][1]) if taken else (0, 0)


def _tail(text: str, spans: Sequence[Span], count: int) -> Span:
    taken = spans[len(spans) - count :] if count < len(spans) else spans
    taken = taken if count else []
    while taken and "\n" in text[taken[0][0] : taken[-1][1]]:
        taken = taken[1:]
    return (taken[0][0], taken[-1][1]) if taken else (0, 0)


def _said(text: str, span: Span) -> str:
    return " ".join(text[span[0] : span[1]].split())


def _first_match(directive: _Directive, text: str) -> Span | None:
    """Return the range that a browser would mark in the text; case and the width of spaces do not count."""
    marked = _spaced(directive.start)
    if directive.end:
        marked = rf"{marked}\b.*?(?<!\w){_spaced(directive.end)}" if directive.start else ""
    before = rf"(?<!\w){_spaced(directive.prefix)}\s*" if directive.prefix else r"(?<!\w)"
    after = rf"\s*{_spaced(directive.suffix)}(?!\w)" if directive.suffix else r"(?!\w)"
    match = re.search(f"{before}({marked}){after}", text, re.IGNORECASE | re.DOTALL)
    return match.span(1) if match else None


def _spaced(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))
