"""The acts on a journey itself: begin one, its scope brief, its stages with their steps and touchpoints, its personas."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.library import lean_lanes
from journey.domain.words import Audience, Role
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.store.tables import Journey, Lane, Membership, Persona, Stage, Step, Touchpoint


def slug(name: str) -> str:
    """A name as it stands in an address: lower case, letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "journey"


def add_journey(
    engine: Engine, *, by: int, name: str, timezone: str = "UTC", stages: tuple[str, ...] = (), demo: bool = False, **scope: Any
) -> Journey:
    """Begin a journey with its stages in order and the five lanes of a lean map; whoever begins it owns it.

    `scope` holds fields of the scope brief. Refused if the name is empty or taken, or the time zone is unknown.
    """
    _check(name, timezone)
    with act(engine, "journey.add", by=by) as doing:
        if doing.session.exec(select(Journey).where(Journey.slug == slug(name))).first():
            raise Refused(f"There is a journey called '{name}' already, here or in the bin. Choose another name.")
        row = doing.add(Journey(slug=slug(name), name=name.strip(), timezone=timezone, owner_id=by, demo=demo, **scope))
        doing.journey_id = row.key
        doing.session.add(Membership(journey_id=row.key, person_id=by, role=Role.OWNER))
        for position, lane in enumerate(lean_lanes()):
            doing.session.add(Lane(journey_id=row.key, name=lane.name, kind=lane.kind, position=position))
        for position, stage in enumerate(stages):
            doing.add(Stage(journey_id=row.key, name=stage.strip(), position=position))
    return row


def change_journey(engine: Engine, *, by: int, journey: int, revision: int, why: str = "", **values: Any) -> Journey:
    """Change fields of the scope brief; naming another owner is a hand-over, for owners only.

    A new time zone moves every figure.
    """
    if "timezone" in values or "name" in values:
        _check(values.get("name", "-"), values.get("timezone", "UTC"))
    if "audience" in values:
        values["audience"] = Audience(values["audience"])
    name = "journey.hand_over" if "owner_id" in values else "journey.change"
    with act(engine, name, by=by, journey=journey, why=why) as doing:
        row = doing.get(Journey, journey)
        if values.get("parent_id") is not None:
            _no_circle(doing, journey, values["parent_id"])
        zone = row.timezone
        row = doing.change(row, revision, **values)
        if row.timezone != zone:
            doing.data_changed()
    return row


def bin_journey(engine: Engine, *, by: int, journey: int, revision: int) -> Journey:
    """Put a whole journey in the bin."""
    with act(engine, "journey.bin", by=by, journey=journey) as doing:
        return doing.bin(doing.get(Journey, journey), revision)


def add_stage(engine: Engine, *, by: int, journey: int, name: str, why: str = "", **values: Any) -> Stage:
    """Add a stage at the end."""
    if not name.strip():
        raise Refused("A stage needs a name. Nothing was changed.")
    with act(engine, "stage.add", by=by, journey=journey, why=why) as doing:
        last = doing.session.exec(select(func.max(Stage.position)).where(Stage.journey_id == journey)).one()
        row = doing.add(Stage(journey_id=journey, name=name.strip(), position=0 if last is None else last + 1, **values))
        doing.data_changed()
    return row


def change_stage(engine: Engine, *, by: int, journey: int, stage: int, revision: int, why: str = "", **values: Any) -> Stage:
    """Change a stage's name, description, owner team, window or assumed emotion (-5 to +5, None for no assumption)."""
    check_stage(**values)
    with act(engine, "stage.change", by=by, journey=journey, why=why) as doing:
        row = doing.change(doing.get(Stage, stage), revision, **values)
        doing.data_changed()
    return row


def order_stages(engine: Engine, *, by: int, journey: int, stages: list[int], why: str = "") -> list[Stage]:
    """Put the stages in the order of the ids given, which must be all of them."""
    with act(engine, "stage.order", by=by, journey=journey, why=why) as doing:
        rows = {row.key: row for row in _alive(doing, journey)}
        if set(rows) != set(stages):
            raise Refused("Somebody added or removed a stage meanwhile. Nothing was changed: look again, then reorder.")
        for position, id in enumerate(stages):
            doing.change(rows[id], rows[id].revision, position=position)
        doing.data_changed()
    return [rows[id] for id in stages]


def bin_stage(engine: Engine, *, by: int, journey: int, stage: int, revision: int, why: str = "") -> Stage:
    """Put a stage in the bin; its cards, pain points and metrics stay with it and come back with it."""
    with act(engine, "stage.bin", by=by, journey=journey, why=why) as doing:
        row = doing.bin(doing.get(Stage, stage), revision)
        doing.data_changed()
    return row


def add_step(engine: Engine, *, by: int, journey: int, stage: int, name: str) -> Step:
    """Add a step at the end of a stage."""
    if not name.strip():
        raise Refused("A step needs a name: what does the customer do? Nothing was changed.")
    with act(engine, "step.add", by=by, journey=journey) as doing:
        doing.get(Stage, stage)
        last = doing.session.exec(select(func.max(Step.position)).where(Step.stage_id == stage)).one()
        return doing.add(Step(stage_id=stage, name=name.strip(), position=0 if last is None else last + 1))


def add_touchpoint(
    engine: Engine,
    *,
    by: int,
    journey: int,
    step: int,
    name: str,
    channel: str = "",
    own: bool = True,
    moment_of_truth: bool = False,
) -> Touchpoint:
    """Add a touchpoint to a step."""
    if not name.strip():
        raise Refused("A touchpoint needs a name: where do you meet? Nothing was changed.")
    with act(engine, "touchpoint.add", by=by, journey=journey) as doing:
        doing.get(Stage, doing.get(Step, step).stage_id)
        return doing.add(
            Touchpoint(step_id=step, name=name.strip(), channel=channel.strip(), own=own, moment_of_truth=moment_of_truth)
        )


def add_persona(engine: Engine, *, by: int, journey: int, name: str, **values: Any) -> Persona:
    """Add a persona."""
    if not name.strip():
        raise Refused("A persona needs a name. Nothing was changed.")
    with act(engine, "persona.add", by=by, journey=journey) as doing:
        return doing.add(Persona(journey_id=journey, name=name.strip(), **values))


def change_persona(engine: Engine, *, by: int, journey: int, persona: int, revision: int, **values: Any) -> Persona:
    """Change a persona."""
    if "name" in values and not values["name"].strip():
        raise Refused("A persona needs a name. Nothing was changed.")
    with act(engine, "persona.change", by=by, journey=journey) as doing:
        return doing.change(doing.get(Persona, persona), revision, **values)


def bin_persona(engine: Engine, *, by: int, journey: int, persona: int, revision: int) -> Persona:
    """Put a persona in the bin."""
    with act(engine, "persona.bin", by=by, journey=journey) as doing:
        return doing.bin(doing.get(Persona, persona), revision)


def _no_circle(doing: Act, journey: int, parent: int) -> None:
    """A journey is part of a larger one, never of itself or of one of its parts."""
    above: int | None = parent
    seen: set[int] = set()
    while above is not None and above not in seen:
        if above == journey:
            raise Refused("A journey cannot be part of itself or of one of its own parts. Nothing was changed.")
        seen.add(above)
        row = doing.session.get(Journey, above)
        above = row.parent_id if row else None


def _alive(doing: Act, journey: int) -> list[Stage]:
    query = select(Stage).where(Stage.journey_id == journey, col(Stage.deleted_at).is_(None))
    return list(doing.session.exec(query))


def check_stage(**values: Any) -> None:
    """Refused if a stage cannot have these values."""
    if "name" in values and not values["name"].strip():
        raise Refused("A stage needs a name. Nothing was changed.")
    if values.get("window_days", 1) < 1:
        raise Refused("Going on takes at least a day: give the stage a window of 1 day or more. Nothing was changed.")
    if not -5 <= (values.get("assumed_emotion") or 0) <= 5:
        raise Refused("Emotion runs from -5 to +5. Nothing was changed.")


def _check(name: str, timezone: str) -> None:
    if not name.strip():
        raise Refused("A journey needs a name. Nothing was changed.")
    try:
        ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        raise Refused(
            f"'{timezone}' is not a time zone. Write it as Europe/Berlin or America/New_York. Nothing was changed."
        ) from None
