"""Reports of a week, a month or a quarter, each for whom it is asked for, put together from what the weeks left."""

from journey.routine.reports.asked import EVERYONE, LEADERS, NEWSLETTER, Asked, Period, Span
from journey.routine.reports.build import build
from journey.routine.reports.sight import team_view

__all__ = ["EVERYONE", "LEADERS", "NEWSLETTER", "Asked", "Period", "Span", "build", "team_view"]
