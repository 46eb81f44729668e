"""Whatever is done on a map, taking it all back leaves the map as it was, and doing it all again as it became."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.errors import JourneyError
from journey.routine.board.cells import cell
from journey.routine.board.gesture import alive, gesture
from journey.routine.board.stack import stack_of
from journey.routine.journeys import add_persona
from journey.store.engine import reading
from journey.store.tables import (
    Card,
    Edited,
    Lane,
    Link,
    Opportunity,
    PainPoint,
    PersonaFeeling,
    Stage,
    Step,
    Tag,
    Tagging,
    Touchpoint,
)
from tests.integration.board_builders import YOU, Shop

KINDS = (
    "move", "move", "move", "text", "change", "add", "add_stage", "add_step", "add_lane", "duplicate", "bin", "order", "emotion",
    "link", "unlink", "show_lane",
)  # fmt: skip


def picture(shop: Shop) -> dict[str, Any]:
    """The map as a reader sees it: what stands where in which order, and all that is said of it."""
    with gesture(shop.engine, by=YOU, journey=shop.id) as g:

        def rows(table: type[Any]) -> list[Any]:
            return list(g.session.exec(select(table).where(alive(table)).order_by(table.id)))

        def ordered(table: type[Any], **where: int) -> list[int]:
            found = [row for row in rows(table) if all(getattr(row, name) == value for name, value in where.items())]
            return [row.id for row in sorted(found, key=lambda row: (row.position, row.id))]

        lanes = {lane.key: lane for lane in rows(Lane)}
        quiet = {"revision", "position", "deleted_at"}
        said = [row.model_dump(exclude=quiet) for table in SAID for row in rows(table)]
        cells = {
            (s, k): [(type(one).__name__, one.key) for one in cell(g, s, lane)]
            for s in ordered(Stage)
            for k, lane in lanes.items()
        }
        tags = sorted((t.subject, t.subject_id, g.session.get_one(Tag, t.tag_id).name) for t in g.session.exec(select(Tagging)))
        alive_ones = {(str(table.__tablename__), row.key) for table in SAID for row in rows(table)}
        return {
            "stages": ordered(Stage), "lanes": ordered(Lane), "cells": cells, "said": said,
            "tags": [tag for tag in tags if tag[:2] in alive_ones],
            "steps": {s: ordered(Step, stage_id=s) for s in ordered(Stage)},
            "touchpoints": {s.key: ordered(Touchpoint, step_id=s.key) for s in rows(Step)},
        }  # fmt: skip


SAID: tuple[type[Edited], ...] = (
    Card, PainPoint, Opportunity, Stage, Lane, Step, Touchpoint, Link, PersonaFeeling
)  # fmt: skip


@pytest.mark.parametrize("seed", [3, 7])
def test_all_is_taken_back_and_done_again(engine: Engine, seed: int) -> None:
    chance = Random(seed)
    there_and_back(engine, [(chance.choice(KINDS), *(chance.randrange(100) for _ in range(4))) for _ in range(8)])


def there_and_back(engine: Engine, wanted: list[Any], name: str = "Shop") -> None:
    shop = Shop(engine, name)
    persona = add_persona(engine, by=YOU, journey=shop.id, name="Pat").key
    cells = [(stage, lane) for stage in (shop.browse, shop.pay) for lane in (shop.thinks, shop.hurts, shop.could, shop.does)]
    for i, (stage, lane) in enumerate(cells):
        shop.ann.card(f"Card {i}", stage, lane, fields={"tags": [f"t{i % 3}"]})
    shop.ann.do("add_step", stage=shop.browse, name="Look")
    shop.ann.do("add", stage=shop.browse, lane=shop.touch, text="Shelf")
    seen = [picture(shop)]
    for one in wanted:
        try:
            shop.you.do(one[0], **fields(shop, persona, *one))
        except JourneyError:
            continue
        with reading(engine) as session:
            done = len(stack_of(session, shop.id, shop.you.client).done)
        if done == len(seen):  # what changed nothing is nothing to take back
            seen.append(picture(shop))
    for before in seen[-2::-1]:
        shop.you.do("undo")
        assert picture(shop) == before
    for after in seen[1:]:
        shop.you.do("redo")
        assert picture(shop) == after


def fields(shop: Shop, persona: int, kind: str, a: int, b: int, c: int, d: int) -> dict[str, Any]:
    """Something to do, of what there is."""
    now = picture(shop)
    names = {"Card": "card", "PainPoint": "pain", "Opportunity": "opportunity"}
    things = [f"{names[table]}:{id}" for found in now["cells"].values() for table, id in found]
    spots = [f"step:{id}" for found in now["steps"].values() for id in found]
    spots += [f"touchpoint:{id}" for found in now["touchpoints"].values() for id in found]
    stages, lanes = ([f"{word}:{id}" for id in now[f"{word}s"]] for word in ("stage", "lane"))

    def one(found: list[str], pick: int) -> str:
        return found[pick % len(found)] if found else "card:1"

    two = list(dict.fromkeys([one(things, a), one(things, b)]))
    items = [{"ref": ref, "rev": None} for ref in (two if d % 3 else [one(things + spots, a)])]
    everything = [*things, *things, *spots, *stages[1:], *lanes[1:]]
    after = [None, "end", one(things, d)][d % 3]
    made: dict[str, dict[str, Any]] = {
        "move": {"items": items, "stage": one(stages, c), "lane": one(lanes, d), "after": after, "step": [None, "keep"][d % 2]},
        "text": {"ref": one(everything, a), "rev": None, "text": f"Words {b}"},
        "change": {"ref": one(things, a), "rev": None, "fields": {"standing": "evidenced", "tags": [f"t{b % 4}", f"t{c % 4}"]}},
        "add": {"stage": one(stages, a), "lane": one(lanes, b), "text": f"New {c}", "after": after, "fields": {"tags": ["new"]}},
        "add_stage": {"name": f"Stage {a}", "after": [None, one(stages, b)][c % 2]},
        "add_step": {"stage": one(stages, a), "name": f"Step {b}", "after": None},
        "add_lane": {"name": f"Lane {a}", "lane": ["own", "pain point", "opportunity"][b % 3], "after": [None, "end"][c % 2]},
        "duplicate": {"items": items},
        "bin": {"items": [{"ref": one(everything, a), "rev": None}]},
        "order": {"ref": one([*stages, *lanes, *spots], a), "rev": None, "after": None, "at": b % 3},
        "emotion": {"stage": one(stages, a), "rev": None, "value": b % 11 - 5, "persona": [None, persona][c % 2]},
        "link": {"from": one(things, a), "to": one(things + stages, b), "link": ["", "hand-off"][c % 2]},
        "unlink": {"from": one(things, a), "to": one(things, b)},
        "show_lane": {"ref": one(lanes, a), "rev": None, "shown": bool(b % 2)},
    }
    return made[kind]
