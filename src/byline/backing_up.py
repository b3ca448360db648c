"""Everything that can not be made again, in one file: a ZIP archive of the database, the settings and a list.

    manifest.json     what is in the archive, its sizes and SHA-256 sums, and by what it was written
    byline.sqlite3    the answers with every revision, synonyms, questions left and feedback
    byline.toml       the settings, if there are any
    models.json       which transformers were in use; their files are large, and added again

The index is not in it: it is made from the answers. Only these names are ever read, and each to a place that
is known before, so that no archive can write anywhere else.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from byline.errors import FileFormatError, InputError, StoreError
from byline.settings import FILE_NAME
from byline.store import Store
from byline.store.copying import check_database, copy_database

FORMAT = 1
"""Raised when an older program could not restore what a newer one has written."""
DATABASE = "byline.sqlite3"
MODELS = "models.json"
_MANIFEST = "manifest.json"
_MANIFEST_BYTES = 1_000_000
_CHUNK = 1 << 20
_AGAIN = "Restore from another copy of the backup."


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    answers: int
    models: tuple[str, ...]
    """The transformers that were in use; restoring does not bring them back."""


def write_backup(home: Path, target: Path, models: list[dict[str, Any]]) -> Backup:
    """Write the backup of a home folder; it appears under its name when it is whole.

    Args:
        home: the folder of the knowledge base, which may be in use.
        target: the file; one of that name is replaced.
        models: what is known of each transformer in use.

    Raises:
        StoreError: the database can not be copied, or the file not be written.
    """
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".byline-") as name:
            folder = Path(name)
            copy_database(home / DATABASE, folder / DATABASE)
            if (home / FILE_NAME).exists():
                shutil.copyfile(home / FILE_NAME, folder / FILE_NAME)
            (folder / MODELS).write_text(json.dumps(models, default=str), encoding="utf-8")
            with Store.open(f"sqlite:///{folder / DATABASE}") as store:
                found = Backup(store.counts().answers, tuple(str(each["name"]) for each in models))
            _write(folder, target, found)
    except OSError as error:
        raise StoreError(
            f"{target}: the backup can not be written ({error.strerror}). Name a file in a folder that you "
            "may write to, on a disk with room."
        ) from error
    return found


def restore_backup(file: Path, home: Path, *, yes: bool = False) -> Backup:
    """Make a home folder from a backup. All of it is checked before anything is touched.

    Args:
        file: the backup.
        home: the folder; nothing may be using it.
        yes: replace what is there. Transformers that are there stay.

    Raises:
        FileFormatError: this is no backup, or it is damaged, or newer than this program; nothing was changed.
        InputError: the folder is not empty and ``yes`` was not said; nothing was changed.
        StoreError: the disk can not be written.
    """
    there = home.exists() and any(home.iterdir())
    if there and not yes:
        raise InputError(
            f"{home}: this folder is not empty, and restoring would replace what is in it. Name an empty "
            "folder with --home, or say --yes."
        )
    home = home.absolute()
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home.parent, prefix=f".{home.name}-") as name:
            prepared = Path(name) / "new"
            prepared.mkdir()
            found = _read(file, prepared)
            _put(prepared, home, Path(name) / "old")
    except OSError as error:
        raise StoreError(
            f"{home}: it can not be restored ({error}). Check the disk's space and rights."
        ) from error
    return found


def _write(folder: Path, target: Path, found: Backup) -> None:
    members = [name for name in (DATABASE, FILE_NAME, MODELS) if (folder / name).exists()]
    manifest = {
        "format": FORMAT,
        "answers": found.answers,
        "models": list(found.models),
        "files": {
            name: {"bytes": (folder / name).stat().st_size, "sha256": _sum(folder / name)} for name in members
        },
    }
    part = folder / "part"
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
        for name in members:
            archive.write(folder / name, name)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)


def _read(file: Path, folder: Path) -> Backup:
    """Unpack the backup into the folder, and make sure that it is what it says."""
    with _archive(file) as archive:
        manifest = _manifest(file, archive)
        for name, said in manifest["files"].items():
            _unpack(file, archive, name, said, folder / name)
    if wrong := check_database(folder / DATABASE):
        raise FileFormatError(file, f"the database in it is damaged ({wrong}).", _AGAIN)
    try:
        with Store.open(f"sqlite:///{folder / DATABASE}") as store:
            counted = store.counts().answers
    except StoreError as error:
        raise FileFormatError(file, f"the database in it can not be used: {error}", _AGAIN) from error
    if counted != manifest["answers"]:
        raise FileFormatError(file, f"it holds {counted} answers and says {manifest['answers']}.", _AGAIN)
    (folder / MODELS).unlink(missing_ok=True)
    return Backup(counted, tuple(map(str, manifest["models"])))


@contextmanager
def _archive(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise FileFormatError(file, f"this is no backup, or a damaged one ({error}).", _AGAIN) from error
    except FileNotFoundError as error:
        raise FileFormatError(file, "there is no such file.", "Name the file of a backup.") from error


def _manifest(file: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    """Return what the archive says of itself, once it is sure that it can be followed."""
    not_ours = FileFormatError(
        file, "this is no backup of Byline.", "Name a file that `byline backup` wrote."
    )
    names = archive.namelist()
    if _MANIFEST not in names or archive.getinfo(_MANIFEST).file_size > _MANIFEST_BYTES:
        raise not_ours
    try:
        manifest = json.loads(archive.read(_MANIFEST))
        newer = int(manifest["format"]) > FORMAT
        files = {
            str(name): (int(said["bytes"]), str(said["sha256"])) for name, said in manifest["files"].items()
        }
        said = {"answers": int(manifest["answers"]), "models": list(manifest["models"]), "files": files}
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise not_ours from error
    if newer:
        raise FileFormatError(file, "a newer Byline has written this backup.", "Upgrade Byline.")
    if (
        DATABASE not in files
        or not {*files} <= {DATABASE, FILE_NAME, MODELS}
        or {*files, _MANIFEST} != {*names}
    ):
        raise not_ours
    return said


def _unpack(file: Path, archive: zipfile.ZipFile, name: str, said: tuple[int, str], target: Path) -> None:
    """Write one member; not a byte more than it says that it has."""
    size, expected = said
    digest, written = hashlib.sha256(), 0
    with archive.open(name) as source, target.open("xb") as copy:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > size:
                break
            digest.update(chunk)
            copy.write(chunk)
    if written != size or digest.hexdigest() != expected:
        raise FileFormatError(file, f"{name} in it is not what was backed up.", _AGAIN)


def _put(prepared: Path, home: Path, aside: Path) -> None:
    """Put the folder in the place of the home folder, which is whole at each moment, or away."""
    if home.exists():
        if (home / "models").exists():
            shutil.copytree(home / "models", prepared / "models")
        home.replace(aside)
    try:
        prepared.replace(home)
    except OSError:
        if aside.exists():
            aside.replace(home)
        raise


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
