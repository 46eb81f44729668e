"""The emotion curve that people draw: what a stage is assumed to feel like now and in the future, for all or for one persona."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from journey.errors import Refused
from journey.routine.board.gesture import Gesture
from journey.routine.board.merging import change
from journey.routine.board.refs import find_of
from journey.store.tables import PersonaFeeling, Stage

COLUMNS = {"assumed": "assumed_emotion", "future": "future_emotion"}


def emotion(
    g: Gesture, *, stage: Any, value: float | None, rev: int | None = None, persona: Any = None, which: str = "assumed",
    force: bool = False,
) -> None:  # fmt: skip
    """Set an emotion from -5 to +5, or None for nobody said.

    With `persona` it is what that persona feels, and `rev` the revision of that feeling, 0 if there was none.
    `force` sets it over what anybody said meanwhile.
    """
    if which not in COLUMNS:
        raise Refused("An emotion is assumed or future. Nothing was changed.")
    if value is not None and (isinstance(value, bool) or not -5 <= float(value) <= 5):
        raise Refused("Emotion runs from -5 to +5. Nothing was changed.")
    row: Stage = find_of(g, stage, "stage")
    felt = None if value is None else float(value)
    if persona in (None, ""):
        change(g, "stage.change", row, None if force else rev, **{COLUMNS[which]: felt})
    else:
        _feel(g, row, find_of(g, persona, "persona").key, None if force else rev or 0, **{which: felt})


def _feel(g: Gesture, stage: Stage, persona_id: int, rev: int | None, **felt: float | None) -> None:
    query = select(PersonaFeeling).where(PersonaFeeling.persona_id == persona_id, PersonaFeeling.stage_id == stage.key)
    row = g.session.exec(query).first()
    if row is None:
        values: dict[str, Any] = {"journey_id": g.journey, "persona_id": persona_id, "stage_id": stage.key, **felt}
        g.to("feeling.add").add(PersonaFeeling(**values))
    elif row.deleted_at is not None:  # there was one, and it was taken back
        g.to("feeling.change").change(row, row.revision, **{**dict.fromkeys(COLUMNS), **felt, "deleted_at": None})
    else:
        change(g, "feeling.change", row, rev, **felt)
