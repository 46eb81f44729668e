"""A scenario becomes a hypothesis: what a change would have to do to one metric for the scenario to come true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy.engine import Engine

from journey.analysis.scenarios.levers import Contacts, Lever, Pace, Rate, told
from journey.analysis.scenarios.model import Model
from journey.domain.words import Direction
from journey.store.readers.journeys import metrics

DAY = 86_400.0
FORMULAS: dict[type[Lever], tuple[str, ...]] = {
    Rate: ("drop_off", "conversion"), Pace: ("step_duration",), Contacts: ("contact_rate", "ticket_volume"),
}  # fmt: skip
"""By which metrics of its stage a lever would show, the best first."""


def as_hypothesis(engine: Engine, model: Model, levers: Sequence[Lever], *, journey: int) -> dict[str, Any]:
    """What a change would claim: title, description, stage_id, metric_id, direction and size, as far as they can be told.

    It is taken from the first lever that a metric of its stage can show; size is in the metric's own unit.
    """
    names = dict(zip(model.record.ids, model.record.stages, strict=True))
    said = [told(lever, names) for lever in levers]
    claim: dict[str, Any] = {"title": said[0] if said else "", "description": ". ".join(said) + "." if said else ""}
    known = metrics(engine, journey)
    for lever in levers:
        wanted = FORMULAS.get(type(lever), ())
        stage = getattr(lever, "stage", None)
        own = {metric.formula: metric for metric in known if metric.stage_id == stage}
        for formula in wanted:
            if formula in own:
                falls = (getattr(lever, "by", 0.0) > 0) == (formula == "drop_off") if isinstance(lever, Rate) else _shrinks(lever)
                size = _size(model, lever, formula)
                direction = Direction.DOWN if falls else Direction.UP
                return claim | {"stage_id": stage, "metric_id": own[formula].key, "direction": direction, "size": size}
    stages = [lever.stage for lever in levers if isinstance(lever, Rate | Pace | Contacts)]
    return claim | {"stage_id": stages[0] if stages else None, "metric_id": None, "direction": None, "size": None}


def _shrinks(lever: Lever) -> bool:
    return isinstance(lever, Pace | Contacts) and lever.factor < 1


def _size(model: Model, lever: Lever, formula: str) -> float | None:
    """How far the metric would have to move; None where that hangs on more than the stage."""
    if isinstance(lever, Rate) and formula == "drop_off":
        return abs(lever.by)
    if isinstance(lever, Pace) and lever.stage in model.record.ids:
        place = model.record.ids.index(lever.stage)
        waits = model.steps.wait[model.went_on() & (model.steps.row % model.stages == place)]
        return abs(1 - lever.factor) * float(np.median(waits)) * DAY if len(waits) else None
    if isinstance(lever, Contacts) and formula == "contact_rate" and model.record.contacts is not None:
        place = model.record.ids.index(lever.stage) if lever.stage in model.record.ids else -1
        visits = model.record.weekly(place)[: model.weeks].sum() if place >= 0 else 0
        contacts = model.record.contacts[: model.weeks, place].sum()
        return abs(1 - lever.factor) * float(contacts / visits) if visits else None
    return None
