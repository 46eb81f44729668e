"""The acts on incidents: what happened to the journey that was no change of ours, and whether its days count."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.engine import Engine

from journey.errors import Refused
from journey.routine.act import act
from journey.store.tables import Incident, Stage

LONGEST = 366
"""Days that an incident may last: what goes on for longer is how things are."""


def add_incident(
    engine: Engine, *, by: int, journey: int, title: str, starts_on: date, ends_on: date, why: str = "", **values: Any
) -> Incident:
    """Write down an incident from `starts_on` to its last day: details, stage_id (None: the whole journey), leave_out."""
    _check(title, starts_on, ends_on)
    with act(engine, "incident.add", by=by, journey=journey, why=why) as doing:
        if values.get("stage_id"):
            doing.get(Stage, values["stage_id"])
        return doing.add(Incident(**values, journey_id=journey, title=title.strip(), starts_on=starts_on, ends_on=ends_on))


def change_incident(
    engine: Engine, *, by: int, journey: int, incident: int, revision: int, why: str = "", **values: Any
) -> Incident:
    """Edit an incident."""
    with act(engine, "incident.change", by=by, journey=journey, why=why) as doing:
        row = doing.get(Incident, incident)
        given = {name: values.get(name, getattr(row, name)) for name in ("title", "starts_on", "ends_on")}
        _check(**given)
        if values.get("stage_id"):
            doing.get(Stage, values["stage_id"])
        if "title" in values:
            values["title"] = values["title"].strip()
        return doing.change(row, revision, **values)


def bin_incident(engine: Engine, *, by: int, journey: int, incident: int, revision: int) -> Incident:
    """Put an incident in the bin; its days count again."""
    with act(engine, "incident.bin", by=by, journey=journey) as doing:
        return doing.bin(doing.get(Incident, incident), revision)


def _check(title: str, starts_on: date, ends_on: date) -> None:
    if not title.strip():
        raise Refused("An incident needs a title: what happened? Nothing was saved.")
    if ends_on < starts_on:
        raise Refused("Its last day lies before its first. Turn the two around. Nothing was saved.")
    if (ends_on - starts_on).days >= LONGEST:
        raise Refused("An incident lasts a year at most: what goes on for longer is how things are. Nothing was saved.")
