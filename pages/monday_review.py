"""Monday."""

from journey.ui.frame import screen

here = screen("Monday", "Under way.")
