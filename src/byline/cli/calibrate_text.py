"""A calibration as a person reads it in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from byline.calibration import Calibration, Point
from byline.cli.terminal import count, one_line, table

_SHOWN_EVERY = 10
"""Of the thresholds that were tried, so many make a row of the table."""


def lines(found: Calibration) -> Iterator[str]:
    """Yield the lines that tell of a calibration."""
    yield (
        f"{count(found.answers, 'answer')}. Asked: {count(found.questions, 'stored question')} held out, "
        f"{found.left_out:,} of them once more with their answers left out, "
        f"{count(found.unrelated, 'unrelated question')}."
    )
    yield ""
    yield from table(_rows(found))
    yield ""
    for note in found.notes:
        yield f"note: {one_line(note)}"
    for question in found.mistaken:
        yield f"note: an unrelated question that is answered now: {one_line(question)}"
    yield _verdict(found)


def _rows(found: Calibration) -> Iterator[tuple[str, ...]]:
    yield "threshold", "answered", "precision", "95 % certain", "left out", "unrelated", ""
    marked = {found.current: "in force"}
    if found.recommended:
        same = found.recommended.threshold == found.current.threshold
        marked[found.recommended] = "in force and recommended" if same else "recommended"
    points = {each.threshold: each for each in found.points[::_SHOWN_EVERY]}
    points |= {each.threshold: each for each in marked}
    for threshold in sorted(points):
        yield (*_cells(points[threshold]), marked.get(points[threshold], ""))


def _cells(point: Point) -> tuple[str, ...]:
    known = point.precision is not None
    return (
        f"{point.threshold:.2f}",
        f"{point.answered:.1%}",
        f"{point.precision:.1%}" if known else "-",
        f"{point.low:.1%} to {point.high:.1%}" if known else "-",
        f"{point.left_out:.1%}",
        f"{point.unrelated:.1%}",
    )


def _verdict(found: Calibration) -> str:
    if found.recommended:
        return (
            f"For {found.wanted:.0%} right: threshold = {found.recommended.threshold:g}, which answers "
            f"{found.recommended.answered:.1%} of the stored questions."
        )
    return f"No threshold is recommended for {found.wanted:.0%} right."
