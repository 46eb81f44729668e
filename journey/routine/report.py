"""Puts together the week's report from what the week left: figures, alerts, work, listening, verdicts."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.charts import theme
from journey.domain import format
from journey.domain.weeks import Week
from journey.domain.words import ActionStatus, AlertState, Direction, EntryKind, PainStatus
from journey.exports.report import Line, Report
from journey.routine.retrospective import Trial, trials
from journey.routine.review import Review, more_than_chance, review
from journey.store.readers import journeys as read
from journey.store.readers.alerts import alerts
from journey.store.readers.weeks import entries, participants
from journey.store.readers.work import actions, pains
from journey.store.tables import Journey, Metric

EMPTY = {
    "Metrics": "Nothing was measured in this week.",
    "What stood out": "No metric left its usual range.",
    "Blockers": "Nothing blocks customers that anybody named.",
    "Actions": "No action is open.",
    "Did our changes work?": "No shipped change names a metric.",
    "Decided and learned": "Nothing was written down.",
    "Carried into next week": "Nothing.",
}


def week_report(engine: Engine, journey: Journey, week: Week, *, today: date) -> Report:
    """The report of one week; its figures are those of the pages, from the same computations."""
    seen = review(engine, journey.key, week.shift(-1))
    tried = trials(engine, journey.key, until=week.shift(-1).sunday)
    raised = alerts(engine, journey.key).filter(pl.col("week") == str(week))
    hurts = pains(engine, journey.key)
    work = actions(engine, journey.key)
    written = entries(engine, journey.key, week=str(week))
    sections = {
        "Metrics": _metrics(
            read.metrics(engine, journey.key), seen, {row.key: row.name for row in read.stages(engine, journey.key)}
        ),
        "What stood out": [_alert(row) for row in raised.iter_rows(named=True)],
        "Blockers": [_blocker(row, work) for row in hurts.filter(pl.col("status") == PainStatus.BLOCKER).iter_rows(named=True)],
        "Actions": [_action(row, today) for row in work.filter(pl.col("status") != ActionStatus.RESOLVED).iter_rows(named=True)],
        "Did our changes work?": [trial_line(trial) for trial in tried],
        "Decided and learned": _written(written, EntryKind.DECISION, EntryKind.LEARNING),
        "Carried into next week": _written(written.filter(~pl.col("settled")), EntryKind.PARKED, EntryKind.CARRIED),
    }
    people = participants(engine, journey.key, str(week))["person_id"].n_unique()
    return Report(journey.name, week, week.shift(-1), _headline(raised, work, tried, people, today), sections, EMPTY)


def trial_line(trial: Trial) -> Line:
    """A change and its verdict: what people decided, else what the figures say."""
    decided = trial.change["verdict"]
    said = trial.change["verdict_why"] if decided else trial.ruling.sentence
    return Line(trial.change["title"], f"{decided or trial.ruling.verdict}: {said}", trial.change["learning"])


def _headline(raised: pl.DataFrame, work: pl.DataFrame, tried: list[Trial], people: int, today: date) -> str:
    worse = raised.filter(pl.col("worse") & (pl.col("state") != AlertState.NOISE)).height
    late = work.filter((pl.col("status") != ActionStatus.RESOLVED) & (pl.col("due") < today)).height
    held = sum(1 for trial in tried if (trial.change["verdict"] or trial.ruling.verdict) == "validated")
    return (
        f"{_count(worse, 'metric')} got worse beyond the usual, {_count(late, 'action')} {'is' if late == 1 else 'are'} overdue, "
        f"{held} of {_count(len(tried), 'shipped change')} moved what it was meant to move, "
        f"{_count(people, 'person', 'people')} took part."
    )


def _metrics(metrics: list[Metric], seen: Review, stages: dict[int, str]) -> list[Line]:
    rows = {row["metric_id"]: row for row in seen.compared.iter_rows(named=True)}
    shown = [metric for metric in metrics if metric.critical and metric.key in rows]
    return [_metric(metric, rows[metric.key], stages.get(metric.stage_id or 0, "Whole journey")) for metric in shown]


def _metric(metric: Metric, row: dict[str, Any], stage: str) -> Line:
    figure = format.with_n(metric.kind, row["value"], row["n"], row["total"], unit=metric.unit)
    more = []
    if row["change"] is not None:
        state = theme.standing(row["change"], Direction(metric.direction))
        sure = more_than_chance(metric, row)
        change = format.change(metric.kind, row["change"], unit=metric.unit)
        more.append(f"{change} on the week before, {state if sure else 'within chance'}")
    if metric.target is not None:
        more.append(f"target {format.value(metric.kind, metric.target, unit=metric.unit)}")
    return Line(f"{stage}, {metric.name}:", figure, "; ".join(more))


def _alert(row: dict[str, Any]) -> Line:
    where = f"{row['stage']}: {row['metric']}" if row["stage"] else str(row["metric"])
    return Line(where, row["why"], "worse" if row["worse"] else "better")


def _blocker(row: dict[str, Any], work: pl.DataFrame) -> Line:
    own = work.filter(pl.col("pain_id") == row["id"])["title"].to_list()
    return Line(row["title"], f"{row['stage']}, {row['team'] or 'no team yet'}", "; ".join(own) or "no action yet")


def _action(row: dict[str, Any], today: date) -> Line:
    due = row["due"]
    when = "no date" if due is None else f"{'overdue since' if due < today else 'due'} {due.day} {due:%b}"
    return Line(row["title"], f"{row['owner'] or row['team'] or 'nobody yet'}, {when}", row["status"])


def _written(written: pl.DataFrame, *kinds: EntryKind) -> list[Line]:
    rows = written.filter(pl.col("kind").is_in([kind.value for kind in kinds]))
    return [Line(row["text"], "", row["trade_off"]) for row in rows.iter_rows(named=True)]


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
