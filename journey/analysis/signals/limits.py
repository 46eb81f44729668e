"""How sure the charts must be, and how far they look, for daily and for weekly series.

Set on simulated series (tests/bench/kpi_series.py and kpi_answers.py), on other seeds than the ones their tables are
printed from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite


@dataclass(frozen=True)
class Limits:
    """Limits in standard deviations, reach in values (rows that carry data) unless said otherwise."""

    spike: float
    shift: float
    drift: float
    shift_rate: float
    """Weight of the newest value in the quick EWMA."""
    drift_rate: float
    """The same in the slow one."""
    window: int
    """How many values a baseline rests on."""
    guard: int
    """How many of the newest it leaves out, so that a drift does not hide in it."""
    start: int
    """Values before anything is judged."""
    stride: int
    """Values between fits."""
    accept: int
    """Values in alarm after which a level is the usual one."""
    fresh: int
    """Values after which an accepted level stands on its own days alone."""
    forget: float
    """Calendar steps over which earlier alarms stop counting."""
    leave: float
    """How quickly usual days end an alarm: weight of the newest in their EWMA."""
    calm: float = 0.5
    """How near to usual that EWMA must come, in standard deviations of one day."""
    clip: float = 3.5
    """How much of one wild day the EWMAs believe, in standard deviations."""
    damp: float = 3.0
    """How firmly slopes are shrunk: one whose F is below this is taken as none."""
    allow: float = 0.7
    """Alarms within `forget` that cost nothing."""
    feedback: float = 0.3
    """How much each further one widens the limits, by at most 0.6."""
    rare: float = 1e-4
    """One-sided probability about as small as the spike limit's, for a lack of few events."""

    def times(self, strictness: float) -> Limits:
        """The same, with every limit that much wider; ValueError unless it is a positive number."""
        if not (isfinite(strictness) and strictness > 0):
            raise ValueError(f"Strictness is a positive number, 1 for the usual limits; it can't be {strictness:g}.")
        return replace(
            self,
            spike=self.spike * strictness,
            shift=self.shift * strictness,
            drift=self.drift * strictness,
            rare=self.rare ** (strictness * strictness),
        )


DAILY = Limits(
    spike=3.68,
    shift=3.45,
    drift=3.2,
    shift_rate=0.35,
    drift_rate=0.1,
    window=180,
    guard=21,
    start=21,
    stride=10,
    accept=21,
    fresh=42,
    forget=250,
    leave=0.35,
)
WEEKLY = Limits(
    spike=3.02,
    shift=2.68,
    drift=2.58,
    shift_rate=0.35,
    drift_rate=0.2,
    window=104,
    guard=6,
    start=12,
    stride=1,
    accept=4,
    fresh=12,
    forget=50,
    leave=0.5,
)
