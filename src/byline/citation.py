"""Citations: an excerpt with its byline, ready to paste, and links that lead back to the words."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import quote, urldefrag

from byline.models import Answer, Byline, Excerpt

_MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_FRAGMENT_WORDS = 6
"""A text fragment names this many words at each end of a long quotation instead of all of it."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One quotation with its byline, in the three forms people paste."""

    text: str
    markdown: str
    html: str


def permalink(answer_id: str, ordinal: int | None = None) -> str:
    """Return the path of an answer's page, at the sentence of that ordinal."""
    path = f"/answers/{quote(answer_id, safe='')}"
    return path if ordinal is None else f"{path}#s{ordinal}"


def byline_text(byline: Byline) -> str:
    """Return name, role, company and date as printed, with commas; "unnamed author" where none is known.

    >>> byline_text(Byline("Ann Ito", role="Head of Data, Acme", company="Acme"))
    'Ann Ito, Head of Data, Acme'
    """
    parts = [byline.author or "unnamed author"]
    if byline.role:
        parts.append(byline.role)
    if byline.company and not (byline.role or "").endswith(byline.company):
        parts.append(byline.company)
    if byline.date.as_printed:
        parts.append(byline.date.as_printed)
    return ", ".join(parts)


def cite(excerpt: Excerpt, base_url: str = "") -> Citation:
    """Return the citation of an excerpt; links begin with ``base_url``, such as "https://ask.example.org"."""
    who = byline_text(excerpt.answer.byline)
    link = base_url + permalink(excerpt.answer.id, excerpt.sentences[0].ordinal)
    quoted = "\n".join(f"> {line}".rstrip() for line in _markdown(excerpt.text).split("\n"))
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in excerpt.text.split("\n\n"))
    return Citation(
        text=f"“{excerpt.text}” — {who}. {link}",
        markdown=f"{quoted}\n>\n> — [{_markdown(who)}]({link})",
        html=(
            f'<figure><blockquote cite="{html.escape(link)}">{paragraphs}</blockquote>'
            f'<figcaption>— <a href="{html.escape(link)}">{html.escape(who)}</a></figcaption></figure>'
        ),
    )


def _markdown(text: str) -> str:
    return _MARKDOWN_SPECIAL.sub(r"\\\1", text)


def fragment_url(answer: Answer, text: str) -> str | None:
    """Return the source's address with a text fragment that marks ``text`` there, None without an address.

    WICG, URL Fragment Text Directives: ``#:~:text=start,end``.
    """
    url = answer.url or answer.source.url
    if not url:
        return None
    words = text.split()
    if len(words) <= 2 * _FRAGMENT_WORDS:
        directive = _directive(" ".join(words))
    else:
        start, end = words[:_FRAGMENT_WORDS], words[-_FRAGMENT_WORDS:]
        directive = f"{_directive(' '.join(start))},{_directive(' '.join(end))}"
    address, fragment = urldefrag(url)
    return f"{address}#{fragment}:~:text={directive}"


def _directive(text: str) -> str:
    # A dash, a comma and an ampersand have a meaning in the directive; quote() leaves the dash alone.
    return quote(text, safe="").replace("-", "%2D")
