"""Monday's digest: what is new, still open and calmed, and what waits for people, as parts of a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.domain.weeks import Week
from journey.domain.words import ActionStatus, AlertState, Verdict
from journey.exports.message import Line, Part
from journey.routine.alerts.record import unknown
from journey.routine.notify.told import Links, alert_line, alert_words
from journey.store.readers import journeys as read
from journey.store.readers.alerts import alerts, flips
from journey.store.readers.data import STALE, sources
from journey.store.readers.work import actions, changes
from journey.store.tables import Journey, now

UNDER_WAY = (AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.WATCH, AlertState.BLOCKER)
DECIDED = (Verdict.VALIDATED, Verdict.REJECTED, Verdict.HARMFUL)
LAST = timedelta(days=7)
UNKNOWN = "No data is not calm"


@dataclass(frozen=True)
class Scope:
    """Whose digest it is: a week's of a journey, or of it what concerns one team; `told` are alerts said elsewhere in it."""

    journey: Journey
    week: Week
    today: date
    team: int | None = None
    told: frozenset[int] = frozenset()


def digest(engine: Engine, of: Scope, links: Links) -> list[Part]:
    """The parts of the digest, empty ones left out by whoever shows them; if there is nothing at all, a part that says so.

    A stale source is never left out: without its data nothing can be said to be calm.
    """
    found = [*_alerts(engine, of, links), _stale(engine, of, links), _overdue(engine, of, links), _verdicts(engine, of, links)]
    if any(part.lines for part in found) or of.told:
        return found
    return [_quiet(engine, of, links)]


def _quiet(engine: Engine, of: Scope, links: Links) -> Part:
    """That all is calm; or, of what was not measured in the week before, that it is unknown."""
    own, missing = _stages(engine, of), unknown(engine, of.journey.key, of.week.shift(-1))
    metrics = read.metrics(engine, of.journey.key)
    stages = {stage.key: stage.name for stage in read.stages(engine, of.journey.key)}
    names = [
        ", ".join(filter(None, (stages.get(metric.stage_id or 0), metric.name)))
        for metric in metrics
        if metric.key in missing and (own is None or metric.stage_id in own)
    ]
    if not any(metric.critical for metric in metrics):
        return Part(UNKNOWN, (Line("No metric is watched yet, so nothing could stand out.", links.page("data")),))
    if not names:
        return Part("All is calm", (Line("Nothing is new, nothing is open, no source is stale, nothing is overdue."),))
    listed = "; ".join(names[:5]) + (f"; and {len(names) - 5} more" if len(names) > 5 else "")
    said = f"Nothing is new and nothing is open, but nothing was measured of: {listed}."
    return Part(UNKNOWN, (Line(said, links.page("data")),))


def _alerts(engine: Engine, of: Scope, links: Links) -> list[Part]:
    own = _stages(engine, of)
    rows = [row for row in alerts(engine, of.journey.key).iter_rows(named=True) if own is None or row["stage_id"] in own]
    rest = [row for row in rows if row["id"] not in of.told and row["state"] in UNDER_WAY]
    new = [row for row in rest if row["state"] == AlertState.OPEN and row["raised_at"] >= now() - LAST]
    ended = _calmed(engine, of)
    calmed = [row for row in rows if row["state"] == AlertState.RESOLVED and row["id"] in ended]
    here = links.page("alerts")
    return [
        Part("New this week", tuple(alert_line(row, links) for row in new), here),
        Part("Still open", tuple(alert_line(row, links, _since(row)) for row in rest if row not in new), here),
        Part("Calmed in the last seven days", tuple(Line(alert_words(row)) for row in calmed), here),
    ]


def _since(row: dict[str, Any]) -> str:
    state = "Not answered yet" if row["state"] == AlertState.OPEN else str(row["state"]).capitalize()
    return f" {state}, since {row['since'].day} {row['since']:%b}."


def _calmed(engine: Engine, of: Scope) -> set[int]:
    said = flips(engine, of.journey.key).filter(pl.col("new") == AlertState.RESOLVED, pl.col("at") >= now() - LAST)
    return set(said["alert_id"])


def _stale(engine: Engine, of: Scope, links: Links) -> Part:
    found = sources(engine, of.journey.key, today=of.today, timezone=of.journey.timezone).filter(pl.col("freshness") == STALE)
    lines = [
        f"{row['name']} ({row['kind']}): its newest data are {row['days_behind']} days old" for row in found.iter_rows(named=True)
    ]
    return Part("Stale sources: no data is not calm", tuple(Line(text, links.page("data")) for text in lines), links.page("data"))


def _overdue(engine: Engine, of: Scope, links: Links) -> Part:
    found = actions(engine, of.journey.key).filter(pl.col("status") != ActionStatus.RESOLVED, pl.col("due") < of.today)
    found = found if of.team is None else found.filter(pl.col("team_id") == of.team)
    page = links.page("tuesday_blockers", week=of.week)
    lines = [
        Line(f"{row['title']}: {row['owner'] or row['team'] or 'nobody yet'}, due {row['due'].day} {row['due']:%b}", page)
        for row in found.iter_rows(named=True)
    ]
    return Part("Actions overdue", tuple(lines), page)


def _verdicts(engine: Engine, of: Scope, links: Links) -> Part:
    own = _stages(engine, of)
    shipped = changes(engine, of.journey.key).filter(
        pl.col("shipped_on") <= of.week.shift(-1).sunday, pl.col("metric_id").is_not_null()
    )
    page = links.page("friday_retrospective", week=of.week)
    lines = [
        Line(f"{row['title']}, shipped {row['shipped_on'].day} {row['shipped_on']:%b}: did it move {row['metric']}?", page)
        for row in shipped.iter_rows(named=True)
        if row["verdict"] not in DECIDED and (own is None or row["stage_id"] in own)
    ]
    return Part("Changes whose verdict is due", tuple(lines), page)


def _stages(engine: Engine, of: Scope) -> set[int] | None:
    """The stages that the team owns; None for everyone's digest."""
    if of.team is None:
        return None
    return {stage.key for stage in read.stages(engine, of.journey.key) if stage.team_id == of.team}
