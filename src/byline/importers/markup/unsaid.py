"""Text of which nobody says whether it is HTML, Markdown or plain: what it is, is told from itself."""

from __future__ import annotations

import html
import re

from byline.importers.markup.html_text import text_of_html
from byline.importers.markup.markdown_text import text_of_markdown
from byline.importers.text_cleaning import clean_text

_NAMES = (
    "a|abbr|b|blockquote|br|code|dd|div|dl|dt|em|figure|h[1-6]|hr|i|img|kbd|li|ol|p|pre|s|section|small|span"
    "|strong|sub|sup|table|tbody|td|th|tr|u|ul"
)
_OPENS = re.compile(rf"<({_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENDS = re.compile(rf"</({_NAMES})\s*>", re.IGNORECASE)
_ALONE = frozenset({"br", "hr", "img"})
_REFERENCE = re.compile(
    r"&(?:#[0-9]{2,7}|#x[0-9a-f]{2,6}|amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip);", re.I
)
_MARKDOWN = re.compile(
    r"^ {0,3}(?:```|#{1,6} \S)|\]\((?:https?://|/|#)|\*\*[^\s*](?:[^*\n]{0,200}[^\s*])?\*\*", re.MULTILINE
)


def text_of_unsaid(text: str) -> str:
    """Return as plain text what may be HTML, Markdown or plain.

    HTML is what has a tag that begins and ends, or a line break: "use the <b> tag" and "a < b" have not, and
    stay as they are. Markdown is what has a heading, a fence, a link or bold words.

    Raises:
        MarkupError: it is HTML or Markdown, and too long or nested too deeply.
    """
    if _is_html(text):
        return text_of_html(text)
    if _REFERENCE.search(text):
        text = html.unescape(text)
    return text_of_markdown(text) if _MARKDOWN.search(text) else clean_text(text)


def _is_html(text: str) -> bool:
    opened = {found[1].lower() for found in _OPENS.finditer(text)}
    if not opened:
        return False
    return bool(opened & _ALONE) or any(found[1].lower() in opened for found in _ENDS.finditer(text))
