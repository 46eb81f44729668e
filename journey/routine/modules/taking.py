"""The act that takes a module's update: what comes, changes and goes in the journey's stages of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.modules import Update, excerpt, parts, update
from journey.domain.document import Document, LanePart
from journey.domain.words import LaneKind
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.iteration import because, claim
from journey.routine.map_document import drawn, put_in
from journey.routine.map_document.drawing import REFS, ref
from journey.routine.modules.content import as_kept, module_of, placed, read, taken
from journey.store import tables
from journey.store.tables import Card, Edited, Journey, Lane, ModuleUse, Opportunity, PainPoint, Step, Touchpoint

TABLES: dict[str, type[Edited]] = {
    REFS[str(table.__tablename__)]: table for table in (tables.Stage, Step, Touchpoint, Lane, Card, PainPoint, Opportunity)
}
SPOKEN = {"text": "title", "details": "description"}
"""What a pain point and an opportunity call what is a card's text and details."""


def take_update(engine: Engine, *, by: int, journey: int, use: int, revision: int, why: str) -> Update:
    """Bring a journey's stages of a module to its newest content, as `analysis.modules.update` says."""
    with act(engine, "module.take", by=by, journey=journey, why=because(why)) as doing:
        row = doing.get(ModuleUse, use)
        module = module_of(doing, row.module_id)
        if row.number == module.number:
            raise Refused(f"'{module.name}' is the newest here already. Nothing was changed.")
        new = read(module.content)
        what = update(taken(row), new, as_kept(drawn(doing.session, journey), row))
        refs = _apply(doing, journey, what, new, dict(row.placed["refs"]))
        doing.change(row, revision, number=module.number, placed=placed(new, refs))
        doing.data_changed()
    return what


def _apply(doing: Act, journey: int, what: Update, new: Document, refs: dict[str, str]) -> dict[str, str]:
    """Do what the update says; returns the refs with those of what came."""
    stages = [stage.key for stage in new.stages if stage.key in what.come]
    if stages:
        at = _after(doing, journey, new, stages[0], refs)
        refs |= put_in(doing, doing.get(Journey, journey), excerpt(new, frozenset(stages)), at=at)
    for key in what.come:
        if key not in refs:
            refs |= _comes(doing, journey, new, key, refs)
    for key, values in what.changed.items():
        row = _row(doing, refs[key])
        columns = _columns(row, values, refs)
        if "lane" in values and isinstance(row, Card):
            lane = next(lane for lane in new.lanes if lane.key == values["lane"])
            columns["lane_id"] = _lane(doing, journey, lane, refs)
        doing.change(row, row.revision, **columns)
    for key in what.gone:
        row = _row(doing, refs[key])
        doing.bin(row, row.revision)
    return refs


def _after(doing: Act, journey: int, new: Document, stage: str, refs: Mapping[str, str]) -> int | None:
    """The place on the map after what stands before that stage in the module; None where none of it is here."""
    there = select(tables.Stage.id).where(tables.Stage.journey_id == journey, col(tables.Stage.deleted_at).is_(None))
    order = list(doing.session.exec(there.order_by(col(tables.Stage.position), col(tables.Stage.id))))
    keys = [one.key for one in new.stages]
    before = [_id(refs[key]) for key in keys[: keys.index(stage)] if key in refs]
    return next((order.index(id) + 1 for id in reversed(before) if id in order), None)


def _comes(doing: Act, journey: int, new: Document, key: str, refs: Mapping[str, str]) -> dict[str, str]:
    """A step, touchpoint or card into a stage that is here already."""
    part = parts(new)[key]
    home = refs[part.fields.get("stage") or part.fields["step"]]
    if part.what == "Step":
        row: Edited = Step(stage_id=_id(home), name=part.name, position=999)
    elif part.what == "Touchpoint":
        row = Touchpoint(step_id=_id(home), position=999, **{name: part.fields[name] for name in part.fields if name != "step"})
    else:
        return _card_comes(doing, journey, new, key, refs)
    return {key: ref(doing.add(row))}


def _card_comes(doing: Act, journey: int, new: Document, key: str, refs: Mapping[str, str]) -> dict[str, str]:
    card = next(card for card in new.cards if card.key == key)
    lane = next(lane for lane in new.lanes if lane.key == card.lane)
    row = claim(doing, _id(refs[card.stage]), _lane(doing, journey, lane, refs), card.text)
    rest = _columns(row, {"details": card.details, "future": card.future, "step": card.step}, refs)
    if isinstance(row, Opportunity) and card.about in refs:
        rest["pain_id"] = _id(refs[card.about])
    doing.change(row, row.revision, **rest)
    return {key: ref(row)}


def _lane(doing: Act, journey: int, lane: LanePart, refs: Mapping[str, str]) -> int:
    """The lane here that a card of the module's lane stands in: the one it became, one of its kind and name, or a new one."""
    if lane.key in refs and _alive(doing, refs[lane.key]):
        return _id(refs[lane.key])
    rows = doing.session.exec(select(Lane).where(Lane.journey_id == journey, col(Lane.deleted_at).is_(None))).all()
    single = lane.kind in (LaneKind.PAIN, LaneKind.OPPORTUNITY)
    same = [row for row in rows if row.kind == lane.kind and (single or row.name == lane.name)]
    if same:
        return same[0].key
    last = max((row.position for row in rows), default=-1)
    return doing.add(Lane(journey_id=journey, name=lane.name, kind=lane.kind, position=last + 1, shown=lane.shown)).key


def _columns(row: Edited, values: Mapping[str, Any], refs: Mapping[str, str]) -> dict[str, Any]:
    """Fields of a part as columns of its row; the lane, and a place that is not known here, are left out."""
    spoken = SPOKEN if isinstance(row, PainPoint | Opportunity) else {}
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name == "lane":
            continue
        if name in ("stage", "step"):
            if value in refs or not value:
                found[f"{name}_id"] = _id(refs[value]) if value else None
        else:
            found[spoken.get(name, name)] = value
    return found


def _row(doing: Act, ref: str) -> Edited:
    kind, _, id = ref.partition(":")
    return doing.get(TABLES[kind], int(id))


def _alive(doing: Act, ref: str) -> bool:
    kind, _, id = ref.partition(":")
    row = doing.session.get(TABLES[kind], int(id)) if id.isdecimal() else None  # a lane that is not drawn has a name for a number
    return row is not None and row.deleted_at is None


def _id(ref: str) -> int:
    return int(ref.partition(":")[2])
