"""Fetches a model's files from the hub, with its own client. Nothing else in Byline reaches for the network.

A fetch that was interrupted goes on where it stopped. Each file is compared with the checksum that the hub
announced, and has its name only when it is whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huggingface_hub import HfApi, hf_hub_url
from huggingface_hub.errors import (  # type: ignore[attr-defined]  # HTTPError is that of its HTTP library
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    HTTPError,
    LocalEntryNotFoundError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.file_download import http_get
from huggingface_hub.utils._headers import build_hf_headers

from byline import __version__
from byline.errors import HubError, NotFoundError
from byline.transformer.recipe import wanted_files
from byline.transformer.shelf import sha256

_LIBRARY = "byline"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class _Announced:
    """A file as the hub announces it: its length, and its SHA-256 or else git's name for its content."""

    bytes: int
    sha256: str | None
    blob: str | None


def fetch(name: str, revision: str | None, folder: Path, progress: Progress | None) -> tuple[str, list[str]]:
    """Fetch a model into a folder.

    Args:
        name: as on the hub, such as ``sentence-transformers/all-MiniLM-L6-v2``.
        revision: a branch, a tag or a commit; None means the main branch.
        folder: where to; what an interrupted fetch left there is used.
        progress: is told of bytes.

    Returns:
        The repository's commit, and the names of the files.

    Raises:
        NotFoundError: there is no such model or revision, or it is not open to everybody.
        ModelError: it has no ONNX export.
        HubError: the hub is not reached, or sent what it had not announced.
    """
    try:
        commit, announced = _look_up(name, revision)
        names = wanted_files(announced, name)
        meter = _Meter(sum(announced[each].bytes for each in names), progress)
        for each in names:
            if not _is_whole(folder / each, announced[each]):
                _fetch_file(name, commit, each, folder, announced[each], meter)
            meter.finish(announced[each].bytes)
    except (GatedRepoError, RepositoryNotFoundError, RevisionNotFoundError, HFValidationError) as error:
        raise NotFoundError(
            f"{name}{f' at {revision}' if revision else ''}: the hub has no such model, or does not show it "
            "to everybody. Check the name on its page."
        ) from error
    except OfflineModeIsEnabled as error:
        raise HubError(
            f"{name}: HF_HUB_OFFLINE is set, so nothing is fetched. Unset it, or add the model from a folder."
        ) from error
    except (HTTPError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise HubError(
            f"{name}: the hub can not be reached, or broke off ({_first_line(error)}). What came is kept: "
            "try again when there is a network, or add the model from a folder."
        ) from error
    return commit, names


def _look_up(name: str, revision: str | None) -> tuple[str, dict[str, _Announced]]:
    api = HfApi(library_name=_LIBRARY, library_version=__version__)
    info = api.model_info(name, revision=revision, files_metadata=True, timeout=30)
    found = {
        each.rfilename: _Announced(each.size or 0, each.lfs.sha256 if each.lfs else None, each.blob_id)
        for each in info.siblings or ()
    }
    return str(info.sha), found


def _fetch_file(
    name: str, commit: str, file: str, folder: Path, announced: _Announced, meter: _Meter
) -> None:
    content = announced.sha256 or announced.blob or commit
    part = folder / f"{file}.{content[:16]}.part"
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("ab") as target:
        http_get(
            hf_hub_url(name, file, revision=commit),
            target,
            resume_size=target.tell(),
            headers=build_hf_headers(library_name=_LIBRARY, library_version=__version__),
            expected_size=announced.bytes,
            tqdm_class=meter.bar,
        )
    if not _is_whole(part, announced):
        part.unlink()
        raise HubError(
            f"{file}: what came is not what the hub announced for {name}: its checksum or its length "
            "differs. It was thrown away; try again."
        )
    part.replace(folder / file)


def _is_whole(path: Path, announced: _Announced) -> bool:
    if not path.is_file() or path.stat().st_size != announced.bytes:
        return False
    if announced.sha256:
        return sha256(path) == announced.sha256
    return not announced.blob or _git_name(path, announced.bytes) == announced.blob


def _git_name(path: Path, size: int) -> str:
    """Return git's name for the content of a file."""
    digest = hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)
    digest.update(path.read_bytes())
    return digest.hexdigest()


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__


class _Meter:
    """Adds up the bytes of all files. ``bar`` is what the hub's client takes for a progress bar."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total = total
        self._progress = progress
        self._finished = 0
        meter = self

        class Bar:
            def __init__(self, *_: Any, initial: int = 0, **__: Any) -> None:
                self.done = initial

            def update(self, more: float | None = 1) -> None:
                self.done += int(more or 0)
                meter._show(self.done)

            def __enter__(self) -> Bar:
                return self

            def __exit__(self, *_: object) -> None:
                pass

            def __getattr__(self, _: str) -> Callable[..., None]:
                return lambda *_, **__: None  # what else a bar can be told is of no interest

        self.bar = Bar

    def finish(self, size: int) -> None:
        """A file is whole."""
        self._finished += size
        self._show(0)

    def _show(self, of_this_file: int) -> None:
        if self._progress:
            self._progress("fetching", self._finished + of_this_file, self._total)
