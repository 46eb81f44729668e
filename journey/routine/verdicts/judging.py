"""One shipped change held against its metric: spike, lag, controls and days left out, and what the guards say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from journey.analysis.impact import Impact, Ruling, assess, verdict
from journey.analysis.impact.controls import combined
from journey.analysis.impact.pitfalls import TRIGGER, spike_before
from journey.domain.words import Direction
from journey.routine.verdicts.figures import IMPACT_KINDS, Figures, Sibling, counted, on_calendar, teller
from journey.routine.verdicts.siblings import touched
from journey.routine.verdicts.trial import Note, Way
from journey.routine.verdicts.window import A_DAY, Window
from journey.store.tables import Metric

SHOWN = 120
"""Days of a picture: four months, what a reader can see."""
LONGEST_SPIKE = 28


@dataclass(frozen=True)
class Judged:
    """What the days before and after say: the impact, what is ruled from it alone, the path and what was done on the way."""

    impact: Impact
    ruling: Ruling
    path: pl.DataFrame
    notes: tuple[Note, ...]
    way: Way


def judge(figures: Figures, change: Mapping[str, Any], seen: Window, holidays: Mapping[date, str]) -> Judged:
    """Assess a change by its own days; `seen` says which they are."""
    metric, on = figures.metrics[change["metric_id"]], change["shipped_on"]
    own = _own(figures, Sibling(metric.key, change["segment"]), on, seen)
    spike, notes = _spike(figures, change, metric, own)
    out = {**seen.left_out, **spike}
    free = [day for day in holidays if seen.first <= day <= seen.last]
    control, told = _control(figures, change, own)
    how = {"lag_days": change["lag_days"], "left_out": out, "holidays": free}
    try:
        impact = _assess(metric, own, on, how, control)
    except ValueError:
        if control is None:
            raise
        control, told = None, [Note("control", "The controls have too few days of their own and are not used.")]
        impact = _assess(metric, own, on, how, None)
    notes = [*notes, *_lag(change), *told, *_away(free)]
    way = Way.CONTROLS if control is not None else Way.BEFORE
    return Judged(impact, rule(change, metric, impact), path_of(own, impact), tuple(notes), way)


def rule(change: Mapping[str, Any], metric: Metric, impact: Impact) -> Ruling:
    """The verdict on an impact by the change's own hypothesis, in the metric's words."""
    worth = abs(change["size"] or 0.0)
    return verdict(impact, Direction(change["direction"]), worth, name=metric.name, unit=metric.unit, tell=teller(metric))


def assess_guard(figures: Figures, metric: Metric, change: Mapping[str, Any], seen: Window) -> Impact:
    """What happened to another metric in the days of a change, for everybody."""
    own = _own(figures, Sibling(metric.key), change["shipped_on"], seen)
    return _assess(metric, own, change["shipped_on"], {"lag_days": change["lag_days"], "left_out": seen.left_out}, None)


def path_of(own: pl.DataFrame, impact: Impact) -> pl.DataFrame:
    """Observed beside expected, with the days that do not count."""
    expected = impact.expected
    columns = {"at": expected.dates, "expected": expected.mean, "expected_low": expected.lo, "expected_high": expected.hi}
    types = {name: pl.Date if name == "at" else pl.Float64 for name in columns}
    told = pl.DataFrame({name: list(values) for name, values in columns.items()}, schema=types)
    out = pl.col("at").is_in([one.day for one in impact.left_out])
    return own.select("value", "n", at="day").join(told, on="at", how="left").with_columns(left_out=out).sort("at").tail(SHOWN)


def _own(figures: Figures, of: Sibling, on: date, seen: Window) -> pl.DataFrame:
    settled = figures.settled(of).filter(pl.col("day") >= seen.first)
    return on_calendar(settled, on - A_DAY, max(seen.last, on))


def _assess(metric: Metric, own: pl.DataFrame, on: date, how: dict[str, Any], control: list[float | None] | None) -> Impact:
    days, values = own["day"].to_list(), own["value"].to_list()
    return assess(days, values, counted(metric, own), on, control_values=control, kind=IMPACT_KINDS[metric.kind], **how)


def _spike(figures: Figures, change: Mapping[str, Any], metric: Metric, own: pl.DataFrame) -> tuple[dict[date, str], list[Note]]:
    """The days of a spike before the change, to be left out where the change answers one; otherwise only named."""
    answers, on = change["alert_id"] or change["pain_alert_id"], change["shipped_on"]
    if not answers and change["verdict"]:
        return {}, []  # who decided has seen the note
    since = figures.alerts.get(answers) if answers else None
    answers = None if since is not None and since >= on else answers  # it was raised afterwards
    days = TRIGGER if since is None else max(7, min(LONGEST_SPIKE, (on - since).days))
    before = own.filter(pl.col("day") < on)
    if before["value"].count() < 2 * LONGEST_SPIKE:
        return {}, []
    found = spike_before(
        own["day"].to_list(), own["value"].to_list(), counted(metric, own), on, kind=IMPACT_KINDS[metric.kind], window=days
    )
    if not found.found or found.first is None or found.last is None:
        return {}, []
    back = teller(metric)(found.fall_back or 0.0)
    stood = f"The {(found.last - found.first).days + 1} days before the change stood out and would have come back by about {back}"
    if not answers:
        return {}, [Note("spike", f"{stood} without it. If it was made because of them, that is no effect of the change.")]
    out = {found.first + timedelta(days=day): "spike" for day in range((found.last - found.first).days + 1)}
    return out, [
        Note("spike", f"{stood} by themselves; the change answers an alert, so it is judged without them.", weighty=True)
    ]


def _control(figures: Figures, change: Mapping[str, Any], own: pl.DataFrame) -> tuple[list[float | None] | None, list[Note]]:
    """The controls as one series on the same days, and what they are worth; those that the change touches are dropped."""
    metric, on = figures.metrics[change["metric_id"]], change["shipped_on"]
    beside: dict[str, list[float | None]] = {}
    notes = []
    for key in change["controls"] or ():
        of, name = figures.sibling(key, metric.key), figures.name(key)
        rows = figures.settled(of) if of is not None else None
        if rows is None or rows.is_empty():
            notes.append(Note("control", f"The control {name} has no figures any more and is not used."))
        elif touched(figures, key, change):
            notes.append(Note("control", f"The control {name} is reached by the change itself and is not used.", weighty=True))
        else:
            beside[name] = own.select("day").join(rows, on="day", how="left")["value"].to_list()
    if not beside:
        return None, notes
    found = combined(own["day"].to_list(), own["value"].to_list(), beside, on, kind=IMPACT_KINDS[metric.kind])
    return list(found.values), [*notes, Note("control", found.sentence)]


def _lag(change: Mapping[str, Any]) -> list[Note]:
    days = change["lag_days"]
    said = f"The first {days} day{'s' if days > 1 else ''} after shipping are left out, as was said before it shipped."
    return [Note("lag", said)] if days else []


def _away(free: list[date]) -> list[Note]:
    many = "1 public holiday is" if len(free) == 1 else f"{len(free)} public holidays are"
    return [Note("holiday", f"{many} left out.")] if free else []
