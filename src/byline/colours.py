"""Colours of the page that can be told apart: the contrast of WCAG 2.2, and a shade that has enough of it."""

from __future__ import annotations

import colorsys
import re

ENOUGH = 4.5
"""The contrast that text of the usual size needs to what is behind it (WCAG 2.2, 1.4.3)."""

LIGHT = ("#faf8f3", "#fffefb", "#fffaf5")
"""What the accent meets by light: the paper, what is raised on it, and the words on a button."""
DARK = ("#171613", "#201e1a", "#1d120e")
"""The same by dark. ``static/byline.css`` has these colours; a test holds the two together."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_STEPS = 200


def checked_accent(colour: str, met: tuple[str, ...]) -> str:
    """Return the colour in small letters, if text in it can be read on each of those that it meets.

    Raises:
        ValueError: it is no colour, or too near to one of them; the message offers a shade that is not.
    """
    if not _COLOUR.fullmatch(colour):
        raise ValueError("a colour is written as # and six digits, such as #7c2d23")
    least = least_contrast(colour, met)
    if least < ENOUGH:
        raise ValueError(
            f"its contrast with the page is {least:.1f} to 1, and text that all can read needs {ENOUGH}. "
            f"{readable_shade(colour, met)} is the nearest shade of it that has enough"
        )
    return colour.lower()


def least_contrast(colour: str, met: tuple[str, ...]) -> float:
    """Return the contrast of a colour with the nearest of those that it meets, from 1 to 21."""
    return min(contrast(colour, other) for other in met)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, written as #rrggbb, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_shade(colour: str, met: tuple[str, ...]) -> str:
    """Return the colour made darker, or lighter where all that it meets is dark, until it can be read."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    end = 1.0 if _luminance(met[0]) < 0.5 else 0.0
    for step in range(_STEPS):
        level = lightness + (end - lightness) * step / _STEPS
        shade = _written(colorsys.hls_to_rgb(hue, level, saturation))
        if least_contrast(shade, met) >= ENOUGH:
            return shade
    return _written((end, end, end))


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _written(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
