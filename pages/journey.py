"""Journey."""

from journey.ui.frame import screen

here = screen("Journey", "Under way.")
