"""Names in questions: when they limit the search, and when they are words like any other."""

from __future__ import annotations

import pytest

from byline.text.names import NameMatcher, attributed_author, attributed_company, resolve_all

AUTHORS = NameMatcher(lambda: ["Devika Nair", "Navin Ganeshan", "Ann Lee", "Ann Ito"])
COMPANIES = NameMatcher(lambda: ["Oracle", "Amazon"])


@pytest.mark.parametrize(
    ("question", "author", "rest"),
    [
        ("what does Devika Nair think", "Devika Nair", ""),
        ("what does devika say about roadmaps?", "Devika Nair", "roadmaps?"),
        ("what does devkia say about roadmaps?", "Devika Nair", "roadmaps?"),
        ("according to Navin, what is a PM", "Navin Ganeshan", "what is a PM"),
        ("what is Nair's view on roadmaps", "Devika Nair", "roadmaps"),
        ("how does Ann Ito describe her day", "Ann Ito", "how her day"),
    ],
)
def test_a_question_for_one_persons_words_names_the_person(question: str, author: str, rest: str) -> None:
    match = attributed_author(question, AUTHORS)
    assert match is not None
    assert (match.value, match.rest) == (author, rest)


@pytest.mark.parametrize(
    "question",
    [
        "what do you think about roadmaps",
        "how does a PM think",
        "is Devika Nair a PM",  # mentioned, not asked for
        "what does Ann say",  # two people are called that
        "what does everybody say",
        "what does Davina Nayar say",  # another name
    ],
)
def test_no_person_is_guessed(question: str) -> None:
    assert attributed_author(question, AUTHORS) is None


def test_people_at_a_company_are_its_authors() -> None:
    match = attributed_company("what do people at oracel say about roadmaps", COMPANIES)
    assert match is not None
    assert match.value == "Oracle"
    assert attributed_company("what is it like at Oracle", COMPANIES) is None


def test_filter_values_are_resolved_and_unknown_ones_stay() -> None:
    assert resolve_all(["nair", "ann", "Nobody Known"], AUTHORS) == (
        "Devika Nair",
        "Ann Ito",
        "Ann Lee",
        "Nobody Known",
    )
