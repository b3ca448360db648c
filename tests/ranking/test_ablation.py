"""Taking a group of features away changes the ranking, and afterwards it is as it was."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from byline import KnowledgeBase, load_settings
from byline.ranking.features import FEATURES
from byline.ranking.scoring import shipped_weights

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def ablation(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield importlib.import_module("ablation")
    sys.modules.pop("ablation")


def test_the_score_is_another_without_a_group_that_counts(
    sample_kb: KnowledgeBase, ablation: ModuleType
) -> None:
    settings = load_settings(home=sample_kb.settings.home, kept_replies=0)
    with KnowledgeBase.open(settings=settings) as kb:

        def score() -> float:
            return kb.ask("what does a technical product manager do").excerpts[0].score

        whole = score()
        for group in ("alignment by meaning", "the engine's BM25", "order"):
            with ablation.without(group):
                assert score() != whole
            assert score() == whole


def test_each_group_is_taken_out_of_every_table(ablation: ModuleType) -> None:
    assert {feature for group in ablation.GROUPS.values() for feature in group} <= set(FEATURES)
    for group, features in ablation.GROUPS.items():
        with ablation.without(group):
            for language in ("en", "de"):
                for with_model in (False, True):
                    weights = shipped_weights(language, with_model=with_model)
                    assert all(weights[feature] == 0 for feature in features)
