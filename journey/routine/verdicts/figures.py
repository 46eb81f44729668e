"""The daily series that verdicts are read from: of a metric, of a segment of it, of its siblings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from journey.analysis.rollup import daily
from journey.domain import format
from journey.domain.words import MetricKind
from journey.store.engine import reading
from journey.store.readers import metrics as read
from journey.store.tables import Alert, Journey, Metric, Stage

IMPACT_KINDS = {
    MetricKind.RATE: "rate", MetricKind.COUNT: "count", MetricKind.DURATION: "duration", MetricKind.MEAN: "mean",
    MetricKind.NPS: "nps", MetricKind.RATIO: "mean",
}  # fmt: skip
NO_DAYS: dict[str, pl.DataType] = {"day": pl.Date(), "value": pl.Float64(), "n": pl.Int64(), "total": pl.Float64()}
METRIC, SEGMENT = "metric:", "segment:"
"""How a control is named: another metric, or another segment of the change's own."""


@dataclass(frozen=True)
class Sibling:
    """A series by what it is of: a metric, and "" or a segment of it."""

    metric: int
    segment: str = ""


@dataclass
class Figures:
    """A journey's series with what was known by the day `until`; each is read once."""

    engine: Engine
    journey_id: int
    until: date
    _read: dict[Sibling, pl.DataFrame] = field(default_factory=dict)

    @cached_property
    def metrics(self) -> dict[int, Metric]:
        """The metrics of every journey, the bin left out: those of others may be controls."""
        with reading(self.engine) as session:
            query = select(Metric).where(col(Metric.deleted_at).is_(None)).order_by(col(Metric.id))
            gone = set(session.exec(select(Stage.id).where(col(Stage.deleted_at).is_not(None))))
            return {row.key: row for row in session.exec(query) if row.stage_id not in gone}

    @cached_property
    def own(self) -> dict[int, Metric]:
        """The metrics of this journey."""
        return {id: row for id, row in self.metrics.items() if row.journey_id == self.journey_id}

    @cached_property
    def alerts(self) -> dict[int, date]:
        """The first day of each alert of this journey."""
        with reading(self.engine) as session:
            rows = session.exec(select(Alert).where(Alert.journey_id == self.journey_id))
            return {row.key: row.since for row in rows}

    @cached_property
    def titles(self) -> dict[int, str]:
        """What metrics are called from this journey."""
        with reading(self.engine) as session:
            return titles(session, self.journey_id)

    def name(self, key: str) -> str:
        """A control as people call it: "Drop-off at Pay", "plan=solo"."""
        if key.startswith(SEGMENT):
            return key.removeprefix(SEGMENT)
        number = key.removeprefix(METRIC)
        return self.titles.get(int(number) if number.isdigit() else 0, "a metric that is gone")

    def settled(self, of: Sibling) -> pl.DataFrame:
        """The days that will not move any more: day, value, n, total; NPS in points, rates as shares of 1."""
        rows = self.days(of).filter(pl.col("mature") & pl.col("value").is_not_null())
        return rows.select(*NO_DAYS).sort("day")

    def ripening(self, of: Sibling) -> int:
        """Days that the newest figures are still young: a cohort metric's window, 0 for others."""
        days = self.days(of)
        ripe = days.filter("mature")["day"].max()
        newest = days["day"].max()
        return (newest - ripe).days if isinstance(newest, date) and isinstance(ripe, date) else 0

    def days(self, of: Sibling) -> pl.DataFrame:
        """Every day known by `until`, grown up or not, as FIGURES."""
        if of not in self._read:
            metric = self.metrics[of.metric]
            seen = read.observations(self.engine, metric.journey_id, metric_ids=[of.metric], segment=of.segment, until=self.until)
            self._read[of] = daily(seen, [read.spec_of(metric)])
        return self._read[of]

    def sibling(self, key: str, metric: int) -> Sibling | None:
        """What a control's name means for a change of `metric`; None if it is gone."""
        if key.startswith(SEGMENT):
            return Sibling(metric, key.removeprefix(SEGMENT))
        number = key.removeprefix(METRIC)
        found = int(number) if number.isdigit() else 0
        return Sibling(found) if found in self.metrics else None


def on_calendar(own: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    """The series as a calendar that reaches from before the change to the last day looked at; what is missing is null."""
    known = own.filter(pl.col("day") <= last)
    calendar = pl.select(day=pl.date_range(min([first, *known["day"]]), last))
    return calendar.join(known, on="day", how="left").sort("day")


def counted(metric: Metric, own: pl.DataFrame) -> list[int | None] | None:
    """What each day's value rests on; a count rests on itself."""
    return None if metric.kind is MetricKind.COUNT else own["n"].to_list()


def teller(metric: Metric) -> Callable[[float], str]:
    """How differences of the metric are written: "−3.1 points", "+4 h 10 min"."""

    def tell(difference: float) -> str:
        said = format.change(metric.kind, difference, unit="" if metric.unit == "%" else metric.unit)
        return "0" if said == "no change" else said

    return tell


def titles(session: Session, journey_id: int) -> dict[int, str]:
    """What metrics of every journey are called from this one: "Drop-off at Pay", another journey's with its name."""
    stages = {row.id: row.name for row in session.exec(select(Stage))}
    journeys = {row.id: row.name for row in session.exec(select(Journey))}
    found = {}
    for row in session.exec(select(Metric)):
        at = f" at {stages[row.stage_id]}" if row.stage_id in stages else ""
        elsewhere = "" if row.journey_id == journey_id else f" ({journeys.get(row.journey_id, 'another journey')})"
        found[row.key] = f"{row.name}{at}{elsewhere}"
    return found


def control_name(engine: Engine, journey_id: int, key: str) -> str:
    """A control as people call it: "Drop-off at Pay", "plan=solo"."""
    return Figures(engine, journey_id, date.max).name(key)
