"""Imports the modules that models need, when there is one and not before.

A question over answers without a model imports nothing of it; and where the extra "models" is not installed,
whoever adds one is told which command installs it.
"""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType

from byline.errors import MissingExtraError

EXTRA = "models"


def running() -> ModuleType:
    """Return ``byline.transformer.running``, which runs models.

    Raises:
        MissingExtraError: the extra "models" is not installed.
    """
    return _imported("byline.transformer.running")


def vectors() -> ModuleType:
    """Return ``byline.transformer.vectors``, which keeps and searches vectors.

    Raises:
        MissingExtraError: the extra "models" is not installed.
    """
    return _imported("byline.transformer.vectors")


def shelf() -> ModuleType:
    """Return ``byline.transformer.shelf``, which keeps models."""
    return import_module("byline.transformer.shelf")


def adding() -> ModuleType:
    """Return ``byline.transformer.adding``, which puts them there."""
    return import_module("byline.transformer.adding")


def hub() -> ModuleType:
    """Return ``byline.transformer.hub``, which fetches models; with it, its library's telemetry off.

    Raises:
        MissingExtraError: the extra "models" is not installed.
    """
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"  # read by the library while it is imported
    return _imported("byline.transformer.hub")


def _imported(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise MissingExtraError(EXTRA, error.name or name) from error
