"""The acts on changes: written down with a hypothesis, edited, shipped, put in the bin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.engine import Engine

from journey.domain import format
from journey.domain.words import MetricKind
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.verdicts.figures import Figures
from journey.routine.verdicts.planning import plan
from journey.routine.verdicts.siblings import touched
from journey.store.engine import reading
from journey.store.tables import Action, Alert, Change, Metric, PainPoint, Stage

PLANNED = ("metric_id", "size", "ships_on", "shipped_on", "lag_days", "segment", "alert_id")
"""What the waiting time follows from: with any of them changed it is told anew."""
BESIDE: dict[str, type[Any]] = {"metric_id": Metric, "pain_id": PainPoint, "action_id": Action, "stage_id": Stage}


def add_change(
    engine: Engine, *, by: int, journey: int, title: str, why: str = "", until: date | None = None, **values: Any
) -> Change:
    """Write down a change with its hypothesis, before it ships or after; it tells itself when its verdict is due.

    values: any field of Change; pain point, stage and team are those of its action or pain point unless named. `size` is the
    smallest effect worth having, in the metric's own unit; `until` the last day of data that the waiting time is told from
    (the newest there is).
    """
    values = _checked({"title": title, **values})
    _checked_together(engine, journey, values)
    told = _plan(engine, journey, values, until)
    with act(engine, "change.add", by=by, journey=journey, why=why) as doing:
        _there(doing, values)
        own = {"person_id": doing.person.key, **told, **_from_work(doing, values)}
        return doing.add(Change(**own | {name: value for name, value in values.items() if value is not None}, journey_id=journey))


def change_change(
    engine: Engine, *, by: int, journey: int, change: int, revision: int, why: str = "", until: date | None = None, **values: Any
) -> Change:
    """Edit a change, its hypothesis or the day it shipped; where its waiting time hangs on that, it is told anew."""
    values = _checked(values)
    with reading(engine) as session:
        row = session.get(Change, change)
    now = {name: getattr(row, name) for name in Change.model_fields} if row is not None else {}
    _checked_together(engine, journey, {**now, **values})
    anew = any(name in values and values[name] != now.get(name) for name in PLANNED)
    told = _plan(engine, journey, {**now, **values}, until) if anew else {}
    with act(engine, "change.change", by=by, journey=journey, why=why) as doing:
        _there(doing, values)
        return doing.change(doing.get(Change, change), revision, **{**told, **values})


def ship_change(
    engine: Engine, *, by: int, journey: int, change: int, revision: int, on: date, until: date | None = None, why: str = ""
) -> Change:
    """Say that a change shipped, and when: the days after count from then, and the Friday of its verdict is told anew."""
    return change_change(engine, by=by, journey=journey, change=change, revision=revision, shipped_on=on, until=until, why=why)


def bin_change(engine: Engine, *, by: int, journey: int, change: int, revision: int) -> Change:
    """Put a change in the bin."""
    with act(engine, "change.bin", by=by, journey=journey) as doing:
        return doing.bin(doing.get(Change, change), revision)


def _plan(engine: Engine, journey: int, values: Mapping[str, Any], until: date | None) -> dict[str, Any]:
    """The waiting time and the Friday of the verdict; neither while it names no metric or no day."""
    on, metric = values.get("shipped_on") or values.get("ships_on"), values.get("metric_id")
    if on is None or metric is None:
        return {"weeks": None, "due_on": None}
    if metric not in Figures(engine, journey, on).own:
        return {}  # the act refuses it in its own words
    told = plan(
        engine, journey, metric_id=metric, size=values.get("size"), ships_on=on, until=until,
        lag_days=values.get("lag_days", 0), segment=values.get("segment", ""),
        alert_id=values.get("alert_id"),
    )  # fmt: skip
    return {"weeks": told.weeks, "due_on": told.due_on}


def _from_work(doing: Act, values: Mapping[str, Any]) -> dict[str, Any]:
    """Pain point, stage and team of the action that a change carries out, or of the pain point that it is about."""
    found: dict[str, Any] = {}
    if values.get("action_id"):
        action = doing.get(Action, values["action_id"])
        found = {"pain_id": action.pain_id, "stage_id": action.stage_id, "team_id": action.team_id}
    pain = doing.session.get(PainPoint, values.get("pain_id") or found.get("pain_id") or 0)
    if pain is None or pain.deleted_at is not None:
        return {**found, "pain_id": None}
    return {"stage_id": pain.stage_id, "team_id": pain.team_id, **{k: v for k, v in found.items() if v is not None}}


def _there(doing: Act, values: Mapping[str, Any]) -> None:
    """What the change names is there and on this journey."""
    for name, table in BESIDE.items():
        if values.get(name):
            doing.get(table, values[name])
    if values.get("alert_id") and getattr(doing.session.get(Alert, values["alert_id"]), "journey_id", None) != doing.journey_id:
        raise Refused("The alert that this change answers is no longer here. Nothing was saved.")


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """The values as they are stored; Refused, in words, where one can't be."""
    if "title" in values:
        values["title"] = values["title"].strip()
        if not values["title"]:
            raise Refused("A change needs a title: what was shipped? Nothing was saved.")
    if values.get("size") is not None:
        values["size"] = abs(values["size"])
    if (sure := values.get("confidence")) is not None and not 0 <= sure <= 1:
        raise Refused(f"How sure you are runs from 0 to 100 %, not {sure * 100:g} %. Nothing was saved.")
    for name, word in (("lag_days", "days until the effect shows"), ("cost", "cost")):
        if (values.get(name) or 0) < 0:
            raise Refused(f"The {word} can't be less than 0. Nothing was saved.")
    for wave in values.get("rollout") or ():
        if "=" not in wave.get("segment", "") or not _is_day(wave.get("on", "")):
            raise Refused("Each step of a rollout names whom it reached (region=north) and on which day. Nothing was saved.")
    return values


def _checked_together(engine: Engine, journey: int, values: Mapping[str, Any]) -> None:
    """A metric is not its own guard, a rate moves by 100 points at most, and nothing that the change reaches is its control."""
    if not values.get("metric_id"):
        return
    if values["metric_id"] in (values.get("guards") or ()):
        raise Refused("The metric that the change is to move can't be its own guard. Nothing was saved.")
    figures = Figures(engine, journey, date.max)
    own = figures.own.get(values["metric_id"])
    if own is not None and own.kind is MetricKind.RATE and (values.get("size") or 0.0) > 1:
        said = format.number(values["size"] * 100)
        raise Refused(f"A rate moves by 100 points at most, not by {said}: name a smaller effect. Nothing was saved.")
    change = {"stage_id": None, "segment": "", "rollout": [], **values}
    for key in values.get("controls") or ():
        if values["metric_id"] in figures.own and touched(figures, key, change):
            raise Refused(f"The change reaches {figures.name(key)} itself, so that it can't be its control. Nothing was saved.")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
