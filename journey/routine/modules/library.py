"""The acts on modules: stages kept in the library, used in journeys, bettered there; and what waits for a journey."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.modules import Update, excerpt, renamed, update
from journey.domain.document import Document
from journey.errors import Refused
from journey.routine.act import act
from journey.routine.iteration import because
from journey.routine.map_document import drawn, put_in
from journey.routine.modules.content import as_kept, as_module, fresh, module_of, placed, read, taken, told
from journey.store import tables
from journey.store.engine import reading
from journey.store.tables import Journey, Module, ModuleUse

LONGEST = 120


@dataclass(frozen=True)
class Offer:
    """A use of a module in a journey; `update` is what taking its newest content would do, None if it has it already.

    `stages` are those that are still on the map; where none is, no update is offered.
    """

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
        keys = fresh(here, journey)
        content = renamed(here, keys)
        row = doing.add(Module(name=name, description=description.strip(), content=told(content), journey_id=journey))
        refs = {key: ref for ref, key in keys.items()}
        doing.add(ModuleUse(journey_id=journey, module_id=row.key, number=1, placed=placed(content, refs)))
    return row


def use_module(engine: Engine, *, by: int, journey: int, module: int, why: str, at: int | None = None) -> ModuleUse:
    """Put the module's stages on a journey's map, from position `at` on or at the end."""
    with act(engine, "module.use", by=by, journey=journey, why=because(why)) as doing:
        row = module_of(doing, module)
        content = read(row.content)
        refs = put_in(doing, doing.get(Journey, journey), content, at=at)
        doing.data_changed()
        return doing.add(ModuleUse(journey_id=journey, module_id=row.key, number=row.number, placed=placed(content, refs)))


def better_module(engine: Engine, *, by: int, journey: int, use: int, revision: int, why: str) -> Module:
    """Make the module what the journey's stages of it have become; every other journey that uses it is offered the update.

    Refused while a newer content of it waits here to be taken, or if nothing differs. `revision` is the module's.
    """
    with act(engine, "module.better", by=by, journey=journey, why=because(why)) as doing:
        row = doing.get(ModuleUse, use)
        module = module_of(doing, row.module_id)
        if row.number != module.number:
            raise Refused(f"'{module.name}' has an update that this journey has not taken. Take it first. Nothing was changed.")
        content, refs = as_module(drawn(doing.session, journey), row)
        if not content.stages:
            raise Refused(f"No stage of '{module.name}' is on this map any more. Part from it. Nothing was changed.")
        if told(content) == module.content:
            raise Refused(f"The stages here are as '{module.name}' has them already. Nothing was changed.")
        doing.change(module, revision, content=told(content), number=module.number + 1)
        doing.change(row, row.revision, number=module.number, placed=placed(content, refs))
    return module


def part_module(engine: Engine, *, by: int, journey: int, use: int, revision: int) -> ModuleUse:
    """Let a journey's stages go their own way: they stay, and updates are offered no more."""
    with act(engine, "module.part", by=by, journey=journey) as doing:
        return doing.bin(doing.get(ModuleUse, use), revision)


def bin_module(engine: Engine, *, by: int, journey: int, module: int, revision: int) -> Module:
    """Put a module in the bin; the stages that journeys have of it stay."""
    with act(engine, "module.bin", by=by, journey=journey) as doing:
        return doing.bin(module_of(doing, module), revision)


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
    here = as_kept(now, use)
    waits = None
    if use.number != module.number and here.stages:
        with suppress(Refused):  # of what can't be read no update is offered
            waits = update(taken(use), read(module.content), here)
    return Offer(use, module, tuple(stage.name for stage in here.stages), waits)
