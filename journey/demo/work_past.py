"""The past of the work: pain points with their evidence, opportunities, actions, changes and their verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import count

from journey.demo.scene import Moment, Scene
from journey.demo.story import Story
from journey.demo.work import AS_FOUND, Action, Change, Evidence, Opportunity, Pain
from journey.domain.weeks import Week
from journey.domain.words import ActionStatus, Verdict
from journey.routine.changes import add_change
from journey.routine.iteration import change_opportunity
from journey.routine.pains import add_evidence, add_opportunity, add_pain, change_pain
from journey.routine.verdicts import trials
from journey.routine.verdicts.deciding import decide
from journey.routine.work import add_action, change_action
from journey.store.tables import Action as ActionRow
from journey.store.tables import Change as ChangeRow
from journey.store.tables import Opportunity as OpportunityRow
from journey.store.tables import PainPoint

A_DAY = timedelta(days=1)


def work_moments(scene: Scene, story: Story) -> Iterator[Moment]:
    """What was written down, agreed, shipped and decided, each on its day; late in the morning, after the day's figures."""
    minutes = (number / 60 for number in count())
    work = story.work
    for pain in work.pains:
        yield scene.at(pain.day, 8.5 + next(minutes)), partial(_pain, scene, pain)
        for evidence in pain.evidence:
            yield scene.at(pain.day, 16.5 + next(minutes)), partial(_evidence, scene, pain, evidence)
        if pain.blocks_since:
            yield scene.at(pain.blocks_since, 10.5), partial(_stands, scene, pain, "It stands in the way: named on Tuesday")
    days = {pain.key: pain.day for pain in work.pains}
    for chance in work.opportunities:
        yield scene.at(days[chance.pain], 17.6 + next(minutes)), partial(_opportunity, scene, chance)
    for change in work.changes:
        yield scene.at(change.told, 10), partial(_change, scene, change)
        if change.decided:
            yield scene.at(change.decided, 15), partial(_decide, scene, change)
            if change.pain and change.verdict is Verdict.VALIDATED:
                solved = next(pain for pain in work.pains if pain.key == change.pain)
                yield scene.at(change.decided, 15.1), partial(_stands, scene, solved, change.verdict_why)
    for action in work.actions:
        yield scene.at(action.created, 11), partial(_action, scene, action)
        if action.status is not ActionStatus.OPEN:
            day = action.resolved or action.created + A_DAY
            yield scene.at(day, 16), partial(_move, scene, action)


def _pain(scene: Scene, pain: Pain) -> None:
    """Written down on its day, unless the map had it first."""
    if ("pain", pain.key) in scene.made:
        return
    scales = {name: getattr(pain, name) for name in ("severity", "frequency", "impact", "effort", "description")}
    row = scene.act(add_pain, stage=scene.stages[pain.stage], title=pain.title, team_id=scene.teams[pain.team], **scales)
    scene.made["pain", pain.key] = row.key


def _stands(scene: Scene, pain: Pain, why: str) -> None:
    """Say where the pain point stands: in the way, or resolved."""
    row = scene.row(PainPoint, scene.made["pain", pain.key])
    scene.act(change_pain, pain=row.key, revision=row.revision, status=pain.status, why=why)


def _evidence(scene: Scene, pain: Pain, evidence: Evidence) -> None:
    scene.act(add_evidence, pain=scene.made["pain", pain.key], source=evidence.source, text=evidence.text)


def _opportunity(scene: Scene, chance: Opportunity) -> None:
    """Noted about its pain point; one that the map has already is only tied to it."""
    pain = scene.made["pain", chance.pain]
    if chance.card is None or ("opportunity", chance.card) not in scene.made:
        about = {"pain": pain, "description": chance.description}
        row = scene.act(add_opportunity, stage=scene.stages[chance.stage], title=chance.title, **about)
        scene.made["opportunity", chance.card or chance.title] = row.key
        return
    known = scene.row(OpportunityRow, scene.made["opportunity", chance.card])
    scene.act(change_opportunity, opportunity=known.key, revision=known.revision, pain_id=pain, why="It is about this pain point")


def _change(scene: Scene, change: Change) -> None:
    """Its hypothesis is written down by whoever forecasts it."""
    row = scene.act(
        add_change, by=change.by, title=change.title, description=change.description, kind=change.kind,
        stage_id=scene.stages[change.stage], team_id=scene.teams[change.team],
        pain_id=scene.made["pain", change.pain] if change.pain else None, metric_id=scene.metrics[change.metric],
        direction=change.direction, size=change.size, confidence=change.confidence, shipped_on=change.shipped,
        ships_on=change.ships, lag_days=change.lag, guards=[scene.metrics[guard] for guard in change.guards],
        alert_id=_alert(scene, change.alert), cost=change.cost, cost_source=change.cost_source,
        rollout=[{"segment": wave.segment, "on": wave.on.isoformat()} for wave in change.rollout],
    )  # fmt: skip
    scene.made["change", change.key] = row.key


def _alert(scene: Scene, metric: str | None) -> int | None:
    """The alert on that metric that people have handled."""
    return next((id for (kind, key), id in scene.made.items() if kind == "alert" and key.split()[0] == metric), None)


def _decide(scene: Scene, change: Change) -> None:
    """What the data said goes on record; a verdict that the story does not give is the data's."""
    assert change.decided is not None
    row = scene.row(ChangeRow, scene.made["change", change.key])
    until = Week.of(change.decided).shift(-1).sunday
    (trial,) = trials(scene.engine, scene.journey, until=until, only=[row.key])
    verdict = trial.ruling.verdict if change.verdict == AS_FOUND else Verdict(change.verdict or "")
    said = {"why": change.verdict_why, "learning": change.learning, "today": change.decided, "found": trial.found}
    scene.act(decide, change=row.key, revision=row.revision, verdict=verdict, **said)


def _action(scene: Scene, action: Action) -> None:
    row = scene.act(
        add_action, title=action.title, owner_id=scene.people[action.owner], team_id=scene.teams[action.team], due=action.due,
        pain_id=scene.made["pain", action.pain] if action.pain else None, stage_id=scene.stage(action.stage),
        metric_id=scene.metrics[action.metric] if action.metric else None, link=action.link, story=action.story,
        opportunity_id=scene.made["opportunity", action.opportunity] if action.opportunity else None,
        criteria="\n".join(action.criteria),
    )  # fmt: skip
    scene.made["action", action.key] = row.key


def _move(scene: Scene, action: Action) -> None:
    """Its owner says that it is under way, or done."""
    row = scene.row(ActionRow, scene.made["action", action.key])
    today = action.resolved or action.created + A_DAY
    scene.act(change_action, by=action.owner, action=row.key, revision=row.revision, today=today, status=action.status)
