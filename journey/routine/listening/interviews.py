"""The acts of logging what we heard ourselves: interviews, shadowing and visits, redacted before anything is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.redact import redact
from journey.domain.words import InterviewKind
from journey.errors import NotFound, Refused
from journey.routine.act import Act, act
from journey.routine.listening.corrections import check_emotion
from journey.routine.listening.places import checked_place
from journey.sources.interview_notes import read_notes
from journey.sources.talks.private import redacted
from journey.store.engine import reading
from journey.store.readers.interviews import KINDS
from journey.store.tables import Conversation, Evidence, Journey, KnowledgeGap, Person, Quote, Turn

NOON = time(12)
"""An interview has a day and no hour; the middle of it is that day however the clocks change."""


@dataclass(frozen=True)
class Kept:
    """Notes as they would be stored: speaker, whether that is the customer, words; and how much of what was removed."""

    turns: tuple[tuple[str, bool, str], ...]
    removed: dict[str, int]


def kept_of(engine: Engine, notes: str, people: Iterable[int]) -> Kept:
    """What would be kept of these notes, were they saved; `people` are those of us who were there."""
    with reading(engine) as session:
        names = session.exec(select(Person.name).where(col(Person.id).in_(list(people)))).all()
    return _kept(notes, names)


def log_interview(
    engine: Engine, *, by: int, journey: int, on: date, notes: str, channel: InterviewKind | str = InterviewKind.INTERVIEW,
    title: str = "", stage: int | None = None, touchpoint: int | None = None, held_by: int | None = None,
    others: Sequence[int] = (), emotion: int | None = None,
) -> Conversation:  # fmt: skip
    """Keep an interview, a shadowing or a visit as a conversation that colleagues can hear and that coverage counts.

    `held_by` is who asked or watched, the person acting unless named; `others` were there too; `emotion` is what they felt in
    the customer. Names and whatever points to a person are taken out of notes and title; as typed they are kept nowhere.
    """
    _check(notes=notes, emotion=emotion)
    kind = InterviewKind(channel)
    with act(engine, "interview.add", by=by, journey=journey) as doing:
        there = [doing.get(Person, id) for id in _who(held_by or by, others)]
        names = [person.name for person in there]
        called = _title(title, names) or f"{kind.value.capitalize()} of {on.day} {on:%B}"
        _check_place(doing, stage, touchpoint)
        row = doing.add(
            Conversation(
                journey_id=journey, title=called, channel=kind.value, at=_at(doing, on), stage_id=stage, touchpoint_id=touchpoint,
                held_by=there[0].key, others=[person.key for person in there[1:]], emotion=emotion,
            )
        )  # fmt: skip
        _say(doing, row, _kept(notes, names))
        doing.data_changed()
        return row


def change_interview(
    engine: Engine, *, by: int, journey: int, interview: int, revision: int, notes: str | None = None, **values: Any
) -> Conversation:
    """Change an interview's on, channel, title, stage_id, touchpoint_id, held_by, others or emotion; or its notes.

    Notes are redacted and replaced whole. Refused where a quote, evidence or a knowledge gap stands on the old words.
    """
    _check(**values, **({} if notes is None else {"notes": notes}))
    with act(engine, "interview.change", by=by, journey=journey) as doing:
        row = doing.hold(_interview(doing, interview))
        people = _who(values.get("held_by") or row.held_by or by, values.get("others", row.others))
        names = [doing.get(Person, id).name for id in people]
        values |= {"held_by": people[0], "others": people[1:]}
        if "on" in values:
            values["at"] = _at(doing, values.pop("on"))
        if "title" in values:
            values["title"] = _title(values["title"], names) or row.title
        _check_place(doing, values.get("stage_id", row.stage_id), values.get("touchpoint_id", row.touchpoint_id))
        doing.change(row, revision, **values)
        if notes is not None:
            _say_anew(doing, row, revision, _kept(notes, names))
        doing.data_changed()
        return row


def bin_interview(engine: Engine, *, by: int, journey: int, interview: int, revision: int) -> Conversation:
    """Put an interview in the bin."""
    with act(engine, "interview.bin", by=by, journey=journey) as doing:
        row = doing.bin(_interview(doing, interview), revision)
        doing.data_changed()
        return row


def _check(**values: Any) -> None:
    if "notes" in values and not values["notes"].strip():
        raise Refused("Write what you heard or saw, a line is enough. Nothing was saved yet.")
    check_emotion(values.get("emotion"))
    if "channel" in values:
        InterviewKind(values["channel"])


def _check_place(doing: Act, stage: int | None, touchpoint: int | None) -> None:
    """A touchpoint goes with its stage: a form that names one alone lost the other."""
    if checked_place(doing, stage, touchpoint) != (stage, touchpoint):
        raise Refused("This touchpoint belongs to a stage. Choose both again. Nothing was saved.")


def _interview(doing: Act, id: int) -> Conversation:
    """An interview that was logged: a call or chat that came from a file is no one's to reword."""
    row = doing.get(Conversation, id)
    if row.channel not in KINDS or row.batch_id is not None:
        raise NotFound("This conversation came in with a file and was not logged here. Nothing was changed.")
    return row


def _who(held_by: int, others: Sequence[int]) -> list[int]:
    return list(dict.fromkeys([held_by, *others]))


def _at(doing: Act, on: date) -> datetime:
    zone = ZoneInfo(doing.session.get_one(Journey, doing.journey_id).timezone)
    return datetime.combine(on, NOON, zone).astimezone(UTC)


def _title(text: str, names: Sequence[str]) -> str:
    return redact(text.strip(), known_names=names).text[:200]


def _kept(notes: str, names: Sequence[str]) -> Kept:
    # PostgreSQL has no place for the character NUL
    clean, removed = redacted(read_notes(notes.replace("\x00", ""), ours=names))
    turns = ((_label(turn.speaker), turn.role == "customer", turn.text) for turn in clean.turns)
    return Kept(tuple(turns), removed)


def _label(speaker: str) -> str:
    """A speaker as a line of notes can begin with it, so that what was kept can be edited: Person 2, not [PERSON 2]."""
    return speaker.strip("[]").capitalize() if speaker.startswith("[") else speaker


def _say(doing: Act, row: Conversation, kept: Kept) -> None:
    doing.session.add_all(
        Turn(conversation_id=row.key, position=place, speaker=speaker[:80], customer=customer, text=text)
        for place, (speaker, customer, text) in enumerate(kept.turns)
    )
    doing.session.flush()


def _say_anew(doing: Act, row: Conversation, revision: int, kept: Kept) -> None:
    """Replace the words of an interview that this act holds; an edit of nothing but its words is an edit of it too."""
    query = select(Turn).where(Turn.conversation_id == row.key).order_by(col(Turn.position))
    old = doing.session.exec(query).all()
    if kept.turns == tuple((turn.speaker, turn.customer, turn.text) for turn in old):
        return
    ids = [turn.key for turn in old]
    for table in (Quote, Evidence, KnowledgeGap):
        if doing.session.exec(select(table.id).where(col(table.turn_id).in_(ids))).first() is not None:
            raise Refused(
                "Quotes, evidence or a knowledge gap stand on these words, so they stay as they are. Nothing was saved."
            )
    _say(doing, row, kept)  # before the old ones go, whose ids would else be taken again: new words are known by new ids
    for turn in old:
        doing.session.delete(turn)
    doing.session.flush()
    if row.revision == revision:
        row.revision += 1
        doing.session.add(row)
    doing.log(row, before={"lines": len(old)}, after={"lines": len(kept.turns)})
