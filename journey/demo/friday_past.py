"""The past of Friday's work: who had the journey before, what things are worth, what happened, what was tested and asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from journey.demo.friday import Counted, Handover, Incident, Objective, Scenario, Test, Worth
from journey.demo.scene import Moment, Scene
from journey.demo.story import Story
from journey.domain.weeks import Week
from journey.routine.closing import set_focus
from journey.routine.experiments.acts import add_test, count_by_hand
from journey.routine.goals import add_key_result, add_objective
from journey.routine.handing_over import hand_over, mark_read
from journey.routine.incidents import add_incident
from journey.routine.money import add_worth
from journey.routine.scenarios import save_scenario
from journey.store.readers.handovers import handovers
from journey.store.tables import Journey

A_DAY = timedelta(days=1)


def friday_moments(scene: Scene, story: Story, this_week: Week) -> Iterator[Moment]:
    """Everything beside the changes, each on its day."""
    friday = story.friday
    given = friday.handover
    yield scene.at(given.day, 11), partial(_hand_over, scene, given)
    yield scene.at(given.day + 2 * A_DAY, 9), partial(_read_up, scene, given)
    for number, worth in enumerate(friday.worths):
        yield scene.at(given.day + 3 * A_DAY, 15 + number / 60), partial(_worth, scene, worth, given.day + 3 * A_DAY)
    for objective in friday.objectives:
        yield scene.at(objective.starts, 15), partial(_objective, scene, objective)
    for test in friday.tests:
        yield scene.at(test.written, 15), partial(_test, scene, test)
    for counted in friday.counted:
        yield scene.at(counted.written, 15.5), partial(_count, scene, counted)
    for incident in friday.incidents:
        yield scene.at(incident.written, 16), partial(_incident, scene, incident)
    last = this_week.monday - 3 * A_DAY
    for number, scenario in enumerate(friday.scenarios):
        yield scene.at(last, 15.6 + number / 60), partial(_scenario, scene, scenario, this_week.shift(-2))
    yield scene.at(last, 16.7), partial(scene.act, set_focus, week=str(this_week), text=friday.focus)


def _hand_over(scene: Scene, given: Handover) -> None:
    """The journey goes to the story's owner, with the metrics that were the giver's."""
    row = scene.row(Journey, scene.journey)
    to = {"person": scene.people[given.to], "today": given.day, "note": given.note}
    scene.act(hand_over, by=given.giver, revision=row.revision, **to)


def _read_up(scene: Scene, given: Handover) -> None:
    (waiting,) = handovers(scene.engine, scene.journey)["id"]
    scene.act(mark_read, by=given.to, handover=waiting, today=given.day + 2 * A_DAY)


def _worth(scene: Scene, worth: Worth, day: date) -> None:
    told = worth.model_dump(exclude={"metric"})
    scene.act(add_worth, metric=scene.metrics[worth.metric], noted_on=day, **told)


def _objective(scene: Scene, objective: Objective) -> None:
    row = scene.act(
        add_objective, title=objective.title, why=objective.why, owner_id=scene.people[objective.owner],
        teams=[scene.teams[team] for team in objective.teams], starts_on=objective.starts, ends_on=objective.ends,
    )  # fmt: skip
    for result in objective.results:
        aim = {"baseline": result.baseline, "target": result.target, "team_id": scene.teams[result.team]}
        scene.act(add_key_result, objective=row.key, metric=scene.metrics[result.metric], **aim)


def _test(scene: Scene, test: Test) -> None:
    told = test.model_dump(include={"name", "attribute", "first", "second", "smallest", "looks", "needed"})
    days = {"starts_on": test.starts, "ends_on": test.ends}
    change = scene.made["change", test.change] if test.change else None
    scene.act(add_test, by=test.by, metric=scene.metrics[test.metric], change=change, **told, **days)


def _count(scene: Scene, counted: Counted) -> None:
    told = counted.model_dump(include={"name", "first", "second", "smallest"})
    counts = counted.model_dump(include={"x1", "n1", "x2", "n2"})
    scene.act(count_by_hand, by=counted.by, counts=counts, today=counted.written, **told)


def _incident(scene: Scene, incident: Incident) -> None:
    scene.act(
        add_incident, title=incident.title, details=incident.details, starts_on=incident.starts, ends_on=incident.ends,
        stage_id=scene.stage(incident.stage), leave_out=incident.leave_out,
    )  # fmt: skip


def _scenario(scene: Scene, scenario: Scenario, base: Week) -> None:
    levers = [{**lever, "stage": scene.stages[lever["stage"]]} for lever in scenario.levers]
    scene.act(save_scenario, name=scenario.name, note=scenario.note, levers=levers, base_week=str(base))
