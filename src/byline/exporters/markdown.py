"""A folder of Markdown files (CommonMark), one an answer, with what is known of it as front matter in YAML.

The text is escaped, so that a reader of Markdown shows exactly what was written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from byline.exporters.contract import Piece
from byline.models import Answer
from byline.wire import answer_record

NAME = "markdown"
HELP = "a folder with a file an answer, with front matter"
IS_FOLDER = True

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&=:^$\"'@/%;,?])")
"""All that means something to a dialect of Markdown somewhere; CommonMark lets each be escaped."""
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_KEPT_SPACES = re.compile(r"(^\s+|\s{2,}|[^\S ])")
_NOT_IN_YAML = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.1 takes for no character (5.1), or for the end of a line (4.2)."""
_FOR_NAMES = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 50


def pieces(answers: Iterable[Answer]) -> Iterator[Piece]:
    """Yield a file an answer, called after its question and its id."""
    for answer in answers:
        yield Piece(f"---\n{_front_matter(answer)}---\n\n{escaped(answer.text)}\n", _file_name(answer))


def escaped(text: str) -> str:
    """Return Markdown that reads as ``text``: paragraphs stay, and lines in them end where they ended."""
    paragraphs = _BLANK_LINES.split(text.strip())
    return "\n\n".join("\\\n".join(map(_line, paragraph.split("\n"))) for paragraph in paragraphs)


def _line(line: str) -> str:
    """Escape a line; what is more than a space between two words is said by its number, or would be one."""
    parts = _KEPT_SPACES.split(line.rstrip())
    return "".join(
        "".join(f"&#{ord(each)};" for each in part) if at % 2 else _MARKS.sub(r"\\\1", part)
        for at, part in enumerate(parts)
    )


def _front_matter(answer: Answer) -> str:
    """Return a line for each thing that is known; JSON's texts and lists are YAML's."""
    record = answer_record(answer)
    record.pop("text")
    known = {name: value for name, value in record.items() if value not in (None, []) and value is not False}
    # An author who is not named is said to be none: the file would be one of an author to be given.
    known.setdefault("author", "")
    return "".join(f"{name}: {_value(value)}\n" for name, value in known.items())


def _value(value: object) -> str:
    """Return a value as JSON that is YAML as well."""
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _file_name(answer: Answer) -> str:
    said = _FOR_NAMES.sub("-", (answer.question or "").lower()).strip("-")[:_LONGEST_NAME].strip("-")
    return f"{said}-{answer.id}.md" if said else f"{answer.id}.md"
