"""What else could be asked where nobody answered: questions close to it, each tried and found answered.

Questions of the collection are taken that share words with it; and the words that nobody wrote are left out,
if what remains still says something. Whatever is offered was asked first, with the same limits, in
so much time and no more.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from byline.asking import Asked, understood_as
from byline.following import answers
from byline.models import Filters, Reason, Reply
from byline.search.understanding import Understanding
from byline.stages import stage
from byline.text.analysed import TermSet
from byline.text.analysis import is_unspaced, question_tokens, terms
from byline.text.function_words import is_function_word
from byline.text.operators import write_question

OFFERED = 3
"""How many are offered at most."""
_TRIED = 6
_WORK_S = 0.1
"""After so many seconds of this thread's processor time no other is tried. What is offered then does not
depend on what else the machine has to do."""
_WITHIN_S = 0.5
"""The same for the time that passes: a cross-encoder works in threads of its own."""
_LEFT = 2
"""So many words of the subject must be left, or the question is about everything and nothing."""
_SHARED = 0.4
"""What a question of the collection must share of the known words that are asked about, by their weight."""


@stage("rephrasing")
def rephrased(asked: Asked, reply: Reply) -> Reply:
    """Return the reply, with what else could be asked if it says that nobody answered.

    Args:
        asked: who answers, and with which settings.
        reply: where somebody answered, or where only the limits stood in the way, it stays as it is.
    """
    if reply.reason is not Reason.BELOW_THRESHOLD:
        return reply
    started = time.perf_counter()
    kept = asked.corpus.rephrasings
    # What else a follow-up carries decides on what came near, and so on what is offered.
    key = (reply.asked, asked.most) if asked.keeps and not reply.carried else None
    found = kept.get(key) if key else None
    if found is None:
        found, is_whole = _found(asked, reply)
        if key and is_whole:
            kept.keep(key, found)
    return replace(
        reply,
        rephrasings=found,
        related_questions=tuple(each for each in reply.related_questions if each not in found),
        took_ms=reply.took_ms + (time.perf_counter() - started) * 1000,
    )


def _found(asked: Asked, reply: Reply) -> tuple[tuple[str, ...], bool]:
    """Return what can be offered, and whether there was time to try all that comes into question."""
    started, worked = time.perf_counter(), time.thread_time()
    found: list[str] = []
    for text in islice(_candidates(asked, reply), _TRIED):
        if len(found) == OFFERED:
            break
        if time.perf_counter() - started > _WITHIN_S or time.thread_time() - worked > _WORK_S:
            return tuple(found), False
        question = write_question(text, reply.applied_filters)
        if answers(replace(asked, question=question, given=Filters())):
            found.append(question)
    return tuple(found), True


def _candidates(asked: Asked, reply: Reply) -> Iterator[str]:
    """Yield texts to try: first what people wrote, which reads better than what is left of a question."""
    understood = understood_as(asked, reply.searched_for, reply.applied_filters)
    near = (excerpt.answer.question for excerpt in reply.near_misses)
    questions = dict.fromkeys(each for each in (*near, *reply.related_questions) if each)
    shared = {each: _shared(understood, each) for each in questions}
    close = [each for each in questions if shared[each] >= _SHARED]
    yield from sorted(close, key=lambda each: -shared[each])
    shorter = _without_unknown(understood)
    if shorter:
        yield shorter


def _without_unknown(understood: Understanding) -> str | None:
    """Return the question without the words that nobody wrote; None where too little would be left."""
    unknown = [term for term in understood.subject if not term.known]
    left = len(understood.subject) - len(unknown)
    if not unknown or left < max(_LEFT, len(unknown)):
        return None
    text, written = understood.text, {term.written for term in unknown}
    parts, at = [], 0
    for token in question_tokens(text, understood.language):
        if text[token.start : token.end] in written and not is_unspaced(token.word):
            parts.append(text[at : token.start])
            at = token.end
    words = " ".join([*parts, text[at:]]).split()
    while words and _is_grammar(words[-1], understood.language):
        end = words.pop()  # what stood before the words that are gone: "in a", "by"
        if words and end.endswith("?"):
            words[-1] += "?"
    return " ".join(words) if words != understood.text.split() else None


def _is_grammar(word: str, language: str) -> bool:
    bare = word.strip("?!.,;: ").casefold()
    return not bare or is_function_word(bare, language)


def _shared(understood: Understanding, question: str) -> float:
    """Return how much of the known words that are asked about a question has, by their weight, 0 to 1."""
    known = [term for term in understood.subject if term.known]
    has = TermSet(" ".join(terms(question, understood.language)))
    shared = [term for term in known if any(each in has for each in term.alternatives)]
    return sum(term.weight for term in shared) / sum(term.weight for term in known) if shared else 0.0
