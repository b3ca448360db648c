"""Citations on behalf of the page and of the JSON endpoint alike."""

from __future__ import annotations

from dataclasses import dataclass

from byline.citation import Citation
from byline.citation import cite as cite_parts
from byline.errors import QuotationError
from byline.knowledge import KnowledgeBase
from byline.models import Answer, Sentence
from byline.web.addresses import base_url


@dataclass(frozen=True, slots=True)
class Cited:
    """Whole sentences of an answer, the first and the last included, and their citation."""

    first: int
    last: int
    text: str
    start: int
    end: int
    citation: Citation


def cite(kb: KnowledgeBase, answer: Answer, start: int | None, end: int | None) -> Cited:
    """Return the citation of the sentences from ``start`` to ``end``; without one, from or to the end.

    Raises:
        QuotationError: the range does not begin and end with a sentence of the answer.
    """
    sentences = kb.sentences(answer)
    first = _ordinal(sentences, sentences[0].start if start is None else start, "start") if sentences else 0
    last = _ordinal(sentences, sentences[-1].end if end is None else end, "end") if sentences else 0
    if not sentences or first > last:
        raise QuotationError(
            f"{start} to {end}: this is no range of sentences. `start` comes before `end`; leave both out to "
            "cite the whole answer."
        )
    begin, stop = sentences[first].start, sentences[last].end
    citation = cite_parts(answer, [(begin, stop)], first, base_url(kb.settings))
    return Cited(first, last, answer.text[begin:stop], begin, stop, citation)


def _ordinal(sentences: tuple[Sentence, ...], at: int, side: str) -> int:
    for sentence in sentences:
        if (sentence.start if side == "start" else sentence.end) == at:
            return sentence.ordinal
    edge = "begins" if side == "start" else "ends"
    raise QuotationError(
        f"{side} = {at}: no sentence of the answer {edge} there. The answer may have been corrected since; "
        "take the range from its page again."
    )
