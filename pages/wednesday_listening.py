"""Wednesday."""

from journey.ui.frame import screen

here = screen("Wednesday", "Under way.")
