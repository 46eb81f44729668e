"""The ways that a map draws beside the order of its stages."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.store.engine import JOURNEY, columns, frame
from journey.store.tables import Link

PATH, BEGINS_AT = "path", "journey"
"""The kind of a link that draws a way, and its subject where customers begin there."""
HAND_OFF = "hand-off"


def drawn_paths(engine: Engine, journey_id: int) -> list[tuple[int | None, int]]:
    """The drawn ways as (from, to) stage ids, from None where customers begin there; hand-offs between stages are ways, too."""
    rows = frame(engine, _paths(), journey=journey_id).iter_rows()
    return [(None if subject == BEGINS_AT else start, end) for subject, start, end in rows]


@cache
def _paths() -> Any:
    here = columns(Link.subject, Link.subject_id, Link.other_id).where(Link.journey_id == JOURNEY, col(Link.deleted_at).is_(None))
    ways = here.where(col(Link.kind).in_((PATH, HAND_OFF)), Link.other == "stage", col(Link.subject).in_(("stage", BEGINS_AT)))
    return ways.order_by(col(Link.id))
