"""The acts on modules: a sequence of stages kept in the library, used in journeys, bettered there, and its updates taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.modules import Update, excerpt, parts, renamed, update
from journey.domain.document import Document, LanePart
from journey.domain.words import LaneKind
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.iteration import because, claim
from journey.routine.map_document import drawn, put_in
from journey.routine.map_document.drawing import REFS, ref
from journey.store import tables
from journey.store.engine import reading
from journey.store.tables import Card, Edited, Journey, Lane, Module, ModuleUse, Opportunity, PainPoint, Step, Touchpoint

LONGEST = 120
OWN = "/"
"""Stands in the key of every part of a module, and in no ref."""
TABLES: dict[str, type[Edited]] = {
    REFS[str(table.__tablename__)]: table for table in (tables.Stage, Step, Touchpoint, Lane, Card, PainPoint, Opportunity)
}
SPOKEN = {"text": "title", "details": "description"}
"""What a pain point and an opportunity call what is a card's text and details."""


@dataclass(frozen=True)
class Offer:
    """A use of a module in a journey; `update` is what taking its newest content would do, None if it has it already."""

    use: ModuleUse
    module: Module
    stages: tuple[str, ...]
    update: Update | None


def keep_module(
    engine: Engine, *, by: int, journey: int, stages: Sequence[int], name: str, why: str, description: str = ""
) -> Module:
    """Keep stages of a journey, with their steps and cards, in the library; the journey is the first to use them."""
    name = name.strip()
    if not name or len(name) > LONGEST:
        raise Refused(f"Give the module a name of at most {LONGEST} characters. Nothing was saved yet.")
    if not stages:
        raise Refused("Choose the stages that the module holds. Nothing was saved yet.")
    with act(engine, "module.keep", by=by, journey=journey, why=because(why)) as doing:
        for stage in stages:
            doing.get(tables.Stage, stage)
        here = excerpt(drawn(doing.session, journey), frozenset(f"stage:{stage}" for stage in stages))
        keys = _fresh(here, journey)
        content = renamed(here, keys)
        row = doing.add(Module(name=name, description=description.strip(), content=_told(content), journey_id=journey))
        refs = {key: ref for ref, key in keys.items()}
        doing.add(ModuleUse(journey_id=journey, module_id=row.key, number=1, placed=_placed(content, refs)))
    return row


def use_module(engine: Engine, *, by: int, journey: int, module: int, why: str, at: int | None = None) -> ModuleUse:
    """Put the module's stages on a journey's map, from position `at` on or at the end."""
    with act(engine, "module.use", by=by, journey=journey, why=because(why)) as doing:
        row = _module(doing, module)
        content = _read(row.content)
        refs = put_in(doing, doing.get(Journey, journey), content, at=at)
        doing.data_changed()
        return doing.add(ModuleUse(journey_id=journey, module_id=row.key, number=row.number, placed=_placed(content, refs)))


def better_module(engine: Engine, *, by: int, journey: int, use: int, revision: int, why: str) -> Module:
    """Make the module what the journey's stages of it have become; every other journey that uses it is offered the update.

    Refused while a newer content of it waits here to be taken, or if nothing differs. `revision` is the module's.
    """
    with act(engine, "module.better", by=by, journey=journey, why=because(why)) as doing:
        row = doing.get(ModuleUse, use)
        module = _module(doing, row.module_id)
        if row.number != module.number:
            raise Refused(f"'{module.name}' has an update that this journey has not taken. Take it first. Nothing was changed.")
        content, refs = _as_module(drawn(doing.session, journey), row)
        if _told(content) == module.content:
            raise Refused(f"The stages here are as '{module.name}' has them already. Nothing was changed.")
        doing.change(module, revision, content=_told(content), number=module.number + 1)
        doing.change(row, row.revision, number=module.number, placed=_placed(content, refs))
    return module


def take_update(engine: Engine, *, by: int, journey: int, use: int, revision: int, why: str) -> Update:
    """Bring a journey's stages of a module to its newest content, as `analysis.modules.update` says."""
    with act(engine, "module.take", by=by, journey=journey, why=because(why)) as doing:
        row = doing.get(ModuleUse, use)
        module = _module(doing, row.module_id)
        if row.number == module.number:
            raise Refused(f"'{module.name}' is the newest here already. Nothing was changed.")
        new = _read(module.content)
        what = update(_content(row), new, _here(drawn(doing.session, journey), row))
        refs = _apply(doing, journey, what, new, dict(row.placed["refs"]))
        doing.change(row, revision, number=module.number, placed=_placed(new, refs))
        doing.data_changed()
    return what


def part_module(engine: Engine, *, by: int, journey: int, use: int, revision: int) -> ModuleUse:
    """Let a journey's stages go their own way: they stay, and updates are offered no more."""
    with act(engine, "module.part", by=by, journey=journey) as doing:
        return doing.bin(doing.get(ModuleUse, use), revision)


def bin_module(engine: Engine, *, by: int, journey: int, module: int, revision: int) -> Module:
    """Put a module in the bin; the stages that journeys have of it stay."""
    with act(engine, "module.bin", by=by, journey=journey) as doing:
        return doing.bin(_module(doing, module), revision)


def modules(engine: Engine) -> list[Module]:
    """The modules of the library, by name."""
    with reading(engine) as session:
        return list(session.exec(select(Module).where(col(Module.deleted_at).is_(None)).order_by(Module.name, col(Module.id))))


def offers(engine: Engine, journey_id: int) -> list[Offer]:
    """The modules that a journey uses, each with the update that waits for it."""
    with reading(engine) as session:
        query = (
            select(ModuleUse, Module)
            .join(Module, col(Module.id) == ModuleUse.module_id)
            .where(ModuleUse.journey_id == journey_id, col(ModuleUse.deleted_at).is_(None), col(Module.deleted_at).is_(None))
            .order_by(Module.name, col(ModuleUse.id))
        )
        found = list(session.exec(query))
        now = drawn(session, journey_id) if found else None
    return [_offer(use, module, now) for use, module in found if now is not None]


def _offer(use: ModuleUse, module: Module, now: Document) -> Offer:
    here = _here(now, use)
    waits = update(_content(use), _read(module.content), here) if use.number != module.number else None
    return Offer(use, module, tuple(stage.name for stage in here.stages), waits)


def _apply(doing: Act, journey: int, what: Update, new: Document, refs: dict[str, str]) -> dict[str, str]:
    """Do what the update says; returns the refs with those of what came."""
    wanted = parts(new)
    stages = frozenset(key for key in what.come if wanted[key].what == "Stage")
    if stages:
        refs |= put_in(doing, doing.get(Journey, journey), excerpt(new, stages))
    for key in what.come:
        if key not in refs:
            refs |= _comes(doing, journey, new, key, refs)
    for key, values in what.changed.items():
        row = _row(doing, refs[key])
        doing.change(row, row.revision, **_columns(row, values, refs))
    for key in what.gone:
        row = _row(doing, refs[key])
        doing.bin(row, row.revision)
    return refs


def _comes(doing: Act, journey: int, new: Document, key: str, refs: Mapping[str, str]) -> dict[str, str]:
    """A step, touchpoint or card into a stage that is here already; nothing where that stage or step is gone."""
    part = parts(new)[key]
    home = refs.get(part.fields.get("stage") or part.fields.get("step") or "")
    if home is None or not _alive(doing, home):
        return {}
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
    rest = {"details": card.details, "future": card.future, "step": card.step}
    doing.change(row, row.revision, **_columns(row, rest, refs))
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
    """Fields of a part as columns of its row; a place that is not known here is left as it is."""
    spoken = SPOKEN if isinstance(row, PainPoint | Opportunity) else {}
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in ("stage", "step", "lane"):
            if name == "lane" and not isinstance(row, Card):
                continue
            if value in refs or not value:
                found[f"{name}_id"] = _id(refs[value]) if value else None
        else:
            found[spoken.get(name, name)] = value
    return found


def _as_module(now: Document, use: ModuleUse) -> tuple[Document, dict[str, str]]:
    """The journey's stages of a module under the module's keys, and what each key is here; what is new gets a key of its own."""
    here = _here(now, use)
    fresh = {key: new for key, new in _fresh(here, use.journey_id).items() if OWN not in key}
    content = renamed(here, fresh)
    refs: dict[str, str] = use.placed["refs"] | {new: ref for ref, new in fresh.items()}
    kept = {*parts(content), *(lane.key for lane in content.lanes)}
    return content, {key: ref for key, ref in refs.items() if key in kept}


def _fresh(document: Document, journey: int) -> dict[str, str]:
    """Keys that no other journey gives: the ref that a part has in this one, behind its number."""
    return {key: f"{journey}{OWN}{key}" for key in (*parts(document), *(lane.key for lane in document.lanes))}


def _here(now: Document, use: ModuleUse) -> Document:
    """The stages of a use as the journey has them, under the module's keys where it knows them."""
    keys = {ref: key for key, ref in use.placed["refs"].items()}
    stages = frozenset(stage.key for stage in now.stages if stage.key in keys)
    return renamed(excerpt(now, stages), keys)


def _placed(content: Document, refs: Mapping[str, str]) -> dict[str, Any]:
    return {"refs": dict(refs), "content": _told(content)}


def _content(use: ModuleUse) -> Document:
    return _read(use.placed["content"])


def _module(doing: Act, id: int) -> Module:
    """The module, whichever journey it came from: the library is everybody's."""
    journey, doing.journey_id = doing.journey_id, None
    try:
        return doing.get(Module, id)
    finally:
        doing.journey_id = journey


def _row(doing: Act, ref: str) -> Edited:
    kind, _, id = ref.partition(":")
    return doing.get(TABLES[kind], int(id))


def _alive(doing: Act, ref: str) -> bool:
    kind, _, id = ref.partition(":")
    row = doing.session.get(TABLES[kind], int(id))
    return row is not None and row.deleted_at is None


def _id(ref: str) -> int:
    return int(ref.partition(":")[2])


@cache
def _codec() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def _told(content: Document) -> dict[str, Any]:
    told: dict[str, Any] = _codec().dump_python(content, mode="json")
    return told


def _read(told: Mapping[str, Any]) -> Document:
    return _codec().validate_python(told)
