"""What Friday says of a change: one of five verdicts and a sentence that a leader can read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from journey.analysis.impact.words import Impact
from journey.domain.words import Direction, Verdict

LONG_ENOUGH = 28
"""Days after the change beyond which waiting longer is no longer the answer."""


@dataclass(frozen=True)
class Ruling:
    """A verdict, why in a sentence or two, and what would change it; `measured` is the sentence of what was measured alone."""

    verdict: Verdict
    sentence: str
    would_change: str
    measured: str = ""


def verdict(
    impact: Impact,
    direction: Direction,
    smallest_worth: float = 0.0,
    *,
    name: str = "The metric",
    unit: str = "",
    tell: Callable[[float], str] | None = None,
) -> Ruling:
    """The verdict on a change that was to move a metric in `direction` by at least `smallest_worth` (0 or more).

    `tell` writes a difference with its sign where the metric has words of its own ("−4 h 10 min").

    Rules: too early, when there is too little history. Harmful, when the 95 % interval lies wholly on the wrong side.
    Validated, when it lies wholly on the right side and the effect reaches the smallest worth. Rejected, when it leaves
    out the smallest effect worth having. Else too early within four weeks of the change, and can't tell after that.
    """
    if smallest_worth < 0:
        raise ValueError("The smallest effect worth having is a size: 0 or more, whatever the direction.")
    if impact.effect is None or impact.lo95 is None or impact.hi95 is None:
        said = f"Too early to say: {_days(impact)}."
        return Ruling(Verdict.TOO_EARLY, said, "A full week after the change and four weeks before it.", said)
    sign = 1 if Direction(direction) is Direction.UP else -1
    low, high = sorted((sign * impact.lo95, sign * impact.hi95))
    found, why, change = _judge(low, sign * impact.effect, high, smallest_worth, impact.days_after)
    least = tell(smallest_worth).removeprefix("+") if tell else size(smallest_worth, impact.kind, unit)
    measured = _told(impact, name, tell) if tell else _said(impact, name, unit)
    return Ruling(found, f"{measured} {why.format(worth=least)}", change, measured)


def _judge(low: float, effect: float, high: float, worth: float, days_after: int) -> tuple[Verdict, str, str]:
    """The verdict, why and what would change it, for an effect turned so that more is better."""
    if high < 0:
        return Verdict.HARMFUL, "That is the wrong way, and more than chance.", "A fix, or taking the change back."
    if low > 0 and effect >= worth:
        return Verdict.VALIDATED, "That is more than chance.", "Later weeks in which it fades."
    if high < worth:
        return Verdict.REJECTED, "{worth}, the least worth having, is ruled out.", "A different change."
    open_question = "It is the right way, but {worth}, the least worth having, is not sure." if low > 0 else _UNSURE
    if days_after < LONG_ENOUGH:
        return Verdict.TOO_EARLY, f"{open_question} It is too early to tell.", "More days after the change."
    return Verdict.CANT_TELL, f"{open_question} More waiting may not settle it.", "More volume, a control series, or a test."


_UNSURE = "That could still be chance."


def size(value: float, kind: str, unit: str) -> str:
    """A size in the words of its metric: points for a rate and an NPS."""
    if kind == "rate":
        return f"{abs(value) * 100:.1f} points"
    return f"{_figure(abs(value))} {'points' if kind == 'nps' else unit}".strip()


def _figure(value: float, sign: str = "") -> str:
    """Three digits that count, and thousands in full: people read 2,190, not 2.19e+03."""
    return f"{value:{sign},.0f}" if 1e3 <= abs(value) < 1e15 else f"{value:{sign}.3g}"


def _said(impact: Impact, name: str, unit: str) -> str:
    effect, ends = impact.effect or 0.0, " to ".join(_signed(bound or 0.0, impact.kind) for bound in (impact.lo95, impact.hi95))
    way = "rose" if effect > 0 else "fell"
    by = size(effect, impact.kind, unit) + (" a day" if impact.kind == "count" else "")
    return f"{name} {way} by {by} on average over {impact.days_after} days (95 % interval {ends})."


def _told(impact: Impact, name: str, tell: Callable[[float], str]) -> str:
    effect, ends = impact.effect or 0.0, between(tell(impact.lo95 or 0.0), tell(impact.hi95 or 0.0))
    by = tell(effect).lstrip("+−")
    daily = " a day" if impact.kind == "count" else ""
    moved = (
        f"{'rose' if effect > 0 else 'fell'} by {by}{daily} on average" if by[0].isdigit() and by != "0" else "stayed the same"
    )
    return f"{name} {moved} over {impact.days_after} days (95 % interval {ends})."


def between(low: str, high: str) -> str:
    """Two figures as the ends of a range, their unit said once: −18.1 to −7.4 points."""
    figure, _, unit = low.partition(" ")
    return f"{figure} to {high}" if unit and unit == high.partition(" ")[2] else f"{low} to {high}"


def _signed(value: float, kind: str) -> str:
    return f"{value * 100:+.1f}" if kind == "rate" else _figure(value, "+")


def _days(impact: Impact) -> str:
    return f"there are {impact.days_before} days with a value before the change and {impact.days_after} after it"
