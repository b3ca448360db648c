"""Which files a model consists of, and how it wants to be used: read from the files that come with it.

The files are those of sentence-transformers (``modules.json`` and what it names) and of the tokenizers; each
but the ONNX and ``tokenizer.json`` may be missing. What none of them says has the usual value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from byline.errors import FileFormatError, ModelError

_FULL = ("model.onnx", "onnx/model.onnx")
_SMALLER = re.compile(r"(?:onnx/)?model_[a-z0-9_]+\.onnx", re.IGNORECASE)
_SIZES = ("quantized", "int8", "uint8", "qint8", "quint8")
"""Of several exports, the first in this order, then any other: those of eight bits run everywhere."""
_TOKENIZER = "tokenizer.json"
_CONFIGURATION = (
    "config.json",
    "tokenizer_config.json",
    "modules.json",
    "sentence_bert_config.json",
    "config_sentence_transformers.json",
)
_POOLING_FOLDER = re.compile(r"\d+_Pooling/config\.json")
_QUESTION_PROMPTS = ("query", "question", "search_query")
_SENTENCE_PROMPTS = ("passage", "document", "corpus", "search_document")
_POOLINGS = {
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_lasttoken": "lasttoken",
}
_LONGEST = 512
"""Tokens; a sentence of more is cut, whatever the model could take."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a model is used.

    ``onnx`` is the file within the model's folder; ``pooling`` is how the vectors of a text's tokens become
    the text's ("mean", "cls", "max" or "lasttoken"); ``longest`` is in tokens; the prompts are put in front
    of questions and of sentences; ``layered`` says that more layers follow the pooling, so that only an ONNX
    which ends in a ready vector will do.
    """

    onnx: str
    pooling: str = "mean"
    longest: int = _LONGEST
    question_prompt: str = ""
    sentence_prompt: str = ""
    layered: bool = False


def wanted_files(names: Collection[str], what: str) -> list[str]:
    """Return which of the files of a folder or of a repository make up the model.

    Args:
        names: of all the files, with ``/`` between folder and file.
        what: the model, as messages call it.

    Raises:
        ModelError: there is no ONNX export among them, or no tokenizer.json.
    """
    onnx = _onnx(names)
    if onnx is None:
        raise ModelError(
            f"{what}: there is no model.onnx in it, and none in its folder onnx/. Choose a model with an "
            "ONNX export, or make one: `optimum-cli export onnx`."
        )
    if _TOKENIZER not in names:
        raise ModelError(
            f"{what}: there is no tokenizer.json in it. Save the model's tokenizer in the fast form, which "
            "writes that file."
        )
    beside = [f"{onnx}_data", f"{onnx}.data"]  # where weights beyond 2 GB lie
    pooling = sorted(filter(_POOLING_FOLDER.fullmatch, names))
    return [name for name in (onnx, *beside, _TOKENIZER, *_CONFIGURATION, *pooling) if name in names]


def _onnx(names: Collection[str]) -> str | None:
    full = [name for name in _FULL if name in names]
    smaller = sorted(filter(_SMALLER.fullmatch, names), key=lambda name: (_size(name), name))
    return next(iter([*full, *smaller]), None)


def _size(name: str) -> int:
    kind = name.rpartition("model_")[2].lower()
    return next((at for at, size in enumerate(_SIZES) if kind.startswith(size)), len(_SIZES))


def read_recipe(
    folder: Path, files: Collection[str], *, question_prompt: str | None, sentence_prompt: str | None
) -> Recipe:
    """Read how a model is used.

    Args:
        folder: holds the model's files.
        files: their names, as ``wanted_files`` gave them.
        question_prompt: what to put in front of questions, whatever the files say; None leaves it to them.
        sentence_prompt: the same for sentences.

    Raises:
        ModelError: the model needs what its ONNX does not hold, or pools in a way that is not known.
        FileFormatError: a file is not what it claims to be.
    """
    told = {name: _read(folder / name) for name in files if name.endswith(".json") and name != _TOKENIZER}
    onnx = _onnx(files)
    if onnx is None:
        raise ModelError(f"{folder}: the model's ONNX is gone. Add the model again.")
    prompts = told.get("config_sentence_transformers.json", {}).get("prompts") or {}
    return Recipe(
        onnx=onnx,
        pooling=_pooling(folder, told),
        longest=_longest(told),
        question_prompt=_prompt(prompts, _QUESTION_PROMPTS) if question_prompt is None else question_prompt,
        sentence_prompt=_prompt(prompts, _SENTENCE_PROMPTS) if sentence_prompt is None else sentence_prompt,
        layered=_is_layered(told.get("modules.json", {})),
    )


def _read(path: Path) -> dict[str, Any]:
    """Return a JSON file's object; a list of objects is given as one, by their names."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FileFormatError(path, f"This is no JSON ({error}).", "Export the model again.") from error
    if isinstance(found, list):
        found = {str(at): each for at, each in enumerate(found)}
    if not isinstance(found, dict):
        raise FileFormatError(path, "This holds no JSON object.", "Export the model again.")
    return found


def _pooling(folder: Path, told: dict[str, dict[str, Any]]) -> str:
    for name, config in told.items():
        if _POOLING_FOLDER.fullmatch(name):
            named = config.get("pooling_mode")
            modes = [named] if named else [mode for mode, on in config.items() if _is_mode(mode) and on]
            known = [_POOLINGS.get(str(mode), str(mode)) for mode in modes]
            if len(known) != 1 or known[0] not in _POOLINGS.values():
                raise ModelError(
                    f"{folder}: it pools by {' and '.join(map(str, modes)) or 'nothing'}; Byline knows "
                    f"{', '.join(_POOLINGS.values())}. Choose another model."
                )
            return known[0]
    return "mean"


def _is_mode(name: str) -> bool:
    return name.startswith("pooling_mode_")


def _is_layered(modules: dict[str, Any]) -> bool:
    return any(
        isinstance(each, dict) and str(each.get("type")).endswith(".Dense") for each in modules.values()
    )


def _longest(told: dict[str, dict[str, Any]]) -> int:
    said = (
        told.get("sentence_bert_config.json", {}).get("max_seq_length"),
        told.get("tokenizer_config.json", {}).get("model_max_length"),
    )
    first = next((int(each) for each in said if isinstance(each, int | float) and each > 0), _LONGEST)
    return min(first, _LONGEST)


def _prompt(prompts: dict[str, Any], names: Collection[str]) -> str:
    return next((str(prompts[name]) for name in names if prompts.get(name)), "")
