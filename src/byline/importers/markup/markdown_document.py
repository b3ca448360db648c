"""A Markdown file, cut at its headings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown_it import MarkdownIt

from byline.importers.markup.markdown_text import text_of_markdown
from byline.importers.text_cleaning import clean_line


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the document itself, in no list and no quote: ``lines[start:end]``."""

    level: int
    text: str
    start: int
    end: int


@cache
def _blocks() -> MarkdownIt:
    """Return a parser that finds blocks, and leaves what is in them alone."""
    return MarkdownIt("commonmark").disable(["inline", "text_join"])


class MarkdownDocument:
    """A Markdown text with the places of its headings.

    Args:
        markdown: the text, without front matter.

    Raises:
        MarkupError: a heading is longer than a book.
    """

    def __init__(self, markdown: str) -> None:
        self.lines = markdown.split("\n")
        env: dict[str, Any] = {}
        tokens = _blocks().parse(markdown, env)
        self._references = env.get("references", {})
        self.headings = [
            Heading(int(token.tag[1]), clean_line(text_of_markdown(tokens[place + 1].content)), *token.map)
            for place, token in enumerate(tokens)
            if token.type == "heading_open" and token.level == 0 and token.map
        ]

    def text(self, start: int, end: int) -> str:
        """Return the plain text of ``lines[start:end]``; links may be defined anywhere in the document.

        Raises:
            MarkupError: it is too long, or HTML inside it is nested too deeply.
        """
        return text_of_markdown("\n".join(self.lines[start:end]), self._references)
