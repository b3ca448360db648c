"""What the commands write to a terminal: its width, columns, and text that is safe to show."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import click

# Control characters but tab and line end, and those that turn the direction of writing around.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def width(limit: int = 88) -> int:
    """Return how many columns to write in: those of the terminal, at most ``limit``, at least 30."""
    return max(30, min(limit, shutil.get_terminal_size((limit, 24)).columns))


def harmless(text: str) -> str:
    """Return the text with its control characters made visible.

    Answers come from files that anyone may have written: an escape sequence in one must not repaint or
    reprogram the terminal. Line ends and tabs stay.
    """
    return _CONTROL.sub(lambda found: _picture(ord(found[0])), text)


def _picture(code: int) -> str:
    """Return the sign that stands for a control character."""
    return chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"


def one_line(text: str) -> str:
    """Return the text harmless and in one line."""
    return " ".join(harmless(text).split())


def cells(text: str) -> int:
    """Return how many columns a line takes: East Asian characters take two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(line: str, columns: int) -> str:
    """Return the line in at most ``columns`` columns; an ellipsis says that some of it is missing."""
    if cells(line) <= columns:
        return line
    while cells(line) > columns - 1:
        line = line[:-1]
    return f"{line.rstrip()}…"


def fitted(line: str) -> str:
    """Return the line, on a terminal cut at its edge; in a file or a pipe nothing is cut."""
    return cut(line, width(limit=300)) if sys.stdout.isatty() else line


def table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield one line a row, the cells of a column under one another."""
    shown = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        line = "  ".join(cell + " " * (wide - cells(cell)) for cell, wide in zip(row, widths, strict=True))
        yield fitted(line.rstrip())


def count(number: int, noun: str) -> str:
    """Return "1 answer", "2,000 answers"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def size(number: float) -> str:
    """Return a number of bytes as "12 B", "3.4 kB", "1.2 GB"."""
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} B" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} GB"


def say(message: str) -> None:
    """Write a line to standard error: progress, warnings, whatever is no result."""
    click.echo(one_line(message), err=True)
