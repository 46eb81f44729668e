"""What waits for people on each day of a week, as counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, or_
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.weeks import Week
from journey.domain.words import ActionStatus, AlertState, EntryKind, PainStatus, Standing, Verdict
from journey.store.engine import JOURNEY, columns, connected
from journey.store.tables import Action, Alert, Card, Change, Entry, MapSnapshot, Metric, PainPoint, Reading

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

    With `stages` only what belongs to one of them, to none, or to the team `team_id`. Verdicts are due on shipped changes whose
    Friday has come, whose metric is still there, and that nobody has judged for good.
    """
    values = {"journey": journey_id, "week": week, "today": today, "until": until, "team": team_id}
    values |= {"friday": Week.parse(week).monday + timedelta(days=4), "stages": list(stages or ())}
    query = _counts(stages is not None, team_id is not None)
    with connected(engine) as connection:
        return Waiting(**connection.execute(query, values).one()._asdict())


@cache
def _counts(scoped: bool, of_team: bool) -> Any:
    """All the counts as one row: asked together they cost a tenth of what they cost one by one."""
    week, today, until, friday = map(_parameter, ("week", "today", "until", "friday"))
    acted = select(Action.pain_id).where(col(Action.pain_id).is_not(None), col(Action.deleted_at).is_(None))
    scope = Scope(scoped, of_team)
    blocker, undone = PainPoint.status == PainStatus.BLOCKER, Action.status != ActionStatus.RESOLVED
    undecided = or_(col(Change.verdict).is_(None), col(Change.verdict) == Verdict.TOO_EARLY)
    measured = col(Change.metric_id).in_(select(Metric.id).where(col(Metric.deleted_at).is_(None)))
    carried = (Entry.week == week, Entry.kind == EntryKind.CARRIED, ~col(Entry.settled))
    claims = [scope.count(table, table.standing == Standing.HYPOTHESIS) for table in (Card, PainPoint)]
    versions = columns(func.count()).where(MapSnapshot.journey_id == JOURNEY).scalar_subquery()
    named = {
        "new_alerts": scope.count(Alert, Alert.state == AlertState.OPEN),
        "watched": scope.count(Alert, col(Alert.state).in_((AlertState.WATCH, AlertState.ACKNOWLEDGED))),
        "blockers": scope.count(PainPoint, blocker),
        "blockers_without_action": scope.count(PainPoint, blocker, col(PainPoint.id).not_in(acted)),
        "overdue": scope.count(Action, undone, col(Action.due) < today),
        "due_soon": scope.count(Action, undone, col(Action.due) >= today, col(Action.due) <= until),
        "carried": scope.count(Entry, *carried),
        "heard": scope.count(Reading, Reading.week == week, ~col(Reading.skipped)),
        "hypotheses": claims[0] + claims[1],
        "versions": versions,
        "verdicts_due": scope.count(
            Change, undecided, measured, col(Change.shipped_on).is_not(None), col(Change.due_on) <= friday
        ),
    }
    return columns(*(count.label(name) for name, count in named.items()))


def _parameter(name: str) -> Any:
    return bindparam(name)


@dataclass(frozen=True)
class Scope:
    """Whose work is counted: a journey's, or of it what belongs to some stages, to none, or to a team."""

    scoped: bool
    of_team: bool

    def count(self, table: Counted, *where: Any) -> Any:
        """How many rows of the table that are not in the bin, as a part of a query with the parameters journey, stages, team."""
        query = columns(func.count(col(table.id))).where(table.journey_id == JOURNEY, col(table.deleted_at).is_(None), *where)
        if self.scoped:
            theirs: list[Any] = [col(table.stage_id).is_(None), col(table.stage_id).in_(bindparam("stages", expanding=True))]
            if self.of_team and hasattr(table, "team_id"):
                theirs.append(table.team_id == bindparam("team"))
            query = query.where(or_(*theirs))
        return query.scalar_subquery()
