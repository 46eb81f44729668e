"""The act of saying where a conversation's recording lies."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.engine import Engine

from journey.routine.act import act
from journey.routine.data.growing import conversations_of


def link_recordings(engine: Engine, *, by: int, journey: int, places: Mapping[int, str]) -> int:
    """Note the place of each recording with its conversation, by the row's id; returns how many places are news."""
    linked = 0
    with act(engine, "recording.add", by=by, journey=journey) as doing:
        for id, row in conversations_of(doing, places).items():
            if row.audio != places[id]:
                row.audio = places[id]
                row.revision += 1
                doing.session.add(row)
                linked += 1
        if linked:
            doing.log(None, before=None, after={"recordings": linked})
    return linked
