"""What a person says of how a customer felt: within its scale, and at once; what is learned from it follows."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import col

from journey.errors import Refused
from journey.routine.act import Act
from journey.store.readers.understanding import BY_A_PERSON
from journey.store.tables import Turn, Verbatim


def check_emotion(emotion: int | None) -> None:
    """Refused for an emotion that is not on the scale."""
    if emotion is not None and not -5 <= emotion <= 5:
        raise Refused(f"Emotion runs from -5 to +5, not {emotion}. Nothing was saved.")


def corrected_now(doing: Act, table: type[Verbatim | Turn], id: int, emotion: float | None) -> None:
    """Within the act that stores a person's emotion of a text: the text has it from now on; None changes nothing.

    What is derived needs no revision and no audit event: the reading or quote that says so has both.
    """
    if emotion is not None:
        query = update(table).where(col(table.id) == id).values(felt=float(emotion), sure=BY_A_PERSON)
        doing.session.connection().execute(query)
