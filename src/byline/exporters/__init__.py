"""Writes answers in formats that others read, and that ``byline add`` reads again.

    for piece in pieces(kb.answers(), "csv"):
        file.write(piece.text)

Each format is one module with the same names (``contract.Format``), listed in ``registry``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from byline.exporters.contract import Format, Piece
from byline.exporters.registry import FORMATS, format_named
from byline.models import Answer

__all__ = ["FORMATS", "Format", "Piece", "format_named", "pieces"]


def pieces(answers: Iterable[Answer], format: str = "jsonl") -> Iterator[Piece]:
    """Yield what is to be written, piece by piece, reading the answers as it goes.

    Args:
        answers: in the order in which they are to stand.
        format: a name of ``FORMATS``.

    Raises:
        UnknownFormatError: there is no such format.
    """
    return format_named(format).pieces(answers)
