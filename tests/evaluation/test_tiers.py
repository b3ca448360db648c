"""Evaluating with a transformer: one that is named, or that of a knowledge base."""

from __future__ import annotations

from pathlib import Path

import pytest

from byline import KnowledgeBase
from byline.errors import ModelError
from byline.evaluation import Tier, evaluate
from tests.evaluation.folders import write_collection
from tests.transformer.conftest import encoder_folder, reranker_folder

__all__ = ["encoder_folder", "reranker_folder"]


@pytest.fixture
def paraphrased(tmp_path: Path) -> Path:
    """A collection of which one question is near its document to the tiny model, and shares no word."""
    documents = {
        "d1": "The fee for a hound is ninety crowns.",
        "d2": "Nobody reads the minutes.",
        "d3": "A kettle boils.",
    }
    questions = {"q1": "how expensive do puppies and a puppy get", "q2": "what boils"}
    judgements = [("q1", "d1", 1), ("q2", "d3", 1)]
    return write_collection(
        tmp_path / "paraphrased", documents=documents, questions=questions, judgements=judgements
    )


def test_a_model_that_is_named_takes_part(paraphrased: Path, encoder_folder: Path) -> None:
    without, with_model = (
        evaluate(paraphrased),
        evaluate(paraphrased, tier=Tier("model", str(encoder_folder))),
    )
    assert (without.tier, without.measures["P@1"]) == ("built-in", 0.5)
    assert (with_model.tier, with_model.measures["P@1"]) == ("model", 1.0)


def test_else_that_of_the_knowledge_base_does(paraphrased: Path, encoder_folder: Path, home: Path) -> None:
    with KnowledgeBase.open(home) as kb:
        kb.add_model(encoder_folder, question_prompt="the ")
        found = evaluate(paraphrased, tier=Tier("model", home=home))
        assert found.measures["P@1"] == 1.0
        assert kb.stats().answers == 0, "its own answers are not touched"
        assert len(kb.models()) == 1


def test_a_cross_encoder_takes_part_with_or_without_an_encoder(
    paraphrased: Path, encoder_folder: Path, reranker_folder: Path
) -> None:
    both = Tier("reranker", str(encoder_folder), str(reranker_folder))
    for tier in (both, Tier("reranker", reranker=str(reranker_folder))):
        assert evaluate(paraphrased, tier=tier).tier == "reranker"


@pytest.mark.parametrize("tier", ["model", "reranker"])
def test_a_tier_without_its_model_says_what_to_name(tier: str, paraphrased: Path, home: Path) -> None:
    with pytest.raises(ModelError, match=f"--{tier} DIR"):
        evaluate(paraphrased, tier=Tier(tier, home=home))
