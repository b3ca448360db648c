"""Gathers what belongs together in a reply: the same words said twice, and answers to the same question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from byline.corpus import Corpus
from byline.models import Answer, DatePrecision, Excerpt, More, Repeat
from byline.ranking.diversity import nearly_same
from byline.stages import stage


@stage("excerpts")
def gather(found: Sequence[Excerpt], top: int) -> tuple[tuple[Excerpt, ...], More]:
    """Return at most ``top`` of the excerpts, each with those that repeat it, and how many are left out.

    An excerpt repeats an earlier one when each of its sentences that carry the evidence is nearly a
    sentence of that one. What is shown keeps its order and is ranked anew, from 1.
    """
    heads: list[Excerpt] = []
    said: list[list[str]] = []
    repeats: list[list[Repeat]] = []
    for excerpt in found:
        texts = [excerpt.answer.text[each.start : each.end] for each in excerpt.sentences]
        matched = [text for text, each in zip(texts, excerpt.sentences, strict=True) if each.matched]
        at = next((at for at, others in enumerate(said) if _are_among(matched, others)), None)
        if at is None:
            heads.append(excerpt)
            said.append(texts)
            repeats.append([])
        else:
            repeats[at].append(Repeat(excerpt.answer, excerpt.start, excerpt.end))
    shown = tuple(
        replace(head, rank=rank, repeats=tuple(others))
        for rank, (head, others) in enumerate(zip(heads[:top], repeats, strict=False), start=1)
    )
    return shown, _left_out(shown, heads[top:])


def with_question(
    shown: Sequence[Excerpt], corpus: Corpus, collection: Sequence[str], *, behind: bool = False
) -> tuple[Excerpt, ...]:
    """Return the excerpts with what else was answered to their questions, in these collections.

    ``behind`` is whether the store has changed since the corpus was read, so that it must be asked anew.
    """
    questions = {each.answer.question for each in shown if each.answer.question}
    known = corpus.newest_to(questions, collection, behind=behind)
    quoted = {each.answer.number: each.answer for each in shown}
    others = {number for number, _ in known.values()} - quoted.keys()
    answers = {**quoted, **(corpus.answers(others, behind=behind) if others else {})}

    def completed(excerpt: Excerpt) -> Excerpt:
        number, count = known.get(excerpt.answer.question or "", (None, 0))
        newest = answers.get(number) if number else None
        is_after = newest is not None and is_newer(newest, excerpt.answer)
        return replace(excerpt, newer=newest if is_after else None, answers=count)

    return tuple(map(completed, shown))


def is_newer(one: Answer, other: Answer) -> bool:
    """Say whether an answer is newer than another for certain, by what their bylines printed.

    "2021" may be any day of that year, so an answer of May 2021 is not newer. An age ("5y") that was counted
    back may be off by one of its units, a year at most, and only such an answer's last day is known.
    """
    newer, older = one.byline.date, other.byline.date
    if newer.value is None or older.value is None or newer.precision is DatePrecision.RELATIVE:
        return False
    last = older.value
    if older.precision is DatePrecision.YEAR:
        return newer.value.year > last.year
    if older.precision is DatePrecision.MONTH:
        return (newer.value.year, newer.value.month) > (last.year, last.month)
    return newer.value > last


def _are_among(texts: Sequence[str], others: Sequence[str]) -> bool:
    """Say whether each of the texts is nearly one of the others."""
    return all(any(nearly_same(text, other) for other in others) for text in texts)


def _left_out(shown: Sequence[Excerpt], rest: Sequence[Excerpt]) -> More:
    quoted = {each.answer.byline.author for each in shown}
    others = {each.answer.byline.author for each in rest} - quoted
    return More(len(rest), len(others))
