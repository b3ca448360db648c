"""Makes the meaning vectors of data/model: distilled from a sentence transformer, then trained to align.

1. Each piece of the teacher's vocabulary is read by the teacher on its own; what it says, less the mean
   and turned to the directions that vary most (PCA), is the piece's first vector.
2. A linear map and an emphasis a piece are trained so that soft alignment (``byline.ranking.alignment``)
   puts the right sentence of a question above the other candidates of the real search: cross-entropy over
   one right and some wrong candidates, half of them those that the search ranks highest.

``training/train.py`` calls this; it needs torch, onnxruntime and tokenizers.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from examples import Collection, Example
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize

from byline.ranking.candidates import Candidates
from byline.ranking.features import has_terms
from byline.text.analysis import tokens
from byline.text.wordpiece import WordPieces

DIMENSIONS = 256
EPOCHS = 2
BATCH = 16
WRONG = 19
"""Wrong candidates beside the right one; the first half of them are the engine's best."""
LONGEST = 90
"""Pieces of a sentence that take part in training."""
SEED = 1
_FIRST_WORD = 1000
"""Before it the vocabulary holds marks and unused places, which say nothing about directions."""
_MOST_COMMON = 20000

Pieces = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Distilled:
    """What the teacher says of each piece (pieces by its dimensions), and its main directions."""

    pieces: NDArray[np.float32]
    directions: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Row:
    """A question's pieces with the weight of each, the pieces of one right and some wrong sentences, and
    which of the question's pieces (rows) are of a term that each sentence has.
    """

    question: Pieces
    weights: NDArray[np.float32]
    bm25: NDArray[np.float32]
    same: NDArray[np.float32]
    sentences: list[Pieces]


def write_vocabulary(teacher: Path, folder: Path) -> None:
    """Write the teacher's pieces to ``vocabulary.txt``, one a line."""
    vocabulary = json.loads((teacher / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    ordered = sorted(vocabulary, key=vocabulary.__getitem__)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocabulary.txt").write_text("\n".join(ordered), encoding="utf-8")


def distil(teacher: Path) -> Distilled:
    """Read every piece with the teacher, between its marks of beginning and end."""
    vocabulary = json.loads((teacher / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    session = onnxruntime.InferenceSession(teacher / "model.onnx")
    inputs = {each.name for each in session.get_inputs()}
    rows = []
    for start in range(0, len(vocabulary), 512):
        numbers = np.arange(start, min(start + 512, len(vocabulary)))
        ids = np.stack(
            [np.full_like(numbers, vocabulary["[CLS]"]), numbers, np.full_like(numbers, vocabulary["[SEP]"])],
            1,
        )
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        rows.append(session.run(None, {name: feed[name] for name in inputs})[0].mean(axis=1))
    pieces = np.concatenate(rows).astype(np.float32)
    pieces -= pieces.mean(axis=0)
    _, _, directions = np.linalg.svd(pieces[_FIRST_WORD:_MOST_COMMON], full_matrices=False)
    return Distilled(pieces / np.linalg.norm(pieces, axis=1).mean(), directions[:DIMENSIONS].T.copy())


class Aligner(torch.nn.Module):
    """Soft alignment with a trainable map from the teacher's directions to ours."""

    def __init__(self, distilled: Distilled) -> None:
        super().__init__()
        self.register_buffer("pieces", torch.from_numpy(distilled.pieces))
        # A copy: a parameter that shared the array would begin where the last training ended.
        self.map = torch.nn.Parameter(torch.from_numpy(distilled.directions.copy()))
        self.emphasis = torch.nn.Parameter(torch.zeros(len(distilled.pieces)))
        self.mix = torch.nn.Parameter(torch.tensor([5.0, 12.0]))

    def vectors(self, pieces: Tensor) -> Tensor:
        """Return the unit vectors of pieces."""
        return normalize(self.pieces[pieces] @ self.map, dim=-1)

    def forward(self, rows: Sequence[_Row]) -> Tensor:
        """Return a score for each sentence of each row."""
        question, weights = _padded([row.question for row in rows]), _padded([row.weights for row in rows])
        longest = max(len(one) for row in rows for one in row.sentences)
        sentences = torch.stack([_padded(row.sentences, longest) for row in rows])
        distinct, places = torch.unique(
            torch.cat([question.flatten(), sentences.flatten()]), return_inverse=True
        )
        known = self.vectors(distinct)
        count, words = question.shape
        asked = known[places[: count * words]].view(count, words, -1)
        said = known[places[count * words :]].view(count, -1, known.shape[1])
        cosines = torch.bmm(asked, said.transpose(1, 2)).view(count, words, sentences.shape[1], longest)
        best = cosines.masked_fill(sentences[:, None] == 0, -1.0).amax(dim=-1)
        same = torch.stack([_padded(row.same.T, words) for row in rows]).transpose(1, 2)
        best = torch.where(same > 0, 1.0, best)
        share = weights * torch.exp(self.emphasis[question])
        aligned = (best * share[:, :, None]).sum(dim=1) / share.sum(dim=1, keepdim=True).clamp(min=1e-6)
        bm25 = torch.from_numpy(np.stack([row.bm25 for row in rows]))
        return self.mix[0] * bm25 + self.mix[1] * aligned


def _padded(arrays: Sequence[NDArray[np.int64] | NDArray[np.float32]], longest: int | None = None) -> Tensor:
    out = np.zeros((len(arrays), longest or max(map(len, arrays))), dtype=arrays[0].dtype)
    for row, array in zip(out, arrays, strict=True):
        row[: len(array)] = array
    return torch.from_numpy(out)


def train(distilled: Distilled, collections: Sequence[Collection], pieces: WordPieces) -> Aligner:
    """Return an aligner trained on the questions of ``collections``; the same every time."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    examples = [each for one in collections for each in one.examples if _is_usable(each)]
    aligner = Aligner(distilled)
    optimiser = torch.optim.Adam(
        [
            {"params": [aligner.map], "lr": 1e-3},
            {"params": [aligner.emphasis], "lr": 5e-3},
            {"params": [aligner.mix], "lr": 1e-2},
        ]
    )
    for epoch in range(EPOCHS):
        chance.shuffle(examples)
        total = 0.0
        for start in range(0, len(examples), BATCH):
            rows = [_row(each, pieces, chance) for each in examples[start : start + BATCH]]
            loss = cross_entropy(aligner(rows), torch.zeros(len(rows), dtype=torch.long))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(rows)
        sys.stderr.write(f"epoch {epoch + 1}: loss {total / len(examples):.4f}\n")
    return aligner


def _is_usable(example: Example) -> bool:
    return bool(example.relevant.any()) and int((~example.relevant).sum()) >= WRONG


def _row(example: Example, pieces: WordPieces, chance: random.Random) -> _Row:
    right = int(np.flatnonzero(example.relevant)[0])
    wrong = [int(each) for each in np.flatnonzero(~example.relevant)]
    hard = wrong[: WRONG // 2]
    chosen = [right, *hard, *chance.sample(wrong[len(hard) :], WRONG - len(hard))]
    numbers: list[int] = []
    weights: list[float] = []
    terms: list[int] = []
    for row, term in enumerate(example.question.terms):
        parts = pieces.pieces(term.word)
        numbers.extend(parts)
        weights.extend(term.weight / len(parts) for _ in parts)
        terms.extend(row for _ in parts)
    has_term = has_terms(example.question, Candidates.of(example.candidates[each] for each in chosen))
    best = max(score for _, _, score in example.candidates)
    sentences = []
    for each in chosen:
        analysed, ordinal, _ = example.candidates[each]
        said = [*tokens(analysed.text_of(ordinal)), *tokens(analysed.asked or "")]
        found = [number for token in said for number in pieces.pieces(token.word)][:LONGEST]
        sentences.append(np.array(found, dtype=np.int64))
    return _Row(
        np.array(numbers, dtype=np.int64),
        np.array(weights, dtype=np.float32),
        np.array([example.candidates[each][2] / best for each in chosen], dtype=np.float32),
        has_term[np.array(terms, dtype=np.int64)].astype(np.float32),
        sentences,
    )


def save(aligner: Aligner, folder: Path) -> None:
    """Write ``vectors.npy`` (int8, each row to its own scale), ``scale.npy`` and ``emphasis.npy``."""
    with torch.no_grad():
        vectors = aligner.vectors(torch.arange(len(aligner.pieces))).numpy()
        emphasis = torch.exp(aligner.emphasis).numpy()
    scaled = np.rint(vectors * (127 / np.abs(vectors).max(axis=1, keepdims=True)))
    np.save(folder / "vectors.npy", scaled.astype(np.int8))
    np.save(folder / "scale.npy", (1 / np.linalg.norm(scaled, axis=1)).astype(np.float32))
    np.save(folder / "emphasis.npy", emphasis.astype(np.float32))
