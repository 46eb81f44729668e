"""The acts of listening: a customer heard, with stage, touchpoint, emotion and note; skipped; or heard otherwise than noted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from journey.domain.words import Role
from journey.errors import NotAllowed, Refused
from journey.routine.act import Act, act
from journey.routine.listening.claims import end_claim
from journey.routine.listening.corrections import check_emotion, corrected_now
from journey.routine.listening.items import Item, is_of, link
from journey.routine.listening.places import checked_place
from journey.routine.tags import put_tags
from journey.store.tables import Conversation, Person, Reading, Verbatim

__all__ = ["Item", "change_reading", "hear", "skip"]


def hear(
    engine: Engine, *, by: int, journey: int, week: str, item: Item, on: date,
    stage: int | None = None, touchpoint: int | None = None, emotion: int | None = None, note: str = "",
    tags: tuple[str, ...] = (),
) -> Reading:  # fmt: skip
    """Record that the person heard `item`; its stage and touchpoint become those that were heard. No stage: none of these.

    An item is heard once a week: of two listeners the second is told who was first, and keeps what they typed.
    """
    check_emotion(emotion)
    with _listening(engine, by=by, journey=journey, week=week, item=item) as doing:
        heard = doing.get(*item)
        stage, touchpoint = checked_place(doing, stage, touchpoint)
        # first the reading, which of two listeners only one can write; only then what it changes
        values: dict[str, Any] = {"stage_id": stage, "touchpoint_id": touchpoint, "emotion": emotion, "note": note.strip()}
        row = doing.add(Reading(journey_id=journey, week=week, person_id=by, on=on, **link(item), **values))
        _place(doing, heard, stage, touchpoint)
        _corrected(doing, heard, emotion)
        put_tags(doing, heard, list(tags))
        return row


def skip(engine: Engine, *, by: int, journey: int, week: str, item: Item, on: date) -> Reading:
    """Set an item aside for this week."""
    with _listening(engine, by=by, journey=journey, week=week, item=item) as doing:
        doing.get(*item)
        return doing.add(Reading(journey_id=journey, week=week, person_id=by, **link(item), skipped=True, on=on))


def change_reading(
    engine: Engine, *, by: int, journey: int, reading: int, revision: int,
    stage: int | None = None, touchpoint: int | None = None, emotion: int | None = None, note: str = "",
    tags: tuple[str, ...] | None = None,
) -> Reading:  # fmt: skip
    """Correct what was noted, or hear what was skipped; `tags` None leaves them. A viewer corrects their own."""
    check_emotion(emotion)
    with act(engine, "reading.change", by=by, journey=journey) as doing:
        row = doing.get(Reading, reading)
        if doing.who.role is Role.VIEWER and row.person_id != by:
            raise NotAllowed(doing.person.name, "change what somebody else heard")
        stage, touchpoint = checked_place(doing, stage, touchpoint)
        values = {"stage_id": stage, "touchpoint_id": touchpoint, "emotion": emotion, "note": note.strip()}
        doing.change(row, revision, **values, skipped=False)
        heard = doing.get(*_item(row))
        _place(doing, heard, stage, touchpoint)
        _corrected(doing, heard, emotion)
        if tags is not None:
            put_tags(doing, heard, list(tags))
        return row


@contextmanager
def _listening(engine: Engine, *, by: int, journey: int, week: str, item: Item) -> Iterator[Act]:
    """The act "reading.add", which tells the second of two listeners that somebody was first."""
    query = select(Person.name).join(Reading).where(Reading.week == week, Reading.journey_id == journey, is_of(Reading, item))
    try:
        with act(engine, "reading.add", by=by, journey=journey) as doing:
            if first := doing.session.exec(query).first():
                raise _taken(first)
            end_claim(doing, week, item, by=by)
            yield doing
    except IntegrityError:  # both looked before either wrote
        raise _taken("Somebody") from None


def _taken(who: str) -> Refused:
    return Refused(f"{who} listened to this one a moment ago. Nothing was saved; the next one in the queue is yours.")


def _item(row: Reading) -> Item:
    if row.verbatim_id is not None:
        return Verbatim, row.verbatim_id
    assert row.conversation_id is not None
    return Conversation, row.conversation_id


def _place(doing: Act, heard: Verbatim | Conversation, stage: int | None, touchpoint: int | None) -> None:
    """The words move to where they were heard; "none of these" leaves them where their source put them."""
    moved = stage is not None and heard.stage_id != stage
    if moved or (touchpoint is not None and heard.touchpoint_id != touchpoint):
        held = doing.hold(heard)
        doing.change(held, held.revision, stage_id=stage, touchpoint_id=touchpoint)


def _corrected(doing: Act, heard: Verbatim | Conversation, emotion: int | None) -> None:
    """What a person heard in a text is what it is felt to say from now on; a conversation's turns are felt one by one."""
    if isinstance(heard, Verbatim):
        corrected_now(doing, Verbatim, heard.key, emotion)
