"""What a change brings in: its effect in money, how that adds up over a year, and when its cost is back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journey.analysis.money.amounts import Array, Money, even_draws, money_of
from journey.domain.words import Reach, Verdict

WEEKS = 52
Z95 = 1.959964


@dataclass(frozen=True)
class Fade:
    """What is assumed of an effect after the weeks in which it was measured: it halves every `half_life` weeks, or stays."""

    name: str
    half_life: float | None

    def share(self, week: float, measured: float) -> float:
        """What is left of the effect in the week that ends `week` weeks after it began, measured for so many."""
        if self.half_life is None or week <= measured:
            return 1.0
        return float(0.5 ** ((week - measured) / self.half_life))


FADES = {
    "stays": Fade("it stays as it was measured", None),
    "half_year": Fade("it halves every half year after the weeks in which it was measured", 26),
    "quarter": Fade("it halves every quarter after the weeks in which it was measured", 13),
}
USUAL_FADE = "half_year"


@dataclass(frozen=True)
class Payback:
    """After how many weeks a cost is back; None where that is not within the year. `soonest` and `latest` by the interval."""

    weeks: int | None
    soonest: int | None
    latest: int | None


@dataclass(frozen=True)
class Return:
    """What a change is worth a week, so far and in its first 52 weeks, its cost taken off in `net`.

    `curve` has one entry for the end of each week: (week, cumulated amount, low, high), before the cost. `reach` says how
    sure it is; sums of different reach are never added.
    """

    reach: Reach
    a_week: Money
    so_far: Money
    year: Money
    cost: float | None
    net: Money | None
    payback: Payback | None
    curve: tuple[tuple[int, float, float, float], ...]
    drawn: Array
    less: tuple[str, ...] = ()
    """Guards that worsened, whose loss is taken off."""
    if_all: bool = False
    """Whether only a part of the customers had it, so that the sums are what it would be for all."""


def effect_draws(effect: float, low: float, high: float, seed: int) -> Array:
    """What an effect may be, given its 95 % interval; a normal with a width of its own on each side.

    The two-piece normal that central banks draw their fans with (Wallis 2014, Statistical Science 29:106-112).
    """
    from scipy.special import ndtri

    z = ndtri(even_draws(2_000_003 + seed))
    drawn: Array = effect + np.where(z < 0, (effect - low) * z, (high - effect) * z) / Z95
    return drawn


def reach_of(verdict: Verdict | None, found: Verdict | None, *, gain: float, measured: bool) -> Reach:
    """How sure the money of a change is.

    1. What nobody measured is claimed.
    2. A verdict that the metric moved (validated or harmful) is validated if the data said the same, and claimed if a person
       overruled them.
    3. But a gain under a harmful verdict, or a loss under a validated one, is what nobody's verdict claims: estimated.
    4. Whatever else was measured is estimated, also where the verdict says no: to keep only the lucky ones would flatter.
    """
    if not measured:
        return Reach.CLAIMED
    if verdict in (Verdict.VALIDATED, Verdict.HARMFUL):
        if (gain > 0) != (verdict is Verdict.VALIDATED):
            return Reach.ESTIMATED
        return Reach.VALIDATED if found is verdict else Reach.CLAIMED
    return Reach.ESTIMATED


def returned(
    gain: float, drawn: Array, reach: Reach, *, fade: Fade, measured: float, age: float, cost: float | None,
    less: tuple[str, ...] = (), if_all: bool = False,
) -> Return:  # fmt: skip
    """The return of a change = its gain a week, summed over the weeks with what is left of the effect.

    gain: money a week, less than nothing if it does harm, and what it may be: units a week × worth of a unit, draw by draw,
    so that the interval joins the effect's own and the range of the worth. measured: weeks in which the effect was measured;
    age: weeks since it began to act. `less` and `if_all` are told with it.
    """
    a_week = money_of(gain, drawn)
    left = np.cumsum([fade.share(week, measured) for week in range(1, WEEKS + 1)])
    curve = tuple((week, *_ends(a_week.times(float(left[week - 1])))) for week in range(1, WEEKS + 1))
    year = a_week.times(float(left[-1]))
    so_far = a_week.times(float(np.interp(min(age, WEEKS), np.arange(WEEKS + 1), [0.0, *left])))
    net = None if cost is None else Money(year.amount - cost, year.low - cost, year.high - cost)
    back = None if cost is None else payback(a_week, left, cost)
    return Return(reach, a_week, so_far, year, cost, net, back, curve, drawn * left[-1], less, if_all)


def payback(a_week: Money, left: Array, cost: float) -> Payback:
    """The first week by whose end the cost is back: likely, at the good and at the bad end of the interval."""
    return Payback(*(_first(end * left, cost) for end in (a_week.amount, a_week.high, a_week.low)))


def _first(cumulated: Array, cost: float) -> int | None:
    back = np.flatnonzero(cumulated >= cost)
    return int(back[0]) + 1 if len(back) else None


def _ends(money: Money) -> tuple[float, float, float]:
    return money.amount, money.low, money.high
