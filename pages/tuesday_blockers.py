"""Tuesday."""

from journey.ui.frame import screen

here = screen("Tuesday", "Under way.")
