"""Two people at one card: what both may have, and what only one of them can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from journey.errors import StaleEdit
from journey.routine.board.gesture import Gesture, table_name
from journey.routine.board.refs import is_birth, ref_of, what, word_of
from journey.store.tables import AuditEvent, Edited

PLACE = ("stage_id", "lane_id", "step_id")
"""Fields that say where a thing stands: whoever moves it means all of them."""


@dataclass(frozen=True)
class Since:
    """What others changed since a revision: field to who changed it last."""

    by: dict[str, str]

    def clash(self, row: Edited, values: dict[str, Any]) -> list[str]:
        """The fields that both want to be something else."""
        return [name for name, value in values.items() if name in self.by and getattr(row, name) != value]


def changed_since(g: Gesture, row: Edited, revision: int | None) -> Since:
    """What others than this window did to `row` since it was at `revision`; None is a row that only this window knows.

    Each revision is one event of the audit, the first one that the row was added. Where events are missing, everything counts
    as changed.
    """
    steps = 0 if revision is None else row.revision - revision
    if steps <= 0:
        return Since({})
    query = select(AuditEvent).where(AuditEvent.subject == table_name(type(row)), AuditEvent.subject_id == row.id)
    columns = set(type(row).model_fields)
    found = g.session.exec(query.order_by(col(AuditEvent.id).desc()).limit(4 * steps + 20))
    edits = [event for event in found if is_birth(event) or (event.before and set(event.before) <= columns)][:steps]
    by = dict.fromkeys(columns, "somebody else") if len(edits) < steps else {}
    for event in reversed(edits):
        if not g.is_own(event):
            by |= {name: event.person for name, value in (event.before or event.after or {}).items() if event.before or value}
    return Since(by)


def change(g: Gesture, act: str, row: Edited, revision: int | None, /, **values: Any) -> Edited:
    """Change fields of `row` as the act `act`; what others changed meanwhile stays, unless it is the same field.

    StaleEdit with both versions if somebody else changed the same field since `revision`, or where the thing stands while
    this moves it.
    """
    since = changed_since(g, row, revision)
    if clash := since.clash(row, values):
        raise stale(row, {field: values[field] for field in clash}, since.by[clash[0]])
    moved = {field: value for field, value in values.items() if field in PLACE}
    elsewhere = [field for field in PLACE if field in since.by]
    if moved and elsewhere and any(getattr(row, field) != value for field, value in moved.items()):
        raise stale(row, moved, since.by[elsewhere[0]])
    return g.to(act).change(row, row.revision, **values)


class Clash(StaleEdit):
    """A stale edit that tells which thing of the board it is about."""

    def __init__(self, row: Edited, *, mine: dict[str, Any], theirs: dict[str, Any], by: str) -> None:
        self.ref = ref_of(row)
        super().__init__(f"This {what(word_of(row))}", mine=mine, theirs=theirs, revision=row.revision, by=by)


def stale(row: Edited, mine: dict[str, Any], by: str) -> Clash:
    """The refusal that shows both versions."""
    return Clash(row, mine=mine, theirs={name: getattr(row, name) for name in mine}, by=by)
