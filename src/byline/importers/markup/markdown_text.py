"""Markdown as plain text: CommonMark with tables and strikethrough, by way of HTML."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt

from byline.importers.markup.html_text import text_of_html

_DEEPEST = 100


@cache
def _renderer() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    return markdown.enable(["table", "strikethrough"])


def text_of_markdown(markdown: str) -> str:
    """Return Markdown (CommonMark 0.31, tables and strikethrough as GitHub has them) as plain text.

    HTML inside it is read as HTML; see ``text_of_html`` for what the text looks like. Quotes and lists
    nested more than a hundred deep end there.

    Raises:
        MarkupError: HTML inside it is nested too deeply.
    """
    return text_of_html(_renderer().render(markdown))
