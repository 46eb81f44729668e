"""History."""

from journey.ui.frame import screen

here = screen("History", "Under way.")
