"""Thursday."""

from journey.ui.frame import screen

here = screen("Thursday", "Under way.")
