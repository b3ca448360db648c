"""Runs models: an encoder makes a vector of a text, a reranker reads a question and a sentence together.

On the processor, with onnxruntime. A session is safe to share between threads.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from byline.errors import FileFormatError, ModelError
from byline.transformer.recipe import Recipe

Vectors = NDArray[np.float32]
Tokens = NDArray[np.int64]

_BATCH_TOKENS = 4096
"""Of a batch, padding included: enough to keep the processor busy, little enough to stay in its cache."""
_INPUTS = {"input_ids", "attention_mask", "token_type_ids", "position_ids"}
_READY = "sentence_embedding"
_LFS = b"version https://git-lfs"
_PADS = ("[PAD]", "<pad>")
_ERRORS = 3  # onnxruntime's number for "errors and worse"


class _Runner:
    """A model and its tokenizer.

    Raises:
        FileFormatError: the ONNX or the tokenizer is not what it claims to be.
    """

    def __init__(self, folder: Path, recipe: Recipe) -> None:
        self.recipe = recipe
        self._onnx = folder / recipe.onnx
        self._session = _session(self._onnx)
        self._inputs = [each.name for each in self._session.get_inputs()]
        if unknown := set(self._inputs) - _INPUTS:
            raise FileFormatError(
                self._onnx,
                f"The model wants inputs that are not of a text: {', '.join(sorted(unknown))}.",
                "Choose a sentence transformer or a cross-encoder.",
            )
        outputs = self._session.get_outputs()
        self.output = next((each for each in outputs if each.name == _READY), outputs[0])
        self._tokenizer = _tokenizer(folder / "tokenizer.json", recipe.longest)
        self._pad = _pad(self._tokenizer)

    def batches(self, texts: Sequence[str | tuple[str, str]]) -> Iterator[tuple[list[int], Tokens, Vectors]]:
        """Run the model over texts, or pairs of them, those of like length together.

        Yields:
            Places in ``texts``, the mask of their tokens (1 for a token, 0 for padding), and what the model's
            output is for them.
        """
        encoded = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(encoded)), key=lambda place: len(encoded[place].ids))
        while order:
            # The longest first: too large a batch shows at once, and not after hours.
            longest = max(1, len(encoded[order[-1]].ids))
            size = max(1, _BATCH_TOKENS // longest)
            order, batch = order[:-size], order[-size:]
            mask, output = self._run([encoded[place] for place in batch])
            yield batch, mask, output

    def _run(self, batch: Sequence[Encoding]) -> tuple[Tokens, Vectors]:
        shape = (len(batch), max(1, *(len(each.ids) for each in batch)))
        given = {name: np.zeros(shape, dtype=np.int64) for name in _INPUTS}
        given["input_ids"][:] = self._pad
        given["position_ids"][:] = np.arange(shape[1])
        for row, each in enumerate(batch):
            given["input_ids"][row, : len(each.ids)] = each.ids
            given["attention_mask"][row, : len(each.ids)] = 1
            given["token_type_ids"][row, : len(each.ids)] = each.type_ids
        (output,) = self._session.run([self.output.name], {name: given[name] for name in self._inputs})
        return given["attention_mask"], np.asarray(output, dtype=np.float32)


def _session(path: Path) -> onnxruntime.InferenceSession:
    with path.open("rb") as file:
        if file.read(len(_LFS)) == _LFS:
            raise FileFormatError(
                path,
                "This is the placeholder that git leaves for a large file, not the model.",
                "Fetch it with `git lfs pull`, or add the model by its name on the hub.",
            )
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _ERRORS
    options.intra_op_num_threads = os.cpu_count() or 1
    # Threads that wait for work sleep, and leave the cores to whoever else is on the machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own errors have no common class but this
        raise FileFormatError(
            path,
            f"onnxruntime can not load it ({' '.join(str(error).split())}).",
            "Export the model again, or choose another.",
        ) from error


def _tokenizer(path: Path, longest: int) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises plain Exception
        raise FileFormatError(
            path,
            f"This is no tokenizer ({error}).",
            "Save the model's tokenizer again, in the fast form.",
        ) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)
    return tokenizer


def _pad(tokenizer: Tokenizer) -> int:
    found = (tokenizer.token_to_id(token) for token in _PADS)
    return next((number for number in found if number is not None), 0)


class Encoder:
    """Makes a vector of length 1 of a text.

    Args:
        folder: holds the model's files.
        recipe: how the model is used.

    Raises:
        FileFormatError: a file is not what it claims to be.
        ModelError: this is no encoder, or its ONNX ends before its last layer.
    """

    def __init__(self, folder: Path, recipe: Recipe) -> None:
        self._runner = _Runner(folder, recipe)
        self._recipe = recipe
        rank = len(self._runner.output.shape)
        self._is_ready = rank == 2
        if rank not in (2, 3) or (recipe.layered and not self._is_ready):
            raise ModelError(
                f"{folder}: the ONNX gives no vector of a text. Export the model as a sentence transformer, "
                f"so that it has the output {_READY}."
            )
        self.question = lru_cache(maxsize=256)(self._question)
        self.dimensions = int(self.encode(["dimensions"]).shape[1])
        if self.dimensions < 2:
            raise ModelError(
                f"{folder}: this is a cross-encoder, which gives a number for two texts and no vector of "
                "one. Add it with --reranker."
            )

    def _question(self, text: str) -> Vectors:
        """Return the vector of a question; those asked lately are remembered."""
        vector: Vectors = self._encode([self._recipe.question_prompt + text])[0]
        return vector

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Return the vectors of sentences, a row each."""
        return self._encode([self._recipe.sentence_prompt + each for each in sentences])

    def _encode(self, texts: Sequence[str]) -> Vectors:
        rows: dict[int, Vectors] = {}
        for places, mask, output in self._runner.batches(texts):
            pooled = output if self._is_ready else _pooled(output, mask, self._recipe.pooling)
            norms = np.linalg.norm(pooled, axis=1, keepdims=True)
            rows.update(zip(places, pooled / np.maximum(norms, 1e-12), strict=True))
        return np.stack([rows[place] for place in range(len(texts))])


def _pooled(output: Vectors, mask: Tokens, pooling: str) -> Vectors:
    """Return one vector a text of those of its tokens."""
    if pooling == "cls":
        return output[:, 0]
    if pooling == "lasttoken":
        ends: Vectors = output[np.arange(len(output)), np.maximum(mask.sum(axis=1), 1) - 1]
        return ends
    if pooling == "max":
        highest: Vectors = np.where(mask[:, :, None] > 0, output, -np.inf).max(axis=1)
        return highest
    weights = mask[:, :, None].astype(np.float32)
    means: Vectors = (output * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
    return means


class Reranker:
    """Says how well sentences answer a question by reading both together.

    Args:
        folder: holds the model's files.
        recipe: how the model is used.

    Raises:
        FileFormatError: a file is not what it claims to be.
        ModelError: this is no cross-encoder.
    """

    def __init__(self, folder: Path, recipe: Recipe) -> None:
        self._runner = _Runner(folder, recipe)
        found = self._scores([("question", "sentence")])
        if found.ndim != 2 or found.shape[1] not in (1, 2):
            raise ModelError(
                f"{folder}: this gives a vector of a text and is no cross-encoder. Add it without --reranker."
            )

    def scores(self, question: str, sentences: Sequence[str]) -> Vectors:
        """Return the model's logit for each sentence: that it answers, less that it does not."""
        found = self._scores([(question, each) for each in sentences])
        logits: Vectors = found[:, -1] - found[:, 0] if found.shape[1] == 2 else found[:, 0]
        return logits

    def _scores(self, pairs: Sequence[tuple[str, str]]) -> Vectors:
        rows: dict[int, Vectors] = {}
        for places, _, output in self._runner.batches(pairs):
            rows.update(zip(places, output, strict=True))
        return np.stack([rows[place] for place in range(len(pairs))])
