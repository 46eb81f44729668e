"""Reads a change that came to one part of the customers after the other: those who had it beside those who did not yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.impact.staged import Staged, assess_staged
from journey.analysis.rollup import daily
from journey.domain import format
from journey.domain.words import MetricKind
from journey.store.readers import metrics as read
from journey.store.tables import Metric

KINDS = {MetricKind.RATIO: "mean"}
LEAST = 28
"""Days with a value before the first wave, without which a part of the customers cannot stand beside it."""


@dataclass(frozen=True)
class Rollout:
    """What a change did where it came; `staged` None where that cannot be read, and `sentence` says why."""

    staged: Staged | None
    sentence: str
    attribute: str = ""
    adopted: Mapping[str, date | None] | None = None
    """The parts, by value of the attribute, with the day on which the change came; None: not yet."""


def read_rollout(
    engine: Engine, metric: Metric, rollout: Sequence[Mapping[str, str]], *, until: date, lag_days: int = 0
) -> Rollout:
    """The effect of a staged change on its metric, with what was known by the end of `until`.

    rollout: as a change keeps it, [{"segment": "region=north", "on": "2026-05-04"}]; the attribute's other values are those
    that never got it. The `lag_days` after each wave are left out.
    """
    turns = {str(wave["segment"]): date.fromisoformat(str(wave["on"])) for wave in rollout}
    names = {segment.partition("=")[0] for segment in turns}
    if len(names) != 1:
        return Rollout(None, "It came to parts that different attributes tell apart: they overlap, and nothing stands beside.")
    attribute = names.pop()
    days = _settled(engine, metric, attribute, until)
    began = {segment: day for segment, day in turns.items() if day <= until}
    if days.is_empty() or not began:
        return Rollout(None, "It has not come to any part yet whose figures are settled.", attribute)
    first = min(began.values())
    enough = days.filter(pl.col("day") < first).group_by("segment").len().filter(pl.col("len") >= LEAST)["segment"].to_list()
    days = days.filter(pl.col("segment").is_in(enough))
    if not any(segment in enough for segment in began):
        return Rollout(None, f"Fewer than {LEAST} days are known of the parts that have it: too few to say.", attribute)
    adopted = {segment: turns.get(segment) for segment in sorted(enough)}
    return _assessed(metric, days, adopted, lag_days)


def splits(engine: Engine, metric: Metric) -> dict[str, tuple[str, ...]]:
    """The attributes that a metric's figures are split by, with their values."""
    seen = read.observations(engine, metric.journey_id, metric_ids=[metric.key], segment=None)["segment"].unique().sort()
    found: dict[str, tuple[str, ...]] = {}
    for segment in seen.filter(seen != ""):
        name, _, value = segment.partition("=")
        found[name] = (*found.get(name, ()), value)
    return {name: values for name, values in found.items() if len(values) > 1}


def _settled(engine: Engine, metric: Metric, attribute: str, until: date) -> pl.DataFrame:
    """The settled days of each part: segment, day, value, n."""
    seen = read.observations(engine, metric.journey_id, metric_ids=[metric.key], segment=None, until=until)
    days = daily(seen.filter(pl.col("segment").str.starts_with(f"{attribute}=")), [read.spec_of(metric)])
    return days.filter(pl.col("mature") & pl.col("value").is_not_null()).select("segment", "day", "value", "n")


def _assessed(metric: Metric, days: pl.DataFrame, adopted: Mapping[str, date | None], lag_days: int) -> Rollout:
    values, counts, calendar = _panel(days, adopted, lag_days)
    counts_from = {segment: _after(day, lag_days) if day else None for segment, day in adopted.items()}
    later = {segment: day if day and day <= calendar[-1] else None for segment, day in counts_from.items()}
    attribute = next(iter(adopted)).partition("=")[0]
    by = {segment.partition("=")[2]: day for segment, day in adopted.items()}
    counted = None if metric.kind is MetricKind.COUNT else counts
    try:
        staged = assess_staged(calendar, values, counted, later, kind=KINDS.get(metric.kind, metric.kind.value))
    except ValueError:
        said = "Every part got it at once, or none has settled figures since: there is nothing to compare with."
        return Rollout(None, said, attribute, by)
    return Rollout(staged, _sentence(metric, staged), attribute, by)


def _panel(
    days: pl.DataFrame, adopted: Mapping[str, date | None], lag_days: int
) -> tuple[dict[str, list[float | None]], dict[str, list[float | None]], list[date]]:
    """One row a calendar day for each part; the days in which people take a change up have no value."""
    span = days.select(first=pl.col("day").min(), last=pl.col("day").max()).row(0)
    calendar = pl.select(day=pl.date_range(*span))
    values: dict[str, list[float | None]] = {}
    counts: dict[str, list[float | None]] = {}
    for segment, day in adopted.items():
        own = calendar.join(days.filter(pl.col("segment") == segment), on="day", how="left").sort("day")
        if day is not None and lag_days:
            taking_up = pl.col("day").is_between(day, _after(day, lag_days - 1))
            own = own.with_columns(value=pl.when(~taking_up).then("value"))
        values[segment], counts[segment] = own["value"].to_list(), own["n"].cast(pl.Float64).to_list()
    return values, counts, calendar["day"].to_list()


def _after(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _sentence(metric: Metric, staged: Staged) -> str:
    if staged.effect is None or staged.lo95 is None or staged.hi95 is None:
        return "Too early to say: a part needs a whole week with the change and four weeks before it."
    reach = format.between(metric.kind, staged.lo95, staged.hi95, unit=metric.unit)
    size = format.change(metric.kind, abs(staged.effect), unit=metric.unit).lstrip("+")
    way = "rose" if staged.effect > 0 else "fell"
    sure = "more than chance" if staged.lo95 > 0 or staged.hi95 < 0 else "which may still be chance"
    beside = min(len(wave.beside) for wave in staged.waves if not wave.impact.too_short)
    parts = f"{beside} part{'s' if beside > 1 else ''} without it"
    return f"{metric.name} {way} by {size} where it came (likely {reach}), {sure}, beside {parts}."
