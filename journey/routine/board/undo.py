"""Taking back what a gesture did, and doing it again: now or a day later, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date
from sqlmodel import select

from journey.errors import Refused
from journey.routine.board.cells import brothers, make_room
from journey.routine.board.gesture import Gesture, events_of, table_name
from journey.routine.board.nets import TABLES, Net, check, nets_of
from journey.routine.board.refs import what
from journey.routine.board.stack import REDO, UNDO, is_undone, marks, stack_of
from journey.routine.money.worths import one_worth
from journey.routine.tags import put_tags
from journey.store import tables
from journey.store.tables import AuditEvent, Stage, Tag, Tagging, UtcTime, now

PARENTS: dict[str, tuple[tuple[str, type[Any]], ...]] = {
    "card": (("stage_id", tables.Stage), ("lane_id", tables.Lane)),
    "pain_point": (("stage_id", tables.Stage),),
    "opportunity": (("stage_id", tables.Stage),),
    "step": (("stage_id", tables.Stage),),
    "touchpoint": (("step_id", tables.Step),),
    "persona_feeling": (("stage_id", tables.Stage), ("persona_id", tables.Persona)),
    "evidence": (("pain_id", tables.PainPoint),),
    "worth": (("metric_id", tables.Metric),),
}
"""What something stands in: it cannot come back before that has."""
HANDED = "journey.hand_over"
"""What is no change of the map, whatever it moved with it: who was handed the journey may have worked on it since."""


def undo(g: Gesture, *, of: str = "", gesture: str = "", skip: Sequence[str] = ()) -> None:
    """Take back a gesture, named as it is stored: anybody's, on any day. Without a name, this window's last, but for `skip`.

    StaleEdit with both versions if somebody changed the same since; Refused if there is nothing, or it was taken back already.
    """
    _turn(g, of or gesture or _top(stack_of(g.session, g.journey, g.client).done, skip, "take back"), back=True)


def redo(g: Gesture, *, of: str = "", gesture: str = "", skip: Sequence[str] = ()) -> None:
    """Do again what was taken back; without a name, what this window took back last."""
    _turn(g, of or gesture or _top(stack_of(g.session, g.journey, g.client).undone, skip, "do again"), back=False)


def _top(tokens: Sequence[str], skip: Sequence[str], verb: str) -> str:
    left = [token for token in tokens if token not in skip]
    if not left:
        raise Refused(f"There is nothing left to {verb} in this window. What was done before stands in the history.")
    return left[-1]


def _turn(g: Gesture, token: str, *, back: bool) -> None:
    doing = g.to(UNDO if back else REDO)
    events = events_of(g.session, g.journey, token)
    _is_the_other_way(events, back=back)
    if any(event.act == HANDED for event in events):
        raise Refused("A hand-over is not taken back: the new owner hands the journey on, on Catch up. Nothing was changed.")
    nets, tagged = nets_of(g, events), _tagged(events)
    if not nets and not tagged:
        raise Refused("Nothing of this is on the map, so there is nothing to take back here. Nothing was changed.")
    check(g, nets, back=back)
    _put(g, nets, back=back)
    for event in tagged:
        _retag(g, event, back=back)
    if any(isinstance(net.row, Stage) for net in nets):
        doing.data_changed()
    _mark(g, token)


def _is_the_other_way(events: Sequence[AuditEvent], *, back: bool) -> None:
    """Only what stands is taken back, and only what was taken back is done again."""
    if not events:
        raise Refused("The history knows no such change of this journey. Nothing was changed.")
    if is_undone(events) == back:
        last = [event.person for event in events if marks(event)]
        said = f"{last[-1]} took this back already" if back else "This stands as it was done"
        raise Refused(f"{said}. Nothing was changed.")


def _mark(g: Gesture, token: str) -> None:
    """Write at the gesture itself that it was taken back or done again, and at this one which it was."""
    doing = g.doing
    own = doing.token
    doing.log(None, before=None, after={"of": token})
    doing.token = token
    doing.log(None, before=None, after={"by_gesture": own})
    doing.token = own


def _put(g: Gesture, nets: Sequence[Net], *, back: bool) -> None:
    """Give the rows their values; those that moved together take the order that they had."""
    wanted = [(net.row, _with_place(net.row, net.wanted(back=back))) for net in nets]
    wanted.sort(key=lambda one: (list(TABLES).index(table_name(type(one[0]))), one[1].get("position") or 0))
    unplaced = {id(row) for row, values in wanted if "position" in values}
    for row, told in wanted:
        values = {name: _typed(row, name, value) for name, value in told.items()}
        if values.get("deleted_at"):
            values["deleted_at"] = row.deleted_at or now()
        elif {"deleted_at", *(name for name, _ in PARENTS.get(table_name(type(row)), ()))} & set(values):
            _stands(g, row, values)
        if "position" in values:
            unplaced.discard(id(row))
            others = [one for one in brothers(g, row, values) if id(one) not in unplaced]
            values["position"] = make_room(others, min(int(values["position"]), len(others)))
        g.doing.change(row, row.revision, **values)


def _with_place(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """What comes back from the bin takes its place again: those it stood among have moved together meanwhile."""
    comes_back = "deleted_at" in values and not values["deleted_at"] and row.deleted_at is not None
    return {"position": row.position, **values} if comes_back and hasattr(row, "position") else values


def _stands(g: Gesture, row: Any, values: dict[str, Any]) -> None:
    """Refused if what the row would stand in is in the bin."""
    for name, table in PARENTS.get(table_name(type(row)), ()):
        found = g.session.get(table, values.get(name, getattr(row, name)))
        if found is None or found.deleted_at is not None:
            kind = what({"pain_point": "pain"}.get(table_name(table), table_name(table)))
            raise Refused(f"The {kind} that this stands in is in the bin: bring that back first. Nothing was changed.")
    if isinstance(row, tables.Worth):
        one_worth(g.doing, row.metric_id)


def _typed(row: Any, name: str, value: Any) -> Any:
    """A value of the audit as its column takes it."""
    kind = type(row).__table__.columns[name].type
    if not isinstance(value, str) or name == "deleted_at":
        return value
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if isinstance(kind, UtcTime) else value


def _tagged(events: Iterable[AuditEvent]) -> list[AuditEvent]:
    """The events that say which tags a row had and got."""
    return [event for event in events if event.after and set(event.after) == {"tags"} and event.subject in TABLES]


def _retag(g: Gesture, event: AuditEvent, *, back: bool) -> None:
    """Take off the tags that were put on, and the other way round; tags that others set since stay."""
    row = g.session.get(TABLES[event.subject], event.subject_id)
    if row is None or row.deleted_at is not None:
        return
    query = select(Tag.name).join(Tagging).where(Tagging.subject == event.subject, Tagging.subject_id == row.key)
    before, after = (set((side or {}).get("tags", ())) for side in (event.before, event.after))
    off, on = (after - before, before - after) if back else (before - after, after - before)
    put_tags(g.doing, row, sorted((set(g.session.exec(query)) - off) | on))
