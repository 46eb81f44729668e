"""The steps of a journey's stages with their touchpoints, as rows to fill forms."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.store.engine import JOURNEY, columns, frame, reading
from journey.store.tables import Stage, Step, Touchpoint

Steps = list[tuple[Step, list[Touchpoint]]]


def steps_by_stage(engine: Engine, journey_id: int) -> dict[int, Steps]:
    """Each stage's steps in order, each with its touchpoints; a stage without steps is not named."""
    found: dict[int, Steps] = {}
    met = (col(Touchpoint.step_id) == Step.id) & col(Touchpoint.deleted_at).is_(None)
    query = (
        select(Step, Touchpoint)
        .join(Stage, col(Stage.id) == Step.stage_id)
        .join(Touchpoint, met, isouter=True)
        .where(Stage.journey_id == journey_id, col(Stage.deleted_at).is_(None), col(Step.deleted_at).is_(None))
        .order_by(col(Step.position), col(Step.id), col(Touchpoint.id))
    )
    with reading(engine) as session:
        for step, touchpoint in session.exec(query):
            own = found.setdefault(step.stage_id, [])
            if not own or own[-1][0].id != step.id:
                own.append((step, []))
            if touchpoint is not None:
                own[-1][1].append(touchpoint)
    return found


def touchpoints_by_stage(engine: Engine, journey_id: int) -> dict[int, dict[int, str]]:
    """Each stage's touchpoints in the order of its steps, by id with their names; a stage without any is not named."""
    found: dict[int, dict[int, str]] = {}
    for stage, id, name in frame(engine, _touchpoints(), journey=journey_id).iter_rows():
        found.setdefault(stage, {})[id] = name
    return found


@cache
def _touchpoints() -> Any:
    query = columns(Step.stage_id, Touchpoint.id, Touchpoint.name).join(Step, col(Step.id) == Touchpoint.step_id)
    query = query.join(Stage, col(Stage.id) == Step.stage_id).where(Stage.journey_id == JOURNEY, col(Stage.deleted_at).is_(None))
    there = query.where(col(Step.deleted_at).is_(None), col(Touchpoint.deleted_at).is_(None))
    return there.order_by(Step.stage_id, Step.position, Step.id, Touchpoint.id)
