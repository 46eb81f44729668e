"""The act of taking a customer of the week's queue in hand, so that two listeners never get the same one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.listening.items import Item, is_of, link
from journey.store.bulk import insert_once
from journey.store.tables import Claim, Person, Reading, now

LEFT_ALONE = timedelta(minutes=45)
"""After this long without a sign of its listener an item may be taken over: no customer is listened to for longer."""


def take(engine: Engine, *, by: int, journey: int, week: str, wanted: Sequence[Item]) -> Item | None:
    """The first of `wanted` that is free becomes the person's; what they had in hand of that week before is free again.

    Free is what nobody heard or skipped in `week`, nobody else has in hand, or was LEFT_ALONE. None, and nothing changed,
    if none is free. A claim says who is reading and changes nothing that is known: it is not written to the audit.
    """
    with act(engine, "claim.take", by=by, journey=journey) as doing:
        got = next((item for item in wanted if _is_here(doing, item) and _won(doing, week, item)), None)
        if got is not None:
            ours = delete(Claim).where(col(Claim.journey_id) == journey, col(Claim.week) == week, col(Claim.person_id) == by)
            doing.session.connection().execute(ours.where(~is_of(Claim, got) | is_of(Claim, got).is_(None)))
        return got


def end_claim(doing: Act, week: str, item: Item, *, by: int) -> None:
    """Within an act under way: the item is out of everybody's hands; Refused while somebody else has it in theirs."""
    of_item = (Claim.journey_id == doing.journey_id, Claim.week == week, is_of(Claim, item))
    query = select(Person.name).join(Claim).where(*of_item, Claim.person_id != by, col(Claim.at) >= now() - LEFT_ALONE)
    if other := doing.session.exec(query).first():
        raise Refused(f"This one is being heard by {other} now. Nothing was saved; the next one in the queue is yours.")
    doing.session.connection().execute(delete(Claim).where(*of_item))  # type: ignore[arg-type]


def _is_here(doing: Act, item: Item) -> bool:
    """Whether the item is one of this journey's and not in the bin."""
    table, id = item
    here = select(table.id).where(table.id == id, table.journey_id == doing.journey_id, col(table.deleted_at).is_(None))
    return doing.session.exec(here).first() is not None


def _won(doing: Act, week: str, item: Item) -> bool:
    """Whether the item is the person's now: nobody's before, theirs already, or left alone by another."""
    assert doing.journey_id is not None
    mine = {"journey_id": doing.journey_id, "week": week, "person_id": doing.person.key, **link(item)}
    insert_once(doing.session, Claim, [mine])
    own_or_left = or_(col(Claim.person_id) == doing.person.key, col(Claim.at) < now() - LEFT_ALONE)
    of_item = (col(Claim.journey_id) == doing.journey_id, col(Claim.week) == week, is_of(Claim, item))
    taken = update(Claim).where(*of_item, own_or_left).values(person_id=doing.person.key, at=now())
    if not doing.session.connection().execute(taken).rowcount:
        return False
    # only now: whoever heard it in this very moment has given it out of hand before
    heard = select(Reading.id).where(Reading.journey_id == doing.journey_id, Reading.week == week, is_of(Reading, item))
    if doing.session.exec(heard).first() is None:
        return True
    doing.session.connection().execute(delete(Claim).where(*of_item))
    return False
