"""The one list of formats, and how the format of a file is found.

A format's module is imported when the first file is read: some need libraries that take longer to import
than a question takes to answer.
"""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import Any, cast

from byline.errors import UnknownFormatError
from byline.importers.contract import Format, WholeFormat

# Name and module, in the order in which contents are tried: the most telling first.
_MODULES = {
    "stack-exchange": "stack_exchange",
    "qa-page": "qa_page",
    "discourse": "discourse",
    "so-teams": "so_teams",
    "confluence": "confluence",
    "mediawiki": "mediawiki",
    "slack": "slack",
    "xlsx": "xlsx",
    "jsonl": "json_lines",
    "json": "json_records",
    "qna-maker": "qna_maker",
    "csv": "tabular",
    "html": "html_file",
    "markdown": "markdown_file",
    "expert-page": "expert_page",
    "text": "text_file",
}

FORMATS: tuple[str, ...] = tuple(_MODULES)
"""The names that ``Options.format`` can have."""


@cache
def format_named(name: str) -> Format:
    """Return the format of that name.

    Raises:
        UnknownFormatError: there is none.
    """
    module = _MODULES.get(name)
    if module is None:
        raise UnknownFormatError(f"{name!r} is no format. Use one of {', '.join(FORMATS)}.")
    return cast(Format, importlib.import_module(f"byline.importers.{module}"))


def format_of(path: Path, head: str) -> Format:
    """Return the format of a file: by its content, else by its ending.

    Raises:
        UnknownFormatError: neither tells.
    """
    formats = [format_named(name) for name in FORMATS]
    for module in formats:
        if module.sniff(path, head):
            return module
    for module in formats:
        if path.suffix.lower() in module.ENDINGS:
            return module
    looked_for = "; ".join(f"{module.NAME} ({module.HELP})" for module in formats)
    raise UnknownFormatError(
        f"{path}: this is none of the formats that are read: {looked_for}. Name the format if it is one of "
        "them, or give answers and bylines in a CSV or JSON file with the fields answer, author, role, "
        "company and date."
    )


def is_claimed(path: Path) -> bool:
    """Say whether the ending of a file is that of a format."""
    return any(path.suffix.lower() in format_named(name).ENDINGS for name in FORMATS)


def whole_format_of(path: Path, start: bytes = b"") -> Format | None:
    """Return the format of a folder that is one source, or of a file that is no text; None when none is.

    Args:
        path: a folder or a file.
        start: how the file begins; nothing for a folder.
    """
    asked = "holds" if path.is_dir() else "opens"
    return next((module for module in _offering(asked) if _tells(module, path, start)), None)


def is_beside(path: Path) -> bool:
    """Say whether a file belongs to another one in its folder, and is no source of its own."""
    return any(module.beside(path) for module in _offering("beside"))


def _offering(name: str) -> list[WholeFormat]:
    """Return the formats that have a function of that name."""
    modules: list[Any] = [format_named(each) for each in FORMATS]
    return [module for module in modules if hasattr(module, name)]


def _tells(module: WholeFormat, path: Path, start: bytes) -> bool:
    return module.holds(path) if path.is_dir() else module.opens(path, start)
