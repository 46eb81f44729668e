"""The acts of handing a journey over: to whom, with which open work and words, and when the newcomer is up to date."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.domain.words import ActionStatus, Role
from journey.errors import NotAllowed, NotFound, Refused
from journey.routine.act import Act, act
from journey.store.tables import Action, Change, Handover, Journey, Membership, Metric, Person


def hand_over(
    engine: Engine, *, by: int, journey: int, revision: int, person: int, today: date, note: str = "",
    actions: Collection[int] = (), changes: Collection[int] = (), metrics: Collection[int] = (),
) -> Journey:  # fmt: skip
    """Make somebody the journey's owner by name and by role, with the open work that goes along; one gesture, all or nothing.

    1. Only an owner may; whoever owned it keeps the role until it is taken away.
    2. Actions that are open and metrics get the new owner. A change stays the forecast of whoever wrote it: it is noted that
       its verdict waits for the new owner.
    3. The hand-over is on record with its note, and waits until the new owner has read up.
    """
    with act(engine, "journey.hand_over", by=by, journey=journey, why=note.strip()) as doing:
        row = doing.get(Journey, journey)
        doing.get(Person, person)
        before = row.owner_id
        if before == person:
            raise Refused("The journey is theirs already. Choose somebody else. Nothing was changed.")
        row = doing.change(row, revision, owner_id=person)
        _make_owner(doing, journey, person)
        work = {"actions": sorted(set(actions)), "changes": sorted(set(changes)), "metrics": sorted(set(metrics))}
        for change in work["changes"]:
            doing.get(Change, change)
        _give(doing, person, [doing.get(Action, action) for action in work["actions"]])
        _give(doing, person, [doing.get(Metric, metric) for metric in work["metrics"]])
        doing.add(Handover(journey_id=journey, from_id=before, to_id=person, handed_on=today, note=note.strip(), work=work))
        return row


def mark_read(engine: Engine, *, by: int, journey: int, handover: int, today: date) -> Handover:
    """Say that the new owner is up to date: they say so themselves, or the one user of an installation without sign-in does."""
    with act(engine, "handover.read", by=by, journey=journey) as doing:
        row = doing.session.get(Handover, handover)
        if row is None or row.journey_id != journey:
            raise NotFound("This hand-over is not of this journey. Nothing was changed.")
        if row.to_id != doing.person.key and not doing.who.local:
            raise NotAllowed(doing.person.name, "say of somebody else that they are up to date")
        if row.read_on is None:
            row.read_on = today
            doing.session.add(row)
            doing.session.flush()
            doing.log(row, before={"read_on": None}, after={"read_on": today.isoformat()})
        return row


def _give(doing: Act, person: int, rows: Sequence[Action | Metric]) -> None:
    for row in rows:
        held = doing.hold(row)
        if isinstance(held, Action) and held.status is ActionStatus.RESOLVED:
            raise Refused(f"“{held.title}” is resolved by now: there is nothing to hand over. Nothing was changed.")
        doing.change(held, held.revision, owner_id=person)


def _make_owner(doing: Act, journey: int, person: int) -> None:
    query = select(Membership).where(Membership.journey_id == journey, Membership.person_id == person)
    member = doing.session.exec(query).first()
    before = member.role if member else None
    member = member or Membership(journey_id=journey, person_id=person)
    member.role = Role.OWNER
    doing.session.add(member)
    doing.session.flush()
    doing.log(member, before={"person_id": person, "role": before}, after={"person_id": person, "role": Role.OWNER})
