"""What a blocker becomes: a pain point of its stage, with the alert as evidence."""

from __future__ import annotations

import polars as pl
from sqlmodel import col, select

from journey.domain.words import PainStatus
from journey.errors import Refused
from journey.routine.act import Act
from journey.routine.alerts.rule_words import TOPIC
from journey.routine.pains import put_evidence
from journey.store.tables import Alert, Evidence, Metric, PainPoint, Source, Stage, Theme, now


def block(doing: Act, alert: Alert, pain: int | None, said: pl.DataFrame | None = None) -> None:
    """Make `pain` the blocker that this alert shows: the known one, else the one this alert made before, else a new one.

    `said` are customers' words that go behind it too: their id (a turn's is below zero) and text.
    """
    name = _named(doing, alert)
    before = select(PainPoint).where(PainPoint.alert_id == alert.key, col(PainPoint.deleted_at).is_(None))
    row = doing.get(PainPoint, pain) if pain is not None else doing.session.exec(before).first()
    if row is None:
        row = doing.add(_new_blocker(doing, alert, name))
    else:
        doing.change(doing.hold(row), row.revision, status=PainStatus.BLOCKER, alert_id=alert.key, blocked_at=now())
    behind = select(Evidence).where(Evidence.pain_id == row.key, Evidence.alert_id == alert.key)
    if doing.session.exec(behind.where(col(Evidence.deleted_at).is_(None))).first() is None:
        put_evidence(doing, row, source="analytics", text=f"{name}: {alert.why}", alert_id=alert.key)
        for id, text in said.select("id", "text").iter_rows() if said is not None else ():
            words = {"source": "survey", "verbatim_id": id} if id > 0 else {"source": "conversation", "turn_id": -id}
            put_evidence(doing, row, text=text, alert_id=alert.key, **words)


def _new_blocker(doing: Act, alert: Alert, name: str) -> PainPoint:
    if alert.stage_id is None:
        raise Refused(
            "This alert is about the whole journey. Choose the pain point behind it, or add one on the map first. "
            "Nothing was changed."
        )
    stage = doing.get(Stage, alert.stage_id)
    return PainPoint(
        journey_id=alert.journey_id, stage_id=stage.key, title=f"{name} stands out at {stage.name}"[:200], team_id=stage.team_id,
        status=PainStatus.BLOCKER, alert_id=alert.key, blocked_at=now(), severity=4,
    )  # fmt: skip


def _named(doing: Act, alert: Alert) -> str:
    metric = doing.session.get(Metric, alert.metric_id) if alert.metric_id else None
    source = doing.session.get(Source, alert.source_id) if alert.source_id else None
    theme = doing.session.get(Theme, alert.theme_id) if alert.theme_id else None
    topic = alert.segment.removeprefix(TOPIC) if alert.segment.startswith(TOPIC) else ""
    said = f"“{theme.given or theme.name}”" if theme else topic or "The journey"
    return metric.name if metric else source.name if source else said
