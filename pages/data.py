"""Data."""

from journey.ui.frame import screen

here = screen("Data", "Under way.")
