"""The acts of a workshop: planned with an agenda and its people, led step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.library import Agenda, workshops
from journey.domain.words import WorkshopState
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.workshops.rows import opened, running, step_number, words
from journey.store.tables import Workshop, WorkshopPerson, now

PEOPLE = 30
"""A workshop is a talk; more people than this listen to one."""


def plan_workshop(
    engine: Engine, *, by: int, journey: int, name: str, agenda: Agenda, goal: str = "", held_on: date | None = None,
    people: Sequence[tuple[str, str]] = (),
) -> Workshop:  # fmt: skip
    """Plan a workshop with the steps of `agenda` and who comes: pairs of name and role."""
    with act(engine, "workshop.plan", by=by, journey=journey) as doing:
        row = Workshop(journey_id=journey, name=words("name", name), goal=goal.strip(), held_on=held_on)
        row.agenda = [asdict(step) for step in agenda.steps]
        row.rules = list(workshops().rules)
        doing.add(row)
        for who, role in people:
            _join(doing, row, who, role)
    return row


def change_workshop(
    engine: Engine, *, by: int, journey: int, workshop: int, revision: int, minutes: Sequence[int] = (), **values: Any
) -> Workshop:
    """Change a workshop's name, goal, held_on or rules, or how many `minutes` each of its steps takes."""
    if "name" in values:
        values["name"] = words("name", values["name"])
    with act(engine, "workshop.change", by=by, journey=journey) as doing:
        row = doing.get(Workshop, workshop)
        if minutes:
            if len(minutes) != len(row.agenda) or min(minutes) < 1:
                raise Refused("Give every step at least a minute. Nothing was changed.")
            values["agenda"] = [{**step, "minutes": some} for step, some in zip(row.agenda, minutes, strict=True)]
        return doing.change(row, revision, **values)


def bin_workshop(engine: Engine, *, by: int, journey: int, workshop: int, revision: int) -> Workshop:
    """Put a workshop with its notes in the bin; what it put on the map stays there."""
    with act(engine, "workshop.bin", by=by, journey=journey) as doing:
        return doing.bin(doing.get(Workshop, workshop), revision)


def join_workshop(engine: Engine, *, by: int, journey: int, workshop: int, name: str, role: str = "") -> WorkshopPerson:
    """Take part, as `name` in a role; who takes part under that name already is the same person."""
    with act(engine, "workshop.join", by=by, journey=journey) as doing:
        return _join(doing, opened(doing, workshop), name, role)


def leave_workshop(engine: Engine, *, by: int, journey: int, person: int, revision: int) -> WorkshopPerson:
    """Take somebody off the list; their notes stay."""
    with act(engine, "workshop.change", by=by, journey=journey) as doing:
        row = doing.get(WorkshopPerson, person)
        doing.get(Workshop, row.workshop_id)
        return doing.bin(row, revision)


def go_to_step(engine: Engine, *, by: int, journey: int, workshop: int, revision: int, step: int) -> Workshop:
    """Begin a step: its time runs from now, and its notes are each writer's own until they are shown."""
    with act(engine, "workshop.lead", by=by, journey=journey) as doing:
        row = opened(doing, workshop)
        began: dict[str, Any] = {"step": step_number(row, step), "step_began_at": now(), "paused_at": None, "revealed": False}
        return doing.change(row, revision, state=WorkshopState.RUNNING, **began)


def pause_step(engine: Engine, *, by: int, journey: int, workshop: int, revision: int) -> Workshop:
    """Hold the clock of the step, or let it go on from where it was held."""
    with act(engine, "workshop.lead", by=by, journey=journey) as doing:
        row = running(doing, workshop)
        assert row.step_began_at is not None
        if row.paused_at is None:
            return doing.change(row, revision, paused_at=now())
        return doing.change(row, revision, paused_at=None, step_began_at=row.step_began_at + (now() - row.paused_at))


def show_notes(engine: Engine, *, by: int, journey: int, workshop: int, revision: int) -> Workshop:
    """End the silence of the present step: everybody sees every note, and they can be merged."""
    with act(engine, "workshop.lead", by=by, journey=journey) as doing:
        return doing.change(running(doing, workshop), revision, revealed=True)


def end_workshop(engine: Engine, *, by: int, journey: int, workshop: int, revision: int) -> Workshop:
    """End it: notes can still be put on the map, and no more are written."""
    with act(engine, "workshop.lead", by=by, journey=journey) as doing:
        return doing.change(opened(doing, workshop), revision, state=WorkshopState.OVER, revealed=True, paused_at=None)


def _join(doing: Act, workshop: Workshop, name: str, role: str) -> WorkshopPerson:
    name = words("name", name)
    doing.hold(workshop)  # of two who join under one name at once, the second is the first
    query = select(WorkshopPerson).where(WorkshopPerson.workshop_id == workshop.key, col(WorkshopPerson.deleted_at).is_(None))
    there = list(doing.session.exec(query))
    known = next((one for one in there if one.name.casefold() == name.casefold()), None)
    if known is not None:
        return doing.change(known, known.revision, role=role) if role and role != known.role else known
    if len(there) >= PEOPLE:
        raise Refused(f"{PEOPLE} people take part already. Split into two workshops. Nothing was changed.")
    return doing.add(WorkshopPerson(workshop_id=workshop.key, name=name, role=role.strip()[:40]))
