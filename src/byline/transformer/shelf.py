"""The models that were added to a knowledge base: at most one encoder and one reranker.

They lie in the folder ``models`` of its home, each in a folder of its own that never changes, and
``models.json`` says which are in use, how, and what the SHA-256 of each of their files is. A model is in use
from the moment that this file names it.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from byline.durable import sync, write_json
from byline.errors import ModelError, NotFoundError, UnavailableError
from byline.transformer.listed import LIST
from byline.transformer.recipe import Recipe
from byline.transformer.scale import Scale
from byline.transformers import Model, ModelKind

_FORMAT = 1
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9])?")
_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class File:
    """A file of a model: its length in bytes and its SHA-256."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A model on the shelf: what it is, how it is used, and the files that it consists of."""

    name: str
    kind: ModelKind
    origin: str
    revision: str | None
    recipe: Recipe
    scale: Scale
    dimensions: int | None
    files: Mapping[str, File]

    @property
    def checksum(self) -> str:
        """The SHA-256 over all files and the recipe: what the vectors depend on."""
        told = {"recipe": asdict(self.recipe), "files": {n: f.sha256 for n, f in self.files.items()}}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return f"{self.name.replace('/', '--')}-{self.checksum[:12]}"

    def as_model(self, sentences: int | None) -> Model:
        """Return it as callers of the library see it."""
        size = sum(file.bytes for file in self.files.values())
        return Model(
            self.name, self.kind, self.origin, self.revision, self.checksum, size, self.dimensions, sentences
        )


class Shelf:
    """The models of one home. Nothing is made there before a model is added.

    Args:
        folder: ``models`` in the home.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def entries(self) -> dict[ModelKind, Entry]:
        """Return the models in use.

        Raises:
            UnavailableError: the list of them is damaged.
        """
        try:
            told = json.loads((self.folder / LIST).read_text(encoding="utf-8"))
            return {ModelKind(kind): _entry(each) for kind, each in told["models"].items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UnavailableError(
                f"{self.folder / LIST}: the list of models can not be read ({error!r}). Remove the file and "
                "add the model again."
            ) from error

    def checked(self, entry: Entry) -> Path:
        """Return a model's folder, once every file in it is found to be what was added.

        Raises:
            UnavailableError: a file is gone or was changed.
        """
        folder = self.folder / entry.folder
        for name, file in entry.files.items():
            path = folder / name
            if not path.is_file() or path.stat().st_size != file.bytes or sha256(path) != file.sha256:
                raise UnavailableError(
                    f"{path}: this file of the model {entry.name} is not the one that was added. Add the "
                    'model again, or ask without it: tier = "built-in" in the settings.'
                )
        return folder

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the right to change what is on the shelf.

        Raises:
            UnavailableError: another process is adding or removing a model.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / "models.lock", timeout=_PATIENCE_S):
                yield
        except Timeout as error:
            raise UnavailableError(
                f"{self.folder}: another process is adding or removing a model. Try again when it is done."
            ) from error

    def staging(self, name: str) -> Path:
        """Return the folder in which a model is put together, with what an interrupted call left in it."""
        folder = self.folder / f".adding-{name.replace('/', '--')}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def put(self, entry: Entry, staged: Path) -> None:
        """Put a model that is whole in ``staged`` into use, in place of the one of its kind.

        Called while ``changing`` is held.
        """
        place = self.folder / entry.folder
        shutil.rmtree(place, ignore_errors=True)  # the same model, perhaps damaged
        kept = set(entry.files)
        for path in sorted(staged.rglob("*"), reverse=True):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
            elif path.is_file() and path.relative_to(staged).as_posix() not in kept:
                path.unlink()
            elif path.is_file():
                sync(path)
        staged.rename(place)
        sync(self.folder)
        self._write({**self.entries(), entry.kind: entry})

    def remove(self, name: str) -> Entry:
        """Take a model out of use and remove its files; return what it was.

        Called while ``changing`` is held.

        Raises:
            NotFoundError: there is none of that name.
        """
        entries = self.entries()
        found = next((each for each in entries.values() if each.name == name), None)
        if found is None:
            raise NotFoundError(f"There is no model {name!r}. `byline model list` shows those there are.")
        self._write({kind: each for kind, each in entries.items() if each.name != name})
        return found

    def _write(self, entries: Mapping[ModelKind, Entry]) -> None:
        write_json(
            self.folder / LIST,
            {"format": _FORMAT, "models": {kind.value: asdict(each) for kind, each in entries.items()}},
        )
        kept = {each.folder for each in entries.values()}
        for other in self.folder.iterdir():
            if other.is_dir() and not other.name.startswith(".") and other.name not in kept:
                shutil.rmtree(other, ignore_errors=True)


def _entry(told: dict[str, Any]) -> Entry:
    entry = Entry(
        name=checked_name(told["name"]),
        kind=ModelKind(told["kind"]),
        origin=told["origin"],
        revision=told["revision"],
        recipe=Recipe(**told["recipe"]),
        scale=Scale(**told["scale"]),
        dimensions=told["dimensions"],
        files={name: File(**file) for name, file in told["files"].items()},
    )
    if any(name.startswith("/") or ".." in name.split("/") for name in (*entry.files, entry.recipe.onnx)):
        raise ValueError("a file outside of the model's folder")
    return entry


def checked_name(name: str) -> str:
    """Return a model's name if it is one: a word, or two with a slash between, as on the hub.

    Raises:
        ModelError: it is none, such as one that leads out of a folder.
    """
    parts = name.split("/")
    if len(parts) > 2 or not all(_NAME.fullmatch(part) and ".." not in part for part in parts):
        raise ModelError(
            f"{name!r} is no name of a model: letters, digits, dots, hyphens and underscores, and one slash "
            "between owner and model. Name a folder that there is, or a model as the hub does."
        )
    return name


def files_of(folder: Path, names: list[str]) -> dict[str, File]:
    """Return length and SHA-256 of files of a folder."""
    return {name: File((folder / name).stat().st_size, sha256(folder / name)) for name in names}


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
