"""The act that puts a workshop's notes on the map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.library import AgendaStep, lanes
from journey.domain.words import LaneKind
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.iteration import LONGEST as CLAIMS
from journey.routine.iteration import because, claim
from journey.routine.workshops.rows import LONGEST, note_of
from journey.store.tables import Edited, Journey, Lane, Persona, Stage, Workshop, WorkshopNote

TITLES = {LaneKind.PAIN: CLAIMS["pain point"], LaneKind.OPPORTUNITY: CLAIMS["opportunity"]}
"""Characters of a claim that has a title and a description; every other holds a whole note."""


def put_notes(engine: Engine, *, by: int, journey: int, notes: Sequence[int], why: str) -> list[str]:
    """Put notes on the map as what their step becomes; returns what each was made, as table and id ("card 12").

    - A persona or a stage by its first line, the map's own where it has one of that name; a claim into its stage and the lane of
      its kind, which is made if the map has none. What is too long for a title is kept whole below it.
    - Feelings set what a stage is assumed to feel: the mean of all notes of the workshop that are on the map, in half steps;
      each voice counts, those of merged notes too.
    - A note that was merged, parked or put before, or whose step becomes nothing, is left out.
    Refused, and nothing put, if a claim names no stage.
    """
    with act(engine, "workshop.put", by=by, journey=journey, why=because(why)) as doing:
        home = doing.hold(doing.get(Journey, journey))  # of two who put the same at once, the second finds it done
        rows = [note_of(doing, id) for id in dict.fromkeys(notes)]
        rows = [row for row in rows if not (row.merged_into or row.parked or row.became)]
        made = [(row, _put(doing, home, row, _step(doing, row))) for row in rows]
        for row, became in made:
            if became is not None:
                doing.change(row, row.revision, became=f"{became.__tablename__} {became.key}")
        _feel(doing, [row for row, became in made if became is not None])
        doing.data_changed()
    return [row.became for row, became in made if became is not None]


def _put(doing: Act, home: Journey, note: WorkshopNote, step: AgendaStep) -> Edited | None:
    """What the note becomes; None where its step becomes nothing."""
    if not step.becomes:
        return None
    head, _, rest = note.text.partition("\n")
    name, whole = _title(head, LONGEST["name"])
    below = note.text if whole else rest.strip()
    if step.becomes == "persona":
        persona = Persona(journey_id=home.key, name=name, profile=below or note.text)
        return _named(doing, persona) or doing.add(persona)
    if step.becomes == "stage":
        last = doing.session.exec(select(func.max(Stage.position)).where(Stage.journey_id == home.key)).one()
        position = 0 if last is None else last + 1
        stage = Stage(journey_id=home.key, name=name, description=below, position=position)
        return _named(doing, stage) or doing.add(stage)
    if note.stage_id is None:
        raise Refused(f"“{note.text}” names no stage. Say where on the journey it is, then put it on the map. Nothing was put.")
    return _claim(doing, note.stage_id, _lane(doing, home.key, LaneKind(step.becomes)), note.text)


def _claim(doing: Act, stage: int, lane: Lane, text: str) -> Edited:
    """The note as what its lane holds, with all its words."""
    title, whole = _title(text, TITLES.get(lane.kind, LONGEST["note"]))
    row = claim(doing, stage, lane.key, title)
    return doing.change(row, row.revision, description=whole) if whole else row


def _title(text: str, most: int) -> tuple[str, str]:
    """The text as a title of at most so many characters, and the whole of it where it was cut."""
    if len(text) <= most:
        return text, ""
    return text[: most - 1].rsplit(" ", 1)[0] + "…", text


def _named(doing: Act, like: Persona | Stage) -> Edited | None:
    """The persona or stage of that name that the map has."""
    table = type(like)
    rows: Any = doing.session.exec(select(table).where(table.journey_id == like.journey_id, col(table.deleted_at).is_(None)))
    return next((row for row in rows if row.name.strip().casefold() == like.name.strip().casefold()), None)


def _feel(doing: Act, put: Sequence[WorkshopNote]) -> None:
    """Set what the stages of these notes are assumed to feel, if any of them says a feeling."""
    for workshop, stage in dict.fromkeys((note.workshop_id, note.stage_id) for note in put if note.stage_id is not None):
        own = select(WorkshopNote).where(WorkshopNote.workshop_id == workshop, col(WorkshopNote.deleted_at).is_(None))
        notes = doing.session.exec(own).all()
        stand = {note.key for note in notes if note.stage_id == stage and note.became and not note.parked}
        felt = [note.emotion for note in notes if (note.merged_into or note.key) in stand and note.emotion is not None]
        if felt:
            row = doing.get(Stage, stage)
            doing.change(row, row.revision, assumed_emotion=round(2 * sum(felt) / len(felt)) / 2)


def _lane(doing: Act, journey: int, kind: LaneKind) -> Lane:
    query = select(Lane).where(Lane.journey_id == journey, col(Lane.deleted_at).is_(None)).order_by(col(Lane.position))
    rows = list(doing.session.exec(query))
    same = next((row for row in rows if row.kind == kind), None)
    if same is not None:
        return same
    name = next(idea.name for idea in lanes() if idea.kind is kind)
    return doing.add(Lane(journey_id=journey, name=name, kind=kind, position=max((row.position for row in rows), default=-1) + 1))


def _step(doing: Act, note: WorkshopNote) -> AgendaStep:
    return AgendaStep(**doing.get(Workshop, note.workshop_id).agenda[note.step])
