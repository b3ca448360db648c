"""The text of a sentence as a model reads it."""

from __future__ import annotations

from byline.text.indexed import IndexedAnswer


def passage(answer: IndexedAnswer, ordinal: int) -> str:
    """Return a sentence with what it is said in reply to in front, and what it can not be understood without.

    A title stands there as a sentence of its own: models have read texts, and not fields.
    """
    question = (answer.asked or "").strip()
    text = " ".join(map(answer.text_of, sorted({*answer.leans_on(ordinal), ordinal})))
    if not question:
        return text
    return f"{question}. {text}" if question[-1].isalnum() else f"{question} {text}"
