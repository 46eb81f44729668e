"""Adding to the map: what a lane holds, stages, steps, lanes, and copies of what is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from journey.domain.words import LaneKind, Standing
from journey.errors import Refused
from journey.routine.board.cells import END, KEEP, brothers, index_of, make_room
from journey.routine.board.gesture import Gesture, alive, table_name
from journey.routine.board.moves import step_of
from journey.routine.board.refs import find, find_of, ref_of, what, word_of
from journey.routine.board.turning import holds, what_act
from journey.routine.board.wording import FIELDS, fitting
from journey.routine.board.wording import fields as set_fields
from journey.routine.tags import put_tags
from journey.store.tables import Card, Lane, Opportunity, PainPoint, Stage, Step, Tag, Tagging, Touchpoint

OWN_STORY = ("id", "revision", "deleted_at", "status", "alert_id", "blocked_at", "created_at", "position")
"""Fields that a copy does not take over: they say what became of the one that was copied."""


def add(
    g: Gesture, *, stage: Any, lane: Any, text: str, step: Any = None, after: str | None = END, at: int | None = None,
    fields: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Add what the lane holds: a pain point, an opportunity, a touchpoint, or else a card, with the `fields` of its panel."""
    to, row = find_of(g, stage, "stage"), find_of(g, lane, "lane")
    named = None if step in (None, KEEP) else find_of(g, step, "step")
    if row.kind is LaneKind.TOUCHPOINT:
        new = _touchpoint(g, to, named, text, after)
    else:
        table = holds(row)
        word = what_act(table)
        values: dict[str, Any] = {"title" if table is not Card else "text": fitting(word, text), "stage_id": to.key}
        values |= {"lane_id": row.key} if table is Card else {}
        values |= {"team_id": to.team_id} if table is PainPoint else {}
        new = table(journey_id=g.journey, step_id=named.key if named else None, **values)
        others = brothers(g, new)
        new.position = make_room(others, index_of(others, after, at, new.step_id))
        g.add(f"{word}.add", new, word)
    if wanted := {name: value for name, value in (fields or {}).items() if name in FIELDS[word_of(new)]}:
        set_fields(g, ref=ref_of(new), rev=None, fields=wanted)


def _touchpoint(g: Gesture, stage: Stage, step: Step | None, text: str, after: str | None) -> Touchpoint:
    beside = find(g, after) if after and after.startswith("touchpoint:") else None
    if step is None and beside is not None:
        step = g.session.get_one(Step, beside.step_id)
    new = Touchpoint(step_id=(step or step_of(g, stage)).key, name=fitting("touchpoint", text))
    others = brothers(g, new)
    new.position = make_room(others, index_of(others, after if after is None or beside else END, None))
    added: Touchpoint = g.add("touchpoint.add", new, "touchpoint")
    return added


def add_stage(g: Gesture, *, name: str, after: str | None = END, at: int | None = None) -> None:
    """Add a stage among the others."""
    _add_column(g, Stage(journey_id=g.journey, name=fitting("stage", name)), after, at)
    g.doing.data_changed()


def add_step(g: Gesture, *, stage: Any, name: str, after: str | None = END, at: int | None = None) -> None:
    """Add a step to a stage."""
    _add_column(g, Step(stage_id=find_of(g, stage, "stage").key, name=fitting("step", name)), after, at)


def add_lane(g: Gesture, *, name: str, lane: str = LaneKind.OWN, after: str | None = END, at: int | None = None) -> None:
    """Add a lane of the kind `lane` among the others."""
    if lane not in list(LaneKind):
        raise Refused(f"“{lane}” is no kind of lane. Nothing was added.")
    _add_column(g, Lane(journey_id=g.journey, name=fitting("lane", name), kind=LaneKind(lane)), after, at)


def _add_column(g: Gesture, new: Stage | Step | Lane, after: str | None, at: int | None) -> None:
    others = brothers(g, new)
    new.position = make_room(others, index_of(others, after, at))
    g.add(f"{word_of(new)}.add", new, word_of(new))


def duplicate(g: Gesture, *, items: Sequence[dict[str, Any]]) -> None:
    """Put a copy of each thing right after it; evidence, actions and comments stay with the one they belong to."""
    for item in items:
        row = find(g, item["ref"])
        if isinstance(row, Stage | Lane):
            raise Refused(f"A whole {what(word_of(row))} is not copied. Nothing was added: choose what stands in it instead.")
        _copy_of(g, row)


def _copy_of(g: Gesture, row: Any) -> None:
    values = row.model_dump(exclude=set(OWN_STORY))
    if isinstance(row, PainPoint | Opportunity):
        values["standing"] = Standing.HYPOTHESIS
    new = type(row)(**values)
    others = [*brothers(g, row), row]
    others.sort(key=lambda one: (one.position, one is row))
    new.position = make_room(others, others.index(row) + 1)
    g.add(f"{word_of(row)}.add", new, word_of(row))
    _copy_tags(g, row, new)
    if isinstance(row, Step):
        query = select(Touchpoint).where(Touchpoint.step_id == row.key, alive(Touchpoint)).order_by(col(Touchpoint.position))
        for one in g.session.exec(query).all():
            copied = Touchpoint(**{**one.model_dump(exclude={"id", "revision"}), "step_id": new.key})
            g.add_within("touchpoint.add", copied, ref_of(new))


def _copy_tags(g: Gesture, row: Card | PainPoint | Opportunity | Step | Touchpoint, new: Any) -> None:
    mine = (Tagging.subject == table_name(type(row)), Tagging.subject_id == row.key)
    if names := list(g.session.exec(select(Tag.name).join(Tagging).where(*mine))):
        put_tags(g.doing, new, names)
