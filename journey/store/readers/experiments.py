"""The tests of a journey: what was planned, of which change, on which metric."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.store.engine import reading
from journey.store.tables import Change, Experiment, Metric


@dataclass(frozen=True)
class TestRow:
    """A test with its metric and its change, where they are still there."""

    test: Experiment
    metric: Metric | None
    change: Change | None

    __test__ = False  # pytest takes the name for a test's


def tests(engine: Engine, journey_id: int) -> list[TestRow]:
    """The tests, the latest to start first."""
    query = (
        select(Experiment, Metric, Change)
        .join(Metric, (col(Metric.id) == Experiment.metric_id) & col(Metric.deleted_at).is_(None), isouter=True)
        .join(Change, (col(Change.id) == Experiment.change_id) & col(Change.deleted_at).is_(None), isouter=True)
        .where(Experiment.journey_id == journey_id, col(Experiment.deleted_at).is_(None))
        .order_by(col(Experiment.starts_on).desc(), col(Experiment.id).desc())
    )
    with reading(engine) as session:
        return [TestRow(*row) for row in session.exec(query)]
