"""The folder in which several workers keep their figures together (see ``web.metrics``)."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from byline.settings import Settings

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable that names the folder. Prometheus's client reads it when it is imported."""


@contextmanager
def figures_of_all(settings: Settings) -> Iterator[None]:
    """Name a folder in which the workers keep their figures together, while they serve.

    A worker alone needs none, and keeps them in its memory.
    """
    if not settings.metrics or settings.workers == 1:
        os.environ.pop(FOLDER, None)
        yield
        return
    with tempfile.TemporaryDirectory(prefix="byline-metrics-") as folder:
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]
