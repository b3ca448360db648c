"""Comparing two evaluations question by question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.errors import InputError
from byline.evaluation import Evaluation, Outcome, compare, evaluate
from byline.evaluation.comparison import p_value
from byline.evaluation.results import MEASURES
from tests.evaluation.folders import write_collection


def exactly(changes: Sequence[float]) -> float:
    """The p-value by trying every assignment of signs."""
    observed = abs(math.fsum(changes))
    sums = [
        abs(math.fsum(sign * change for sign, change in zip(signs, changes, strict=True)))
        for signs in product((-1, 1), repeat=len(changes))
    ]
    return sum(each >= observed - 1e-9 for each in sums) / len(sums)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([-1.0, -0.5, -1 / 3, 0.0, 0.1, 1.0]), min_size=1, max_size=9))
def test_the_p_value_is_that_of_every_assignment_of_signs(changes: list[float]) -> None:
    assert p_value(changes) == pytest.approx(exactly(changes), abs=0.025)


def test_many_changes_one_way_are_no_chance_and_as_many_each_way_are() -> None:
    assert p_value([1.0] * 30 + [0.0] * 100) < 0.001
    assert p_value([1.0, -1.0] * 20) == 1.0
    assert p_value([0.0] * 10) == 1.0


def evaluation(template: Evaluation, firsts: str) -> Evaluation:
    """An evaluation in which the questions with a 1 were answered rightly."""
    outcomes = tuple(
        Outcome(f"q{place}", 1 if first == "1" else None, 0.5, dict.fromkeys(MEASURES, float(first)))
        for place, first in enumerate(firsts)
    )
    return replace(template, outcomes=outcomes, questions=len(firsts))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    return evaluate(write_collection(tmp_path_factory.mktemp("small")))


def test_what_changed_is_counted(template: Evaluation) -> None:
    found = compare(evaluation(template, "11000000"), evaluation(template, "01110001"))
    assert found.questions == 8
    assert found.notes == ()
    difference = found.differences[0]
    assert (difference.measure, difference.before, difference.after) == ("P@1", 0.25, 0.5)
    assert (difference.better, difference.worse, difference.change) == (3, 1, 0.25)
    assert difference.p_value == pytest.approx(exactly([-1, 1, 1, 1]), abs=0.02)


def test_only_questions_of_both_are_compared_and_that_is_said(template: Evaluation) -> None:
    before = replace(evaluation(template, "1100"), typos=0.2, seed=3)
    found = compare(before, evaluation(template, "11"))
    assert found.questions == 2
    assert found.differences[0].change == 0
    assert len(found.notes) == 2
    assert "20% of the longer words (seed 3)" in found.notes[0]
    assert "2 questions that both asked, of 4 then and 2 now" in found.notes[1]


def test_another_collection_is_told(template: Evaluation) -> None:
    found = compare(replace(template, collection="other"), template)
    assert "'other'" in found.notes[0]


def test_evaluations_without_a_common_question_are_refused(template: Evaluation, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no question in common"):
        compare(replace(template, outcomes=()), template)
