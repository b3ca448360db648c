"""The one list of formats that are written."""

from __future__ import annotations

from typing import cast

from byline.errors import UnknownFormatError
from byline.exporters import json_lines, markdown, qa_page, table
from byline.exporters.contract import Format

_MODULES = {module.NAME: cast(Format, module) for module in (json_lines, table, qa_page, markdown)}

FORMATS: tuple[str, ...] = tuple(_MODULES)
"""The names of the formats."""


def format_named(name: str) -> Format:
    """Return the format of that name.

    Raises:
        UnknownFormatError: there is none.
    """
    if name not in _MODULES:
        raise UnknownFormatError(f"{name!r} is no format to export. Use one of {', '.join(FORMATS)}.")
    return _MODULES[name]
