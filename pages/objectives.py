"""Objectives: what teams want together, and how far the metrics have come."""

from journey.ui.frame import screen
from journey.ui.goals import objectives

here = screen(
    "Objectives", "What teams want together by the end of a period, and how far the metrics had come at the end of {reviewed}."
)
objectives(here)
