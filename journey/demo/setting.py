"""Sets the scene: the journey with its stages and lanes, the people with their teams and views, what is measured."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from journey.config import Settings
from journey.demo.cast import Cast, Persona, Stage
from journey.demo.scene import Scene
from journey.demo.story import Story
from journey.demo.world import world
from journey.domain.words import Role
from journey.routine.iteration import add_lane, change_lane
from journey.routine.journeys import add_journey, add_persona, add_stage, add_step, add_touchpoint, change_journey, slug
from journey.routine.metrics import add_metric
from journey.routine.people import add_person, add_team, add_view, set_member
from journey.store.engine import Engine
from journey.store.readers import journeys as read
from journey.store.readers.journeys import slugs
from journey.store.readers.maps import lanes as lanes_of
from journey.store.tables import told_at

BEFORE_THE_WORKSHOP = "Set up for the workshop"


def set_scene(engine: Engine, settings: Settings, story: Story, *, by: int) -> Scene:
    """Begin the journey on the day before its workshop, with everybody and everything that the story names."""
    zone = ZoneInfo(world().timezone)
    first = story.drawing.versions[0]
    workshop = Scene(engine, settings, 0, zone, "", {}, {}, {}, {}, {}).at(first.day - timedelta(days=1), 10)
    with told_at(workshop):
        teams = _teams(engine, story.cast, by)
        people = _people(engine, story.cast, teams, by)
        journey = _journey(engine, story, people, by)
        lanes: dict[str, int] = {}
        scene = Scene(engine, settings, journey, zone, story.cast.scope.owner, people, teams, {}, lanes, {})
        for stage in story.cast.stages:
            scene.stages[stage.name] = _stage(scene, stage, story.drawing.workshop_emotion[stage.name])
        _lanes(scene, story)
        _metrics(scene, story.cast)
        for persona in story.cast.personas:
            scene.act(add_persona, **_persona(persona))
        _views(scene, story.cast)
    return scene


def _teams(engine: Engine, cast: Cast, by: int) -> dict[str, int]:
    """The teams, new unless the installation has one of that name."""
    there = {team.name.lower(): team.key for team in read.teams(engine)}
    return {team.name: there.get(team.name.lower()) or add_team(engine, by=by, name=team.name).key for team in cast.teams}


def _people(engine: Engine, cast: Cast, teams: dict[str, int], by: int) -> dict[str, int]:
    """The story's people, new unless an earlier demo brought them."""
    there = {(person.name, person.team_id): person.key for person in read.people(engine)}
    return {
        one.key: there.get((one.name, teams[one.team]))
        or add_person(engine, by=by, name=one.name, team_id=teams[one.team], lead=one.lead, leadership=one.leadership).key
        for one in cast.people
    }


def _free_name(engine: Engine, name: str) -> str:
    """The journey's name, with a number while an earlier demo lies in the bin."""
    taken = slugs(engine)
    return next(one for number in count(1) if slug(one := f"{name} {number}" if number > 1 else name) not in taken)


def _journey(engine: Engine, story: Story, people: dict[str, int], by: int) -> int:
    """The journey in the hands of whoever will hand it over to the story's owner."""
    cast, scope = story.cast, story.cast.scope
    name = _free_name(engine, scope.name)
    row = add_journey(
        engine, by=by, name=name, timezone=world().timezone, demo=True, goal=f"{scope.goal} {scope.why}",
        starts_with=scope.starts_with, ends_with=scope.ends_with, time_frame=scope.time_frame, review_rhythm=scope.review_rhythm,
    )  # fmt: skip
    for person in cast.people:
        set_member(engine, by=by, journey=row.key, person=people[person.key], role=Role(person.role))
    change_journey(engine, by=by, journey=row.key, revision=row.revision, owner_id=people[story.friday.handover.giver])
    return row.key


def _stage(scene: Scene, stage: Stage, emotion: float) -> int:
    window = next(one.window_days for one in world().stages if one.name == stage.name)
    values: dict[str, Any] = {"description": stage.description, "team_id": scene.teams[stage.team], "window_days": window}
    made = int(scene.act(add_stage, name=stage.name, assumed_emotion=emotion, **values).key)
    for step in stage.steps:
        row = scene.act(add_step, stage=made, name=step.name)
        for touchpoint in step.touchpoints:
            scene.act(add_touchpoint, step=row.key, **touchpoint.model_dump())
    return made


def _lanes(scene: Scene, story: Story) -> None:
    """The lanes of the lean map under the workshop's names, and those that it lacks."""
    there = {lane.kind: lane for lane in lanes_of(scene.engine, scene.journey)}
    for lane in story.drawing.lanes:
        known = there.get(lane.kind)
        if known is None:
            row = scene.act(add_lane, name=lane.name, kind=lane.kind, why=BEFORE_THE_WORKSHOP)
        else:
            why = {"revision": known.revision, "why": BEFORE_THE_WORKSHOP}
            row = scene.act(change_lane, lane=known.key, name=lane.name, **why)
        scene.lanes[lane.kind] = row.key


def _metrics(scene: Scene, cast: Cast) -> None:
    for metric in cast.metrics:
        row = scene.act(
            add_metric, formula=metric.formula, stage=scene.stage(metric.stage), event=metric.event, target=metric.target,
            baseline=metric.baseline, critical=metric.critical, success=metric.success, owner_id=scene.people[metric.owner],
        )  # fmt: skip
        scene.metrics[metric.key] = row.key


def _persona(persona: Persona) -> dict[str, Any]:
    """Lists become one entry a line, but for the quotes."""
    values = persona.model_dump(exclude={"quotes"})
    lines = {name: "\n".join(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return {**lines, "quotes": list(persona.quotes)}


def _views(scene: Scene, cast: Cast) -> None:
    for view in cast.views:
        stages = tuple(scene.stages[name] for name in view.stages)
        scene.act(add_view, name=view.name, team=scene.teams[view.team], stages=stages, formulas=view.formulas)
