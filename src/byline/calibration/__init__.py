"""Tunes the threshold on a person's own answers: how often Byline would answer, and how often rightly."""

from byline.calibration.results import Calibration, Point
from byline.calibration.run import calibrate

__all__ = ["Calibration", "Point", "calibrate"]
