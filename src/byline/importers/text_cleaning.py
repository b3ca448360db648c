"""The one place that touches the characters of an imported text.

Words, spelling and punctuation are the author's and stay as they are. What changes is only what a
reader can not see: line ends, white space at the edges, and invisible characters.
"""

from __future__ import annotations

import re

# Invisible characters could make a quotation differ from what a reader sees: a zero-width space hides
# inside a word, a bidi override shows a sentence backwards, an escape moves a terminal's cursor. So
# they go: control characters (but tab and newline), the soft hyphen, zero-width and bidi controls, tags.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
# Two uses of such characters can be seen, and so stay: a joiner between two characters of a script that
# joins (Persian, Hindi, emoji families), and the tags that turn a black flag into that of a country.
_JOINED = rf"[^\x00-\u02ff\s{_INVISIBLE}]"
_VISIBLE_USE = (
    rf"(?<={_JOINED})[\u200c\u200d]+(?={_JOINED})|(?<=\U0001f3f4)[\U000e0020-\U000e007e]+\U000e007f"
)
_KEEP_OR_DROP = re.compile(rf"({_VISIBLE_USE})|[{_INVISIBLE}]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_EMPTY_LINES = re.compile(r"\n{3,}")


def clean_text(text: str) -> str:
    r"""Return ``text`` as it will be quoted.

    Line ends become ``\n``, three or more of them two; invisible characters go; white space goes at the
    ends of lines and around the whole. A NO-BREAK SPACE between words stays. Cleaning twice is cleaning
    once.
    """
    stripped = text.strip()
    if stripped.isprintable():
        return stripped  # most short fields: one line with nothing invisible in it
    text = _LINE_END.sub("\n", text)
    text = _KEEP_OR_DROP.sub(lambda match: match[1] or "", text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def clean_line(text: str) -> str:
    """Return ``text`` cleaned and on one line, for names and other short fields."""
    return " ".join(clean_text(text).split())
