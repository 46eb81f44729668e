"""The acts of listening: a customer heard, with stage, emotion and note, used as evidence if it is any; or skipped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.pains import put_evidence
from journey.routine.tags import put_tags
from journey.store.tables import Conversation, PainPoint, Person, Reading, Stage, Verbatim

Item = tuple[type[Verbatim] | type[Conversation], int]
"""What was heard: a verbatim or a conversation, by id."""


def hear(
    engine: Engine, *, by: int, journey: int, week: str, item: Item, on: date,
    stage: int | None = None, emotion: int | None = None, note: str = "", tags: tuple[str, ...] = (),
    quote: str = "", pain: int | None = None, new_pain: str = "",
) -> Reading:  # fmt: skip
    """Record that the person heard `item`; its stage becomes `stage`; `quote` goes behind a known pain point or a new one.

    An item is heard once a week: of two listeners the second is told who was first, and keeps what they typed.
    """
    if (pain or new_pain.strip()) and not quote.strip():
        raise Refused("Choose the words that are the evidence: the quote is empty. Nothing was saved.")
    if emotion is not None and not -5 <= emotion <= 5:
        raise Refused(f"Emotion runs from -5 to +5, not {emotion}. Nothing was saved.")
    with _listening(engine, by=by, journey=journey, week=week, item=item) as doing:
        heard = doing.get(*item)
        # first the reading, which of two listeners only one can write; only then what it changes
        row = doing.add(_row(item, journey, week, by, stage_id=stage, emotion=emotion, note=note.strip(), on=on))
        if stage is not None and heard.stage_id != stage:
            doing.get(Stage, stage)
            doing.change(doing.hold(heard), heard.revision, stage_id=stage)
        if pain is not None or new_pain.strip():
            _use(doing, item, _pain(doing, journey, stage, pain, new_pain), quote)
        put_tags(doing, heard, list(tags))
        return row


def skip(engine: Engine, *, by: int, journey: int, week: str, item: Item, on: date) -> Reading:
    """Set an item aside for this week."""
    with _listening(engine, by=by, journey=journey, week=week, item=item) as doing:
        doing.get(*item)
        return doing.add(_row(item, journey, week, by, skipped=True, on=on))


@contextmanager
def _listening(engine: Engine, *, by: int, journey: int, week: str, item: Item) -> Iterator[Act]:
    """The act "reading.add", which tells the second of two listeners that somebody was first."""
    table, id = item
    column = col(Reading.verbatim_id if table is Verbatim else Reading.conversation_id)
    query = select(Person.name).join(Reading).where(Reading.week == week, Reading.journey_id == journey, column == id)
    try:
        with act(engine, "reading.add", by=by, journey=journey) as doing:
            if first := doing.session.exec(query).first():
                raise _taken(first)
            yield doing
    except IntegrityError:  # both looked before either wrote
        raise _taken("Somebody") from None


def _taken(who: str) -> Refused:
    return Refused(f"{who} listened to this one a moment ago. Nothing was saved; the next one in the queue is yours.")


def _row(item: Item, journey: int, week: str, by: int, **values: Any) -> Reading:
    table, id = item
    values |= {"verbatim_id" if table is Verbatim else "conversation_id": id}
    return Reading(journey_id=journey, week=week, person_id=by, **values)


def _pain(doing: Act, journey: int, stage: int | None, pain: int | None, new_pain: str) -> PainPoint:
    if pain is not None:
        return doing.get(PainPoint, pain)
    if stage is None:
        raise Refused("A new pain point belongs to a stage. Choose the stage first. Nothing was saved.")
    team = doing.get(Stage, stage).team_id
    return doing.add(PainPoint(journey_id=journey, stage_id=stage, title=new_pain.strip(), team_id=team))


def _use(doing: Act, item: Item, pain: PainPoint, quote: str) -> None:
    table, id = item
    if table is Verbatim:
        put_evidence(doing, pain, source="survey", text=quote, verbatim_id=id)
    else:
        put_evidence(doing, pain, source="conversation", text=quote)
