"""What waits for people on each day of a week, as counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy.engine import Engine
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from journey.domain.weeks import Week
from journey.domain.words import ActionStatus, AlertState, EntryKind, PainStatus, Standing, Verdict
from journey.store.engine import reading
from journey.store.tables import Action, Alert, Card, Change, Entry, MapSnapshot, PainPoint, Reading

Counted = type[Alert | Action | PainPoint | Entry | Reading | Card | Change]


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


def waiting(
    engine: Engine, journey_id: int, *, week: str, today: date, until: date,
    stages: Sequence[int] | None = None, team_id: int | None = None,
) -> Waiting:  # fmt: skip
    """What waits in `week` on `today`; actions due by `until` are due soon.

    With `stages` only what belongs to one of them, to none, or to the team `team_id`. Verdicts are due on changes that shipped
    in the weeks that Friday looks at, up to the week before.
    """
    acted = select(Action.pain_id).where(col(Action.pain_id).is_not(None), col(Action.deleted_at).is_(None))
    scope = Scope(journey_id, stages, team_id)
    blockers = scope.count(PainPoint, PainPoint.status == PainStatus.BLOCKER)
    undone = Action.status != ActionStatus.RESOLVED
    undecided = or_(col(Change.verdict).is_(None), col(Change.verdict).in_((Verdict.TOO_EARLY, Verdict.CANT_TELL)))
    shipped = col(Change.shipped_on) <= Week.parse(week).shift(-1).sunday
    queries = {
        "new_alerts": scope.count(Alert, Alert.state == AlertState.OPEN),
        "watched": scope.count(Alert, Alert.state == AlertState.WATCH),
        "blockers": blockers,
        "blockers_without_action": blockers.where(col(PainPoint.id).not_in(acted)),
        "overdue": scope.count(Action, undone, col(Action.due) < today),
        "due_soon": scope.count(Action, undone, col(Action.due) >= today, col(Action.due) <= until),
        "carried": scope.count(Entry, Entry.week == week, Entry.kind == EntryKind.CARRIED, ~col(Entry.settled)),
        "heard": scope.count(Reading, Reading.week == week, ~col(Reading.skipped)),
        "versions": select(func.count()).where(MapSnapshot.journey_id == journey_id),
        "verdicts_due": scope.count(Change, undecided, shipped, col(Change.metric_id).is_not(None)),
    }
    claims = [scope.count(table, table.standing == Standing.HYPOTHESIS) for table in (Card, PainPoint)]
    with reading(engine) as session:
        counts = {name: session.exec(query).one() for name, query in queries.items()}
        return Waiting(**counts, hypotheses=sum(session.exec(query).one() for query in claims))


@dataclass(frozen=True)
class Scope:
    """Whose work is counted: a journey's, or of it what belongs to some stages, to none, or to a team."""

    journey_id: int
    stages: Sequence[int] | None
    team_id: int | None

    def count(self, table: Counted, *where: Any) -> SelectOfScalar[int]:
        """How many rows of the table that are not in the bin."""
        query = select(func.count(col(table.id))).where(
            table.journey_id == self.journey_id, col(table.deleted_at).is_(None), *where
        )
        if self.stages is None:
            return query
        theirs: list[Any] = [col(table.stage_id).is_(None), col(table.stage_id).in_(self.stages)]
        if self.team_id is not None and hasattr(table, "team_id"):
            theirs.append(col(table.team_id) == self.team_id)
        return query.where(or_(*theirs))
