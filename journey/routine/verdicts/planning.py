"""Before a change ships: how long one must wait to see it, and on which Friday its verdict is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.impact import weeks_needed
from journey.analysis.impact.pitfalls import APART
from journey.analysis.rollup import value
from journey.domain import format
from journey.domain.words import Direction, MetricKind
from journey.routine.verdicts.figures import IMPACT_KINDS, Figures, Sibling, counted
from journey.routine.verdicts.trial import is_open
from journey.store.readers.incidents import days_left_out, incidents
from journey.store.readers.watching import newest_day
from journey.store.readers.work import changes
from journey.store.tables import Metric

HISTORY = timedelta(days=181)
"""What a metric did earlier says little of how it varies now."""
WITHOUT_SIZE, UNSEEN = 4, 8
"""Weeks after which a change is looked at that names no smallest effect, and one that waiting would not show."""


@dataclass(frozen=True)
class Plan:
    """How many weeks of data it takes to see the smallest effect worth having, and the Friday of the verdict.

    `weeks` is None where half a year would not do or nothing is known; the verdict is due all the same. `usual` says where
    the metric stands now.
    """

    weeks: int | None
    due_on: date
    sentence: str
    usual: str


def plan(
    engine: Engine, journey_id: int, *, metric_id: int, size: float | None, ships_on: date, until: date | None = None,
    lag_days: int = 0, segment: str = "", alert_id: int | None = None, direction: Direction | None = None,
) -> Plan:  # fmt: skip
    """Tell a change's waiting time from what its metric did before it ships, known by `until` (the newest day of all data).

    size: the smallest effect worth having in the metric's own unit, 0 or None where nobody said; with a `direction` it is said
    where a rate has no such room. The days of incidents that are left out, those since the alert that it answers and the
    steps of earlier changes say nothing of how it varies.
    """
    figures = Figures(engine, journey_id, until or newest_day(engine, journey_id) or ships_on)
    of, metric, last = Sibling(metric_id, segment), figures.own[metric_id], min(figures.until, ships_on - timedelta(days=1))
    own = figures.settled(of).filter(pl.col("day").is_between(last - HISTORY, last))
    usual = own.filter(~pl.col("day").is_in(days_left_out(incidents(engine, journey_id), metric.stage_id)))
    if (since := figures.alerts.get(alert_id or 0)) is not None:
        usual = usual.filter(pl.col("day") < since)
    weeks, why = _weeks(metric, _levelled(metric, usual, _turns(engine, journey_id, metric_id)), abs(size or 0.0))
    ripening = figures.ripening(of)
    after = weeks or (UNSEEN if size else WITHOUT_SIZE)
    due_on = friday_knowing(ships_on + timedelta(days=lag_days + ripening + 7 * after - 1))
    usually = f"{_usual(metric, own)}{_room(metric, own, size, direction)}"
    return Plan(weeks, due_on, _sentence(weeks, why, due_on, lag_days, ripening), usually)


def nearby(
    engine: Engine, journey_id: int, *, metric_id: int, ships_on: date, segment: str = "", change: int | None = None
) -> str:
    """What other changes of the metric mean for one that ships on that day, told before it does; "" where nothing is near.

    change: its id, where it is written down already.
    """
    rows = changes(engine, journey_id).filter((pl.col("metric_id") == metric_id) & (pl.col("id") != (change or 0)))
    others = [row for row in rows.iter_rows(named=True) if not segment or not row["segment"] or row["segment"] == segment]
    apart = [(abs((on - ships_on).days), row["title"]) for row in others if (on := row["shipped_on"] or row["ships_on"])]
    if near := [one for one in apart if one[0] < APART]:
        days, title = min(near)
        when = "on the same day" if not days else f"{days} day{'s' if days > 1 else ''} apart from it"
        return (
            f"'{title}' ships {when} on the same metric: the two could not be told apart. Keep a week between them, or test one."
        )
    cut = [
        row for row in others if row["shipped_on"] and is_open(row) and row["shipped_on"] < ships_on < (row["due_on"] or date.min)
    ]
    if not cut:
        return ""
    last = max(cut, key=lambda row: row["shipped_on"])
    return f"'{last['title']}' is judged on the same metric on {on_day(last['due_on'])}: what ships before then ends its days."


def friday_knowing(day: date) -> date:
    """The first Friday that reviews `day`: that of the week after its own."""
    return day - timedelta(days=day.weekday()) + timedelta(days=7 + 4)


def on_day(day: date) -> str:
    """A Friday as it is said: Friday 4 Dec 2026."""
    return f"{day:%A} {day.day} {day:%b %Y}"


def _turns(engine: Engine, journey_id: int, metric_id: int) -> list[date]:
    """The days on which changes of this metric shipped."""
    own = changes(engine, journey_id).filter(pl.col("metric_id") == metric_id)
    return sorted(set(own["shipped_on"].drop_nulls()))


def _levelled(metric: Metric, own: pl.DataFrame, turns: Sequence[date]) -> pl.DataFrame:
    """The days as if no earlier change had moved the metric: each stretch between changes on the level of the last one.

    What shipped is known; left in, its steps would pass for a metric that wanders, which no waiting sees through.
    """
    stretch = pl.lit(0)
    for turn in turns:
        stretch = stretch + (pl.col("day") >= turn).cast(pl.Int32)
    parts = own.with_columns(stretch=stretch)
    last = parts.filter(pl.col("stretch") == pl.col("stretch").max())["value"].mean()
    if not isinstance(last, float):
        return own
    level = pl.col("value") - pl.col("value").mean().over("stretch") + last
    if metric.kind not in (MetricKind.MEAN, MetricKind.NPS):
        level = level.clip(0.0, 1.0 if metric.kind is MetricKind.RATE else None)
    return parts.with_columns(value=level).drop("stretch")


def _weeks(metric: Metric, own: pl.DataFrame, size: float) -> tuple[int | None, str]:
    """Weeks, or None and why nobody can tell."""
    if not size:
        return None, "Nobody said which effect would be worth having, so that nothing says how long to wait."
    first, last = own["day"].min(), own["day"].max()
    if not isinstance(first, date) or not isinstance(last, date):
        return None, "There are no figures of this metric yet, so that nothing says how long to wait."
    full = pl.select(day=pl.date_range(first, last)).join(own, on="day", how="left").sort("day")
    try:
        weeks = weeks_needed(
            full["day"].to_list(), full["value"].to_list(), counted(metric, full.fill_null(0)), size,
            kind=IMPACT_KINDS[metric.kind],
        )  # fmt: skip
    except ValueError:
        return None, f"There are {own.height} days of figures: too few to say how long it takes to see an effect."
    told = format.change(metric.kind, size, unit="" if metric.unit == "%" else metric.unit).lstrip("+")
    worth = told if told[0].isdigit() else "so small an effect"
    return weeks, f"At this volume half a year would not show {worth}: aim at more, at a metric closer to the change, or test it."


def _sentence(weeks: int | None, why: str, due_on: date, lag_days: int, ripening: int) -> str:
    day = on_day(due_on)
    if weeks is None:
        return f"{why} It is looked at on {day} all the same."
    took = f"about {weeks} week{'s' if weeks > 1 else ''} at this volume"
    extra = [f"{lag_days} day{'s' if lag_days > 1 else ''} until it shows"] if lag_days else []
    extra += [f"{ripening} until a day's customers have had their time"] if ripening else []
    return f"Verdict due on {day}: {took}{', after ' + ' and '.join(extra) if extra else ''}."


def _usual(metric: Metric, own: pl.DataFrame) -> str:
    """Where the metric stands: its last four weeks."""
    last = own["day"].max()
    if not isinstance(last, date):
        return f"{metric.name} has no figures yet."
    late = own.filter(pl.col("day") > last - timedelta(days=28))
    n, total = int(late["n"].sum()), float(late["total"].sum())
    if metric.kind in (MetricKind.DURATION, MetricKind.COUNT):
        middle = late["value"].median() if metric.kind is MetricKind.DURATION else late["value"].mean()
        said = format.value(metric.kind, float(middle) if isinstance(middle, float) else None, unit=metric.unit)
        typical = "on the middle one of its days over" if metric.kind is MetricKind.DURATION else "a day over"
        return f"{metric.name} has been {said} {typical} the last four weeks."
    said = format.with_n(metric.kind, value(metric.kind, n, total), n, total, unit=metric.unit)
    return f"{metric.name} has been {said} over the last four weeks."


def _room(metric: Metric, own: pl.DataFrame, size: float | None, direction: Direction | None) -> str:
    """That a rate can't move so far, where it can't: from 25 % it does not fall by 30 points."""
    last = own["day"].max()
    if metric.kind is not MetricKind.RATE or direction is None or not size or not isinstance(last, date):
        return ""
    late = own.filter(pl.col("day") > last - timedelta(days=28))
    share = value(metric.kind, int(late["n"].sum()), float(late["total"].sum()))
    if share is None or abs(size) <= (share if direction is Direction.DOWN else 1 - share):
        return ""
    told = format.change(metric.kind, abs(size)).lstrip("+")
    return f" It can't go {direction.value} by {told} from there: name a smaller effect."
