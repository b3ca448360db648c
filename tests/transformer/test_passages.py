"""What a model reads of a sentence."""

from __future__ import annotations

import pytest

from byline.models import Answer, Byline, Source
from byline.search.records import indexed_answer
from byline.text.analysed import analyse
from byline.transformer.passages import passage


def passages(text: str, question: str | None = None) -> list[str]:
    source = Source("k", "t", "main")
    answer = Answer(1, "a_1", f"sha256:{1:064x}", text, Byline(None), question, source)
    kept = indexed_answer(analyse(answer))
    return [passage(kept, sentence.ordinal) for sentence in kept.sentences]


@pytest.mark.parametrize(
    ("question", "read"),
    [
        (None, "Charge for it."),
        ("How do we price?", "How do we price? Charge for it."),
        ("Pricing / Betas ", "Pricing / Betas. Charge for it."),
        ("", "Charge for it."),
    ],
)
def test_the_question_answered_stands_in_front(question: str | None, read: str) -> None:
    assert passages("Charge for it.", question) == [read]


def test_what_a_sentence_leans_on_is_read_with_it() -> None:
    first, second, third = passages("Maria Lind founded it. She left in 2019. Valves open slowly.")
    assert first == "Maria Lind founded it."
    assert second == "Maria Lind founded it. She left in 2019."
    assert third == "Valves open slowly."
