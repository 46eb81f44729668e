"""Moving things: cards among cells, steps among stages, touchpoints among steps; several at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from journey.domain.words import LaneKind
from journey.errors import Refused
from journey.routine.board.cells import END, HOMES, KEEP, Place, brothers, index_of, make_room
from journey.routine.board.gesture import Gesture, alive
from journey.routine.board.merging import change
from journey.routine.board.refs import find, find_of, ref_of, word_of
from journey.routine.board.turning import holds, turned
from journey.store.tables import Card, Lane, Opportunity, PainPoint, Stage, Step, Touchpoint

Items = Sequence[dict[str, Any]]


def move(
    g: Gesture, *, items: Items, stage: Any, lane: Any, step: Any = KEEP, after: str | None = END, at: int | None = None
) -> None:
    """Move things into a cell, next to each other and in the order given: after another (None: first), or to index `at`.

    - A card becomes what its new lane holds, a pain point or an opportunity, and the other way round (see turning).
    - A step goes to another stage, and what stands on it goes along. It stays in the lane of what customers do.
    - A touchpoint goes to another step. It stays in the lane of touchpoints.
    """
    to, row = find_of(g, stage, "stage"), find_of(g, lane, "lane")
    things = [(find(g, item["ref"]), item.get("rev")) for item in items]
    if steps := [(thing, rev) for thing, rev in things if isinstance(thing, Step)]:
        _stays_in(row, Step)
        move_steps(g, steps, to, after)
    if touchpoints := [(thing, rev) for thing, rev in things if isinstance(thing, Touchpoint)]:
        _stays_in(row, Touchpoint)
        _move_touchpoints(g, touchpoints, to, step, after)
    claims = [(thing, rev) for thing, rev in things if isinstance(thing, Card | PainPoint | Opportunity)]
    if len(claims) < sum(1 for thing, _ in things if not isinstance(thing, Step | Touchpoint)):
        raise Refused("Stages and lanes are moved by themselves. Nothing was moved.")
    if claims:
        _move_claims(g, claims, Place(to, row, step, after, at))


def _move_claims(g: Gesture, claims: list[tuple[Any, int | None]], to: Place) -> None:
    ready = [_as_held(g, thing, rev, to) for thing, rev in claims]
    refs = {ref_of(thing) for thing, _ in ready}
    cell = {"stage_id": to.stage.key, "lane_id": to.lane.key}
    others = [one for one in brothers(g, ready[0][0], cell) if ref_of(one) not in refs]
    step_id = None if to.step in (KEEP, None) else find_of(g, to.step, "step").key
    place = make_room(others, index_of(others, to.after, to.at, step_id), len(ready))
    for number, (thing, rev) in enumerate(ready):
        values: dict[str, Any] = {"stage_id": to.stage.key, "position": place + number}
        values["step_id"] = _step(g, thing, to.stage, to.step)
        if isinstance(thing, Card):
            values["lane_id"] = to.lane.key
        change(g, f"{word_of(thing)}.change", thing, rev, **values)


def _as_held(g: Gesture, thing: Any, rev: int | None, to: Place) -> tuple[Any, int | None]:
    """The thing as what its new lane holds; what has just been made has been seen by nobody else."""
    table = holds(to.lane)
    if isinstance(thing, table) or (isinstance(thing, Card) and thing.lane_id == to.lane.key):
        return thing, rev  # a card that stands among pain points from before stays a card until it leaves
    return turned(g, thing, rev, table, to), None


def _step(g: Gesture, thing: Any, stage: Stage, step: Any) -> int | None:
    if step == KEEP:
        return thing.step_id if thing.stage_id == stage.key else None
    return None if step is None else _of_stage(find_of(g, step, "step"), stage).key


def _of_stage(step: Step, stage: Stage) -> Step:
    if step.stage_id != stage.key:
        raise Refused(f"The step “{step.name}” was moved out of {stage.name} meanwhile. Nothing was moved: look again.")
    return step


def _stays_in(lane: Lane, table: type[Any]) -> None:
    kind = HOMES[table]
    if lane.kind != kind:
        said = {LaneKind.ACTION: "A step is what customers do", LaneKind.TOUCHPOINT: "A touchpoint is where you meet customers"}
        raise Refused(f"{said[kind]}: it stays in that lane. Nothing was moved. To say it here too, add a card.")


def move_steps(g: Gesture, steps: list[Any], stage: Stage, after: str | None, at: int | None = None) -> None:
    """Put steps with their revisions into a stage, in the order given; what stands on them goes along."""
    refs = {ref_of(step) for step, _ in steps}
    others = [one for one in brothers(g, steps[0][0], {"stage_id": stage.key}) if ref_of(one) not in refs]
    place = make_room(others, index_of(others, after if after is None or _names(after, "step") else END, at), len(steps))
    for number, (step, rev) in enumerate(steps):
        came_from = step.stage_id
        change(g, "step.change", step, rev, stage_id=stage.key, position=place + number)
        if came_from != stage.key:
            _bring_along(g, step, stage)


def _bring_along(g: Gesture, step: Step, stage: Stage) -> None:
    """What stands on a step goes where it goes, to the end of its lane."""
    for table in (Card, PainPoint, Opportunity):
        query = select(table).where(table.step_id == step.key, alive(table)).order_by(col(table.position), col(table.id))
        for thing in g.session.exec(query):
            last = len(brothers(g, thing, {"stage_id": stage.key}))
            change(g, f"{word_of(thing)}.change", thing, None, stage_id=stage.key, position=last)


def _move_touchpoints(g: Gesture, touchpoints: list[Any], stage: Stage, step: Any, after: str | None) -> None:
    refs = {ref_of(one) for one, _ in touchpoints}
    to = _step_for(g, touchpoints[0][0], stage, step, after)
    others = [one for one in brothers(g, touchpoints[0][0], {"step_id": to.key}) if ref_of(one) not in refs]
    place = make_room(others, index_of(others, after if after is None or _names(after, "touchpoint") else END, None), len(refs))
    for number, (one, rev) in enumerate(touchpoints):
        change(g, "touchpoint.change", one, rev, step_id=to.key, position=place + number)


def _step_for(g: Gesture, touchpoint: Touchpoint, stage: Stage, step: Any, after: str | None) -> Step:
    """The step that a touchpoint goes to: the one named, that of the touchpoint it comes after, its own, or the stage's last."""
    if step not in (KEEP, None):
        return _of_stage(find_of(g, step, "step"), stage)
    if after is not None and _names(after, "touchpoint"):
        found = g.session.get_one(Step, find(g, after).step_id)
        if found.stage_id == stage.key:
            return found
    own = g.session.get_one(Step, touchpoint.step_id)
    return own if own.stage_id == stage.key else step_of(g, stage)


def step_of(g: Gesture, stage: Stage) -> Step:
    """The stage's last step; a stage without any gets one of its name, since touchpoints belong to steps."""
    query = select(Step).where(Step.stage_id == stage.key, alive(Step)).order_by(col(Step.position).desc(), col(Step.id).desc())
    found = g.session.exec(query).first()
    if found is not None:
        return found
    made: Step = g.add_within("step.add", Step(stage_id=stage.key, name=stage.name), ref_of(stage))
    return made


def _names(ref: str, word: str) -> bool:
    return ref.startswith(f"{word}:")
