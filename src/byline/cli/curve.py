"""Draws a calibration: precision and the share answered, over the threshold.

matplotlib comes with an extra and takes longer to import than all else; it is imported when a curve is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from byline.calibration import Calibration
from byline.errors import FileFormatError, MissingExtraError

_LIBRARY = "matplotlib"
_FORMATS = (".svg", ".png")
_INCHES = (8.0, 4.5)
_BLUE, _ORANGE, _GREY = "#0072b2", "#d55e00", "#767676"


def drawing(file: Path) -> Callable[[Calibration], None]:
    """Return what draws a calibration into a file; called before the work, since it may not be possible.

    Raises:
        FileFormatError: the file's ending is none of those that can be drawn, or it can not be written.
        MissingExtraError: matplotlib, which comes with the extra "plot", is not installed.
    """
    if file.suffix.lower() not in _FORMATS:
        raise FileFormatError(file, f"A curve is drawn as {' or '.join(_FORMATS)}.", "Name it so.")
    try:
        figures = import_module(f"{_LIBRARY}.figure")
        library = import_module(_LIBRARY)
    except ModuleNotFoundError as error:
        raise MissingExtraError("plot", error.name or _LIBRARY) from error

    def draw(found: Calibration) -> None:
        # The same figures make the same file, and its words stay words.
        with library.rc_context({"svg.hashsalt": "byline", "svg.fonttype": "none"}):
            figure = figures.Figure(figsize=_INCHES, layout="constrained")
            _fill(figure.subplots(), found)
            try:
                figure.savefig(file, metadata={"Date": None} if file.suffix.lower() == ".svg" else None)
            except OSError as error:
                raise FileFormatError(
                    file, f"This can not be written ({error}).", "Name another file."
                ) from error

    return draw


def _fill(axes: Any, found: Calibration) -> None:
    at = [each.threshold for each in found.points]
    told = [each for each in found.points if each.precision is not None]
    axes.fill_between(
        [each.threshold for each in told],
        [each.low for each in told],
        [each.high for each in told],
        color=_BLUE,
        alpha=0.15,
        linewidth=0,
        label="95 % certain",
    )
    axes.plot(
        [each.threshold for each in told], [each.precision for each in told], color=_BLUE, label="precision"
    )
    answered = [each.answered for each in found.points]
    axes.plot(at, answered, color=_ORANGE, linestyle="--", label="stored questions answered")
    unrelated = [each.unrelated for each in found.points]
    axes.plot(at, unrelated, color=_GREY, linestyle=":", label="unrelated questions answered")
    axes.axvline(found.current.threshold, color=_GREY, linewidth=1, label="threshold in force")
    if found.recommended:
        axes.axvline(
            found.recommended.threshold, color="black", linewidth=1, linestyle="-.", label="recommended"
        )
    axes.set(xlabel="threshold", ylabel="share", xlim=(0, 1), ylim=(0, 1.02))
    axes.set_title(f"{found.questions:,} stored questions, {found.answers:,} answers")
    axes.grid(alpha=0.3)
    axes.legend(loc="lower left")
