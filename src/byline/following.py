"""The way of what is said: alone, or read over the question before it in a conversation."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from functools import cache

from byline.asking import Asked, answer, is_answered
from byline.conversation import Quoted, Reading, readings
from byline.errors import QuestionError
from byline.models import Filters, Reply
from byline.text.operators import ParsedQuestion, parse_question


def ask(asked: Asked, previous: str | None = None) -> Reply:
    """Answer what was said; see ``KnowledgeBase.ask``."""
    started = time.perf_counter()
    said = parse_question(_checked(asked.question, asked.settings.question_chars))
    reply = _follow(asked, said, previous) if previous else answer(asked, _alone(said))
    return replace(reply, took_ms=(time.perf_counter() - started) * 1000)


def answers(asked: Asked) -> bool:
    """Say whether what is asked, alone, has an answer; what ``ask`` would quote is not looked for."""
    said = parse_question(_checked(asked.question, asked.settings.question_chars))
    return is_answered(asked, _alone(said))


def _checked(question: str, limit: int) -> str:
    asked = question.strip()
    if not any(map(str.isalnum, asked)):
        raise QuestionError(f"The question {asked!r} has no words. Write what you want to know.")
    if len(asked) > limit:
        raise QuestionError(
            f"The question has {len(asked):,} characters; {limit:,} are the limit. "
            "Shorten it to what you want to know."
        )
    return asked


def _alone(said: ParsedQuestion) -> Reading:
    return Reading(said.text, said.filters)


def _follow(asked: Asked, said: ParsedQuestion, previous: str) -> Reply:
    """Answer what was said after another question: the first reading that has an answer, else the first."""
    before = parse_question(previous)
    reply_to = cache(lambda question: answer(replace(asked, given=Filters()), _alone(question)))
    found = readings(
        before,
        said,
        names=asked.corpus,
        today=datetime.now().astimezone().date(),
        quoted=lambda question: _quoted(reply_to(question)),
    )
    replies: list[Reply] = []
    for reading in found:
        if len(reading.text) > asked.settings.question_chars:
            continue
        reply = answer(asked, reading)
        if reply.answered and not (reading.only_new and _shown(reply) <= _shown(reply_to(before))):
            return reply
        replies.append(reply)
    if not replies:
        return answer(asked, _alone(said))
    first = replies[0]
    if first.answered and first.carried:
        return replace(first, carried=replace(first.carried, again=True))
    return first


def _quoted(reply: Reply) -> Quoted:
    bylines = [excerpt.answer.byline for excerpt in reply.excerpts]
    return Quoted(
        authors=tuple(dict.fromkeys(byline.author for byline in bylines if byline.author)),
        days=tuple(byline.date.value for byline in bylines if byline.date.value),
    )


def _shown(reply: Reply) -> set[tuple[str, int]]:
    return {(excerpt.answer.id, excerpt.start) for excerpt in reply.excerpts}
