"""Acronyms: learned only where the initials say so."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text.acronyms import Explanation, explained, explanations, meant


@pytest.mark.parametrize(
    ("text", "acronym", "phrase"),
    [
        ("A technical product manager (TPM) decides.", "TPM", "technical product manager"),
        ("Ask a TPM (technical product manager) first.", "TPM", "technical product manager"),
        ("We hire Technical Product Managers (TPMs).", "TPM", "technical product managers"),
        ("objectives and key results (OKRs)", "OKR", "objectives and key results"),
        ("the Department of Defense (DoD)", "DoD", "department of defense"),
        ("go-to-market (GTM) plans", "GTM", "go to market"),
        ("return on investment (ROI)", "ROI", "return on investment"),
        ("research and development (R&D)", "R&D", "research and development"),
        ('a key performance indicator ("KPI")', "KPI", "key performance indicator"),
    ],
)
def test_an_acronym_is_learned_from_its_explanation(text: str, acronym: str, phrase: str) -> None:
    assert list(explained(text)) == [(acronym, phrase)]


@pytest.mark.parametrize(
    "text",
    [
        "the product team (TPM)",  # other initials
        "a senior manager (Berlin)",  # a place
        "TPM (see below)",
        "TPM (123 456)",
        "TPM (a technical product manager, often an engineer)",  # more than the phrase
        "technical, product, manager (TPM)",  # a list
        "That is technical. Product managers (TPM)",  # begins in another sentence
        "(PM)",
        "Personal (P)",
        "the United States (US 2019)",
        "three people (a)",
        "product manager",
    ],
)
def test_what_merely_stands_near_is_not_the_meaning(text: str) -> None:
    assert list(explained(text)) == []


def told(*texts: str) -> Explanation | None:
    """What is meant by the one acronym that the texts explain."""
    return meant(Counter(each for text in texts for each in explanations(text)))


def test_an_explanation_has_the_terms_of_both_sides() -> None:
    assert explanations("Technical product managers (TPMs) and a technical product manager (TPM).") == [
        Explanation("TPM", "technical product manager", "tpm", "technic product manag"),
        Explanation("TPM", "technical product managers", "tpm", "technic product manag"),
    ]


@pytest.mark.parametrize("text", ["information technology (IT)", "the United States (US)"])
def test_an_acronym_that_reads_as_a_function_word_is_not_learned(text: str) -> None:
    assert list(explained(text))
    assert explanations(text) == []


def test_the_meaning_that_most_texts_give_wins_and_a_tie_gives_none() -> None:
    product, project = "a product manager (PM)", "a project manager (PM)"
    assert getattr(told(product, product, project), "phrase", None) == "product manager"
    assert told(product, project) is None
    assert told() is None


def test_a_plural_is_no_other_meaning_and_the_shorter_form_is_shown() -> None:
    found = told("PMs (product managers)", "a product manager (PM)", "a project manager (PM)")
    assert getattr(found, "phrase", None) == "product manager"


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for acronym, phrase in explained(text + " (AB)"):
        assert len(phrase.split()) >= len(acronym.replace("&", "")) >= 2
