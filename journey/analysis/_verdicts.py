"""What Friday says of a change: one of five verdicts and a sentence that a leader can read."""

from __future__ import annotations

from dataclasses import dataclass

from journey.analysis._impact_words import Impact
from journey.domain.words import Direction, Verdict

LONG_ENOUGH = 28
"""Days after the change beyond which waiting longer is no longer the answer."""


@dataclass(frozen=True)
class Ruling:
    """A verdict, why in one sentence, and what would change it."""

    verdict: Verdict
    sentence: str
    would_change: str


def verdict(
    impact: Impact, direction: Direction, smallest_worth: float = 0.0, *, name: str = "The metric", unit: str = ""
) -> Ruling:
    """The verdict on a change that was to move a metric in `direction` by at least `smallest_worth` (0 or more).

    Rules: too early, when there is too little history. Harmful, when the 95 % interval lies wholly on the wrong side.
    Validated, when it lies wholly on the right side and the effect reaches the smallest worth. Rejected, when it leaves
    out the smallest effect worth having. Else too early within four weeks of the change, and can't tell after that.
    """
    if smallest_worth < 0:
        raise ValueError("The smallest effect worth having is a size: 0 or more, whatever the direction.")
    if impact.effect is None or impact.lo95 is None or impact.hi95 is None:
        return Ruling(
            Verdict.TOO_EARLY, f"Too early to say: {_days(impact)}.", "A full week after the change and four weeks before it."
        )
    sign = 1 if direction is Direction.UP else -1
    low, high = sorted((sign * impact.lo95, sign * impact.hi95))
    said = _said(impact, name, unit)
    worth = size(smallest_worth, impact.kind, unit)
    if high < 0:
        return Ruling(
            Verdict.HARMFUL, f"{said} That is the wrong way, and more than chance.", "A fix, or taking the change back."
        )
    if low > 0 and sign * impact.effect >= smallest_worth:
        return Ruling(Verdict.VALIDATED, f"{said} That is more than chance.", "Later weeks in which it fades.")
    if high < smallest_worth:
        return Ruling(
            Verdict.REJECTED, f"{said} An effect of {worth}, the least worth having, is ruled out.", "A different change."
        )
    if impact.days_after < LONG_ENOUGH:
        return Ruling(
            Verdict.TOO_EARLY, f"{said} Too early to tell that from chance or from {worth}.", "More days after the change."
        )
    return Ruling(
        Verdict.CANT_TELL, f"{said} The data cannot tell an effect worth having from none.", "More volume, a control, or a test."
    )


def size(value: float, kind: str, unit: str) -> str:
    """A size in the words of its metric: points for a rate."""
    if kind == "rate":
        return f"{abs(value) * 100:.1f} points"
    return f"{abs(value):.3g} {unit}".strip()


def _said(impact: Impact, name: str, unit: str) -> str:
    effect, ends = impact.effect or 0.0, " to ".join(_signed(bound or 0.0, impact.kind) for bound in (impact.lo95, impact.hi95))
    way = "rose" if effect > 0 else "fell"
    return f"{name} {way} by {size(effect, impact.kind, unit)} a day over {impact.days_after} days (95 % interval {ends})."


def _signed(value: float, kind: str) -> str:
    return f"{value * 100:+.1f}" if kind == "rate" else f"{value:+.3g}"


def _days(impact: Impact) -> str:
    return f"there are {impact.days_before} days with a value before the change and {impact.days_after} after it"
