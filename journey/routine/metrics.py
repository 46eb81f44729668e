"""The acts on a journey's metrics: what is measured where, its target and baseline, whose it is."""

from __future__ import annotations

import math
import re
from typing import Any

from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.metrics.answers import USUAL_SCALE
from journey.domain.kpis import kpi
from journey.domain.words import Direction, MetricKind
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.store.tables import Metric, Stage

CRITICAL_PER_STAGE = 3
NAMED_BY_EVENT = ("event_count", "series")
"""KPIs that are called after the event or series they look at."""


def add_metric(
    engine: Engine, *, by: int, journey: int, formula: str, stage: int | None = None, event: str | None = None,
    why: str = "", **values: Any,
) -> Metric:  # fmt: skip
    """Measure a KPI at a stage, or for the whole journey; what is not said is taken from the KPI's file.

    `event` names the event that an event count counts, the series, or the survey's scale. Refused if the same is measured
    there already, if a target is beyond what the KPI can reach, or if the stage has three critical metrics.
    """
    definition = kpi(formula)
    event = event or USUAL_SCALE.get(formula)
    named = {"name": event} if event and formula in NAMED_BY_EVENT else {}
    with act(engine, "metric.add", by=by, journey=journey, why=why) as doing:
        if stage is not None:
            doing.get(Stage, stage)
        given: dict[str, Any] = {
            "name": definition.name, "kind": definition.kind, "unit": definition.unit, "direction": definition.direction,
            "leading": definition.leading, "critical": definition.critical, "why": definition.why,
        } | named | values  # fmt: skip
        given["direction"] = Direction(given["direction"])
        _check(given["kind"], given["unit"], given)
        _once(doing, formula, stage, event)
        make_room(doing, stage, given["critical"])
        row = doing.add(Metric(journey_id=journey, formula=formula, stage_id=stage, event=event, **given))
        doing.data_changed()
    return row


def change_metric(engine: Engine, *, by: int, journey: int, metric: int, revision: int, why: str = "", **values: Any) -> Metric:
    """Change a metric's name, target, baseline, direction, owner, reason, or whether it is critical or a success metric."""
    if "direction" in values:
        values["direction"] = Direction(values["direction"])
    with act(engine, "metric.change", by=by, journey=journey, why=why) as doing:
        row = doing.get(Metric, metric)
        _check(row.kind, row.unit, values)
        if values.get("critical") and not row.critical:
            make_room(doing, row.stage_id, critical=True)
        row = doing.change(row, revision, **values)
        if row.revision != revision:
            doing.data_changed()
    return row


def bin_metric(engine: Engine, *, by: int, journey: int, metric: int, revision: int) -> Metric:
    """Put a metric in the bin; its history comes back with it."""
    with act(engine, "metric.bin", by=by, journey=journey) as doing:
        row = doing.bin(doing.get(Metric, metric), revision)
        doing.data_changed()
    return row


def _check(kind: MetricKind, unit: str, values: dict[str, Any]) -> None:
    """A name, and a target and baseline that a metric of this kind can reach; both are in its own unit, a rate a share."""
    if not values.get("name", "-").strip():
        raise Refused("A metric needs a name. Nothing was changed.")
    low, high, said = reach(kind, unit)
    for which in ("target", "baseline"):
        amount = values.get(which)
        if amount is not None and not (math.isfinite(amount) and low <= amount <= high):
            raise Refused(f"The {which} is out of reach: {said}. Nothing was changed.")


def reach(kind: MetricKind, unit: str) -> tuple[float, float, str]:
    """The lowest and highest value that a metric can have, and the same in words."""
    top = re.fullmatch(r"of (\d+(?:\.\d+)?)", unit)
    if kind is MetricKind.RATE:
        return 0, 1, "a rate lies between 0 % and 100 %"
    if kind is MetricKind.NPS:
        return -100, 100, "an NPS lies between −100 and 100"
    if kind is MetricKind.MEAN:
        return -math.inf, float(top[1]) if top else math.inf, f"the scale ends at {top[1]}" if top else "it must be a number"
    return 0, math.inf, "it cannot be less than nothing"


def _once(doing: Act, formula: str, stage: int | None, event: str | None) -> None:
    """The same KPI of the same thing at the same place once: two of them would only ask whom to believe."""
    query = select(Metric).where(
        Metric.journey_id == doing.journey_id, Metric.formula == formula, col(Metric.deleted_at).is_(None)
    )
    for row in doing.session.exec(query):
        if (row.stage_id, row.event) == (stage, event):
            raise Refused(f"'{row.name}' is measured there already. Change that one instead. Nothing was changed.")


def make_room(doing: Act, stage: int | None, critical: bool) -> None:
    """At most three critical metrics a stage: more than that nobody reads on a Monday."""
    if not critical:
        return
    at = col(Metric.stage_id).is_(None) if stage is None else col(Metric.stage_id) == stage
    query = select(func.count()).where(
        Metric.journey_id == doing.journey_id, at, col(Metric.critical), col(Metric.deleted_at).is_(None)
    )
    if doing.session.exec(query).one() >= CRITICAL_PER_STAGE:
        where = "The whole journey" if stage is None else "This stage"
        raise Refused(f"{where} has three critical metrics already. Make one of them uncritical first. Nothing was changed.")
