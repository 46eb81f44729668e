"""A journey with two years of daily data for thirty metrics, a survey, and the work of a year, built through the acts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.domain.weeks import Week
from journey.domain.words import DayState, EntryKind, PainStatus, SourceKind, Verdict, Weekday
from journey.routine.changes import add_change
from journey.routine.data.imports import import_file
from journey.routine.experiments.acts import count_by_hand
from journey.routine.goals import add_key_result, add_objective
from journey.routine.incidents import add_incident
from journey.routine.iteration import add_card, save_version
from journey.routine.journeys import add_journey
from journey.routine.metrics import change_metric
from journey.routine.money import add_worth
from journey.routine.money.worths import FITTING
from journey.routine.pains import add_evidence, add_pain, change_pain
from journey.routine.start import start
from journey.routine.verdicts import decide
from journey.routine.weeks import add_entry, close_week, set_day
from journey.routine.work import add_action
from journey.store.readers import journeys as read
from journey.store.readers.maps import lanes
from journey.store.readers.work import changes

YOU, DAYS, METRICS, STAGES = 1, 730, 30, tuple(f"Stage {number}" for number in range(1, 11))
TODAY = date(2026, 11, 18)
NEWEST = date(2026, 11, 15)


def build(home: Settings) -> str:
    """Build it in `home`; returns the journey's name in addresses."""
    engine = start(home)
    journey = add_journey(engine, by=YOU, name="Two years", stages=STAGES)
    _bring_in(engine, home, journey.key)
    for metric in [m for m in read.metrics(engine, journey.key) if m.critical and m.formula != "series"]:
        change_metric(engine, by=YOU, journey=journey.key, metric=metric.key, revision=metric.revision, critical=False)
    for metric in [m for m in read.metrics(engine, journey.key) if m.formula == "series"]:
        values = {"critical": True, "target": 0.8}
        change_metric(engine, by=YOU, journey=journey.key, metric=metric.key, revision=metric.revision, **values)
    _work(engine, journey.key)
    _fridays(engine, journey.key)
    _weeks(engine, journey.key)
    engine.dispose()
    return journey.slug


def _bring_in(engine: Engine, home: Settings, journey: int) -> None:
    rng = np.random.default_rng(7)
    days = [NEWEST - timedelta(days=DAYS - 1 - day) for day in range(DAYS)]
    series = pl.DataFrame(
        {
            "date": days * METRICS,
            "metric": np.repeat([f"KPI {number:02d}" for number in range(METRICS)], DAYS),
            "stage": np.repeat([STAGES[number % len(STAGES)] for number in range(METRICS)], DAYS),
            "value": rng.normal(0.7, 0.03, DAYS * METRICS).round(4),
            "n": rng.integers(200, 400, DAYS * METRICS),
        }
    ).with_columns(value=pl.col("value") - 0.15 * ((pl.col("metric") < "KPI 03") & (pl.col("date") > NEWEST - timedelta(days=4))))
    answers = 20 * DAYS
    survey = pl.DataFrame(
        {
            "date": [day for day in days for _ in range(20)],
            "nps_score": rng.integers(0, 11, answers),
            "stage": rng.choice(STAGES, answers),
            "comment": [f"Answer {number}: it took {number % 9} tries until the form let me go on." for number in range(answers)],
        }
    )
    for kind, frame in ((SourceKind.SERIES, series), (SourceKind.SURVEYS, survey)):
        path = Path(home.home) / f"{kind}.csv"
        frame.write_csv(path)
        import_file(engine, home, by=YOU, journey=journey, kind=kind, path=path, make_stages=True)
        path.unlink()


def _work(engine: Engine, journey: int) -> None:
    """Twenty-five pain points with evidence, fifty actions, six changes, eighty cards, three versions of the map."""
    stages, metrics = read.stages(engine, journey), read.metrics(engine, journey)
    for number in range(25):
        pain = add_pain(
            engine, by=YOU, journey=journey, stage=stages[number % 10].key, title=f"Pain {number}", effort=1 + number % 5
        )
        add_evidence(engine, by=YOU, journey=journey, pain=pain.key, source="survey", text=f"They say so, {number} times.")
        if number % 5 == 0:
            values = {"revision": pain.revision + 1, "status": PainStatus.BLOCKER}
            change_pain(engine, by=YOU, journey=journey, pain=pain.key, **values)
        for half in range(2):
            due = TODAY + timedelta(days=number - 12 + half)
            add_action(engine, by=YOU, journey=journey, title=f"Mend {number}.{half}", pain_id=pain.key, due=due, owner_id=YOU)
    for number in range(6):
        shipped = {"metric_id": metrics[number].key, "shipped_on": TODAY - timedelta(days=20 + 10 * number), "size": 0.02}
        add_change(engine, by=YOU, journey=journey, title=f"Change {number}", stage_id=metrics[number].stage_id, **shipped)
    rows = lanes(engine, journey)
    for number in range(80):
        place = {"stage": stages[number % 10].key, "lane": rows[number % len(rows)].key}
        add_card(engine, by=YOU, journey=journey, text=f"Claim number {number}", why="Workshop", **place)
    for number in range(3):
        save_version(engine, by=YOU, journey=journey, name=f"Version {number + 1}", why="Workshop")


def _fridays(engine: Engine, journey: int) -> None:
    """Two verdicts, a test counted by hand, an incident, the worth of ten metrics, two objectives of three key results."""
    here: dict[str, Any] = {"by": YOU, "journey": journey}
    series = [metric for metric in read.metrics(engine, journey) if metric.formula == "series"]
    rows = changes(engine, journey)
    for change in rows["id"][-2:]:
        decide(engine, **here, change=change, revision=1, verdict=Verdict.REJECTED, why="It did not move", learning="So it is",
               today=TODAY - timedelta(days=7))  # fmt: skip
    counts = {"x1": 40, "n1": 400, "x2": 60, "n2": 400}
    count_by_hand(engine, **here, name="Poll", counts=counts, smallest=0.05, today=TODAY, change=rows["id"][0])
    add_incident(engine, **here, title="Outage", starts_on=NEWEST - timedelta(days=30), ends_on=NEWEST - timedelta(days=29))
    for metric in series[:10]:
        worth = {"kind": FITTING[metric.kind][0], "amount": 20.0, "low": 10.0, "high": 40.0, "source": "Finance"}
        add_worth(engine, **here, metric=metric.key, noted_on=TODAY, **worth)  # type: ignore[arg-type]
    for number in range(2):
        goal = add_objective(engine, **here, title=f"Objective {number}", starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 31))
        for metric in series[3 * number : 3 * number + 3]:
            add_key_result(engine, **here, objective=goal.key, metric=metric.key, baseline=0.65, target=0.9)


def _weeks(engine: Engine, journey: int) -> None:
    """Ten closed weeks with their notes."""
    for ago in range(10, 0, -1):
        week = str(Week.of(TODAY).shift(-ago))
        for weekday in Weekday:
            add_entry(
                engine, by=YOU, journey=journey, week=week, weekday=weekday, kind=EntryKind.DECISION, text=f"Decided on {weekday}"
            )
            set_day(engine, by=YOU, journey=journey, week=week, weekday=weekday, state=DayState.DONE, revision=0)
        close_week(engine, by=YOU, journey=journey, week=week)
