"""The acts on objectives and their key results."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain import format
from journey.domain.words import Direction
from journey.errors import NotFound, Refused
from journey.routine.act import Act, act
from journey.routine.metrics import reach
from journey.store.tables import KeyResult, Metric, Objective, Person, Team

LONGEST = 366
"""Days that an objective may take: what takes longer is a strategy."""


def add_objective(
    engine: Engine, *, by: int, journey: int, title: str, starts_on: date, ends_on: date, why: str = "",
    teams: tuple[int, ...] | list[int] = (), owner_id: int | None = None,
) -> Objective:  # fmt: skip
    """Write down what several teams want by the end of a period, and why."""
    with act(engine, "objective.add", by=by, journey=journey) as doing:
        row = Objective(
            journey_id=journey, title=title.strip(), why=why.strip(), teams=sorted(set(teams)), owner_id=owner_id,
            starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip
        _check(doing, row)
        return doing.add(row)


def change_objective(engine: Engine, *, by: int, journey: int, objective: int, revision: int, **values: Any) -> Objective:
    """Change an objective's title, why, teams, owner_id or period."""
    with act(engine, "objective.change", by=by, journey=journey) as doing:
        row = doing.get(Objective, objective)
        values |= {name: values[name].strip() for name in ("title", "why") if name in values}
        if "teams" in values:
            values["teams"] = sorted(set(values["teams"]))
        _check(doing, row.model_copy(update=values))
        return doing.change(row, revision, **values)


def bin_objective(engine: Engine, *, by: int, journey: int, objective: int, revision: int) -> Objective:
    """Put an objective in the bin, its key results with it: they come back together."""
    with act(engine, "objective.bin", by=by, journey=journey) as doing:
        return doing.bin(doing.get(Objective, objective), revision)


def add_key_result(
    engine: Engine, *, by: int, journey: int, objective: int, metric: int, baseline: float, target: float,
    team_id: int | None = None,
) -> KeyResult:  # fmt: skip
    """Say how far a metric is to come by the end of an objective's period; each metric once an objective."""
    with act(engine, "key_result.add", by=by, journey=journey) as doing:
        row = KeyResult(
            objective_id=doing.get(Objective, objective).key, metric_id=doing.get(Metric, metric).key, baseline=baseline,
            target=target, team_id=team_id, position=_behind(doing, objective, metric),
        )  # fmt: skip
        _check_way(doing, row.metric_id, baseline, target)
        _known_team(doing, team_id)
        return doing.add(row)


def change_key_result(engine: Engine, *, by: int, journey: int, key_result: int, revision: int, **values: Any) -> KeyResult:
    """Change where a key result starts, its target, or the team that answers for it."""
    with act(engine, "key_result.change", by=by, journey=journey) as doing:
        row = _own(doing, key_result)
        _check_way(doing, row.metric_id, values.get("baseline", row.baseline), values.get("target", row.target))
        _known_team(doing, values.get("team_id"))
        return doing.change(row, revision, **values)


def bin_key_result(engine: Engine, *, by: int, journey: int, key_result: int, revision: int) -> KeyResult:
    """Put a key result in the bin."""
    with act(engine, "key_result.bin", by=by, journey=journey) as doing:
        return doing.bin(_own(doing, key_result), revision)


def _own(doing: Act, key_result: int) -> KeyResult:
    """The key result, if its objective is of this journey: it does not say itself whose it is."""
    row = doing.get(KeyResult, key_result)
    doing.get(Objective, row.objective_id)
    return row


def _check(doing: Act, wanted: Objective) -> None:
    if not wanted.title:
        raise Refused("An objective needs a title: what do you want together? Nothing was saved.")
    if not wanted.starts_on < wanted.ends_on:
        raise Refused("An objective ends after it starts. Choose a later end. Nothing was saved.")
    if (wanted.ends_on - wanted.starts_on).days > LONGEST:
        raise Refused("An objective takes a year at most. Choose a nearer end. Nothing was saved.")
    for team in wanted.teams:
        doing.get(Team, team)
    if wanted.owner_id is not None:
        doing.get(Person, wanted.owner_id)


def _check_way(doing: Act, metric_id: int, baseline: float, target: float) -> None:
    """Both within reach of the metric, and the target better than where it starts."""
    metric = doing.get(Metric, metric_id)
    low, high, said = reach(metric.kind, metric.unit)
    if not all(math.isfinite(amount) and low <= amount <= high for amount in (baseline, target)):
        raise Refused(f"Start or target is out of reach: {said}. Nothing was saved.")
    up = metric.direction is Direction.UP
    if baseline == target or (target > baseline) != up:
        was = format.value(metric.kind, baseline, unit=metric.unit)
        where, better = ("above", "higher") if up else ("below", "lower")
        raise Refused(f"{metric.name} is better {better}: choose a target {where} {was}. Nothing was saved.")


def _known_team(doing: Act, team_id: int | None) -> None:
    if team_id is not None:
        doing.get(Team, team_id)


def _behind(doing: Act, objective: int, metric: int) -> int:
    """The place behind the key results that the objective has; Refused if one of them is of the same metric.

    The objective is held until the act is over, so that nobody else takes the place or the metric meanwhile.
    """
    doing.hold(doing.get(Objective, objective))
    alive = (KeyResult.objective_id == objective, col(KeyResult.deleted_at).is_(None))
    if doing.session.exec(select(KeyResult.id).where(*alive, KeyResult.metric_id == metric)).first() is not None:
        raise Refused("This objective has a key result of that metric. Change that one instead. Nothing was saved.")
    last: int | None = doing.session.exec(select(func.max(KeyResult.position)).where(*alive)).one()
    return 0 if last is None else last + 1


def put_back(doing: Act, row: KeyResult) -> None:
    """A key result comes back only into an objective that is there and has no other of its metric."""
    objective = doing.session.get(Objective, row.objective_id)
    if objective is None or objective.deleted_at is not None or objective.journey_id != doing.journey_id:
        raise NotFound("The objective of this key result is in the bin: bring that back first. Nothing was changed.")
    _behind(doing, row.objective_id, row.metric_id)
