"""ISO weeks as values: parse, print, step, bound."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_LABEL = re.compile(r"(\d{4})-?W(\d{2})")


@dataclass(frozen=True, order=True)
class Week:
    """An ISO 8601 week, Monday to Sunday, of whatever time zone the caller computes dates in."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Week:
        """The week that holds `day`."""
        return cls(*day.isocalendar()[:2])

    @classmethod
    def parse(cls, label: str) -> Week:
        """Read `2026-W47`; a ValueError names what is wrong with anything else."""
        match = _LABEL.fullmatch(label.strip())
        if not match:
            raise ValueError(f"'{label}' is not a week. Write it as 2026-W47.")
        year, number = int(match[1]), int(match[2])
        try:
            date.fromisocalendar(year, number, 1)
        except ValueError:
            raise ValueError(f"'{label}': {year} has no week {number}.") from None
        return cls(year, number)

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    def shift(self, weeks: int) -> Week:
        """The week `weeks` later; negative for earlier."""
        return Week.of(self.monday + timedelta(weeks=weeks))

    def bounds(self, timezone: str) -> tuple[datetime, datetime]:
        """First instant of the week and of the next one, in `timezone`; a week with a clock change has 167 or 169 hours."""
        zone = ZoneInfo(timezone)
        start, end = self.monday, self.shift(1).monday
        return (
            datetime(start.year, start.month, start.day, tzinfo=zone),
            datetime(end.year, end.month, end.day, tzinfo=zone),
        )

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"
