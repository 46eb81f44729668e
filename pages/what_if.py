"""What if: levers pulled on the journey as it was observed."""

from journey.ui.frame import screen
from journey.ui.scenarios import chosen_part, what_if

here = screen(
    "What if",
    "What if a stage kept more customers, took longer or stood still? Told from their passages to the week of {reviewed}.",
)
what_if(here, chosen_part())
