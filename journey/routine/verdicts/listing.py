"""Friday's list: which verdicts are due, which are late, and when the others will be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.engine import Engine

from journey.routine.verdicts.figures import Figures
from journey.routine.verdicts.planning import on_day
from journey.routine.verdicts.trial import Trial, is_open, is_past
from journey.routine.verdicts.trials import due_on, trials
from journey.store.readers.work import changes


class Stand(StrEnum):
    """Where a change stands on a Friday, in the order of the list."""

    OVERDUE = "overdue"
    DUE = "due"
    WAITING = "not yet due"
    PLANNED = "not shipped yet"
    UNTESTED = "names no metric"
    DECIDED = "decided"


@dataclass(frozen=True)
class Listed:
    """A change on a Friday's list; `trial` where there are days to try it by, `sentence` says when its verdict is due."""

    change: dict[str, Any]
    trial: Trial | None
    state: Stand
    due_on: date | None
    sentence: str


def due(engine: Engine, journey_id: int, *, friday: date, tried: Sequence[Trial] | None = None) -> list[Listed]:
    """Every change as it stands on `friday`: overdue and due ones first, the oldest of them on top; `tried` saves computing.

    Rules: what was decided before that week is in the learning log, not here, unless it was too early then; a verdict given
    since is shown as decided; what shipped after that Friday had not shipped yet.
    """
    rows = [row for row in changes(engine, journey_id).iter_rows(named=True) if not is_past(row, friday)]
    if tried is None:
        until = _monday(friday) - timedelta(days=1)
        tried = trials(engine, journey_id, until=until, friday=friday, only=[row["id"] for row in rows])
    measured = set(Figures(engine, journey_id, friday).own)
    by_change = {trial.change["id"]: trial for trial in tried}
    return _in_order(_listed(row, by_change.get(row["id"]), friday, measured) for row in rows)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _listed(change: dict[str, Any], trial: Trial | None, friday: date, measured: Collection[int]) -> Listed:
    shipped, verdict = change["shipped_on"], change["verdict"]
    if not is_open(change):
        said = f"Decided on {on_day(change['decided_on'] or friday)}: {verdict}."
        return Listed(change, trial, Stand.DECIDED, change["due_on"], said)
    if shipped is None or shipped > friday:
        return Listed(change, None, Stand.PLANNED, change["due_on"], _planned(change, friday))
    if change["metric_id"] not in measured:
        why = "names no metric" if change["metric_id"] is None else "has lost its metric"
        said = f"It {why}, so that nothing can say whether it worked."
        return Listed(change, None, Stand.UNTESTED, None, said)
    day = trial.due_on if trial else due_on(change)
    state = Stand.WAITING if day > friday else Stand.DUE if day >= _monday(friday) else Stand.OVERDUE
    closed = day < due_on(change)
    return Listed(change, trial, state, day, f"{_sentence(change, state, day, closed=closed)}{_apart(trial)}")


def _apart(trial: Trial | None) -> str:
    """What no waiting changes: another change came too close."""
    if trial is None or trial.alone:
        return ""
    return " " + next(note.sentence for note in trial.notes if note.kind == "overlap" and note.weighty)


def _planned(change: dict[str, Any], friday: date) -> str:
    day = change["shipped_on"] or change["ships_on"]
    if day is None:
        return "Nobody said yet when it ships: its verdict has no Friday before that."
    if day < _monday(friday):
        return f"It was to ship on {on_day(day)}, and nobody said that it did: say when it shipped, or plan it anew."
    ships = f"It ships on {on_day(day)}"
    if change["due_on"] is None:
        return f"{ships}; it names no metric yet, so that no verdict is due."
    return f"{ships}; the verdict would be due on {on_day(change['due_on'])}{_weeks(change)}."


def _sentence(change: dict[str, Any], state: Stand, day: date, *, closed: bool) -> str:
    if closed:
        due = "was" if state is Stand.OVERDUE else "is"
        return f"The verdict {due} due on {on_day(day)}: the next change on the metric ended its days, and waiting adds none."
    if state is Stand.OVERDUE:
        return f"The verdict was due on {on_day(day)}."
    if state is Stand.DUE:
        return f"The verdict is due on {on_day(day)}{_weeks(change)}."
    return f"Verdict due on {on_day(day)}{_weeks(change)}."


def _weeks(change: dict[str, Any]) -> str:
    weeks = change["weeks"]
    if weeks is None:
        return ""
    lag = f" after {change['lag_days']} days until it shows" if change["lag_days"] else ""
    return f", about {weeks} week{'s' if weeks > 1 else ''} at this volume{lag}"


def _in_order(listed: Iterable[Listed]) -> list[Listed]:
    order = list(Stand)
    return sorted(listed, key=lambda one: (order.index(one.state), one.due_on or date.max, one.change["id"]))
