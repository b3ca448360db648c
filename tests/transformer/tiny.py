"""Transformers small enough for a test to make: a vector a word, the same wherever the word stands.

Words that are given as one group have one vector, so "costs" is near to "price" though they share nothing.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from byline.resources import resource

DIMENSIONS = 48
GROUPS = (
    ("price", "cost", "charge", "fee", "expensive"),
    ("dog", "hound", "puppy"),
    ("begin", "launch", "start", "commence"),
)
_PAD, _UNKNOWN = "[PAD]", "[UNK]"
_WORD = re.compile(r"[^\W_]+")


def write_encoder(folder: Path, *, name: str = "model.onnx", seed: int = 0) -> Path:
    """Write a sentence transformer: its ONNX gives a vector for each token."""
    words, table = _words(seed)
    gathered = helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])
    output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["b", "s", DIMENSIONS])
    _write(folder, name, [gathered], [output], table, ["input_ids", "attention_mask"])
    _write_tokenizer(folder, words)
    return folder


def write_reranker(folder: Path, *, seed: int = 0) -> Path:
    """Write a cross-encoder: the sum of the products of the words of a question and those of a sentence."""
    words, table = _words(seed)
    table[:2] = 0
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["tokens"]),
        helper.make_node("Cast", ["token_type_ids"], ["second"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["second", "axis"], ["is_second"]),
        helper.make_node("Mul", ["tokens", "is_second"], ["of_sentence"]),
        helper.make_node("Sub", ["tokens", "of_sentence"], ["of_question"]),
        helper.make_node("ReduceSum", ["of_question", "places"], ["question"], keepdims=0),
        helper.make_node("ReduceSum", ["of_sentence", "places"], ["sentence"], keepdims=0),
        helper.make_node("Mul", ["question", "sentence"], ["products"]),
        helper.make_node("ReduceSum", ["products", "places"], ["logits"], keepdims=1),
    ]
    output = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["b", 1])
    given = ["input_ids", "attention_mask", "token_type_ids"]
    axes = [
        numpy_helper.from_array(np.array([2]), "axis"),
        numpy_helper.from_array(np.array([1]), "places"),
    ]
    _write(folder, "model.onnx", nodes, [output], table, given, axes)
    _write_tokenizer(folder, words)
    return folder


def write_json(path: Path, value: object) -> None:
    """Write a configuration file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")


def _words(seed: int) -> tuple[list[str], np.ndarray]:
    """Return the words of the handbook and of the groups, and the table of their vectors."""
    text = (resource("data") / "handbook.jsonl").read_text(encoding="utf-8").lower()
    grouped = {word: number for number, group in enumerate(GROUPS) for word in group}
    words = [_PAD, _UNKNOWN, *sorted({*_WORD.findall(text), *grouped})]
    table = np.stack([_by_chance(seed, word) for word in words])
    table[:2] *= 0.01
    for row, word in enumerate(words):
        if word in grouped:
            table[row] = 3 * _by_chance(seed, f"group {grouped[word]}")
    return words, table


def _by_chance(seed: int, word: str) -> np.ndarray:
    """Return a word's vector, whichever other words there are."""
    chance = np.random.default_rng([seed, zlib.crc32(word.encode())])
    return chance.standard_normal(DIMENSIONS).astype(np.float32)


def _write(
    folder: Path,
    name: str,
    nodes: Sequence[onnx.NodeProto],
    outputs: Sequence[onnx.ValueInfoProto],
    table: np.ndarray,
    inputs: Sequence[str],
    constants: Sequence[onnx.TensorProto] = (),
) -> None:
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(each, TensorProto.INT64, ["b", "s"]) for each in inputs],
        outputs,
        [numpy_helper.from_array(table, "table"), *constants],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(folder / name))


def _write_tokenizer(folder: Path, words: Sequence[str]) -> None:
    vocabulary = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=_UNKNOWN))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
