"""Where on the map what was found happened: the touchpoint of its stage that moved with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.touchpoints import moved_touchpoints
from journey.config import settings
from journey.domain.weeks import Week
from journey.errors import JourneyError
from journey.routine.alerts.found import Found
from journey.routine.alerts.raising import UNDER_WAY
from journey.routine.data.datasets import journey_data
from journey.store.engine import reading
from journey.store.tables import Alert


def placed(engine: Engine, journey_id: int, week: Week, found: Sequence[Found], *, events: Path | None = None) -> list[Found]:
    """What was found in `week`, with the touchpoint at which most of it happened where the events tell.

    The events are read only if something was found that is not an alert already. events is the folder of the datasets, the
    installation's unless named; without events nothing is placed.
    """
    with reading(engine) as session:
        query = select(Alert.metric_id).where(Alert.journey_id == journey_id, col(Alert.state).in_(UNDER_WAY))
        busy = set(session.exec(query).all())
    new = [one for one in found if one.stage_id is not None and one.metric_id not in busy]
    if not any(one.metric_id is not None for one in new):
        return list(found)
    try:
        where = moved_touchpoints(journey_data(engine, events or settings().events, journey=journey_id).data, week)
    except JourneyError:  # a file that is gone hinders nobody from being told of what was found
        return list(found)
    return [replace(one, touchpoint_id=where.get(one.stage_id or 0)) if one.metric_id is not None else one for one in found]
