"""Markdown as plain text: CommonMark with tables and strikethrough, by way of HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from byline.errors import MarkupError
from byline.importers.markup.html_text import kept_space, text_of_html

References = Mapping[str, Any]
"""The links that a document defines, as its parser keeps them."""

_SPACES = (" ", "\t")
_DEEPEST = 100
_LONGEST = 500_000
"""Characters. A text written to be slow takes seconds at that length, and more than a book has few."""
_MOST_BRACKETS = 20_000
"""Each that opens and is never closed is looked for to the end."""


@cache
def _renderer(*, line_breaks: bool) -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"maxNesting": _DEEPEST, "breaks": line_breaks})
    markdown.disable("text_join")  # it would hide what was written as a reference or with a backslash
    markdown.add_render_rule("text_special", _special)
    return markdown.enable(["table", "strikethrough"])


def _special(_: object, tokens: Sequence[Token], at: int, *__: object) -> str:
    """Render a character that was escaped; a space that was written by its number is meant to be seen."""
    content = tokens[at].content
    return kept_space(content) if content in _SPACES else escapeHtml(content)


def text_of_markdown(
    markdown: str, references: References | None = None, *, line_breaks: bool = False
) -> str:
    """Return Markdown (CommonMark 0.31, tables and strikethrough as GitHub has them) as plain text.

    HTML inside it is read as HTML; see ``text_of_html`` for what the text looks like. Quotes and lists
    nested more than a hundred deep end there. ``references`` are links defined outside of the text.
    ``line_breaks`` keeps each line a line, as forums do.

    Raises:
        MarkupError: it has more than half a million characters or 20,000 opening brackets, or HTML inside
            it is nested too deeply.
    """
    if len(markdown) > _LONGEST:
        rule = f"the Markdown has {len(markdown):,} characters, more than {_LONGEST:,}."
        raise MarkupError(f"{rule} Split it into answers.")
    if markdown.count("[") > _MOST_BRACKETS:
        raise MarkupError(f"the Markdown has more than {_MOST_BRACKETS:,} opening brackets. Take them out.")
    renderer = _renderer(line_breaks=line_breaks)
    return text_of_html(renderer.render(markdown, {"references": dict(references or {})}))
