"""The acts on a stage's steps and touchpoints once they are there: reword, reorder, bin."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.errors import Refused
from journey.routine.act import Act, act
from journey.store.tables import Stage, Step, Touchpoint


def change_step(engine: Engine, *, by: int, journey: int, step: int, revision: int, name: str) -> Step:
    """Reword a step."""
    if not name.strip():
        raise Refused("A step needs a name: what does the customer do? Nothing was changed.")
    with act(engine, "step.change", by=by, journey=journey) as doing:
        return doing.change(_step(doing, step), revision, name=name.strip())


def order_steps(engine: Engine, *, by: int, journey: int, stage: int, steps: list[int]) -> list[Step]:
    """Put a stage's steps in the order of the ids given, which must be all of them."""
    with act(engine, "step.order", by=by, journey=journey) as doing:
        doing.get(Stage, stage)
        there = select(Step).where(Step.stage_id == stage, col(Step.deleted_at).is_(None))
        rows = {row.key: row for row in doing.session.exec(there)}
        if sorted(rows) != sorted(steps):
            raise Refused("Somebody added or removed a step meanwhile. Nothing was changed: look again, then reorder.")
        return [doing.change(rows[id], rows[id].revision, position=position) for position, id in enumerate(steps)]


def bin_step(engine: Engine, *, by: int, journey: int, step: int, revision: int) -> Step:
    """Put a step in the bin; its touchpoints stay with it and come back with it."""
    with act(engine, "step.bin", by=by, journey=journey) as doing:
        return doing.bin(_step(doing, step), revision)


def change_touchpoint(engine: Engine, *, by: int, journey: int, touchpoint: int, revision: int, **values: Any) -> Touchpoint:
    """Change a touchpoint's name, channel, whether it is own ground, or whether it is a moment of truth."""
    if "name" in values and not values["name"].strip():
        raise Refused("A touchpoint needs a name: where do you meet? Nothing was changed.")
    values |= {name: values[name].strip() for name in ("name", "channel") if name in values}
    with act(engine, "touchpoint.change", by=by, journey=journey) as doing:
        return doing.change(_touchpoint(doing, touchpoint), revision, **values)


def bin_touchpoint(engine: Engine, *, by: int, journey: int, touchpoint: int, revision: int) -> Touchpoint:
    """Put a touchpoint in the bin."""
    with act(engine, "touchpoint.bin", by=by, journey=journey) as doing:
        return doing.bin(_touchpoint(doing, touchpoint), revision)


def _step(doing: Act, id: int) -> Step:
    """The step, if its stage is one of the journey's: a step does not say itself whose it is."""
    row = doing.get(Step, id)
    doing.get(Stage, row.stage_id)
    return row


def _touchpoint(doing: Act, id: int) -> Touchpoint:
    row = doing.get(Touchpoint, id)
    _step(doing, row.step_id)
    return row
