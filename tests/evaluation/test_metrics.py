"""The figures against slow code that is plainly right."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.errors import MissingExtraError
from byline.evaluation import metrics
from byline.evaluation.metrics import Scorer, auroc, means, percentile, wrongly_answered
from byline.evaluation.results import MEASURES

DOCUMENTS = [f"d{number}" for number in range(15)]
rankings = st.lists(st.sampled_from(DOCUMENTS), unique=True, max_size=10)
judgements = st.dictionaries(st.sampled_from(DOCUMENTS), st.integers(1, 3), min_size=1, max_size=12)
supports = st.lists(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), min_size=1, max_size=40)
score = Scorer()


def plainly(relevant: dict[str, int], ranking: Sequence[str]) -> dict[str, float]:
    """The measures, by their definitions."""
    ranks = [rank for rank, document in enumerate(ranking, start=1) if document in relevant]
    gain = sum(relevant.get(document, 0) / math.log2(rank + 1) for rank, document in enumerate(ranking, 1))
    best = sorted(relevant.values(), reverse=True)[:10]
    ideal = sum(value / math.log2(rank + 1) for rank, value in enumerate(best, start=1))
    return {
        "P@1": float(bool(ranks) and ranks[0] == 1),
        "MRR@10": 1 / ranks[0] if ranks else 0.0,
        "hit@10": float(bool(ranks)),
        "nDCG@10": gain / ideal,
    }


@given(st.lists(st.tuples(judgements, rankings), min_size=1, max_size=5))
def test_rankings_are_measured_by_the_definitions(cases: list[tuple[dict[str, int], list[str]]]) -> None:
    relevant = {f"q{number}": case[0] for number, case in enumerate(cases)}
    found = {f"q{number}": case[1] for number, case in enumerate(cases)}
    measured = score(relevant, found)
    assert measured.keys() == relevant.keys()
    for question, values in measured.items():
        assert values == pytest.approx(plainly(relevant[question], found[question]))


@given(supports, supports)
def test_auroc_is_the_share_of_pairs_in_the_right_order(yes: list[float], no: list[float]) -> None:
    pairs = [1.0 if one > other else 0.5 if one == other else 0.0 for one in yes for other in no]
    assert auroc(yes, no) == pytest.approx(sum(pairs) / len(pairs))


@given(supports, supports)
def test_the_threshold_is_the_highest_that_keeps_95_percent(yes: list[float], no: list[float]) -> None:
    share, threshold = wrongly_answered(yes, no)
    keeping = [t for t in {*yes, *no} if sum(value >= t for value in yes) >= 0.95 * len(yes)]
    assert threshold == max(t for t in keeping if t in yes)
    assert share == sum(value >= threshold for value in no) / len(no)


@given(st.lists(st.floats(0, 1e6), min_size=1), st.sampled_from([0.5, 0.99]))
def test_a_percentile_is_the_least_value_that_covers_the_share(values: list[float], share: float) -> None:
    covering = [each for each in values if sum(v <= each for v in values) >= share * len(values)]
    assert percentile(values, share) == min(covering)


def test_means_are_over_questions_and_0_for_none() -> None:
    assert means([dict.fromkeys(MEASURES, 1.0), dict.fromkeys(MEASURES, 0.5)]) == dict.fromkeys(
        MEASURES, 0.75
    )
    assert means([]) == dict.fromkeys(MEASURES, 0.0)


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_LIBRARY", "ir_measures_that_is_not_installed")
    with pytest.raises(MissingExtraError, match=r"pip install 'byline\[eval\]'") as caught:
        Scorer()
    assert caught.value.library == "ir_measures_that_is_not_installed"
