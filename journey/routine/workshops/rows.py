"""The rows that acts on a workshop begin with, and what they must be for them."""

from __future__ import annotations

from journey.domain.words import WorkshopState
from journey.errors import Refused
from journey.routine.act import Act
from journey.store.tables import Workshop, WorkshopNote

LONGEST = {"note": 400, "name": 120}


def opened(doing: Act, id: int) -> Workshop:
    """The workshop; Refused if it is over."""
    row = doing.get(Workshop, id)
    if row.state is WorkshopState.OVER:
        raise Refused("This workshop is over. Plan another one to go on. Nothing was changed.")
    return row


def running(doing: Act, id: int) -> Workshop:
    """The workshop; Refused if it does not run."""
    row = opened(doing, id)
    if row.state is not WorkshopState.RUNNING:
        raise Refused("This workshop has not begun. Begin its first step, then write. Nothing was changed.")
    return row


def note_of(doing: Act, id: int) -> WorkshopNote:
    """The note, if its workshop is one of the journey's: a note does not say itself whose it is."""
    row = doing.get(WorkshopNote, id)
    doing.get(Workshop, row.workshop_id)
    return row


def step_number(workshop: Workshop, step: int) -> int:
    """The number of a step of the agenda; Refused if it has none of that number."""
    if not 0 <= step < len(workshop.agenda):
        raise Refused("The agenda has no such step. Nothing was changed.")
    return step


def words(what: str, text: str) -> str:
    """The words of a note or a name; Refused if there are none or more than fit."""
    text = text.strip()
    if not text or len(text) > LONGEST[what]:
        raise Refused(f"A {what} needs words, at most {LONGEST[what]} characters. Nothing was saved yet.")
    return text
