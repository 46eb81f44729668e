"""What dismissals teach: the limits that a metric is judged by grow wider, in plain sight, and can be put back."""

from __future__ import annotations

from math import prod

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.errors import Refused
from journey.routine.act import Act, act
from journey.store.tables import Alert, Lesson, now

WIDER = 1.25
"""How much wider the limits of one metric (or of one segment of it) get with each dismissal as noise."""
WIDEST = 2.0
"""What all dismissals together may come to: beyond it a metric would never be heard again."""
DETECTED = ("spike", "shift", "drift")
"""The rules of the detector; others have limits of their own, which a dismissal leaves alone."""


def undo_lesson(engine: Engine, *, by: int, journey: int, lesson: int, revision: int, why: str = "") -> Lesson:
    """Judge the metric as before the dismissal; the dismissal itself stays on record."""
    with act(engine, "lesson.undo", by=by, journey=journey, why=why) as doing:
        return doing.bin(doing.get(Lesson, lesson), revision)


def restore_lesson(engine: Engine, *, by: int, journey: int, lesson: int) -> Lesson:
    """Let a dismissal count again; Refused if the metric's limits would pass WIDEST."""
    with act(engine, "lesson.restore", by=by, journey=journey) as doing:
        row = doing.get(Lesson, lesson, binned=True)
        if factor_of(_live(doing, row.metric_id, row.segment)) * row.factor > WIDEST + 1e-9:
            raise Refused(
                f"The limits of this metric are {WIDEST:g} times as wide already, and don't get wider. Nothing was changed."
            )
        return doing.restore(row)


def teach(doing: Act, alert: Alert) -> Lesson | None:
    """Learn from a dismissal, within its act: WIDER limits for the alert's metric and segment, WIDEST at most.

    None where there is nothing to learn: the owner's own rules, a source's health and what was raised by hand.
    """
    if alert.metric_id is None or alert.rule_id is not None or alert.rule not in DETECTED:
        return None
    factor = min(WIDER, WIDEST / factor_of(_live(doing, alert.metric_id, alert.segment)))
    if factor <= 1.0:
        return None
    lesson = Lesson(
        journey_id=alert.journey_id, metric_id=alert.metric_id, segment=alert.segment, alert_id=alert.key, factor=factor, at=now()
    )
    return doing.add(lesson)


def unlearn(doing: Act, alert: Alert) -> None:
    """Take back what dismissing this alert taught, within the act that reopens it."""
    query = select(Lesson).where(Lesson.alert_id == alert.key, col(Lesson.deleted_at).is_(None))
    for lesson in doing.session.exec(query).all():
        doing.bin(lesson, lesson.revision)


def factor_of(factors: list[float]) -> float:
    """What lessons come to together: their product, WIDEST at most."""
    return min(prod(factors), WIDEST)


def _live(doing: Act, metric: int, segment: str) -> list[float]:
    query = select(Lesson.factor).where(Lesson.metric_id == metric, Lesson.segment == segment, col(Lesson.deleted_at).is_(None))
    return list(doing.session.exec(query).all())
