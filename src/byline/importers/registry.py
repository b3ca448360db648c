"""The one list of formats, and how the format of a file is found."""

from __future__ import annotations

from pathlib import Path

from byline.errors import UnknownFormatError
from byline.importers import expert_page, json_lines, json_records, tabular
from byline.importers.contract import Format

# The order in which contents are tried: the most telling first.
_FORMATS: tuple[Format, ...] = (json_lines, json_records, tabular, expert_page)

FORMATS: tuple[str, ...] = tuple(module.NAME for module in _FORMATS)
"""The names that ``Options.format`` can have."""


def format_named(name: str) -> Format:
    """Return the format of that name.

    Raises:
        UnknownFormatError: there is none.
    """
    for module in _FORMATS:
        if name == module.NAME:
            return module
    raise UnknownFormatError(f"{name!r} is no format. Use one of {', '.join(FORMATS)}.")


def format_of(path: Path, head: str) -> Format:
    """Return the format of a file: by its content, else by its ending.

    Raises:
        UnknownFormatError: neither tells.
    """
    for module in _FORMATS:
        if module.sniff(path, head):
            return module
    for module in _FORMATS:
        if path.suffix.lower() in module.ENDINGS:
            return module
    looked_for = "; ".join(f"{module.NAME} ({module.HELP})" for module in _FORMATS)
    raise UnknownFormatError(
        f"{path}: this is none of the formats that are read: {looked_for}. Name the format if it is one of "
        "them, or give answers and bylines in a CSV or JSON file with the fields answer, author, role, "
        "company and date."
    )
