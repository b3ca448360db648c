"""Which colours can be read, by the formula of WCAG 2.2."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.colours import DARK, ENOUGH, LIGHT, checked_accent, contrast, least_contrast, readable_shade
from byline.settings import Settings
from byline.web.assets import FOLDER

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#7c2d23", "#7c2d23", 1.0)],
)
def test_the_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_the_colours_that_the_accent_meets_are_those_of_the_style_sheet() -> None:
    sheet = (FOLDER / "byline.css").read_text(encoding="utf-8")
    for name, light, dark in zip(("paper", "raised", "on-accent"), LIGHT, DARK, strict=True):
        assert re.findall(rf"--{name}: (#\w{{6}});", sheet)[:2] == [light, dark]
    fields = Settings.model_fields
    assert re.findall(r"--accent: (#\w{6});", sheet)[:2] == [
        fields["accent"].default,
        fields["accent_dark"].default,
    ]


@given(COLOURS, st.sampled_from([LIGHT, DARK]))
def test_the_shade_that_is_offered_is_taken(colour: str, met: tuple[str, ...]) -> None:
    shade = readable_shade(colour, met)
    assert checked_accent(shade, met) == shade
    if least_contrast(colour, met) >= ENOUGH:
        assert shade == colour


@given(COLOURS, st.sampled_from([LIGHT, DARK]))
def test_a_colour_is_taken_exactly_when_it_has_enough_contrast(colour: str, met: tuple[str, ...]) -> None:
    if all(contrast(colour, other) >= ENOUGH for other in met):
        assert checked_accent(colour, met) == colour
    else:
        with pytest.raises(ValueError, match=f"{readable_shade(colour, met)} is the nearest shade"):
            checked_accent(colour, met)
