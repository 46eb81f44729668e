"""How far each objective has come, in figures and in sentences that a leader can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.compare import is_solid
from journey.analysis.goals import Pace, Progress, progress
from journey.domain import format
from journey.routine.lens import Lens
from journey.routine.metrics import reach
from journey.routine.review import Review
from journey.store.readers import goals as read
from journey.store.readers import journeys
from journey.store.tables import KeyResult, Metric, Objective


@dataclass(frozen=True)
class Result:
    """A key result as it stands in a week: `last` is the metric's latest settled week of the period (a WEEKLY row) or None.

    `name` is the metric with its stage. `figure` tells the value with what it rests on, `way` from where to where, `sentence`
    how far it has come and where it ends, `told` the same with its pace before it; all of them as plain text.
    """

    row: KeyResult
    metric: Metric
    name: str
    team: str
    last: dict[str, Any] | None
    progress: Progress
    figure: str
    way: str
    sentence: str

    @property
    def told(self) -> str:
        pace = self.progress.pace.value
        return f"{pace[0].upper()}{pace[1:]}: {self.sentence}"


@dataclass(frozen=True)
class Goal:
    """An objective as it stands in a week, with the names of its teams and of its owner, "" for nobody."""

    row: Objective
    teams: tuple[str, ...]
    owner: str
    results: tuple[Result, ...]

    @property
    def running(self) -> tuple[Result, ...]:
        """The results that are measured."""
        return tuple(result for result in self.results if result.progress.pace is not Pace.UNKNOWN)

    def seen_by(self, lens: Lens) -> bool:
        """Whether a view shows it: where its team shares the objective, or a key result is of its stages or its team."""
        if lens.view is None or lens.view.team_id in self.row.teams:
            return True
        return any(lens.shows(result.metric.stage_id, result.row.team_id) for result in self.results)

    @property
    def sentence(self) -> str:
        """How many of its key results stand how: "1 of 3 on track, 1 off track, 1 too early to tell"."""
        counts = {pace: sum(result.progress.pace is pace for result in self.results) for pace in Pace}
        told = [f"{count} {pace.value}" for pace, count in counts.items() if count]
        if not told:
            return "no key result yet"
        first, *rest = told
        return ", ".join([first.replace(" ", f" of {len(self.results)} ", 1), *rest])


def goals(engine: Engine, journey_id: int, seen: Review) -> list[Goal]:
    """Every objective as it stood at the end of the week that was reviewed, what ends last first.

    Those that began after that week are there too, not measured yet.
    """
    people = {person.key: person.name for person in journeys.people(engine)}
    teams = {team.key: team.name for team in journeys.teams(engine)}
    stages = {stage.key: stage.name for stage in journeys.stages(engine, journey_id)}
    weeks = seen.weeks.filter(is_solid(), pl.col("segment") == "")
    known = {row.key: row for row in read.objectives(engine, journey_id)}
    results: dict[int, list[Result]] = {}
    for row, metric in read.key_results(engine, journey_id):
        own = weeks.filter(pl.col("metric_id") == metric.key)
        told = _result(row, metric, own, known[row.objective_id], seen.week.sunday)
        at = f"{metric.name} at {stages[metric.stage_id]}" if metric.stage_id in stages else metric.name
        results.setdefault(row.objective_id, []).append(Result(row, metric, at, teams.get(row.team_id or 0, ""), *told))
    shared = {id: tuple(teams[team] for team in row.teams if team in teams) for id, row in known.items()}
    return [Goal(row, shared[id], people.get(row.owner_id or 0, ""), tuple(results.get(id, ()))) for id, row in known.items()]


def _result(
    row: KeyResult, metric: Metric, weeks: pl.DataFrame, goal: Objective, as_of: date
) -> tuple[dict[str, Any] | None, Progress, str, str, str]:
    least, most, _ = reach(metric.kind, metric.unit)
    period = {"starts_on": goal.starts_on, "ends_on": goal.ends_on, "as_of": as_of}
    held = progress(weeks, baseline=row.baseline, target=row.target, least=least, most=most, **period)
    if held.pace is Pace.UNKNOWN:
        began = goal.starts_on <= as_of
        sentence = "No settled week of the period is known yet." if began else f"Begins on {_day(goal.starts_on)}."
        return None, held, format.NOTHING, way(row, metric), sentence
    last = weeks.filter(pl.col("week") <= min(as_of, goal.ends_on)).sort("week").row(-1, named=True)
    figure = format.with_n(metric.kind, last["value"], last["n"], last["total"], unit=metric.unit)
    return last, held, figure, way(row, metric), _sentence(held, row, metric)


def way(row: KeyResult, metric: Metric) -> str:
    """From where to where: from 29 % to 18 %, from 0.27 to 0.22 tickets per customer."""
    return f"from {format.value(metric.kind, row.baseline)} to {format.value(metric.kind, row.target, unit=metric.unit)}"


def _sentence(held: Progress, row: KeyResult, metric: Metric) -> str:
    """64 % of the way (between 40 % and 88 %), with 47 % of the time gone. At this pace it ends near 16 % (14 % to 17 %)."""
    far = f"{_far(held)}, with {_percent(held.gone)} of the time gone"
    if held.pace in (Pace.REACHED, Pace.MISSED):
        return f"{far}."
    if held.ends is None or held.ends_lo is None or held.ends_hi is None or _open(held, row):
        return f"{far}. {held.weeks} settled {'week leaves' if held.weeks == 1 else 'weeks leave'} open where it ends."
    near = format.value(metric.kind, held.ends, unit=metric.unit)
    lo, hi = (format.value(metric.kind, amount) for amount in (held.ends_lo, held.ends_hi))
    return f"{far}. At this pace it ends near {near} ({lo} to {hi})."


def _open(held: Progress, row: KeyResult) -> bool:
    """Whether it is too early and the ends that are likely lie so far apart that naming one would mislead: twice the way."""
    wide = (held.ends_hi or 0.0) - (held.ends_lo or 0.0) > 2 * abs(row.target - row.baseline)
    return wide and held.pace is Pace.EARLY


def _far(held: Progress) -> str:
    """How much of the way, in words where a share would mislead."""
    share = held.share or 0.0
    if share < 0:
        return "No nearer than at the start" if held.hi is not None and held.hi >= 0 else "Farther off than at the start"
    if held.lo is None or held.hi is None:
        return f"{_percent(share)} of the way"
    low = "none" if held.lo <= 0 else _percent(held.lo)
    high = "all of it" if held.hi >= 1 else _percent(held.hi)
    return f"{_percent(share)} of the way (between {low} and {high})"


def _percent(share: float) -> str:
    return f"{format.number(100 * share)} %"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
