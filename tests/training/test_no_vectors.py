"""What stands for vectors in training can be aligned with, and says nothing."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from byline.ranking.alignment import align, align_question
from byline.text.meaning import meaning_vectors
from tests.ranking.test_alignment import said

FILE = Path(__file__).parents[2] / "training" / "no_vectors.py"


@pytest.fixture
def no_vectors() -> Any:
    spec = importlib.util.spec_from_file_location("no_vectors", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.NoVectors()


def test_words_are_met_by_themselves_alone(no_vectors: Any) -> None:
    sentence = said([piece for word in ("car", "trip") for piece in meaning_vectors().pieces(word)])
    question = align_question([("automobile", 3.0), ("trip", 1.0)], no_vectors)
    found = align(question, sentence, np.array([[False], [True]]), no_vectors)
    assert found.forward[0] == pytest.approx(0.25)
    assert found.backward[0] == 0
