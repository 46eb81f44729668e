"""What an assessment of a change says, as values that screens and reports share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Assumption:
    """Something the interval rests on, whether the data bear it out, and a sentence for the owner."""

    name: str
    holds: bool
    sentence: str


@dataclass(frozen=True)
class LeftOut:
    """A day that an assessment left out; `why` is adoption, incident, holiday, spike, odd, or a word of the caller's."""

    day: date
    why: str


@dataclass(frozen=True)
class Expected:
    """The path without the change, one entry a calendar day: its mean and the 95 % band of that mean, not of single days."""

    dates: tuple[date, ...] = ()
    mean: tuple[float, ...] = ()
    lo: tuple[float, ...] = ()
    hi: tuple[float, ...] = ()


@dataclass(frozen=True)
class Impact:
    """What a change did to a daily metric, in the values' own unit.

    `effect` is the mean change a day over the period after. It and the four bounds are None when `too_short`;
    `relative` (effect over the expected level) is None too where that level is not above zero. `n_before` and `n_after`
    are answers, customers or events where denominators were given (a count counts itself), else days with a value.
    """

    effect: float | None
    lo90: float | None
    hi90: float | None
    lo95: float | None
    hi95: float | None
    relative: float | None
    n_before: int
    n_after: int
    days_before: int
    days_after: int
    method: str
    assumptions: tuple[Assumption, ...]
    too_short: bool
    expected: Expected
    kind: str = "mean"
    p: float | None = None
    """Two-sided p value of no effect; it is below .05 where the 95 % interval leaves zero out."""
    first_day: date | None = None
    """The first day that counts as after: that of the change, or the day after the lag."""
    left_out: tuple[LeftOut, ...] = ()
    """Days within the series that did not count, before and after, in order."""

    @property
    def moved(self) -> bool:
        """Whether the 95 % interval leaves zero out."""
        return self.lo95 is not None and self.hi95 is not None and (self.lo95 > 0 or self.hi95 < 0)
