"""The acts of a workshop: planned with an agenda and its people, led step by step, its notes merged and put on the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.library import Agenda, AgendaStep, lanes, workshops
from journey.domain.words import LaneKind, WorkshopState
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.iteration import because, claim
from journey.store.tables import Edited, Journey, Lane, Persona, Stage, Workshop, WorkshopNote, WorkshopPerson, now

LONGEST = {"note": 400, "name": 120}
PEOPLE = 30
"""A workshop is a talk; more people than this listen to one."""


def plan_workshop(
    engine: Engine, *, by: int, journey: int, name: str, agenda: Agenda, goal: str = "", held_on: date | None = None,
    people: Sequence[tuple[str, str]] = (),
) -> Workshop:  # fmt: skip
    """Plan a workshop with the steps of `agenda` and who comes: pairs of name and role."""
    with act(engine, "workshop.plan", by=by, journey=journey) as doing:
        row = Workshop(journey_id=journey, name=_words("name", name), goal=goal.strip(), held_on=held_on)
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
        values["name"] = _words("name", values["name"])
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
        return _join(doing, _open(doing, workshop), name, role)


def leave_workshop(engine: Engine, *, by: int, journey: int, person: int, revision: int) -> WorkshopPerson:
    """Take somebody off the list; their notes stay."""
    with act(engine, "workshop.change", by=by, journey=journey) as doing:
        row = doing.get(WorkshopPerson, person)
        doing.get(Workshop, row.workshop_id)
        return doing.bin(row, revision)


def go_to_step(engine: Engine, *, by: int, journey: int, workshop: int, revision: int, step: int) -> Workshop:
    """Begin a step: its time runs from now, and its notes are each writer's own until they are shown."""
    with act(engine, "workshop.lead", by=by, journey=journey) as doing:
        row = _open(doing, workshop)
        if not 0 <= step < len(row.agenda):
            raise Refused("The agenda has no such step. Nothing was changed.")
        began: dict[str, Any] = {"step": step, "step_began_at": now(), "paused_at": None, "revealed": False}
        return doing.change(row, revision, state=WorkshopState.RUNNING, **began)


def pause_step(engine: Engine, *, by: int, journey: int, workshop: int, revision: int) -> Workshop:
    """Hold the clock of the step, or let it go on from where it was held."""
    with act(engine, "workshop.lead", by=by, journey=journey) as doing:
        row = _running(doing, workshop)
        assert row.step_began_at is not None
        if row.paused_at is None:
            return doing.change(row, revision, paused_at=now())
        return doing.change(row, revision, paused_at=None, step_began_at=row.step_began_at + (now() - row.paused_at))


def show_notes(engine: Engine, *, by: int, journey: int, workshop: int, revision: int) -> Workshop:
    """End the silence of the present step: everybody sees every note, and they can be merged."""
    with act(engine, "workshop.lead", by=by, journey=journey) as doing:
        return doing.change(_running(doing, workshop), revision, revealed=True)


def end_workshop(engine: Engine, *, by: int, journey: int, workshop: int, revision: int) -> Workshop:
    """End it: notes can still be put on the map, and no more are written."""
    with act(engine, "workshop.lead", by=by, journey=journey) as doing:
        return doing.change(_open(doing, workshop), revision, state=WorkshopState.OVER, revealed=True, paused_at=None)


def write_note(
    engine: Engine, *, by: int, journey: int, workshop: int, text: str, author: int | None = None, stage: int | None = None,
    emotion: float | None = None, parked: bool = False,
) -> WorkshopNote:  # fmt: skip
    """Write a note in the present step, or straight into the parking lot."""
    with act(engine, "workshop.note", by=by, journey=journey) as doing:
        row = _running(doing, workshop)
        if stage is not None:
            doing.get(Stage, stage)
        note = WorkshopNote(workshop_id=row.key, step=row.step, text=_words("note", text), author_id=author, parked=parked)
        note.stage_id, note.emotion = stage, emotion
        return doing.add(note)


def change_note(engine: Engine, *, by: int, journey: int, note: int, revision: int, **values: Any) -> WorkshopNote:
    """Reword a note, move it to another stage_id, say its emotion, park it or take it out of the parking lot."""
    if "text" in values:
        values["text"] = _words("note", values["text"])
    with act(engine, "workshop.note", by=by, journey=journey) as doing:
        row = _note(doing, note)
        if row.became:
            raise Refused("This note is on the map already. Change the card there. Nothing was changed.")
        if values.get("stage_id") is not None:
            doing.get(Stage, values["stage_id"])
        return doing.change(row, revision, **values)


def bin_note(engine: Engine, *, by: int, journey: int, note: int, revision: int) -> WorkshopNote:
    """Put a note in the bin; those that were merged into it are notes of their own again."""
    with act(engine, "workshop.note", by=by, journey=journey) as doing:
        row = _note(doing, note)
        for other in _merged(doing, row):
            doing.change(other, other.revision, merged_into=None)
        return doing.bin(row, revision)


def merge_notes(engine: Engine, *, by: int, journey: int, notes: Sequence[int], text: str) -> WorkshopNote:
    """Make several notes one that says `text`: the first stands for all, and the others can be parted from it again."""
    if len(set(notes)) < 2:
        raise Refused("Choose at least two notes that say the same. Nothing was changed.")
    with act(engine, "workshop.note", by=by, journey=journey) as doing:
        rows = [_note(doing, id) for id in dict.fromkeys(notes)]
        first, others = rows[0], rows[1:]
        if any((row.workshop_id, row.step) != (first.workshop_id, first.step) or row.became for row in rows):
            raise Refused("Only notes of one step that are not on the map yet can be merged. Nothing was changed.")
        felt = [row.emotion for row in rows if row.emotion is not None]
        emotion = round(2 * sum(felt) / len(felt)) / 2 if felt else None
        first = doing.change(first, first.revision, text=_words("note", text), emotion=emotion)
        for row in others:
            for below in _merged(doing, row):
                doing.change(below, below.revision, merged_into=first.key)
            doing.change(row, row.revision, merged_into=first.key)
    return first


def part_note(engine: Engine, *, by: int, journey: int, note: int, revision: int) -> WorkshopNote:
    """Make a merged note one of its own again."""
    with act(engine, "workshop.note", by=by, journey=journey) as doing:
        return doing.change(_note(doing, note), revision, merged_into=None)


def put_notes(engine: Engine, *, by: int, journey: int, notes: Sequence[int], why: str) -> list[str]:
    """Put notes on the map as what their step becomes; returns what each was made, as table and id ("card 12").

    - A persona or a stage by its first line, a claim into its stage and the lane of its kind, which is made if the map has none.
    - Feelings set what a stage is assumed to feel: the mean of its notes, in half steps.
    - A note that was merged, parked or put before, or whose step becomes nothing, is left out.
    Refused, and nothing put, if a claim names no stage.
    """
    with act(engine, "workshop.put", by=by, journey=journey, why=because(why)) as doing:
        home = doing.get(Journey, journey)
        rows = [row for row in (_note(doing, id) for id in notes) if not (row.merged_into or row.parked or row.became)]
        made = [(row, _put(doing, home, row, _step(doing, row))) for row in rows]
        for row, became in made:
            if became is not None:
                doing.change(row, row.revision, became=f"{became.__tablename__} {became.key}")
        _feel(doing, rows)
        doing.data_changed()
    return [row.became for row, became in made if became is not None]


def _put(doing: Act, home: Journey, note: WorkshopNote, step: AgendaStep) -> Edited | None:
    """What the note becomes; None where its step becomes nothing."""
    if not step.becomes:
        return None
    head, _, rest = note.text.partition("\n")
    if step.becomes == "persona":
        return doing.add(Persona(journey_id=home.key, name=head[:120], profile=rest.strip() or note.text))
    if step.becomes == "stage":
        there = doing.session.exec(select(Stage.position).where(Stage.journey_id == home.key, col(Stage.deleted_at).is_(None)))
        return doing.add(
            Stage(journey_id=home.key, name=head[:120], description=rest.strip(), position=max(there, default=-1) + 1)
        )
    if note.stage_id is None:
        raise Refused(f"“{note.text}” names no stage. Say where on the journey it is, then put it on the map. Nothing was put.")
    return claim(doing, note.stage_id, _lane(doing, home.key, LaneKind(step.becomes)).key, note.text)


def _feel(doing: Act, notes: Sequence[WorkshopNote]) -> None:
    felt: dict[int, list[float]] = {}
    for note in notes:
        if note.stage_id is not None and note.emotion is not None:
            felt.setdefault(note.stage_id, []).append(note.emotion)
    for stage, values in felt.items():
        row = doing.get(Stage, stage)
        doing.change(row, row.revision, assumed_emotion=round(2 * sum(values) / len(values)) / 2)


def _lane(doing: Act, journey: int, kind: LaneKind) -> Lane:
    query = select(Lane).where(Lane.journey_id == journey, col(Lane.deleted_at).is_(None)).order_by(col(Lane.position))
    rows = list(doing.session.exec(query))
    same = next((row for row in rows if row.kind == kind), None)
    if same is not None:
        return same
    name = next(idea.name for idea in lanes() if idea.kind is kind)
    return doing.add(Lane(journey_id=journey, name=name, kind=kind, position=max((row.position for row in rows), default=-1) + 1))


def _join(doing: Act, workshop: Workshop, name: str, role: str) -> WorkshopPerson:
    name = _words("name", name)
    query = select(WorkshopPerson).where(WorkshopPerson.workshop_id == workshop.key, col(WorkshopPerson.deleted_at).is_(None))
    there = list(doing.session.exec(query))
    known = next((one for one in there if one.name.casefold() == name.casefold()), None)
    if known is not None:
        return doing.change(known, known.revision, role=role) if role and role != known.role else known
    if len(there) >= PEOPLE:
        raise Refused(f"{PEOPLE} people take part already. Split into two workshops. Nothing was changed.")
    return doing.add(WorkshopPerson(workshop_id=workshop.key, name=name, role=role.strip()[:40]))


def _open(doing: Act, id: int) -> Workshop:
    row = doing.get(Workshop, id)
    if row.state is WorkshopState.OVER:
        raise Refused("This workshop is over. Plan another one to go on. Nothing was changed.")
    return row


def _running(doing: Act, id: int) -> Workshop:
    row = _open(doing, id)
    if row.state is not WorkshopState.RUNNING:
        raise Refused("This workshop has not begun. Begin its first step, then write. Nothing was changed.")
    return row


def _note(doing: Act, id: int) -> WorkshopNote:
    """The note, if its workshop is one of the journey's: a note does not say itself whose it is."""
    row = doing.get(WorkshopNote, id)
    doing.get(Workshop, row.workshop_id)
    return row


def _merged(doing: Act, note: WorkshopNote) -> list[WorkshopNote]:
    return list(doing.session.exec(select(WorkshopNote).where(WorkshopNote.merged_into == note.key)))


def _step(doing: Act, note: WorkshopNote) -> AgendaStep:
    return AgendaStep(**doing.get(Workshop, note.workshop_id).agenda[note.step])


def _words(what: str, text: str) -> str:
    text = text.strip()
    if not text or len(text) > LONGEST[what]:
        raise Refused(f"A {what} needs words, at most {LONGEST[what]} characters. Nothing was saved yet.")
    return text
