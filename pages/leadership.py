"""Leadership."""

from journey.ui.frame import screen

here = screen("Leadership", "Under way.")
