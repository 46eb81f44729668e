"""The act on how a journey is watched: its budget of false alarms, its holidays, its patience and its quiet hours."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.errors import Refused
from journey.routine.act import act
from journey.routine.calendar_days import holidays_of
from journey.store.engine import alone
from journey.store.tables import AlertPlan

RANGES: dict[str, tuple[float, float, str]] = {
    "false_alarms_month": (0.1, 60, "Accept 0.1 to 60 false alarms a month"),
    "cooldown_days": (0, 90, "A metric can rest 0 to 90 days after an answer"),
    "escalate_days": (1, 60, "An unanswered alert can be passed on after 1 to 60 days"),
}
"""The least and the most of each figure, and how to say so."""


def set_plan(engine: Engine, *, by: int, journey: int, revision: int, why: str = "", **values: Any) -> AlertPlan:
    """Say how the journey is watched: any of false_alarms_month, country, cooldown_days, escalate_days, quiet_from, quiet_to.

    revision is that of `readers.alerts.plan`, 0 where nobody has said yet. Refused, in words, for what can't be.
    """
    with act(engine, "alert_plan.set", by=by, journey=journey, why=why) as doing:
        alone(doing.session.connection(), journey)
        row = doing.session.exec(select(AlertPlan).where(AlertPlan.journey_id == journey)).first()
        _refuse_what_cannot_be({**_hours(row), **values})
        if "country" in values:
            values["country"] = values["country"].strip().upper()
        if row is None:
            return doing.add(AlertPlan(journey_id=journey, **values))
        return doing.change(row, revision, **values)


def _hours(row: AlertPlan | None) -> dict[str, int | None]:
    return {"quiet_from": row.quiet_from if row else None, "quiet_to": row.quiet_to if row else None}


def _refuse_what_cannot_be(values: dict[str, Any]) -> None:
    for name, (least, most, said) in RANGES.items():
        if name in values and not (least <= values[name] <= most):
            raise Refused(f"{said}. Nothing was changed.")
    first, last = values["quiet_from"], values["quiet_to"]
    if (first is None) != (last is None):
        raise Refused("Quiet hours need a beginning and an end, or neither. Nothing was changed.")
    if first is not None and (first == last or not {first, last} <= set(range(24))):
        raise Refused("Quiet hours go from one full hour of the day, 0 to 23, to another. Nothing was changed.")
    holidays_of(values.get("country", ""), date(2026, 1, 1), date(2026, 1, 1))
