"""Whether models were added at all: the one look that a question over answers without a model costs."""

from __future__ import annotations

from pathlib import Path

LIST = "models.json"
"""The file, in the folder of models, that says which are in use."""


def seen(folder: Path) -> tuple[int, int] | None:
    """Return what changes whenever a model comes or goes; None where none was ever added."""
    try:
        status = (folder / LIST).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino
