"""The models of a knowledge base: what is refused, what is checked, and what a change leaves behind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from byline.errors import FileFormatError, ModelError, NotFoundError, UnavailableError
from byline.transformer.adding import add
from byline.transformer.listed import seen
from byline.transformer.shelf import Shelf, checked_name
from byline.transformers import ModelKind
from tests.transformer.tiny import write_encoder


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "home" / "models")


def folders(shelf: Shelf) -> list[Path]:
    return [path for path in shelf.folder.iterdir() if path.is_dir()]


def test_a_model_is_copied_with_the_checksum_of_each_file(shelf: Shelf, encoder_folder: Path) -> None:
    entry = add(shelf, str(encoder_folder))
    assert (entry.name, entry.kind, entry.dimensions) == ("tiny-encoder", ModelKind.ENCODER, 48)
    assert shelf.entries() == {ModelKind.ENCODER: entry}
    folder = shelf.checked(entry)
    assert {path.name for path in folder.iterdir()} == {"model.onnx", "tokenizer.json"} == set(entry.files)
    assert (folder / "model.onnx").read_bytes() == (encoder_folder / "model.onnx").read_bytes()


@pytest.mark.parametrize("change", ["other", "shorter", "gone"])
def test_a_file_that_was_changed_is_refused(change: str, shelf: Shelf, encoder_folder: Path) -> None:
    entry = add(shelf, str(encoder_folder))
    file = shelf.folder / entry.folder / "tokenizer.json"
    content = file.read_bytes()
    if change == "gone":
        file.unlink()
    else:
        file.write_bytes(content[:-1] if change == "shorter" else content[:-1] + b" ")
    with pytest.raises(UnavailableError, match=r"tokenizer\.json.*not the one that was added"):
        shelf.checked(entry)
    add(shelf, str(encoder_folder))
    assert shelf.checked(entry), "adding it again mends it"


def test_another_takes_the_place_of_the_one_of_its_kind(
    shelf: Shelf, encoder_folder: Path, reranker_folder: Path, tmp_path: Path
) -> None:
    add(shelf, str(encoder_folder))
    reranker = add(shelf, str(reranker_folder), reranker=True)
    before = seen(shelf.folder)
    other = add(shelf, str(write_encoder(tmp_path / "other", seed=1)))
    assert shelf.entries() == {ModelKind.ENCODER: other, ModelKind.RERANKER: reranker}
    assert {path.name for path in folders(shelf)} == {other.folder, reranker.folder}
    assert seen(shelf.folder) != before


def test_the_prompts_are_part_of_what_a_model_is(shelf: Shelf, encoder_folder: Path) -> None:
    plain = add(shelf, str(encoder_folder))
    prompted = add(shelf, str(encoder_folder), question_prompt="query: ")
    assert prompted.recipe.question_prompt == "query: "
    assert plain.checksum != prompted.checksum


def test_removing_leaves_nothing_of_it(shelf: Shelf, encoder_folder: Path) -> None:
    add(shelf, str(encoder_folder))
    shelf.remove("tiny-encoder")
    assert shelf.entries() == {}
    assert folders(shelf) == []
    with pytest.raises(NotFoundError, match="byline model list"):
        shelf.remove("tiny-encoder")


@pytest.mark.parametrize(
    "name",
    ["../up", "/etc", "a/b/c", "", ".", "..", "a/..", "a..b", "-a", "a b", "a\\b", "ä", "a/", "x" * 200],
)
def test_an_odd_name_is_refused(name: str) -> None:
    with pytest.raises(ModelError, match="no name of a model"):
        checked_name(name)


def test_a_folder_of_an_odd_name_is_refused_and_makes_nothing(
    shelf: Shelf, encoder_folder: Path, tmp_path: Path
) -> None:
    odd = shutil.copytree(encoder_folder, tmp_path / "a model")
    with pytest.raises(ModelError, match="'a model'"):
        add(shelf, str(odd))
    assert not shelf.folder.exists()


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json"])
def test_what_can_not_be_used_changes_nothing(
    broken: str, shelf: Shelf, encoder_folder: Path, tmp_path: Path
) -> None:
    entry = add(shelf, str(encoder_folder))
    other = write_encoder(tmp_path / "other", seed=1)
    (other / broken).write_text("nonsense")
    with pytest.raises(FileFormatError, match=broken):
        add(shelf, str(other))
    assert shelf.entries() == {ModelKind.ENCODER: entry}
    assert shelf.checked(entry)


def test_a_folder_has_no_revision(shelf: Shelf, encoder_folder: Path) -> None:
    with pytest.raises(ModelError, match="--revision"):
        add(shelf, str(encoder_folder), revision="main")


@pytest.mark.parametrize("damage", ["{", "[]", '{"models": {"encoder": {}}}'])
def test_a_damaged_list_says_what_to_do(damage: str, shelf: Shelf, encoder_folder: Path) -> None:
    add(shelf, str(encoder_folder))
    (shelf.folder / "models.json").write_text(damage)
    with pytest.raises(UnavailableError, match=r"models\.json.*add the model again"):
        shelf.entries()


def test_a_list_that_leads_out_of_the_folder_is_damage(shelf: Shelf, encoder_folder: Path) -> None:
    add(shelf, str(encoder_folder))
    told = json.loads((shelf.folder / "models.json").read_text())
    told["models"]["encoder"]["files"]["../../secret"] = {"bytes": 1, "sha256": ""}
    (shelf.folder / "models.json").write_text(json.dumps(told))
    with pytest.raises(UnavailableError):
        shelf.entries()


def test_a_folder_that_is_a_link_is_followed_once(shelf: Shelf, encoder_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(encoder_folder)
    assert add(shelf, str(tmp_path / "linked")).name == "tiny-encoder"
