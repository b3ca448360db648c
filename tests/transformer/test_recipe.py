"""What a model's files say of how it is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from byline.errors import FileFormatError, ModelError
from byline.transformer.recipe import Recipe, read_recipe, wanted_files
from tests.transformer.tiny import write_encoder, write_json

TOKENIZER = "tokenizer.json"


@pytest.mark.parametrize(
    ("files", "onnx"),
    [
        (["model.onnx", "onnx/model.onnx"], "model.onnx"),
        (["onnx/model_quantized.onnx", "onnx/model.onnx"], "onnx/model.onnx"),
        (
            ["onnx/model_O4.onnx", "onnx/model_qint8_avx512.onnx", "onnx/model_int8.onnx"],
            "onnx/model_int8.onnx",
        ),
        (["model_fp16.onnx"], "model_fp16.onnx"),
    ],
)
def test_the_full_export_comes_before_smaller_ones(files: list[str], onnx: str) -> None:
    assert wanted_files([*files, TOKENIZER, "README.md", "pytorch_model.bin"], "m") == [onnx, TOKENIZER]


def test_weights_beside_the_onnx_and_configurations_belong_to_it() -> None:
    names = ["onnx/model.onnx", "onnx/model.onnx_data", TOKENIZER, "modules.json", "1_Pooling/config.json"]
    assert wanted_files([*names, "2_Dense/model.safetensors", "../config.json"], "m") == names


@pytest.mark.parametrize("files", [[TOKENIZER, "model.bin"], [TOKENIZER, "../model.onnx"], ["model.onnx"]])
def test_what_lacks_its_onnx_or_its_tokenizer_is_no_model(files: list[str]) -> None:
    with pytest.raises(ModelError, match="m: there is no"):
        wanted_files(files, "m")


def recipe(folder: Path, **prompts: str) -> Recipe:
    names = wanted_files(
        [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()], "m"
    )
    given: dict[str, str | None] = {"question_prompt": None, "sentence_prompt": None, **prompts}
    return read_recipe(folder, names, **given)


def test_a_model_that_says_nothing_has_the_usual_recipe(tmp_path: Path) -> None:
    assert recipe(write_encoder(tmp_path)) == Recipe("model.onnx", "mean", 512, "", "")


def test_pooling_length_and_prompts_are_read(tmp_path: Path) -> None:
    folder = write_encoder(tmp_path, name="onnx/model.onnx")
    pooling = {
        "word_embedding_dimension": 48,
        "pooling_mode_cls_token": True,
        "pooling_mode_mean_tokens": False,
    }
    write_json(folder / "1_Pooling" / "config.json", pooling)
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": 128})
    prompts = {"prompts": {"query": "query: ", "passage": "passage: "}}
    write_json(folder / "config_sentence_transformers.json", prompts)
    assert recipe(folder) == Recipe("onnx/model.onnx", "cls", 128, "query: ", "passage: ")
    assert recipe(folder, question_prompt="", sentence_prompt="text: ") == Recipe(
        "onnx/model.onnx", "cls", 128, "", "text: "
    )


def test_the_tokenizers_length_counts_where_nothing_else_says_and_has_a_limit(tmp_path: Path) -> None:
    folder = write_encoder(tmp_path)
    write_json(folder / "tokenizer_config.json", {"model_max_length": 64})
    assert recipe(folder).longest == 64
    write_json(folder / "tokenizer_config.json", {"model_max_length": 1e30})
    assert recipe(folder).longest == 512


@pytest.mark.parametrize(
    "config",
    [
        {"pooling_mode_weightedmean_tokens": True},
        {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": True},
        {},
    ],
)
def test_pooling_that_is_not_known_is_refused(config: dict[str, bool], tmp_path: Path) -> None:
    folder = write_encoder(tmp_path)
    write_json(folder / "1_Pooling" / "config.json", config)
    with pytest.raises(ModelError, match="pools by"):
        recipe(folder)


def test_layers_after_the_pooling_are_seen(tmp_path: Path) -> None:
    folder = write_encoder(tmp_path)
    write_json(folder / "modules.json", [{"type": "sentence_transformers.models.Dense", "path": "2_Dense"}])
    assert recipe(folder).layered


@pytest.mark.parametrize("content", ["{", '"text"'])
def test_a_configuration_that_is_none_is_refused(content: str, tmp_path: Path) -> None:
    folder = write_encoder(tmp_path)
    (folder / "config.json").write_text(content)
    with pytest.raises(FileFormatError, match=r"config\.json"):
        recipe(folder)
