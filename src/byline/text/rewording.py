"""Changes the words of a question as a follow-up asks for it; pure functions over texts.

``subject`` is always the words of a question that say what is asked about, in their order.
"""

from __future__ import annotations

from collections.abc import Sequence

from byline.text.analysis import Token
from byline.text.followups import bare
from byline.text.operators import without_stray_marks
from byline.text.spelling import alike

_TAIL_WORDS = 4
"""Words that may stand after a joining word at the end of a question for it to be one circumstance."""


def joined(*parts: str) -> str:
    """Return the parts side by side, without quotation marks that would quote what is between them."""
    return " ".join(filter(None, map(without_stray_marks, parts)))


def core(question: str, subject: Sequence[Token]) -> str:
    """Return a question from the first word of its subject on: "keep a roadmap honest"."""
    return bare(question[subject[0].start :]) if subject else ""


def without_circumstance(question: str, word: str | None) -> str:
    """Return a question without a last circumstance that ``word`` joins to it, if it has such a one.

    >>> without_circumstance("how do you price for enterprises", "for")
    'how do you price'
    """
    tail = question.rfind(f" {word} ") if word else -1
    short = len(question[tail:].split()) <= _TAIL_WORDS + 1
    return question[:tail] if tail >= 0 and short else question


def with_word_replaced(question: str, word: str, subject: Sequence[Token]) -> str | None:
    """Return a question with ``word`` in place of the one that looks like it; None where none does."""
    if len(word.split()) > 1 or (nearest := alike(word, [token.word for token in subject])) is None:
        return None
    token = subject[nearest]
    return question[: token.start] + word + question[token.end :]


def with_object_replaced(question: str, words: str, subject: Sequence[Token]) -> tuple[str, str] | None:
    """Return a question about ``words`` in place of the last thing it is about, and what it keeps.

    The last thing are the last words of subject that stand side by side; None where there are no others.

    >>> from byline.text.analysis import tokens
    >>> question = "how do I load a spreadsheet?"
    >>> with_object_replaced(question, "JSON", [tokens(question)[3], tokens(question)[5]])
    ('how do I load a JSON', 'how do I load')
    """
    first = len(subject) - 1
    while first > 0 and question[subject[first - 1].end : subject[first].start].isspace():
        first -= 1
    if first <= 0:
        return None
    kept = question[: subject[first - 1].end]
    changed = question[: subject[first].start] + words + question[subject[-1].end :]
    return bare(changed), bare(kept)
