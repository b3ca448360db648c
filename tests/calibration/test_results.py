"""What a threshold does, worked out from single replies, against counting by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.calibration.results import Point, Trial, point, recommended, wilson

trials = st.lists(
    st.builds(Trial, st.just("q"), st.sampled_from([0.0, 0.2, 0.5, 0.8, 1.0]), st.booleans()), max_size=30
)


def at(threshold: float, precision: float | None) -> Point:
    return Point(threshold, 0.5, precision, 0.0, 1.0, 0.0, 0.0, 10)


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_interval_holds_what_was_seen_and_stays_between_0_and_1(right: int, wrong: int) -> None:
    low, high = wilson(right, right + wrong)
    assert 0 <= low < high <= 1
    if right + wrong:
        assert low - 1e-9 <= right / (right + wrong) <= high + 1e-9


def test_the_interval_is_that_of_wilson() -> None:
    assert wilson(9, 10) == pytest.approx((0.5958, 0.9821), abs=1e-4)


def test_more_questions_make_the_interval_narrower() -> None:
    narrow, wide = wilson(90, 100), wilson(9, 10)
    assert narrow[1] - narrow[0] < wide[1] - wide[0]


@given(st.sampled_from([0.0, 0.3, 0.5, 0.9]), trials, trials, trials)
def test_a_point_counts_what_the_threshold_lets_through(
    threshold: float, held_out: list[Trial], left_out: list[Trial], unrelated: list[Trial]
) -> None:
    found = point(threshold, held_out, left_out, unrelated)
    shown = [each for each in (*held_out, *left_out, *unrelated) if each.support >= threshold]
    assert found.replies == len(shown)
    right = sum(each.right and each.support >= threshold for each in held_out)
    assert found.precision == (right / len(shown) if shown else None)
    if held_out:
        assert found.answered == sum(each.support >= threshold for each in held_out) / len(held_out)
    assert (found.unrelated > 0) == any(each.support >= threshold for each in unrelated)


@given(trials, trials, trials, st.floats(0, 1), st.floats(0, 1))
def test_a_higher_threshold_never_answers_more(
    held_out: list[Trial], left_out: list[Trial], unrelated: list[Trial], one: float, other: float
) -> None:
    low, high = (point(each, held_out, left_out, unrelated) for each in sorted((one, other)))
    assert low.answered >= high.answered
    assert low.replies >= high.replies


def test_the_lowest_threshold_is_recommended_that_is_good_enough_from_there_on() -> None:
    points = [at(0.1, 0.99), at(0.2, 0.5), at(0.3, 0.96), at(0.4, 0.97), at(0.5, None)]
    assert recommended(points, 0.95) == points[2], "0.1 is as good by chance alone"
    assert recommended(points, 0.98) is None
    assert recommended([at(0.5, None)], 0.5) is None
