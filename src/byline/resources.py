"""Finds ``templates/`` and ``data/`` in an installed and in an editable copy alike.

In the wheel both lie inside the package; in a checkout they lie at the top level beside ``src/``.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Return the folder ``name`` ("templates" or "data") of this copy of Byline.

    Raises:
        FileNotFoundError: neither place has it; the installation is damaged.
    """
    for place in (_PACKAGE / name, _PACKAGE.parents[1] / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(
        f"{name}: this folder is part of Byline and lies neither in {_PACKAGE} nor in {_PACKAGE.parents[1]}. "
        "Install Byline again."
    )
