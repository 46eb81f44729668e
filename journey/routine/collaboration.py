"""Whether the teams work well together, told in five signs: each with its figure, its weeks, and what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis import collaboration as analysis
from journey.analysis.forecasts import ENOUGH, Calibration, jeffreys
from journey.domain import format
from journey.domain.weeks import Week
from journey.domain.words import ActionStatus, MetricKind
from journey.routine.verdicts import forecasts
from journey.store.readers import alerts as alert_rows
from journey.store.readers import journeys as read
from journey.store.readers.interviews import attended
from journey.store.readers.listening import readings
from journey.store.readers.weeks import participants
from journey.store.readers.work import actions

WEEKS, LATELY = 13, 6
"""Weeks that a sign's trend shows, and how many of them its figure is taken from."""
FEW = 5
"""Fewer than this say nothing of a habit."""
Shows = Callable[[int | None, int | None], bool]
"""Whether something of that stage and that team is looked at."""


@dataclass(frozen=True)
class Sign:
    """One sign: its figure in words with what it rests on (`n`), a sentence that says it, and what it means for the teams.

    trend: analysis.collaboration.TREND, oldest week first, in terms of `kind`; empty where there are no weeks to show.
    """

    key: str
    name: str
    kind: MetricKind
    trend: pl.DataFrame
    unit: str = ""
    n: int = 0
    figure: str = format.NOTHING
    sentence: str = ""
    means: str = ""


def health(
    engine: Engine, journey_id: int, week: Week, *, today: date, timezone: str, shows: Shows = lambda _stage, _team: True
) -> tuple[Sign, ...]:
    """The five signs as they stood in the routine's `week`: participation, on time, decisions, listening, verdicts.

    `shows` narrows them to what a team view shows.
    """
    weeks = tuple(week.shift(-back) for back in range(WEEKS - 1, -1, -1))
    look = _Look(engine, journey_id, weeks, min(today, week.sunday), timezone, shows)
    return _participation(look), _on_time(look), _decisions(look), _listening(look), _verdicts(look)


@dataclass(frozen=True)
class _Look:
    """What is looked at: the weeks, oldest first, as they stood on the day `as_of`."""

    engine: Engine
    journey_id: int
    weeks: tuple[Week, ...]
    as_of: date
    timezone: str
    shows: Shows


def _participation(look: _Look) -> Sign:
    teams = {team.name: team.key for team in read.teams(look.engine) if look.shows(None, team.key)}
    there = participants(look.engine, look.journey_id)
    own = there if look.shows(None, None) and look.shows(None, -1) else there.filter(pl.col("team").is_in(list(teams)))
    trend = analysis.taking_part(own, look.weeks)
    lately = own.filter(pl.col("week").is_in(trend["week"].tail(LATELY).to_list()))
    noted = trend.tail(LATELY).filter(pl.col("n") > 0)
    sign = Sign("participation", "Taking part", MetricKind.MEAN, trend, "people")
    if noted.is_empty():
        said = f"Nobody was noted as taking part in the last {LATELY} weeks."
        return replace(sign, sentence=said, means="Note who is there at the foot of each day's page.")
    by_team = lately.filter(pl.col("team").is_not_null()).group_by("team").agg(people=pl.col("person_id").n_unique()).sort("team")
    told = ", ".join(f"{team} {people}" for team, people in by_team.iter_rows())
    absent = [name for name in teams if name not in set(by_team["team"])]
    mean = format.number(float(noted["value"].sum()) / noted.height, 1)
    said = f"{mean} people a week, in {noted.height} of the last {LATELY} weeks{': ' + told if told else ''}."
    people = lately["person_id"].n_unique()
    return replace(sign, figure=f"{mean} a week", n=people, sentence=said, means=_who_is_missing(absent, people))


def _who_is_missing(absent: list[str], people: int) -> str:
    if people == 1:
        return "One person carries the routine: when they are away it stops."
    if absent:
        return f"Nobody from {_list(absent)} was there: what concerns them is decided without them."
    return "Every team was there."


def _on_time(look: _Look) -> Sign:
    work = actions(look.engine, look.journey_id)
    shown = [look.shows(stage, team) for stage, team in work.select("stage_id", "team_id").iter_rows()]
    own = work.filter(pl.Series(shown, dtype=pl.Boolean))
    trend = analysis.kept(own, look.weeks, today=look.as_of)
    n, done = int(trend["n"].sum()), float(trend["total"].sum())
    sign = Sign("on_time", "Actions on time", MetricKind.RATE, trend, n=n)
    if not n:
        return replace(sign, sentence=f"No action was due in the last {WEEKS} weeks.")
    late = own.filter(pl.col("status") != ActionStatus.RESOLVED.value, pl.col("due") < look.as_of).height
    figure = format.with_n(MetricKind.RATE, done / n, n, done)
    said = f"{figure} of the actions due in the last {WEEKS} weeks were done in time{_since(trend)}; {late or 'none'} late now."
    return replace(sign, figure=figure, sentence=said, means=_dates_kept(done, n))


def _since(trend: pl.DataFrame) -> str:
    by = analysis.moved(trend, LATELY)
    return "" if by is None else f" ({format.change(MetricKind.RATE, by)} in the last {LATELY} weeks)"


def _dates_kept(done: float, n: int) -> str:
    """That most slip is only said where chance alone would hardly make so many late."""
    if n < FEW:
        return "Too few to speak of a habit."
    if done / n >= 0.8:
        return "Dates are kept: you can plan with what is agreed on Tuesday."
    if jeffreys(int(done), n)[1] < 0.5:
        return "Most dates slip: a date here is a wish. Ask each owner what stood in the way."
    return "Some dates slip: agree on fewer actions, or on later dates."


def _decisions(look: _Look) -> Sign:
    labels = [str(week) for week in look.weeks]
    raised = alert_rows.alerts(look.engine, look.journey_id).filter(pl.col("week").is_in(labels))
    raised = raised.filter(pl.Series([look.shows(stage, None) for stage in raised["stage_id"]], dtype=pl.Boolean))
    until = datetime(look.as_of.year, look.as_of.month, look.as_of.day, tzinfo=UTC) + timedelta(days=1)
    known = analysis.waits(raised, alert_rows.flips(look.engine, look.journey_id), until=until)
    trend = analysis.waits_by_week(known, look.weeks)
    sign = Sign("decisions", "From alert to decision", MetricKind.MEAN, trend, "days", known.height)
    if known.is_empty():
        return replace(sign, sentence=f"No alert in the last {WEEKS} weeks.")
    decided, middle = int(known["decided"].sum()), analysis.median_wait(known)
    of = f"{decided} of {known.height} alerts of the last {WEEKS} weeks decided"
    figure = "more than half wait" if middle is None else format.duration(max(middle, 1 / 24) * 86_400)
    said = f"{of}; half of them after {figure}." if middle is not None else f"{of}: more than half were left without an answer."
    return replace(sign, figure=figure, sentence=said, means=_answered(middle, known.height))


def _answered(middle: float | None, n: int) -> str:
    if n < FEW:
        return "Too few to speak of a habit."
    if middle is None:
        return "Alerts that nobody answers teach people not to look: answer on Monday, or let fewer be raised."
    if middle <= 2:
        return "Alerts are answered while they are news."
    if middle <= 7:
        return "Alerts are answered within the week."
    return "Alerts wait for more than a week: name who answers them on Monday."


def _listening(look: _Look) -> Sign:
    stages = {stage.key: stage.name for stage in read.stages(look.engine, look.journey_id) if look.shows(stage.key, None)}
    told = readings(look.engine, look.journey_id).filter(~pl.col("skipped")).select("stage_id", "on", "person")
    met = attended(look.engine, look.journey_id, look.timezone).select("stage_id", "on", "person")
    heard = pl.concat([told, met], how="vertical_relaxed").filter(pl.col("on") <= look.as_of)
    trend = analysis.heard(heard, list(stages), look.weeks)
    lately = heard.filter(pl.col("on") >= look.weeks[-LATELY].monday, pl.col("stage_id").is_in(list(stages)))
    silent = [name for id, name in stages.items() if id not in set(lately["stage_id"])]
    figure = f"{len(stages) - len(silent)} of {len(stages)} stages"
    times = f"{lately.height} {'time' if lately.height == 1 else 'times'}, by {lately['person'].n_unique()} of you"
    said = f"Customers of {figure} were heard in the last {LATELY} weeks, {times}."
    means = f"Nobody heard {_list(silent)}: what you believe of it is a guess." if silent else "Every stage was heard."
    sign = Sign("listening", "Listening", MetricKind.RATE, trend, n=lately.height)
    return (
        replace(sign, figure=figure, sentence=said, means=means)
        if stages
        else replace(sign, sentence="The journey has no stages yet.")
    )


def _verdicts(look: _Look) -> Sign:
    """How far people's forecasts of their own changes can be trusted; of the whole journey, as single teams have too few."""
    scored = forecasts(look.engine, look.journey_id, until=look.as_of).overall
    sign = Sign("calibration", "Forecasts that held", MetricKind.RATE, pl.DataFrame(schema=analysis.TREND), n=scored.n)
    if scored.share is None:
        return replace(sign, sentence=scored.sentence, means="In time it shows how far your guesses can be trusted.")
    figure = format.with_n(MetricKind.RATE, scored.share, scored.n, scored.held)
    return replace(sign, figure=figure, sentence=scored.sentence, means=_sure(scored))


def _sure(scored: Calibration) -> str:
    if scored.n < ENOUGH or scored.said is None or scored.lo95 is None or scored.hi95 is None:
        return "Too few to plan by yet."
    if scored.said > scored.hi95:
        return "Expect less of the next change, or test it first."
    if scored.said < scored.lo95:
        return "Your changes work more often than you say: dare more."
    return "What you say of a change's chances can be planned with."


def _list(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
