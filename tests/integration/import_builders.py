"""Small files and journeys for the import tests, each by a named builder."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.domain.words import SourceKind
from journey.routine.data.imports import ImportReport, import_file
from journey.routine.journeys import add_journey
from journey.store.readers import metrics as read

YOU = 1


def a_shop(engine: Engine, *stages: str, timezone: str = "UTC") -> int:
    """A journey called Shop with those stages."""
    return add_journey(engine, by=YOU, name="Shop", timezone=timezone, stages=stages).key


def event_lines(customers: range, first: datetime = datetime(2026, 3, 2, 9)) -> list[str]:
    """Each customer comes home; every second one buys an hour later; a customer a day."""
    lines = []
    for number in customers:
        at = first + timedelta(days=number)
        lines.append(f"c{number},home,{at:%Y-%m-%d %H:%M:%S},{'web' if number % 3 else 'app'}")
        if number % 2:
            lines.append(f"c{number},purchase,{at + timedelta(hours=1):%Y-%m-%d %H:%M:%S},{'web' if number % 3 else 'app'}")
    return lines


def events_csv(path: Path, customers: range) -> Path:
    """An event log of those customers."""
    path.write_text("\n".join(["user_id,event,timestamp,platform", *event_lines(customers)]) + "\n")
    return path


def survey_csv(path: Path, *rows: str) -> Path:
    """An NPS survey with stage and comment; a row is id,date,stage,score,comment."""
    path.write_text("\n".join(["response_id,date,stage,nps_score,comment", *rows]) + "\n")
    return path


def tickets_csv(path: Path, *rows: str) -> Path:
    """Tickets; a row is id,opened,closed,text."""
    path.write_text("\n".join(["ticket_id,created_at,closed_at,description", *rows]) + "\n")
    return path


def bring(engine: Engine, home: Settings, journey: int, kind: SourceKind, path: Path, **more: Any) -> ImportReport:
    """Import as the local user."""
    return import_file(engine, home, by=YOU, journey=journey, kind=kind, path=path, **more)


def figures(engine: Engine, journey: int) -> pl.DataFrame:
    """Every stored observation of the journey, with the formula and stage it belongs to."""
    names = read.metrics(engine, journey).select(pl.col("id").alias("metric_id"), "formula", "stage", "event")
    found = read.observations(engine, journey, segment=None)
    return found.join(names, on="metric_id").sort("metric_id", "segment", "grain", "day")
