"""Adds a model to the shelf, from a folder or from the hub: copied, checked, tried, and only then in use."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from byline.errors import FileFormatError, ModelError
from byline.transformer import libraries
from byline.transformer.recipe import read_recipe, wanted_files
from byline.transformer.scale import Scale, encoder_scale, reranker_scale
from byline.transformer.shelf import Entry, Shelf, checked_name, files_of
from byline.transformers import ModelKind

Progress = Callable[[str, int, int], None]
"""Called with a stage ("fetching" or "encoding"), how much of it is done, and how much there is."""


def add(
    shelf: Shelf,
    source: str,
    *,
    reranker: bool = False,
    revision: str | None = None,
    question_prompt: str | None = None,
    sentence_prompt: str | None = None,
    progress: Progress | None = None,
) -> Entry:
    """Put a model on the shelf; see ``KnowledgeBase.add_model``."""
    runner = libraries.running()
    folder = Path(source).expanduser()
    from_hub = not folder.is_dir()
    if not from_hub and revision is not None:
        raise ModelError(f"{source} is a folder, and a folder has no revision. Leave --revision out.")
    name = checked_name(source if from_hub else folder.resolve().name)
    with shelf.changing():
        staged = shelf.staging(name)
        if from_hub:
            commit, names = libraries.hub().fetch(name, revision, staged, progress)
        else:
            commit, names = None, _copied(folder, staged)
        recipe = read_recipe(staged, names, question_prompt=question_prompt, sentence_prompt=sentence_prompt)
        scale: Scale | None
        if reranker:
            dimensions, scale = None, reranker_scale(runner.Reranker(staged, recipe))
        else:
            encoder = runner.Encoder(staged, recipe)
            dimensions, scale = encoder.dimensions, encoder_scale(encoder)
        if scale is None:
            raise ModelError(
                f"{source}: it does not tell a question's own answer from another's. It may be of another "
                "kind, or want a prompt (--question-prompt, --sentence-prompt). Nothing was changed."
            )
        entry = Entry(
            name=name,
            kind=ModelKind.RERANKER if reranker else ModelKind.ENCODER,
            origin=name if from_hub else str(folder.resolve()),
            revision=commit,
            recipe=recipe,
            scale=scale,
            dimensions=dimensions,
            files=files_of(staged, names),
        )
        shelf.put(entry, staged)
        return entry


def _copied(folder: Path, staged: Path) -> list[str]:
    """Copy what makes up the model; return the names."""
    names = wanted_files(
        [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()], str(folder)
    )
    for name in names:
        (staged / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(folder / name, staged / name)
        except OSError as error:
            raise FileFormatError(
                folder / name,
                f"This file can not be copied ({error}).",
                "Check its rights and the disk's space.",
            ) from error
    return names
