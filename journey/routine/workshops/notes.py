"""The acts on a workshop's notes: written in silence, reworded, merged and parted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.journeys import check_stage
from journey.routine.workshops.rows import note_of, running, step_number, words
from journey.store.tables import Stage, WorkshopNote, WorkshopPerson


def write_note(
    engine: Engine, *, by: int, journey: int, workshop: int, text: str, author: int | None = None, stage: int | None = None,
    emotion: float | None = None, parked: bool = False, step: int | None = None,
) -> WorkshopNote:  # fmt: skip
    """Write a note, or put it straight into the parking lot.

    `step` is the one that the writer saw, to which the note belongs though the others went on meanwhile; None is the present.
    """
    with act(engine, "workshop.note", by=by, journey=journey) as doing:
        row = running(doing, workshop)
        _fits(doing, stage, emotion)
        step = step_number(row, row.step if step is None else step)
        if author is not None and doing.get(WorkshopPerson, author).workshop_id != row.key:
            raise Refused("Who writes this does not take part in the workshop. Choose your name again. Nothing was saved yet.")
        note = WorkshopNote(workshop_id=row.key, step=step, text=words("note", text), author_id=author, parked=parked)
        note.stage_id, note.emotion = stage, emotion
        return doing.add(note)


def change_note(engine: Engine, *, by: int, journey: int, note: int, revision: int, **values: Any) -> WorkshopNote:
    """Reword a note, move it to another stage_id, say its emotion, park it or take it out of the parking lot."""
    if "text" in values:
        values["text"] = words("note", values["text"])
    with act(engine, "workshop.note", by=by, journey=journey) as doing:
        row = _off_the_map(note_of(doing, note))
        _fits(doing, values.get("stage_id"), values.get("emotion"))
        return doing.change(row, revision, **values)


def bin_note(engine: Engine, *, by: int, journey: int, note: int, revision: int) -> WorkshopNote:
    """Put a note in the bin; those that were merged into it are notes of their own again."""
    with act(engine, "workshop.note", by=by, journey=journey) as doing:
        row = _off_the_map(note_of(doing, note))
        for other in _merged(doing, row):
            doing.change(other, other.revision, merged_into=None)
        return doing.bin(row, revision)


def merge_notes(engine: Engine, *, by: int, journey: int, notes: Sequence[int], text: str) -> WorkshopNote:
    """Make several notes one that says `text`: the first stands for all, and the others can be parted from it again.

    It stands at the first stage that one of them names. Refused where one was merged, parked or put on the map meanwhile.
    """
    if len(set(notes)) < 2:
        raise Refused("Choose at least two notes that say the same. Nothing was changed.")
    with act(engine, "workshop.note", by=by, journey=journey) as doing:
        rows = [note_of(doing, id) for id in dict.fromkeys(notes)]
        for row in sorted(rows, key=lambda row: row.key):  # in one order, so that two who merge at once wait for each other
            doing.hold(row)
        first, others = rows[0], rows[1:]
        if any((row.workshop_id, row.step) != (first.workshop_id, first.step) for row in rows):
            raise Refused("Only notes of one step can be merged. Nothing was changed.")
        if any(row.became or row.parked or row.merged_into or row.deleted_at for row in rows):
            raise Refused("One of these was merged, parked or put on the map meanwhile. Nothing was changed: look again.")
        stage = next((row.stage_id for row in rows if row.stage_id is not None), None)
        first = doing.change(first, first.revision, text=words("note", text), stage_id=stage)
        for row in others:
            for below in _merged(doing, row):
                doing.change(below, below.revision, merged_into=first.key)
            doing.change(row, row.revision, merged_into=first.key)
    return first


def part_note(engine: Engine, *, by: int, journey: int, note: int, revision: int) -> WorkshopNote:
    """Make a merged note one of its own again."""
    with act(engine, "workshop.note", by=by, journey=journey) as doing:
        return doing.change(note_of(doing, note), revision, merged_into=None)


def _off_the_map(note: WorkshopNote) -> WorkshopNote:
    if note.became:
        raise Refused("This note is on the map already. Change it there. Nothing was changed.")
    return note


def _fits(doing: Act, stage: int | None, emotion: float | None) -> None:
    """Refused if a note cannot stand at that stage or say that feeling."""
    if stage is not None:
        doing.get(Stage, stage)
    check_stage(assumed_emotion=emotion)


def _merged(doing: Act, note: WorkshopNote) -> list[WorkshopNote]:
    return list(doing.session.exec(select(WorkshopNote).where(WorkshopNote.merged_into == note.key)))
