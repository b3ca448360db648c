"""HTML and Markdown as the plain text that is quoted: what a reader of the page sees, made once."""

from byline.importers.markup.html_text import text_of_html
from byline.importers.markup.markdown_text import text_of_markdown

__all__ = ["text_of_html", "text_of_markdown"]
