"""A sentence transformer exported to ONNX, alone and together with BM25."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from baselines.bm25 import Scorer
from baselines.contract import Ranked, Scores, System, best, ranked, texts_of
from byline.evaluation.beir import JudgedCollection

_LONGEST = 256
"""Tokens."""
_BATCH = 32
_RRF = 60
"""The constant of reciprocal rank fusion: Cormack, Clarke and Buettcher (2009)."""


class Encoder:
    """Makes vectors of length 1: the mean of the tokens' vectors.

    Args:
        folder: has ``model.onnx`` and ``tokenizer.json``.
    """

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        # Threads that wait for work sleep, and leave the cores to whoever else is on the machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {each.name for each in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(_LONGEST)
        self._tokenizer.enable_padding()
        self._known: dict[str, Scores] = {}

    def all(self, texts: Sequence[str]) -> Scores:
        """Return the vectors of texts as rows, computed in batches of like length."""
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        batches = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]
        vectors = np.concatenate([self._encode([texts[place] for place in batch]) for batch in batches])
        rows = np.empty_like(vectors)
        rows[np.asarray(order)] = vectors
        return rows

    def prepare(self, questions: Sequence[str]) -> None:
        """Remember the vectors of questions, which takes a fraction of the time in batches."""
        new = list(dict.fromkeys(question for question in questions if question not in self._known))
        if new:
            self._known.update(zip(new, self.all(new), strict=True))

    def one(self, text: str) -> Scores:
        """Return the vector of a question; those seen before are remembered."""
        if text not in self._known:
            self._known[text] = self._encode([text])[0]
        return self._known[text]

    def _encode(self, texts: Sequence[str]) -> Scores:
        encoded = self._tokenizer.encode_batch(list(texts))
        mask = np.array([each.attention_mask for each in encoded], dtype=np.int64)
        given = {
            "input_ids": np.array([each.ids for each in encoded], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        tokens = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        weights = mask[:, :, None].astype(np.float32)
        means = (tokens * weights).sum(axis=1) / weights.sum(axis=1)
        vectors: Scores = means / np.linalg.norm(means, axis=1, keepdims=True)
        return vectors


def cosine_scores(collection: JudgedCollection, encoder: Encoder) -> Scorer:
    """Return the cosine of the question with every document."""
    documents = encoder.all(texts_of(collection))
    return lambda question: documents @ encoder.one(question)


def weighted_sum(collection: JudgedCollection, bm25: Scorer, cosine: Scorer) -> System:
    """Search by the cosine plus half the BM25 score as a share of the question's highest."""

    def search(question: str) -> Ranked:
        words = bm25(question)
        return best(collection, cosine(question) + 0.5 * words / max(float(words.max()), 1e-9))

    return search


def rank_fusion(collection: JudgedCollection, bm25: Scorer, cosine: Scorer) -> System:
    """Search by reciprocal rank fusion of the two orders."""

    def search(question: str) -> Ranked:
        fused = np.zeros(len(collection.documents), dtype=np.float32)
        for scores in (bm25(question), cosine(question)):
            order = np.argsort(-scores, kind="stable")
            found = order[scores[order] > 0]
            fused[found] += 1 / (_RRF + 1 + np.arange(len(found), dtype=np.float32))
        order = np.argsort(-fused, kind="stable")
        return ranked(collection, [int(place) for place in order[:10]], float(fused[order[0]]))

    return search
