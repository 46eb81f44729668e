"""The acts of closing a week: its clock, what the next week is about, and opening again what was closed too soon."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.weeks import Week
from journey.domain.words import EntryKind, Weekday
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.weeks import week_row
from journey.store.tables import AuditEvent, Entry, Stage, Team, WeekRow, now

MINUTES = 20
"""How long closing a week takes."""
STANDS = timedelta(hours=4)
"""For so long a clock that was started runs on: after that it was another day's."""


def start_clock(engine: Engine, *, by: int, journey: int, week: str) -> WeekRow:
    """Start the closing's clock for everybody who has the page open; once more starts it anew."""
    with act(engine, "week.clock", by=by, journey=journey) as doing:
        row = week_row(doing, week, lock=True)
        if row.closed_at is not None:
            raise Refused(f"Week {row.label} is closed already. Nothing was changed.")
        return doing.change(row, row.revision, clock_at=now())


def set_focus(engine: Engine, *, by: int, journey: int, week: str, text: str, revision: int = 0, **values: Any) -> Entry:
    """Say what `week` is about, the week after the one that is being closed; there is one such sentence a week.

    values: stage_id, team_id. `revision` 0: nobody has said it yet.
    """
    if not text.strip():
        raise Refused("Say in a sentence what the week is about. Nothing was saved.")
    label = str(Week.parse(week))
    with act(engine, "focus.set", by=by, journey=journey) as doing:
        week_row(doing, label, lock=True)
        _known(doing, values)
        query = select(Entry).where(Entry.journey_id == journey, Entry.week == label, Entry.kind == EntryKind.FOCUS)
        there = doing.session.exec(query.where(col(Entry.deleted_at).is_(None))).first()
        if there is not None:
            return doing.change(there, revision, text=text.strip(), **values)
        row = Entry(
            journey_id=journey, week=label, weekday=Weekday.FRIDAY, kind=EntryKind.FOCUS, text=text.strip(),
            person_id=doing.person.key, **values,
        )  # fmt: skip
        return doing.add(row)


def reopen_week(engine: Engine, *, by: int, journey: int, week: str) -> WeekRow:
    """Open a week that was closed too soon; what closing carried into the next one goes, where nobody has touched it since.

    Refused while the week after is closed: what it was carried has gone on into the next one.
    """
    with act(engine, "week.reopen", by=by, journey=journey) as doing:
        row = week_row(doing, week, lock=True)
        if row.closed_at is None:
            raise Refused(f"Week {row.label} is open. Nothing was changed.")
        following = week_row(doing, str(Week.parse(row.label).shift(1)), lock=True)
        if following.closed_at is not None:
            raise Refused(f"Week {following.label} is closed, too. Open that one first. Nothing was changed.")
        for entry in _carried(doing, row):
            doing.bin(entry, entry.revision)
        return doing.change(row, row.revision, closed_at=None)


def _carried(doing: Act, row: WeekRow) -> list[Entry]:
    """What the last closing put into the week after and is as it was put there."""
    events = select(AuditEvent).where(AuditEvent.journey_id == doing.journey_id, AuditEvent.act == "week.close")
    last = doing.session.exec(
        events.where(AuditEvent.subject == "week", AuditEvent.subject_id == row.key).order_by(col(AuditEvent.id).desc())
    ).first()
    if last is None or not last.token:
        return []
    made = events.where(AuditEvent.token == last.token, AuditEvent.subject == "entry")
    rows = [doing.session.get(Entry, event.subject_id) for event in doing.session.exec(made)]
    return [entry for entry in rows if entry is not None and entry.deleted_at is None and entry.revision == 1]


def _known(doing: Act, values: dict[str, Any]) -> None:
    for name, table in (("stage_id", Stage), ("team_id", Team)):
        if values.get(name) is not None:
            doing.get(table, values[name])
