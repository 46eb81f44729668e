"""What is asked of a report: of which weeks, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from journey.domain.weeks import Week


class Span(StrEnum):
    """How much time a report tells of."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


EVERYONE, LEADERS, NEWSLETTER = "everyone", "leaders", "newsletter"
"""Whom a report is for, beside the teams, who go by their own names."""


@dataclass(frozen=True)
class Period:
    """Weeks of the routine from first to last: the month or quarter that holds the last one, up to it.

    A week belongs to the month that its Thursday is in, as ISO 8601 gives a week to a year.
    """

    span: Span
    first: Week
    last: Week

    @classmethod
    def until(cls, week: Week, span: Span) -> Period:
        """The period of that span which ends with `week`."""
        if span is Span.WEEK:
            return cls(span, week, week)
        first = week
        while _of(first.shift(-1), span) == _of(week, span):
            first = first.shift(-1)
        return cls(span, first, week)

    @property
    def over(self) -> bool:
        """Whether its last week is the last of that month or quarter."""
        return self.span is Span.WEEK or _of(self.last.shift(1), self.span) != _of(self.last, self.span)

    @property
    def name(self) -> str:
        """As a title says it: week 47, 2026; November 2026, weeks 45 to 47."""
        if self.span is Span.WEEK:
            return f"week {self.last.number}, {self.last.year}"
        day = _thursday(self.last)
        month = f"{day:%B} {day.year}"
        quarter = f"quarter {(day.month - 1) // 3 + 1} of {day.year}"
        said = month if self.span is Span.MONTH else quarter
        weeks = f"weeks {self.first.number} to {self.last.number}" if self.first != self.last else f"week {self.last.number}"
        return f"{said}, {weeks}{'' if self.over else ', so far'}"

    def holds(self, label: str) -> bool:
        """Whether the week of that label is in it."""
        return str(self.first) <= label <= str(self.last)

    def has(self, day: date | None) -> bool:
        """Whether the day is in one of its weeks."""
        return day is not None and self.first.monday <= day <= self.last.sunday


@dataclass(frozen=True)
class Asked:
    """A report to make: of the period that ends with the routine's `week`, for whom, as seen on that day."""

    week: Week
    today: date
    span: Span = Span.WEEK
    audience: str = EVERYONE
    """EVERYONE, LEADERS, NEWSLETTER, or the name of a team view or team."""

    @property
    def period(self) -> Period:
        """The weeks that it tells of."""
        return Period.until(self.week, self.span)


def _thursday(week: Week) -> date:
    return week.monday + timedelta(days=3)


def _of(week: Week, span: Span) -> tuple[int, int]:
    day = _thursday(week)
    return day.year, day.month if span is Span.MONTH else (day.month - 1) // 3
