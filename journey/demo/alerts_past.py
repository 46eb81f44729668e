"""The past of the alerts: what each Monday's figures raised, and what people said of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import polars as pl

from journey.demo.scene import Moment, Scene
from journey.demo.story import Story
from journey.demo.work import Alert, Flip
from journey.domain.weeks import Week
from journey.domain.words import AlertState, PainStatus
from journey.routine.alerts.acts import ONE_EPISODE, UNDER_WAY, add_alert, check, triage
from journey.routine.pains import change_pain
from journey.store.readers.alerts import alerts
from journey.store.tables import Alert as AlertRow
from journey.store.tables import PainPoint

WEEKS = 7
"""Mondays before this one on which figures were looked at: the first is that of the outage."""
SMALL = "Looked at it: a few customers on a few days, nothing that anybody could name. Back if it lasts."
GOOD = "Good news, and we know where it comes from: '{}'. Friday says how much of it is the change."
ASKED = "Asked the people who bring it when the next comes. Until then what it measures is unknown, not calm."
AS_HOPED = "Better than usual, and nobody minds. Looked at it, nothing to do."


def alert_moments(scene: Scene, story: Story, this_week: Week) -> Iterator[Moment]:
    """Each past Monday's check, then what was said; what the story does not speak of was looked at and set aside."""
    for back in range(WEEKS, 0, -1):
        week = this_week.shift(-back)
        yield scene.at(week.monday, 9), partial(scene.act, check, week=week.shift(-1), events=scene.settings.events)
        yield scene.at(week.monday, 9.75), partial(_set_aside, scene, story)
    for alert in story.work.alerts:
        yield scene.at(Week.parse(alert.week).monday, 9.1), partial(_make_sure, scene, alert)
        for flip in alert.flips:
            yield scene.at(flip.day, 9.5), partial(_flip, scene, alert, flip)


def _make_sure(scene: Scene, alert: Alert) -> None:
    """The alert that the story speaks of: the one that the figures raised, else one that somebody raises by hand."""
    metric, told = scene.metrics[alert.metric], [id for (kind, _), id in scene.made.items() if kind == "alert"]
    same_time = (pl.col("since") - alert.since).abs() <= ONE_EPISODE
    one_story = same_time | pl.col("state").is_in(UNDER_WAY)
    found = alerts(scene.engine, scene.journey).filter(pl.col("metric_id") == metric, ~pl.col("id").is_in(told), one_story)
    if found.is_empty():
        given = {"since": alert.since, "rule": alert.rule, "why": alert.why, "worse": alert.worse}
        row = scene.act(add_alert, by=alert.flips[0].by, metric=metric, week=Week.parse(alert.week), **given)
        scene.made["alert", alert.key] = row.key
    else:
        scene.made["alert", alert.key] = found["id"][0]


def _flip(scene: Scene, alert: Alert, flip: Flip) -> None:
    row = scene.row(AlertRow, scene.made["alert", alert.key])
    pain = scene.made["pain", alert.pain] if alert.pain else None
    blocks = {"pain": pain} if flip.state is AlertState.BLOCKER else {}
    said = {"state": flip.state, "reason": flip.reason, "revision": row.revision}
    scene.act(triage, by=flip.by, alert=row.key, **said, **blocks)
    if flip.state is AlertState.RESOLVED and pain is not None:
        hurt = scene.row(PainPoint, pain)
        scene.act(change_pain, by=flip.by, pain=pain, revision=hurt.revision, status=PainStatus.OPEN, why=flip.reason)


def _set_aside(scene: Scene, story: Story) -> None:
    """Whatever is still unanswered when Monday's hour ends: a source is asked after, good news resolved, the rest was noise."""
    for alert in _open(scene).iter_rows(named=True):
        if alert["source_id"] is not None:
            state, reason = AlertState.ACKNOWLEDGED, ASKED
        elif alert["worse"]:
            state, reason = AlertState.NOISE, SMALL
        else:
            state, reason = AlertState.RESOLVED, _good_news(scene, story, alert)
        scene.act(triage, alert=alert["id"], revision=alert["revision"], state=state, reason=reason)


def _good_news(scene: Scene, story: Story, alert: dict[str, Any]) -> str:
    """Names the newest change that had shipped at the stage by then, if any had."""
    at_stage = [change for change in story.work.changes if scene.stages[change.stage] == alert["stage_id"]]
    shipped = [change.title for change in at_stage if change.shipped and change.shipped <= alert["since"]]
    return GOOD.format(shipped[-1]) if shipped else AS_HOPED


def _open(scene: Scene) -> pl.DataFrame:
    return alerts(scene.engine, scene.journey).filter(pl.col("state") == AlertState.OPEN)
