"""The order of things on the map: who stands beside whom, and how they make room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from journey.domain.words import LaneKind
from journey.routine.board.gesture import Gesture, alive
from journey.routine.board.refs import ref_of
from journey.store.tables import Card, Edited, Lane, Opportunity, PainPoint, Stage, Step, Touchpoint

Claim = Card | PainPoint | Opportunity
HOMES: dict[type[Any], LaneKind] = {
    PainPoint: LaneKind.PAIN, Opportunity: LaneKind.OPPORTUNITY, Touchpoint: LaneKind.TOUCHPOINT, Step: LaneKind.ACTION
}  # fmt: skip
"""The kind of lane that things stand in which do not say themselves where: in the first lane of it."""
END = "end"
"""Stands for the last place of all."""
KEEP = "keep"
"""Stands for the step that a card is of already, as long as it stays in its stage."""


@dataclass(frozen=True)
class Place:
    """A place on the map: a cell, of one step perhaps, and where within it (see index_of)."""

    stage: Stage
    lane: Lane
    step: Any = KEEP
    after: str | None = END
    at: int | None = None


def home(g: Gesture, table: type[Any]) -> Lane | None:
    """The lane where pain points, opportunities, touchpoints or steps stand; None if the map has none of that kind."""
    query = select(Lane).where(Lane.journey_id == g.journey, Lane.kind == HOMES[table], alive(Lane))
    return g.session.exec(query.order_by(col(Lane.position), col(Lane.id))).first()


def cell(g: Gesture, stage_id: int, lane: Lane) -> list[Claim]:
    """The cards, pain points and opportunities of a stage and lane, in order."""
    found: list[Any] = []
    found += g.session.exec(select(Card).where(Card.stage_id == stage_id, Card.lane_id == lane.key, alive(Card)))
    tables: tuple[type[Any], ...] = (PainPoint, Opportunity)
    for table in tables:
        if lane.kind == HOMES[table] and (first := home(g, table)) and first.key == lane.key:
            found += g.session.exec(select(table).where(table.stage_id == stage_id, alive(table)))
    return sorted(found, key=_rank)


def _rank(row: Any) -> tuple[int, int, int]:
    return (row.position, (Card, PainPoint, Opportunity).index(type(row)), row.key)


def brothers(g: Gesture, row: Any, values: Mapping[str, Any] | None = None) -> list[Any]:
    """Those that `row` stands among, itself left out, were it where `values` say."""
    wanted = values or {}
    at = {name: wanted.get(name, getattr(row, name, None)) for name in ("stage_id", "lane_id", "step_id")}
    if isinstance(row, Card):
        found: Sequence[Any] = cell(g, at["stage_id"], g.session.get_one(Lane, at["lane_id"]))
    elif isinstance(row, PainPoint | Opportunity):
        lane = home(g, type(row))
        found = cell(g, at["stage_id"], lane) if lane else []
    elif isinstance(row, Step):
        found = _ordered(g, Step, Step.stage_id == at["stage_id"])
    elif isinstance(row, Touchpoint):
        found = _ordered(g, Touchpoint, Touchpoint.step_id == at["step_id"])
    else:
        found = _ordered(g, type(row), type(row).journey_id == g.journey)
    return [one for one in found if ref_of(one) != ref_of(row)]


def _ordered(g: Gesture, table: type[Any], where: Any) -> list[Any]:
    query = select(table).where(where, alive(table))
    return list(g.session.exec(query.order_by(col(table.position), col(table.id))))


def index_of(others: Sequence[Edited], after: str | None, at: int | None, step_id: int | None = None) -> int:
    """The index that means "after that one" (None: first), or the index `at`, among `others`; of one step, if it is named.

    What they come after may have gone elsewhere meanwhile: then `at` counts, and without it they go last.
    """
    within = [i for i, one in enumerate(others) if step_id is not None and getattr(one, "step_id", None) == step_id]
    if after is None:
        return within[0] if within else 0
    refs = [ref_of(one) for one in others]
    if after in refs:
        return refs.index(after) + 1
    if after.startswith(("step:", "touchpoint:")) and others and isinstance(others[0], Claim):
        return 0  # steps and touchpoints stand before the cards of their cell
    if at is None or at < 0:
        return len(others)
    if within:
        return within[at] if at < len(within) else within[-1] + 1
    return min(at, len(others))


def make_room(others: Sequence[Any], index: int, many: int = 1) -> int:
    """Number the others so that `many` fit in at `index`, which is no edit of theirs; returns the first number."""
    for number, one in enumerate(others):
        place = number if number < index else number + many
        if one.position != place:
            one.position = place
    return index
