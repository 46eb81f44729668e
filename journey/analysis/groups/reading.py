"""What a planned test says so far: only at the looks that were planned, and only what holds whichever look it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from journey.analysis.experiments import SampleRatio, looks, sample_ratio_check
from journey.analysis.groups.sides import Sides
from journey.domain.words import Direction

ONCE = 1.959963984540054
"""The normal quantile of a comparison that is looked at once."""


class Standing(StrEnum):
    """Where a test stands."""

    PLANNED = "planned"
    NOT_YET = "not yet"
    NOT_TO_BE_READ = "not to be read"
    BETTER = "better"
    WORSE = "worse"
    NO_DIFFERENCE = "no difference"


@dataclass(frozen=True)
class Design:
    """A test as it was planned.

    `needed`: customers in each of two equal groups, None where nobody could say; `wait`: days from coming until it is known
    what became of a customer, in which there is nothing to look at.
    """

    first: str
    second: str
    share: float
    smallest: float
    looks: int
    needed: int | None
    starts_on: date
    ends_on: date
    stopped_on: date | None = None
    wait: int = 0

    @property
    def days(self) -> tuple[date, ...]:
        """The days of its looks, evenly apart; the last is its end. None after it was stopped."""
        begin = min(self.starts_on + timedelta(days=self.wait), self.ends_on)
        length = (self.ends_on - begin).days + 1
        planned = [begin + timedelta(days=max(round(length * (at + 1) / self.looks), 1) - 1) for at in range(self.looks)]
        if self.stopped_on is None or self.stopped_on >= self.ends_on:
            return tuple(planned)
        return (*(day for day in planned if day < self.stopped_on), self.stopped_on)


@dataclass(frozen=True)
class Look:
    """One look: how much of the plan was in, the difference with the interval that holds at whichever look, and whether
    it `crossed` the bound."""

    sides: Sides
    share: float
    needs_p: float
    effect: float
    lo: float
    hi: float
    p: float
    crossed: bool


@dataclass(frozen=True)
class Reading:
    """What may be said. `last` is the look that decides, or the latest; `ratio` None while nobody came."""

    standing: Standing
    looks: tuple[Look, ...]
    sides: Sides | None
    ratio: SampleRatio | None
    next_look: date | None
    over: bool

    @property
    def last(self) -> Look | None:
        return self.looks[-1] if self.looks else None


def read(design: Design, at: Callable[[date], Sides], *, direction: Direction, known_to: date, today: date) -> Reading:
    """What a test says with data to the end of `known_to`; `at` tells its groups as they were known on a day.

    1. Before it starts it is planned, and before its first look there is nothing to say.
    2. Groups that are not as large as planned make it unreadable: customers got lost on one side.
    3. A look is taken on its planned day only, by O'Brien and Fleming's bounds for the share of the plan that is in by
       then; the first that crosses decides, whatever comes after it.
    4. The last planned day decides with the error that is left, and so does the day when all planned customers are in.
    5. A test that was stopped is looked at on that day, with the error due by then.
    6. Intervals hold at whichever look: the bound's quantile in place of 1.96 (Jennison & Turnbull 1989, JRSS B 51:305).
    """
    if today < design.starts_on:
        return Reading(Standing.PLANNED, (), None, None, design.days[0], over=False)
    done = [day for day in design.days if day <= known_to]
    latest = at(done[-1] if done else known_to)
    came = (latest.first.came, latest.second.came)
    ratio = sample_ratio_check(*came, planned=design.share) if sum(came) else None
    left = [day for day in design.days if day > known_to]
    if ratio is not None and not ratio.holds:
        return Reading(Standing.NOT_TO_BE_READ, (), latest, ratio, None, over=not left)
    taken = _taken(design, [at(day) for day in done])
    last = taken[-1] if taken else None
    if last is not None and last.crossed:
        better = (last.effect > 0) == (direction is Direction.UP)
        standing = Standing.BETTER if better else Standing.WORSE
        return Reading(standing, taken, last.sides, ratio, None, over=True)
    if last is not None and (not left or _closing(design, last.sides)):
        return Reading(Standing.NO_DIFFERENCE, taken, last.sides, ratio, None, over=True)
    return Reading(Standing.NOT_YET, taken, latest, ratio, left[0] if left else None, over=not left)


def _closing(design: Design, sides: Sides) -> bool:
    """Whether a look is the test's end: its last day came, or all planned customers are in."""
    return sides.on == design.ends_on or _share(design, sides) >= 1


def _share(design: Design, sides: Sides) -> float:
    if design.needed:
        return sides.weight / design.needed
    known = [(day - design.starts_on).days + 1 - design.wait for day in (sides.on, design.ends_on)]
    return max(known[0], 1) / max(known[1], 1)


def _taken(design: Design, known: Sequence[Sides]) -> tuple[Look, ...]:
    """The looks up to the one that decides; a look with nobody new since the one before is none."""
    taken: list[Look] = []
    shares: list[float] = []
    for sides in known:
        share = _share(design, sides)
        if sides.found is None or share <= (shares[-1] if shares else 0.0):
            continue
        shares.append(share)
        closing = _closing(design, sides)
        plan = looks(shares, closing=closing)
        bound = plan.bound[-1]
        wide = bound / ONCE
        found = sides.found
        lo, hi = found.effect - wide * (found.effect - found.lo95), found.effect + wide * (found.hi95 - found.effect)
        needs = plan.p_needed(len(shares) - 1)
        taken.append(Look(sides, share, needs, found.effect, lo, hi, found.p, crossed=found.p < needs))
        if taken[-1].crossed or closing:
            break
    return tuple(taken)
