"""Friday: of the changes made, did the metric move?"""

from journey.domain.words import Weekday
from journey.ui.closing import closing_part
from journey.ui.days import close_day
from journey.ui.experiments import tests_part
from journey.ui.frame import open_part, screen
from journey.ui.friday.changes import changes_part
from journey.ui.friday.log import log_part
from journey.ui.friday.parts import PARTS
from journey.ui.friday.verdicts import verdicts_part
from journey.ui.search.landing import came_for

here = screen(
    "Friday: retrospective",
    "Did what you changed move what it was meant to move? Give each change that is due its verdict, then close the week.",
)
came_for(here)
part = open_part(PARTS)

if part == "verdicts":
    verdicts_part(here)
if part == "changes":
    changes_part(here)
if part == "tests":
    tests_part(here)
if part == "log":
    log_part(here)
if part == "close":
    closing_part(here)

close_day(here, Weekday.FRIDAY)
