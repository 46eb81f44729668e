"""Money: what is at stake where, what changes brought in, what things are worth."""

from journey.ui.frame import open_part, screen
from journey.ui.money import at_stake_part, returned_part, worths_part
from journey.ui.money.parts import PARTS
from journey.ui.setup.parts import style

here = screen("Money", "What is at stake at each stage as of {reviewed}, what changes brought in, and what that rests on.")
style()
part = open_part(PARTS)
if part == "stake":
    at_stake_part(here)
if part == "returns":
    returned_part(here)
if part == "worths":
    worths_part(here)
