"""Golden rankings: the order of a small collection for some questions, and why it is right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from byline import KnowledgeBase
from tests.conftest import draft

COLLECTION = [
    draft(
        "We plan releases by risk. A risky change ships alone, on a Tuesday. Everything else rides along.",
        "Ann Ito",
        question="How do you plan releases?",
    ),
    draft(
        "Roadmaps are promises about problems, not about features. We redraw ours every quarter.",
        "Bo Lee",
        question="What is a roadmap for?",
    ),
    draft(
        "I joined as employee twelve. She hired me, Maria Ott, after one call. Maria left in 2019.",
        "Cy Dee",
        question="How did you get your first job?",
    ),
    draft("Releases without a rollback plan are gambling.", "Di Fox"),
    draft(
        "A roadmap review takes an hour. Bring data. Leave opinions at the door. "
        "The review of a release is a different meeting.",
        "Ed Gum",
    ),
    draft(
        "Managing people is not the same as managing a product; product managers have no reports.", "Flo Hay"
    ),
]

GOLDEN = [
    # question, the first words of the first excerpts in order, why they stand there
    (
        "how do you plan releases",
        ["We plan releases by risk", "Releases without a rollback plan"],
        "Ann was asked this very question and says so first; Di has both words but was asked nothing",
    ),
    (
        "how often is the roadmap redrawn",
        ["Roadmaps are promises"],
        "Bo's second sentence has 'redraw' and leans on the first for its subject, so both are quoted",
    ),
    (
        "was Maria still there in 2019",
        ["Maria left in 2019."],
        "the one sentence with both the name and the year; the one before has the name alone",
    ),
    (
        "how long does a roadmap review take",
        ["A roadmap review takes an hour"],
        "Ed's first sentence has every word asked about; his last has 'review' alone",
    ),
    (
        "do product managers manage people",
        ["Managing people is not the same"],
        "every word is in one sentence, in another form",
    ),
]


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("golden")) as kb:
        kb.add_drafts(COLLECTION, source="golden")
        yield kb


@pytest.mark.parametrize(("question", "expected", "reason"), GOLDEN, ids=[row[0] for row in GOLDEN])
def test_the_order_is_the_golden_one(
    golden: KnowledgeBase, question: str, expected: list[str], reason: str
) -> None:
    found = [excerpt.text for excerpt in golden.ask(question).excerpts]
    assert len(found) >= len(expected), reason
    for text, start in zip(found, expected, strict=False):
        assert text.startswith(start), reason


@pytest.mark.parametrize(
    "question",
    ["how do I train for a marathon", "what is the best pizza in Naples", "who invented the telephone"],
)
def test_nothing_is_quoted_for_a_question_from_another_world(golden: KnowledgeBase, question: str) -> None:
    assert not golden.ask(question).answered
