"""Six weeks of the demo's routine, day by day (data/demo/weeks.toml)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from pydantic import Field, model_validator

from journey.demo.told import Told, WeekLabel
from journey.domain.weeks import Week
from journey.domain.words import DayState, InterviewKind, Weekday


class Written(Told):
    """A note, parked matter, learning or carry-over; what is parked may be settled by the next Friday."""

    text: str
    settled: bool = False
    stage: str | None = None
    team: str | None = None
    change: str | None = None


class Decision(Told):
    """What was decided, and what each side gives up for the customer's sake."""

    text: str
    team: str
    stage: str
    trade_off: str


class Reading(Told):
    """Somebody heard a customer: a quote by its key, or the newest conversation of a stage and theme.

    `kept` are words of it that were kept, `shows` the pain point, by its key, that they are evidence of.
    """

    by: str
    emotion: int = Field(ge=-5, le=5)
    note: str
    quote: str | None = None
    stage: str | None = None
    theme: str | None = None
    kept: str = ""
    shows: str | None = None

    @model_validator(mode="after")
    def _of_something(self) -> Self:
        if (self.quote is None) == (self.stage is None or self.theme is None):
            raise ValueError("A reading names either a quote, or a stage and a theme.")
        return self


class Interview(Told):
    """Somebody of us met a customer, alone or with others, and wrote down what was said."""

    channel: InterviewKind
    by: str
    others: tuple[str, ...] = ()
    stage: str
    title: str
    emotion: int = Field(ge=-5, le=5)
    text: str


class Missing(Told):
    """A question that customers have and nobody answers, or an article that fails them; `answer` once it was closed."""

    question: str
    by: str
    stage: str
    article: str = ""
    answer: str = ""


class Day(Told):
    """One day of the routine; a skipped one says why."""

    weekday: Weekday
    state: DayState = DayState.DONE
    reason: str = ""
    people: tuple[str, ...] = ()
    notes: tuple[Written, ...] = ()
    decisions: tuple[Decision, ...] = ()
    parked: tuple[Written, ...] = ()
    readings: tuple[Reading, ...] = ()
    interviews: tuple[Interview, ...] = ()
    missing: tuple[Missing, ...] = ()
    verdicts: tuple[str, ...] = ()
    learnings: tuple[Written, ...] = ()
    carried: tuple[Written, ...] = ()


class PastWeek(Told):
    """A week of the routine that is over."""

    week: WeekLabel
    focus: str
    days: tuple[Day, ...] = Field(alias="day")

    def date_of(self, weekday: Weekday) -> date:
        """The date of a weekday in this week."""
        return Week.parse(self.week).monday + timedelta(days=list(Weekday).index(weekday))


class Diary(Told):
    """The past weeks, oldest first."""

    weeks: tuple[PastWeek, ...] = Field(alias="week")
