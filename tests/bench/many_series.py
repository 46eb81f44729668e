"""A journey with 12 stages of three KPIs, for everyone and in eight segments: 324 series of 400 days, and twenty alerts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from journey.config import Settings
from journey.domain.words import SourceKind
from journey.routine.data.imports import import_file
from journey.routine.data.source import add_source
from journey.routine.journeys import add_journey
from journey.routine.metrics import change_metric
from journey.routine.start import start
from journey.store.engine import Engine, writing
from journey.store.readers import journeys as read
from journey.store.tables import Alert
from tests.bench.two_years import NEWEST, YOU

STAGES, KPIS, DAYS, ALERTS = 12, 3, 400, 20
SEGMENTS = ("web", "mobile", "tablet", "kiosk", "partner", "phone", "mail", "chat")


def build(home: Settings) -> str:
    """Build it in `home`; returns the journey's name in addresses."""
    engine = start(home)
    stages = tuple(f"Stage {number:02d}" for number in range(1, STAGES + 1))
    journey = add_journey(engine, by=YOU, name="Many series", stages=stages)
    add_source(engine, by=YOU, journey=journey.key, kind=SourceKind.SERIES, name="warehouse", segments=["platform"])
    path = Path(home.home) / "warehouse.csv"
    _series(stages).write_csv(path)
    import_file(engine, home, by=YOU, journey=journey.key, kind=SourceKind.SERIES, path=path, source="warehouse")
    path.unlink()
    for metric in read.metrics(engine, journey.key):
        values: dict[str, Any] = {"critical": metric.formula == "series", "target": 0.8 if metric.formula == "series" else None}
        change_metric(engine, by=YOU, journey=journey.key, metric=metric.key, revision=metric.revision, **values)
    _alerts(engine, journey.key)
    engine.dispose()
    return journey.slug


def _series(stages: tuple[str, ...]) -> pl.DataFrame:
    rng = np.random.default_rng(11)
    days = [NEWEST - timedelta(days=DAYS - 1 - day) for day in range(DAYS)]
    frames = [
        pl.DataFrame(
            {
                "date": days, "metric": f"KPI {number:02d}", "stage": stages[number // KPIS], "platform": segment,
                "value": rng.normal(0.7, 0.02, DAYS).round(4), "n": rng.integers(150, 250, DAYS),
            }
        )
        for number in range(STAGES * KPIS)
        for segment in SEGMENTS
    ]  # fmt: skip
    return pl.concat(frames)


def _alerts(engine: Engine, journey: int) -> None:
    """As somebody noticed them, so that no rule takes them back."""
    parts = [
        {"segment": f"platform={name}", "value": 0.5, "n": 200, "expected": 0.7, "lower": 0.6, "upper": 0.8} for name in SEGMENTS
    ]
    figures: dict[str, Any] = {"value": 0.55, "n": 1400, "expected": 0.7, "lower": 0.66, "upper": 0.74, "breakdown": parts}
    raised: dict[str, Any] = {
        "week": "2026-W47",
        "since": NEWEST - timedelta(days=3),
        "rule": "by hand",
        "why": "Moved to a new level down.",
    }
    with writing(engine) as session:
        for metric in [one for one in read.metrics(engine, journey) if one.critical][:ALERTS]:
            session.add(Alert(journey_id=journey, metric_id=metric.key, stage_id=metric.stage_id, **raised, **figures))
