"""Gathers what belongs together in a reply: the same words said twice, and answers to the same question."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from byline.corpus import Corpus
from byline.models import Answer, DatePrecision, More
from byline.ranking.diversity import nearly_same
from byline.reply import Gathered, Grown, Others
from byline.stages import stage


@stage("excerpts")
def gather(found: Sequence[Grown], top: int) -> tuple[list[Gathered], More]:
    """Return at most ``top`` of what was found, each with what repeats it, and how many are left out.

    An excerpt repeats an earlier one when each of its sentences that carry the evidence is nearly a
    sentence of that one. What is shown keeps its order.
    """
    heads: list[Grown] = []
    said: list[list[str]] = []
    repeats: list[list[Grown]] = []
    for each in found:
        analysed = each.evidence.analysed
        texts = [analysed.text_of(ordinal) for ordinal in each.ordinals]
        matched = [
            text for text, ordinal in zip(texts, each.ordinals, strict=True) if ordinal in each.matched
        ]
        at = next((at for at, others in enumerate(said) if _are_among(matched, others)), None)
        if at is None:
            heads.append(each)
            said.append(texts)
            repeats.append([])
        else:
            repeats[at].append(each)
    shown = [Gathered(head, tuple(others)) for head, others in zip(heads[:top], repeats, strict=False)]
    return shown, _left_out(heads[:top], heads[top:])


def to_same_questions(
    shown: Collection[Answer], corpus: Corpus, collection: Sequence[str], *, behind: bool = False
) -> dict[int, Others]:
    """Return for each answer, by its number, what else was answered to its question in these collections.

    ``behind`` is whether the store has changed since the corpus was read, so that it must be asked anew.
    """
    questions = {each.question for each in shown if each.question}
    known = corpus.newest_to(questions, collection, behind=behind)
    quoted = {each.number: each for each in shown}
    others = {number for number, _ in known.values()} - quoted.keys()
    answers = {**quoted, **(corpus.answers(others, behind=behind) if others else {})}

    def others_of(answer: Answer) -> Others:
        number, count = known.get(answer.question or "", (None, 0))
        newest = answers.get(number) if number else None
        is_after = newest is not None and is_newer(newest, answer)
        return (newest if is_after else None), count

    return {each.number: others_of(each) for each in shown}


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


def _left_out(shown: Sequence[Grown], rest: Sequence[Grown]) -> More:
    quoted = {each.evidence.analysed.author for each in shown}
    others = {each.evidence.analysed.author for each in rest} - quoted
    return More(len(rest), len(others))
