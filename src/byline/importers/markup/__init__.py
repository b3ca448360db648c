"""HTML and Markdown as the plain text that is quoted: what a reader of the page sees, made once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from byline.importers.markup.html_text import text_of_html
from byline.importers.markup.markdown_text import text_of_markdown
from byline.importers.text_cleaning import clean_text

__all__ = ["TEXT_OF", "text_of_html", "text_of_markdown"]

TEXT_OF: Mapping[str, Callable[[str], str]] = {
    "text": clean_text,
    "html": text_of_html,
    "markdown": text_of_markdown,
}
"""How a text of each format becomes the plain text that is quoted."""
