"""The series that a journey's Monday watches, how strictly, and the detector's account of each, computed once."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from threading import Lock
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.alerts.budget import strictness_for
from journey.analysis.alerts.moves import rung
from journey.analysis.alerts.watched import WEEKS, worth_watching
from journey.analysis.rollup import FIGURES, daily
from journey.analysis.signals import explain
from journey.domain.model import MetricSpec
from journey.domain.words import MetricKind
from journey.routine.alerts.lessons import factor_of
from journey.routine.calendar_days import journey_holidays
from journey.store.engine import reading
from journey.store.readers import metrics as read
from journey.store.readers import watching as store
from journey.store.readers.alerts import plan
from journey.store.tables import AlertPlan, Metric

KINDS = {
    MetricKind.RATE: "rate",
    MetricKind.COUNT: "count",
    MetricKind.DURATION: "duration",
    MetricKind.MEAN: "mean",
    MetricKind.NPS: "mean",
    MetricKind.RATIO: "mean",
}
Series = tuple[int, str]
"""A metric and a segment of it; "" is everyone."""
NO_DAYS = pl.DataFrame(schema=FIGURES)
KEPT = 4
"""Journeys whose computed accounts are kept in memory: about 50 MB for 250 series of two years."""


@dataclass
class Shelf:
    """What was read and computed for one state of a journey's data."""

    days: dict[bool, dict[Series, pl.DataFrame]] = field(default_factory=dict)
    observed: dict[bool, pl.DataFrame] = field(default_factory=dict)
    accounts: dict[Series, tuple[float, frozenset[date], pl.DataFrame]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


_shelves: OrderedDict[store.Mark, Shelf] = OrderedDict()
_shelves_lock = Lock()


class Watch:
    """A journey's watched series: metrics for everyone, and the critical ones for each segment that brings enough.

    Each is judged by limits as strict as the owner's budget of false alarms asks for, times what dismissals taught. Half of
    the budget is for everyone's series and half for the segments', which are many and small: a weighted Bonferroni procedure
    (Rosenthal & Rubin 1983; Genovese, Roeder & Wasserman 2006, Biometrika 93:509-524).
    """

    def __init__(self, engine: Engine, journey_id: int) -> None:
        self.engine, self.journey_id = engine, journey_id
        with reading(engine) as session:
            self.specs = {spec.id: spec for spec in read.specs(session, journey_id)}
            wanted = select(Metric.id).where(Metric.journey_id == journey_id, Metric.critical, col(Metric.deleted_at).is_(None))
            self.critical = frozenset(id for id in session.exec(wanted) if id is not None)
        self.plan: AlertPlan = plan(engine, journey_id)
        self._rung: dict[Series, dict[date, dict[str, Any]]] = {}
        self._shelf = _shelf((*store.mark(engine, journey_id), tuple(self.specs.values())))

    @cached_property
    def newest(self) -> date | None:
        """The newest day with any figure."""
        return store.newest_day(self.engine, self.journey_id)

    @cached_property
    def segments(self) -> list[Series]:
        """The segments that bring enough to be watched, see `worth_watching`."""
        if self.newest is None:
            return []
        since = self.newest - timedelta(weeks=WEEKS) + timedelta(days=1)
        found = store.volumes(self.engine, self.journey_id, since=since, until=self.newest)
        return worth_watching(found, {id: self.specs[id].kind for id in self.critical if id in self.specs})

    @cached_property
    def series(self) -> list[Series]:
        """All that can raise an alert."""
        return [*((id, "") for id in sorted(self.critical)), *self.segments]

    @cached_property
    def holidays(self) -> dict[date, str]:
        """The public holidays of the journey's country within its history, with their names."""
        if self.newest is None or not self.plan.country:
            return {}
        return journey_holidays(self.engine, self.journey_id, self.newest - timedelta(days=3 * 366), self.newest)

    def strictness(self, series: Series) -> float:
        """What the limits of a series are multiplied by."""
        metric, segment = series
        return (
            self.budgeted[segment != ""]
            * self.lessons.get((metric, ""), 1.0)
            * (self.lessons.get(series, 1.0) if segment else 1.0)
        )

    @cached_property
    def lessons(self) -> dict[Series, float]:
        """What dismissals taught, by series."""
        taught: dict[Series, list[float]] = {}
        for metric, segment, factor in store.factors(self.engine, self.journey_id):
            taught.setdefault((metric, segment), []).append(factor)
        return {series: factor_of(found) for series, found in taught.items()}

    @cached_property
    def budgeted(self) -> dict[bool, float]:
        """What the budget alone makes of the limits, of everyone's series (False) and of segments' (True)."""
        half = self.plan.false_alarms_month / 2 if self.segments else self.plan.false_alarms_month
        return {False: strictness_for(half, len(self.critical)), True: strictness_for(half, len(self.segments))}

    def account(self, series: Series) -> pl.DataFrame:
        """The detector's account of a series, EXPLANATION, over all that is known today; empty where there is nothing.

        The detector never looks ahead: up to a day it says what it said on that day, but for cohorts that grew up since.
        """
        strict, free = self.strictness(series), frozenset(self.holidays)
        with self._shelf.lock:
            known = self._shelf.accounts.get(series)
            if known is None or known[:2] != (strict, free):
                known = (strict, free, explained(self._days(series), self.specs[series[0]], strict, free))
                self._shelf.accounts[series] = known
        return known[2]

    def rung(self, series: Series) -> dict[date, dict[str, Any]]:
        """The weeks in which a series rang, see `analysis.alerts.moves.rung`."""
        if series not in self._rung:
            self._rung[series] = rung(self.account(series))
        return self._rung[series]

    def observed(self, *, segments: bool) -> pl.DataFrame:
        """The observations of everyone, or of everyone and the watched segments, as OBSERVATIONS."""
        if segments not in self._shelf.observed:
            found = (
                store.segment_days(self.engine, self.journey_id, self.series)
                if segments
                else read.observations(self.engine, self.journey_id)
            )
            self._shelf.observed[segments] = found
        return self._shelf.observed[segments]

    def one(self, series: Series) -> pl.DataFrame:
        """The observations of one watched series, as OBSERVATIONS."""
        own = (pl.col("metric_id") == series[0]) & (pl.col("segment") == series[1])
        return self.observed(segments=series[1] != "").filter(own)

    def _days(self, series: Series) -> pl.DataFrame:
        segmented = series[1] != ""
        if segmented not in self._shelf.days:
            figures = daily(self.observed(segments=segmented), tuple(self.specs.values()))
            parts = figures.partition_by("metric_id", "segment", as_dict=True)
            self._shelf.days[segmented] = {(metric, segment): part for (metric, segment), part in parts.items()}
        return self._shelf.days[segmented].get(series, NO_DAYS)


def explained(
    days: pl.DataFrame, spec: MetricSpec, strictness: float = 1.0, holidays: frozenset[date] = frozenset()
) -> pl.DataFrame:
    """The detector's account of one series' mature days (FIGURES of that series alone)."""
    own = days.filter(pl.col("mature") & pl.col("value").is_not_null()).sort("day")
    counted = None if spec.kind is MetricKind.COUNT else own["n"].to_list()
    kind = KINDS[spec.kind]
    return explain(own["day"].to_list(), own["value"].to_list(), counted, kind=kind, strictness=strictness, holidays=holidays)


def _shelf(mark: store.Mark) -> Shelf:
    """The shelf of that state of the data; those of the journey's earlier states are cleared away."""
    with _shelves_lock:
        shelf = _shelves.pop(mark, None) or Shelf()
        for old in [other for other in _shelves if other[:2] == mark[:2]]:
            del _shelves[old]
        _shelves[mark] = shelf
        while len(_shelves) > KEPT:
            _shelves.popitem(last=False)
    return shelf
