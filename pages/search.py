"""Search."""

from journey.ui.frame import screen

here = screen("Search", "Under way.")
