"""How often what verdicts hang on was changed, in one small read: a page asks for it at every run to know what is stale."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import literal, union_all
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.store.engine import JOURNEY, connected
from journey.store.tables import Change, Experiment, Incident, Metric, Stage, Worth

KINDS: dict[str, Any] = {
    "change": Change,
    "incident": Incident,
    "metric": Metric,
    "stage": Stage,
    "test": Experiment,
    "worth": Worth,
}


def revisions(engine: Engine, journey_id: int) -> str:
    """Every change, incident, metric, stage, test and worth that is not in the bin, with its revision: "change 3 1, ..."."""
    with connected(engine) as connection:
        return ", ".join(f"{row[0]} {row[1]} {row[2]}" for row in connection.execute(_revisions(), {"journey": journey_id}))


@cache
def _revisions() -> Any:
    each: list[Any] = [
        select(literal(name).label("kind"), col(table.id).label("id"), col(table.revision).label("revision")).where(
            table.journey_id == JOURNEY, col(table.deleted_at).is_(None)
        )
        for name, table in KINDS.items()
    ]
    return union_all(*each).order_by("kind", "id")
