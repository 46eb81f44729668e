"""What waits for people on each day of a week, as counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from journey.domain.words import ActionStatus, AlertState, EntryKind, PainStatus, Standing, Verdict
from journey.store.engine import reading
from journey.store.tables import Action, Alert, Card, Change, Entry, MapSnapshot, PainPoint, Reading


@dataclass(frozen=True)
class Waiting:
    """Counts of what waits; `heard` is how many customers were listened to this week."""

    new_alerts: int
    watched: int
    blockers: int
    blockers_without_action: int
    overdue: int
    due_soon: int
    carried: int
    heard: int
    hypotheses: int
    versions: int
    verdicts_due: int


def waiting(engine: Engine, journey_id: int, *, week: str, today: date, until: date) -> Waiting:
    """What waits in `week` on `today`; actions due by `until` are due soon."""
    acted = select(Action.pain_id).where(col(Action.pain_id).is_not(None), col(Action.deleted_at).is_(None))
    blockers = _of(PainPoint, journey_id).where(PainPoint.status == PainStatus.BLOCKER)
    undone = _of(Action, journey_id).where(Action.status != ActionStatus.RESOLVED)
    claims = (_of(table, journey_id).where(table.standing == Standing.HYPOTHESIS) for table in (Card, PainPoint))
    with reading(engine) as session:
        return Waiting(
            new_alerts=_count(session, _of(Alert, journey_id).where(Alert.state == AlertState.OPEN)),
            watched=_count(session, _of(Alert, journey_id).where(Alert.state == AlertState.WATCH)),
            blockers=_count(session, blockers),
            blockers_without_action=_count(session, blockers.where(col(PainPoint.id).not_in(acted))),
            overdue=_count(session, undone.where(col(Action.due) < today)),
            due_soon=_count(session, undone.where(col(Action.due) >= today, col(Action.due) <= until)),
            carried=_count(
                session, _of(Entry, journey_id).where(Entry.week == week, Entry.kind == EntryKind.CARRIED, ~col(Entry.settled))
            ),
            heard=_count(session, _of(Reading, journey_id).where(Reading.week == week, ~col(Reading.skipped))),
            hypotheses=sum(_count(session, query) for query in claims),
            versions=_count(session, select(func.count()).where(MapSnapshot.journey_id == journey_id)),
            verdicts_due=_count(session, _undecided(journey_id, today)),
        )


def _undecided(journey_id: int, today: date) -> SelectOfScalar[int]:
    open_verdict = or_(col(Change.verdict).is_(None), col(Change.verdict) == Verdict.TOO_EARLY)
    return _of(Change, journey_id).where(open_verdict, col(Change.shipped_on) <= today, col(Change.metric_id).is_not(None))


def _of(table: type[Alert | Action | PainPoint | Entry | Reading | Card | Change], journey_id: int) -> SelectOfScalar[int]:
    return select(func.count(col(table.id))).where(table.journey_id == journey_id, col(table.deleted_at).is_(None))


def _count(session: Session, query: SelectOfScalar[int]) -> int:
    return session.exec(query).one()
