"""Running models: vectors against slow obvious code, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from tokenizers import Tokenizer

from byline.errors import FileFormatError, ModelError
from byline.transformer.recipe import Recipe
from byline.transformer.running import Encoder, Reranker
from byline.transformer.scale import encoder_scale, reranker_scale
from tests.transformer.tiny import write_encoder, write_reranker

TEXTS = ["What does a hound cost?", "dog", "", "The fee is high, and " * 40 + "that is all.", "begin"]


def table_of(folder: Path) -> np.ndarray:
    (table,) = onnx.load(str(folder / "model.onnx")).graph.initializer
    return np.asarray(onnx.numpy_helper.to_array(table))


def by_hand(folder: Path, text: str, pooling: str, longest: int = 512) -> np.ndarray:
    ids = Tokenizer.from_file(str(folder / "tokenizer.json")).encode(text).ids[:longest]
    rows = table_of(folder)[ids]
    pooled = {
        "mean": lambda: rows.mean(axis=0),
        "cls": lambda: rows[0],
        "max": lambda: rows.max(axis=0),
        "lasttoken": lambda: rows[-1],
    }[pooling]()
    return pooled / np.linalg.norm(pooled)


@pytest.mark.parametrize("pooling", ["mean", "cls", "max", "lasttoken"])
def test_a_vector_is_that_of_the_tokens_pooled_whatever_else_is_in_the_batch(
    pooling: str, encoder_folder: Path
) -> None:
    encoder = Encoder(encoder_folder, Recipe("model.onnx", pooling=pooling))
    texts = [text for text in TEXTS if text]
    found = encoder.encode(texts)
    for row, text in zip(found, texts, strict=True):
        assert row == pytest.approx(by_hand(encoder_folder, text, pooling), abs=1e-5)


def test_vectors_have_length_one_and_a_text_without_words_has_one_too(encoder_folder: Path) -> None:
    found = Encoder(encoder_folder, Recipe("model.onnx")).encode(TEXTS)
    assert found.shape == (len(TEXTS), 48)
    assert np.isfinite(found).all()
    assert np.linalg.norm(np.delete(found, 2, axis=0), axis=1) == pytest.approx(1, abs=1e-5)


def test_texts_of_more_tokens_than_the_model_takes_are_cut(encoder_folder: Path) -> None:
    (found,) = Encoder(encoder_folder, Recipe("model.onnx", longest=3)).encode([TEXTS[3]])
    assert found == pytest.approx(by_hand(encoder_folder, TEXTS[3], "mean", longest=3), abs=1e-5)


def test_many_texts_are_encoded_in_their_order(encoder_folder: Path) -> None:
    encoder = Encoder(encoder_folder, Recipe("model.onnx"))
    texts = [f"{'dog ' * (number % 300)} price {'begin ' * (number % 7)}" for number in range(400)]
    found = encoder.encode(texts)
    for place in (0, 7, 299, 399):
        assert found[place] == pytest.approx(by_hand(encoder_folder, texts[place], "mean"), abs=1e-4)


def test_prompts_stand_in_front(encoder_folder: Path) -> None:
    recipe = Recipe("model.onnx", question_prompt="dog: ", sentence_prompt="begin: ")
    encoder = Encoder(encoder_folder, recipe)
    assert encoder.question("price") == pytest.approx(by_hand(encoder_folder, "dog: price", "mean"), abs=1e-5)
    assert encoder.encode(["price"])[0] == pytest.approx(
        by_hand(encoder_folder, "begin: price", "mean"), abs=1e-5
    )


def test_a_ready_vector_is_taken_as_it_is(tmp_path: Path) -> None:
    """It is named sentence_embedding, stands beside the tokens', and pooling does not touch it."""
    folder = write_encoder(tmp_path / "ready")
    model = onnx.load(str(folder / "model.onnx"))
    model.graph.node.append(
        helper.make_node("ReduceMax", ["last_hidden_state"], ["sentence_embedding"], axes=[1], keepdims=0)
    )
    model.graph.output.append(
        helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["b", 48])
    )
    onnx.save(model, str(folder / "model.onnx"))
    (found,) = Encoder(folder, Recipe("model.onnx", layered=True)).encode(["what does a dog cost"])
    assert found == pytest.approx(by_hand(tmp_path / "ready", "what does a dog cost", "max"), abs=1e-5)


def test_layers_after_the_pooling_need_a_ready_vector(encoder_folder: Path) -> None:
    with pytest.raises(ModelError, match="sentence_embedding"):
        Encoder(encoder_folder, Recipe("model.onnx", layered=True))


def test_a_cross_encoder_reads_question_and_sentence_apart(reranker_folder: Path) -> None:
    reranker = Reranker(reranker_folder, Recipe("model.onnx"))
    near, far, other = reranker.scores("what is the price", ["the fee", "a hound", "it will commence"])
    assert near > far
    assert near > other
    twice = reranker.scores("what is the price", ["a hound", "the fee " * 30, "the fee"])
    assert twice[[0, 2]] == pytest.approx([far, near], rel=1e-4)


def test_each_kind_of_model_is_told_from_the_other(encoder_folder: Path, reranker_folder: Path) -> None:
    with pytest.raises(ModelError, match="--reranker"):
        Encoder(reranker_folder, Recipe("model.onnx"))
    with pytest.raises(ModelError, match="without --reranker"):
        Reranker(encoder_folder, Recipe("model.onnx"))


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"not a model", "onnxruntime"), (b"version https://git-lfs.github.com/spec/v1\noid", "git lfs pull")],
)
def test_an_onnx_that_is_none_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    folder = write_encoder(tmp_path / "broken")
    (folder / "model.onnx").write_bytes(content)
    with pytest.raises(FileFormatError, match=said):
        Encoder(folder, Recipe("model.onnx"))


def test_a_tokenizer_that_is_none_is_refused(tmp_path: Path) -> None:
    folder = write_encoder(tmp_path / "broken")
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(FileFormatError, match="tokenizer"):
        Encoder(folder, Recipe("model.onnx"))


def test_a_model_of_something_other_than_text_is_refused(tmp_path: Path) -> None:
    folder = write_encoder(tmp_path / "pictures")
    model = onnx.load(str(folder / "model.onnx"))
    model.graph.input[1].name = "pixel_values"
    onnx.save(model, str(folder / "model.onnx"))
    with pytest.raises(FileFormatError, match="pixel_values"):
        Encoder(folder, Recipe("model.onnx"))


def test_on_the_common_scale_own_answers_are_one_and_others_zero(
    encoder_folder: Path, reranker_folder: Path
) -> None:
    for scale in (
        encoder_scale(Encoder(encoder_folder, Recipe("model.onnx"))),
        reranker_scale(Reranker(reranker_folder, Recipe("model.onnx"))),
    ):
        assert scale is not None
        told = np.array([scale.unrelated, scale.related], dtype=np.float32)
        assert scale.of(told) == pytest.approx([0, 1], abs=1e-5)


def test_a_model_that_tells_nothing_apart_has_no_scale(tmp_path: Path) -> None:
    folder = write_encoder(tmp_path / "flat")
    model = onnx.load(str(folder / "model.onnx"))
    flat = onnx.numpy_helper.from_array(np.ones_like(table_of(folder)), "table")
    model.graph.initializer[0].CopyFrom(flat)
    onnx.save(model, str(folder / "model.onnx"))
    assert encoder_scale(Encoder(folder, Recipe("model.onnx"))) is None


def test_the_real_model_knows_what_a_puppy_is(real_model: Path) -> None:
    encoder = Encoder(real_model, Recipe("model.onnx"))
    near, far = encoder.encode(
        ["A puppy is a young dog.", "Interest rates fell in March."]
    ) @ encoder.question("what do you call a baby hound?")
    assert near > far + 0.2
    scale = encoder_scale(encoder)
    assert scale is not None
    assert 0 < scale.unrelated < scale.related < 1


def test_another_seed_gives_another_model(tmp_path: Path) -> None:
    """The tests that replace one model by another stand on this."""
    one, other = write_encoder(tmp_path / "one"), write_encoder(tmp_path / "other", seed=1)
    assert not np.array_equal(table_of(one), table_of(other))
    assert write_reranker(tmp_path / "three").is_dir()
