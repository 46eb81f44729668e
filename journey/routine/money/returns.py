"""What each change brought in and is to bring in, as three sums that are never added: validated, estimated, claimed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.money import FADES, Fade, Money, Return, total
from journey.analysis.money.returns import USUAL_FADE
from journey.domain.words import Reach, Verdict
from journey.routine.money.at_stake import Surroundings, surroundings
from journey.routine.money.one_change import by_its_test, claim, return_of
from journey.routine.verdicts import Trial
from journey.store.readers.journeys import journeys
from journey.store.readers.work import changes

SIDE_BY_SIDE = timedelta(days=7)
"""Two changes of one metric that shipped nearer than this moved it together: their money is counted once."""


@dataclass(frozen=True)
class ChangeReturn:
    """A change with what it is worth; `counted` is False where another change's sum holds the same money (`shared`)."""

    change: dict[str, Any]
    money: Return
    counted: bool = True
    shared: str = ""

    @property
    def reach(self) -> Reach:
        """How sure its money is."""
        return self.money.reach


@dataclass(frozen=True)
class Returns:
    """Every change with a worth, newest first, and the three sums of their first years with the costs of the same changes."""

    currency: str
    fade: Fade
    changes: tuple[ChangeReturn, ...]
    sums: Mapping[Reach, Money]
    costs: Mapping[Reach, float]

    def of(self, reach: Reach) -> list[ChangeReturn]:
        """The changes of one sum."""
        return [one for one in self.changes if one.reach is reach]

    def among(self, shown: Callable[[ChangeReturn], bool]) -> Returns:
        """The same of some of the changes, such as a team's, with sums of their own."""
        kept = tuple(one for one in self.changes if shown(one))
        return Returns(self.currency, self.fade, kept, *_sums(kept))


def returns(
    engine: Engine, journey_id: int, *, until: date, trials: Sequence[Trial], fade: str = USUAL_FADE,
    around: Surroundings | None = None,
) -> Returns:  # fmt: skip
    """What the changes of a journey brought in, with what was known by `until`; `trials` are the verdicts' of that day.

    A change that has not shipped, or is too young to be measured, is claimed at the effect its hypothesis names. One that its
    test decided before it shipped counts as measured there, and not at all where the verdict keeps it from shipping. `around`
    are the surroundings of that day, where they are known.
    """
    around = around or surroundings(engine, journey_id, until=until)
    tried = {trial.change["id"]: trial for trial in trials}
    rows = changes(engine, journey_id).filter(pl.col("metric_id").is_in(list(around.worths)))
    found = []
    for change in rows.iter_rows(named=True):
        if _given_up(change):
            continue
        trial = tried.get(change["id"])
        money = return_of(trial, around, until=until, fade=fade) if trial else by_its_test(change, around, fade=fade)
        money = money or claim(change, around, fade=fade)
        if money:
            found.append(ChangeReturn(change, money))
    counted = _once(found)
    currency = next(row.currency for row in journeys(engine) if row.key == journey_id)
    return Returns(currency, FADES[fade], counted, *_sums(counted))


def _given_up(change: Mapping[str, Any]) -> bool:
    """Whether a verdict kept the change from shipping: nobody hopes for its money any more."""
    return change["shipped_on"] is None and change["verdict"] in (Verdict.REJECTED, Verdict.HARMFUL)


def _once(found: Sequence[ChangeReturn]) -> tuple[ChangeReturn, ...]:
    """Of measured changes that moved one metric together, the one that shipped first is counted."""
    kept: list[ChangeReturn] = []
    for one in sorted(found, key=lambda one: one.change["shipped_on"] or date.max):
        other = next((before for before in kept if before.counted and _together(before.change, one.change)), None)
        kept.append(ChangeReturn(one.change, one.money, other is None, other.change["title"] if other else ""))
    order = {one.change["id"]: place for place, one in enumerate(found)}
    return tuple(sorted(kept, key=lambda one: order[one.change["id"]]))


def _together(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether both shipped, on the same metric and the same customers, within a week: the data cannot tell them apart."""
    if not one["shipped_on"] or not other["shipped_on"] or one["metric_id"] != other["metric_id"]:
        return False
    same = one.get("segment", "") == other.get("segment", "") or not one.get("segment") or not other.get("segment")
    return bool(same and abs(other["shipped_on"] - one["shipped_on"]) <= SIDE_BY_SIDE)


def _sums(found: Sequence[ChangeReturn]) -> tuple[dict[Reach, Money], dict[Reach, float]]:
    by = {reach: [one for one in found if one.reach is reach and one.counted] for reach in Reach}
    sums = {reach: total([one.money.year.amount for one in own], [one.money.drawn for one in own]) for reach, own in by.items()}
    costs = {reach: float(sum(one.money.cost or 0.0 for one in found if one.reach is reach)) for reach in Reach}
    return sums, costs
