"""A week with one of everything that the digest tells."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.engine import Engine

from journey.domain.words import AlertState, SourceKind
from journey.routine.changes import add_change
from journey.routine.work import add_action
from journey.store.engine import writing
from journey.store.tables import Alert, Flip, ImportBatch, Source

YOU = 1


def a_busy_week(engine: Engine, journey: int, stage: int, metric: int) -> None:
    """On Wednesday of week 47: an alert new, one watched, one calmed; a stale source, an action overdue, a verdict due."""
    rows = [
        ("2026-W47", date(2026, 11, 9), AlertState.OPEN, datetime(2026, 11, 16, 7, tzinfo=UTC)),
        ("2026-W46", date(2026, 11, 2), AlertState.WATCH, datetime(2026, 11, 9, 7, tzinfo=UTC)),
        ("2026-W45", date(2026, 10, 1), AlertState.RESOLVED, datetime(2026, 11, 2, 7, tzinfo=UTC)),
        ("2026-W45", date(2026, 9, 1), AlertState.NOISE, datetime(2026, 11, 2, 7, tzinfo=UTC)),
    ]
    with writing(engine) as session:
        alerts = [
            Alert(
                journey_id=journey, metric_id=metric, stage_id=stage, week=week, since=since, rule="shift", why="Up.",
                state=state, raised_at=raised,
            )
            for week, since, state, raised in rows
        ]  # fmt: skip
        session.add_all(alerts)
        session.flush()
        at = datetime(2026, 11, 16, 9, tzinfo=UTC)
        session.add(Flip(alert_id=alerts[2].key, old=AlertState.OPEN, new=AlertState.RESOLVED, at=at))
        source = Source(journey_id=journey, kind=SourceKind.SURVEYS, name="nps", stale_after_days=7)
        session.add(source)
        session.flush()
        last = datetime(2026, 10, 1, tzinfo=UTC)
        session.add(ImportBatch(source_id=source.key, file_name="nps.csv", path="", last_at=last, first_at=last, imported_by=YOU))
    add_action(engine, by=YOU, journey=journey, title="Write to the bank", due=date(2026, 11, 10), stage_id=stage)
    add_change(
        engine, by=YOU, journey=journey, title="Fewer fields", stage_id=stage, metric_id=metric, shipped_on=date(2026, 11, 2)
    )
