"""Two people at the map of a shop, each in a window of their own."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.domain.words import Role
from journey.routine.board import perform
from journey.routine.board.cells import cell
from journey.routine.board.gesture import gesture
from journey.routine.board.refs import KNOWN
from journey.routine.journeys import add_journey
from journey.routine.people import add_person, set_member
from journey.store.engine import reading
from journey.store.readers import maps as read
from journey.store.readers.journeys import row, stages
from journey.store.tables import AuditEvent, Card, Lane

YOU = 1


class Window:
    """Somebody's browser on the map of a shop."""

    def __init__(self, engine: Engine, journey: int, by: int = YOU) -> None:
        self.engine, self.journey, self.by, self.client = engine, journey, by, uuid4().hex

    def do(self, kind: str, token: str = "", **fields: Any) -> list[str]:
        token = token or uuid4().hex
        return perform(self.engine, by=self.by, journey=self.journey, client=self.client, kind=kind, token=token, **fields)

    def card(self, text: str, stage: str, lane: str, **fields: Any) -> str:
        [ref] = self.do("add", stage=stage, lane=lane, text=text, **fields)
        return ref


class Shop:
    """A journey with two stages, the five lanes of a lean map, and two people who may change it."""

    def __init__(self, engine: Engine, name: str = "Shop") -> None:
        self.engine = engine
        self.id = add_journey(engine, by=YOU, name=name, stages=("Browse", "Pay")).key
        self.browse, self.pay = (f"stage:{stage.key}" for stage in stages(engine, self.id))
        self.does, self.touch, self.thinks, self.hurts, self.could = (f"lane:{lane.key}" for lane in read.lanes(engine, self.id))
        ann = add_person(engine, by=YOU, name="Ann").key
        set_member(engine, by=YOU, journey=self.id, person=ann, role=Role.EDITOR)
        self.you, self.ann = Window(engine, self.id), Window(engine, self.id, ann)

    def cell(self, stage: str, lane: str) -> list[str]:
        """What stands in a cell, in order."""
        with gesture(self.engine, by=YOU, journey=self.id) as g:
            rows = cell(g, number(stage), g.session.get_one(Lane, number(lane)))
            return [one.text if isinstance(one, Card) else one.title for one in rows]

    def row(self, ref: str) -> Any:
        return row(self.engine, KNOWN[ref.partition(":")[0]], number(ref))

    def events(self) -> list[AuditEvent]:
        with reading(self.engine) as session:
            return list(session.exec(select(AuditEvent).order_by(AuditEvent.id)))  # type: ignore[arg-type]


def number(ref: str) -> int:
    return int(ref.partition(":")[2])


def item(ref: str, rev: int | None = 1) -> dict[str, Any]:
    return {"ref": ref, "rev": rev}
