"""What one change is worth: as it was measured, guards that worsened taken off, or as its hypothesis claims."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from journey.analysis.impact import Impact
from journey.analysis.money import FADES, Return, Sort, WorthSpec, returned
from journey.analysis.money.amounts import DRAWS, Array, draws_of_worth
from journey.analysis.money.returns import USUAL_FADE, effect_draws, reach_of
from journey.analysis.money.stakes import PER_HOUR, SORTS
from journey.domain.model import MetricSpec
from journey.domain.words import Direction, MetricKind, Reach, Verdict
from journey.routine.money.at_stake import Surroundings
from journey.routine.verdicts import Guard, Trial
from journey.store.tables import Metric

Ends = tuple[float, float, float]
"""An effect with the ends of its 95 % interval."""
TOLD_APART = ("test", "staged rollout")
"""Ways of judging in which only a part of the customers had the change."""


def return_of(trial: Trial, around: Surroundings, *, until: date, fade: str = USUAL_FADE) -> Return | None:
    """The return of a change that was measured; None where it is too young, or nobody said what its metric is worth.

    Gain a week = effect × how many a week since it began to act × the share that goes on to the goal × worth. What a guard
    lost that worsened beyond chance is taken off, where it has a worth and is not of the metric's own sort, which would count
    the same customers twice.
    """
    worth, impact, change = around.worths.get(trial.metric.key), trial.impact, trial.change
    if worth is None or impact.effect is None:
        return None
    begun = change["shipped_on"] + timedelta(days=change.get("lag_days") or 0)
    a_week, drawn = _won(trial.metric, _ends(impact), worth, around, n_a_week=_since(trial, begun), seed=change["id"])
    less = [guard for guard in trial.guards if guard.worse and _has_its_own_worth(guard, worth, around.worths)]
    for guard in less:
        lost, its_draws = _won(guard.metric, _ends(guard.impact), around.worths[guard.metric.key], around, seed=change["id"])
        a_week, drawn = a_week + lost, drawn + its_draws
    days = [day for day, value in trial.path.select("at", "value").iter_rows() if day >= begun and value is not None]
    part = trial.way in TOLD_APART
    return returned(
        a_week, drawn, reach_of(_verdict(change["verdict"]), _found(trial), gain=a_week, measured=True), fade=FADES[fade],
        measured=((max(days) - begun).days + 1) / 7 if days else 0.0,
        age=0.0 if part else max(0.0, ((until - begun).days + 1) / 7), cost=change.get("cost"),
        less=tuple(guard.metric.name for guard in less), if_all=part,
    )  # fmt: skip


def by_its_test(change: Mapping[str, Any], around: Surroundings, *, fade: str = USUAL_FADE) -> Return | None:
    """What a change is worth that its test decided before it shipped, if everybody had it; None without such a verdict."""
    found, worth, level = change["found"] or {}, around.worths.get(change["metric_id"]), around.levels.get(change["metric_id"])
    effect: Any = tuple(found.get(name) for name in ("effect", "lo95", "hi95"))
    if not change["verdict"] or found.get("way") != "test" or None in effect or worth is None or level is None:
        return None
    a_week, drawn = _won(level.spec, effect, worth, around, seed=change["id"])
    reach = reach_of(_verdict(change["verdict"]), _verdict(found["verdict"]), gain=a_week, measured=True)
    return returned(a_week, drawn, reach, fade=FADES[fade], measured=0.0, age=0.0, cost=change.get("cost"), if_all=True)


def claim(change: Mapping[str, Any], around: Surroundings, *, fade: str = USUAL_FADE) -> Return | None:
    """What a hypothesis claims, at the volume of late; None without a size or a worth, or before its metric was measured.

    Its interval knows only the range of the worth: how likely the effect itself is, nobody has measured.
    """
    worth, level = around.worths.get(change["metric_id"]), around.levels.get(change["metric_id"])
    if not change.get("size") or worth is None or level is None:
        return None
    onward, onward_drawn, passing = _onward(around, worth)
    hoped = 1.0 if Direction(change["direction"]) is level.spec.direction else -1.0
    many = hoped * abs(change["size"]) * (passing or level.volume) * PER_HOUR.get(level.spec.kind, 1.0)
    many *= 7.0 if level.spec.kind is MetricKind.COUNT else 1.0  # a size is a change a day, as an effect is
    drawn = many * onward_drawn * draws_of_worth(worth)
    return returned(
        many * onward * worth.amount, drawn, Reach.CLAIMED, fade=FADES[fade], measured=0.0, age=0.0, cost=change.get("cost")
    )


def _won(
    metric: Metric | MetricSpec, effect: Ends, worth: WorthSpec, around: Surroundings, *, seed: int,
    n_a_week: float | None = None,
) -> tuple[float, Array]:  # fmt: skip
    """What an effect is worth a week, likely and drawn; less than nothing where it is to the bad.

    `n_a_week` is the metric's n since the change; None takes that of late.
    """
    onward, onward_drawn, passing = _onward(around, worth)
    level = around.levels.get(worth.metric_id)
    many = passing or (n_a_week if n_a_week is not None else level.volume if level else 0.0)
    if metric.kind is MetricKind.COUNT:
        many = 7.0  # its effect is a day's
    factor = (1.0 if Direction(metric.direction) is Direction.UP else -1.0) * many * PER_HOUR.get(metric.kind, 1.0)
    drawn = effect_draws(*effect, 1000 * seed + worth.metric_id) * factor * onward_drawn * draws_of_worth(worth)
    return effect[0] * factor * onward * worth.amount, drawn


def _ends(impact: Impact) -> Ends:
    return impact.effect or 0.0, impact.lo95 or 0.0, impact.hi95 or 0.0


def _since(trial: Trial, begun: date) -> float:
    """The metric's n a week since the change began to act."""
    since = trial.path.filter(pl.col("at") >= begun)["n"].drop_nulls()
    return 7.0 * float(since.cast(pl.Float64).mean() or 0.0) if len(since) else 0.0  # type: ignore[arg-type]


def _has_its_own_worth(guard: Guard, worth: WorthSpec, worths: Mapping[int, WorthSpec]) -> bool:
    own = worths.get(guard.metric.key)
    return own is not None and guard.impact.effect is not None and SORTS[own.kind] not in (SORTS[worth.kind], Sort.POINTS)


def _onward(around: Surroundings, worth: WorthSpec) -> tuple[float, Array, float]:
    """Share that goes on to the goal, what it may be, and the customers who pass in a week where the worth is about them."""
    level = around.levels.get(worth.metric_id)
    found: dict[str, Any] = around.onward(level, worth) if level else {}
    return found.get("onward", 1.0), found.get("onward_drawn", np.ones(DRAWS)), found.get("volume", 0.0)


def _verdict(stored: str | None) -> Verdict | None:
    return Verdict(stored) if stored else None


def _found(trial: Trial) -> Verdict:
    """What the data said when the verdict was given; what they say now where nobody wrote it down."""
    said = (trial.change.get("found") or {}).get("verdict")
    return Verdict(said) if said else trial.ruling.verdict
