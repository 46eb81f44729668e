"""Friday."""

from journey.ui.frame import screen

here = screen("Friday", "Under way.")
