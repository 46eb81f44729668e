"""Metrics."""

from journey.ui.frame import screen

here = screen("Metrics", "Under way.")
