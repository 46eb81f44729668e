"""What a gesture did to the map, row by row, and whether it can be taken back: the audit read as before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, select

from journey.errors import NotAllowed, Refused
from journey.routine.board.gesture import Gesture, alive, table_name
from journey.routine.board.merging import Clash, stale
from journey.routine.board.refs import KNOWN, is_birth, text_field, what, word_of
from journey.store.tables import (
    Action,
    AuditEvent,
    Card,
    Change,
    Comment,
    Evidence,
    Experiment,
    Incident,
    Lane,
    Opportunity,
    PainPoint,
    Stage,
    Step,
    Worth,
    plain,
)

ON_MAP = ("stage", "lane", "step", "pain", "card", "opportunity", "touchpoint", "link", "feeling", "comment")
BESIDE: tuple[type[Any], ...] = (Evidence, Action, Change, Experiment, Incident, Worth)
TABLES: dict[str, type[Any]] = {
    **{table_name(KNOWN[word]): KNOWN[word] for word in ON_MAP},
    **{table_name(table): table for table in BESIDE},
}
"""What is taken back, by table: what the map consists of, what others stand in first, and the work that is done about it:
evidence, actions, changes with their verdicts, tests, incidents, what metrics are worth."""
WITHIN: dict[type[Any], tuple[tuple[type[Any], str], ...]] = {
    Stage: ((Card, "stage_id"), (PainPoint, "stage_id"), (Opportunity, "stage_id"), (Step, "stage_id")),
    Lane: ((Card, "lane_id"),),
    Step: ((Card, "step_id"),),
}  # fmt: skip
"""What can stand in something that was added."""
SETTLED = {"position", "deleted_at", "resolved_at", "resolved_by"}
"""Fields that are nobody's words."""


@dataclass
class Net:
    """What a gesture did to one row, all in all: each field's value before and after; or that the row was added."""

    row: Any
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    born: bool = False
    last: int = 0

    def see(self, event: AuditEvent) -> None:
        """Take one more event into account."""
        self.last = event.id or 0
        if is_birth(event):
            self.born = True
            self.before, self.after = {"deleted_at": "not there yet"}, {"deleted_at": None}
            if "position" in (event.after or {}):
                self.after["position"] = (event.after or {})["position"]
        else:
            self.before = {**(event.before or {}), **self.before}
            self.after = {**self.after, **(event.after or {})}

    def wanted(self, *, back: bool) -> dict[str, Any]:
        """The values that the row shall have: those of before, or those of after."""
        return dict(self.before if back else self.after)


def nets_of(g: Gesture, events: Iterable[AuditEvent]) -> list[Net]:
    """What happened to each row, what others stand in first."""
    nets: dict[tuple[str, int], Net] = {}
    for event in events:
        table = TABLES.get(event.subject)
        if table is None or event.subject_id is None or not (is_birth(event) or _is_edit(event, table)):
            continue
        row = g.session.get(table, event.subject_id)
        if row is not None:
            nets.setdefault((event.subject, event.subject_id), Net(row)).see(event)
    order = list(TABLES)
    return sorted(nets.values(), key=lambda net: order.index(table_name(type(net.row))))


def _is_edit(event: AuditEvent, table: type[Any]) -> bool:
    return bool(event.before) and set(event.before or ()) <= set(table.model_fields)


def check(g: Gesture, nets: Sequence[Net], *, back: bool) -> None:
    """StaleEdit with both versions if somebody changed the same since, Refused if it lies in the bin or others stand in it.

    Where something stands among others does not count: they make room.
    """
    for net in nets:
        _is_ones_own(g, net)
        if net.born and back:
            _is_empty(g, net, nets)
            _is_untouched(g, net)
        elif not net.born:
            _is_as_left(g, net, back=back)


def _is_ones_own(g: Gesture, net: Net) -> None:
    """What somebody said is theirs to reword and to take back; whether it is settled is everybody's."""
    said = net.born or bool({"text", "deleted_at"} & net.before.keys())
    if isinstance(net.row, Comment) and said and net.row.person_id != g.doing.person.key:
        raise NotAllowed(g.doing.person.name, "take back what somebody else said")


def _is_as_left(g: Gesture, net: Net, *, back: bool) -> None:
    wanted, expected = net.wanted(back=back), net.wanted(back=not back)
    if net.row.deleted_at is not None and "deleted_at" not in wanted:
        raise Refused(f"This {_kind(net.row)} is in the bin by now: bring it back first. Nothing was changed.")
    now = plain(net.row)
    clash = [name for name in wanted if name != "position" and not _is_one_of(name, now[name], (expected[name], wanted[name]))]
    if clash:
        told = [event.person for event in _since(g, net) if set(clash) & set(event.before or ())]
        raise stale(net.row, {name: wanted[name] for name in clash}, told[-1] if told else "somebody else")


def _is_one_of(name: str, value: Any, others: Iterable[Any]) -> bool:
    if name == "deleted_at":
        return any(bool(value) == bool(other) for other in others)
    return value in list(others)


def _is_untouched(g: Gesture, net: Net) -> None:
    """What somebody else has worked on since is not thrown away with what it was made from."""
    for event in _since(g, net):
        told = sorted(set(event.before or ()) - SETTLED)
        if told and event.person_id != g.doing.person.key and "became" not in told:
            name = text_field(net.row) if text_field(net.row) in told else told[0]
            theirs = {name: (event.after or {}).get(name)}
            raise Clash(net.row, mine={name: ""}, theirs=theirs, by=event.person)


def _is_empty(g: Gesture, net: Net, nets: Sequence[Net]) -> None:
    for table, column in WITHIN.get(type(net.row), ()):
        here = select(table.id).where(getattr(table, column) == net.row.key, alive(table))
        own = {other.row.key for other in nets if isinstance(other.row, table)}
        if set(g.session.exec(here)) - own:
            raise Refused(
                f"Something stands in this {_kind(net.row)} by now. Nothing was changed. Put the {_kind(net.row)} in the bin "
                "if it shall go with all of that."
            )


def _since(g: Gesture, net: Net) -> list[AuditEvent]:
    query = select(AuditEvent).where(AuditEvent.subject == table_name(type(net.row)), AuditEvent.subject_id == net.row.key)
    return list(g.session.exec(query.where(col(AuditEvent.id) > net.last).order_by(col(AuditEvent.id))))


def _kind(row: Any) -> str:
    return what(word_of(row))
