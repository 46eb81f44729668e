"""Why a figure moved, in a sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any

import polars as pl

from journey.analysis.why import REST, Shift
from journey.domain import format
from journey.domain.words import MetricKind

Part = dict[str, Any]
LEADS = 0.2
"""The least share of the move that a part must add to be named."""
STANDS_OUT = 0.12
"""By how much that share must pass the part's share of everyone: else it moved as the others did."""
FEWEST = 5
"""Customers or answers in the week below which a part is not named."""
BEYOND_CHANCE = 3.0
"""How many standard deviations of a count a place must be from what was to be expected to be named."""
MIXED = 0.3
"""The share of the move from which the mix deserves its own sentence."""
_SHARES = (
    (0.99, "All"), (0.95, "Nearly all"), (0.85, "Nine tenths"), (0.775, "Four fifths"), (0.708, "Three quarters"),
    (0.583, "Two thirds"), (0.417, "Half"), (0.292, "A third"), (0.225, "A quarter"), (0.0, "A fifth"),
)  # fmt: skip
"""Shares as people say them, from where each is the nearest."""


def lead(shift: Shift) -> Part | None:
    """The part that stands out the most: it adds at least LEADS of the move, STANDS_OUT more than its size would, surely.

    "Surely": the 95 % interval of its own change leaves zero out. None where no part does, or where everyone's did not move.
    """
    if shift.change == 0 or shift.parts.is_empty():
        return None
    of_it = pl.col("moved") / shift.change
    size = (pl.col("share").fill_null(0.0) + pl.col("share_before").fill_null(0.0)) / 2
    sure = (pl.col("low") > 0) | (pl.col("high") < 0)
    enough = (pl.col("n") >= FEWEST) | (shift.kind is MetricKind.COUNT)
    found = shift.parts.filter(pl.col("part") != REST, sure, enough, of_it >= LEADS, of_it - size >= STANDS_OUT)
    return found.sort(of_it - size, descending=True).row(0, named=True) if not found.is_empty() else None


def told(shift: Shift, *, unit: str = "") -> str:
    """The biggest contribution in a sentence, and the mix in another where it matters."""
    way = "rise" if shift.change > 0 else "fall"
    if not shift.dimensions:
        return "Its source carries nothing to tell customers apart by, so that nobody can say with whom it moved."
    if shift.change == 0:
        return "It did not move at all."
    if shift.kind is MetricKind.DURATION:
        return _slowest(shift, unit)
    first, mixed = lead(shift), _mixed(shift, unit)
    if first is not None:
        part = first["moved"] / shift.change
        values = f"{_value(shift, first['before'], unit)} → {_value(shift, first['now'], unit)}"
        much = f"{share(part)} of the {way} {'come' if _plural(part) else 'comes'} from {first['dimension']} {first['part']}"
        return " ".join(filter(None, [f"{much}: {values} (n {format.number(first['n'])}).", mixed]))
    names = _listed(shift.dimensions)
    return mixed or f"No {names} stands out: the {way} is spread over all of them, or too small to be laid at anyone's door."


def share(part: float) -> str:
    """A share of the whole in words: Two thirds; More than all where others went the other way."""
    if part > 1.15:
        return "More than all"
    return next(word for least, word in _SHARES if part >= least)


def _plural(part: float) -> bool:
    return share(part) in ("Nine tenths", "Four fifths", "Three quarters", "Two thirds")


def mix(shift: Shift, dimension: str) -> float:
    """What of the move is due to other shares of each part of `dimension`, not to their own values."""
    return float(shift.parts.filter(pl.col("dimension") == dimension)["mix"].sum())


def _mixed(shift: Shift, unit: str) -> str:
    """The mix of the dimension in which it explains most, where that is worth a word."""
    if shift.kind in (MetricKind.COUNT, MetricKind.DURATION):
        return ""
    by = {dimension: mix(shift, dimension) for dimension in shift.dimensions}
    top = max(by, key=lambda name: by[name] / shift.change if shift.change else 0.0)
    if not shift.change or by[top] / shift.change < MIXED:
        first = lead(shift)
        return _little(shift, by[first["dimension"]], unit) if first else ""
    own = shift.parts.filter(pl.col("dimension") == top, pl.col("part") != REST)
    grown = own.sort((pl.col("mix") / shift.change).fill_null(0.0), descending=True).row(0, named=True)
    shares = " → ".join(format.value(MetricKind.RATE, grown[name] or 0.0) for name in ("share_before", "share"))
    every = "Each of them by itself went the other way. " if _paradox(shift, top) else ""
    said = format.change(shift.kind, abs(by[top]), unit=unit).removeprefix("+")
    return f"{every}The mix of customers explains {said} of it: {top} {grown['part']} went from {shares} of all."


def _little(shift: Shift, amount: float, unit: str) -> str:
    """A mix that is not the story, but is part of the sum."""
    said = format.change(shift.kind, abs(amount), unit=unit)
    if said == "no change":
        return ""
    way = "explains {} of it" if amount * shift.change > 0 else "works against it by {}"
    return f"The mix of customers {way.format(said.removeprefix('+'))}."


def _paradox(shift: Shift, dimension: str) -> bool:
    """Whether every part moved against the whole (Simpson's paradox)."""
    own = shift.parts.filter(pl.col("dimension") == dimension, pl.col("rate") != 0)["rate"]
    return not own.is_empty() and bool((own * shift.change < 0).all())


def _slowest(shift: Shift, unit: str) -> str:
    """Of a duration: medians do not add up; who changed the most, with their n."""
    known = shift.parts.drop_nulls(["before", "now"]).filter(pl.col("n") >= 5)
    said = "Medians do not add up, so no part can be said to explain so much of the move."
    if known.is_empty() or not shift.change:
        return said
    toward = (pl.col("now") - pl.col("before")) * (1 if shift.change > 0 else -1)
    top = known.sort(toward, descending=True).row(0, named=True)
    values = f"{_value(shift, top['before'], unit)} → {_value(shift, top['now'], unit)}"
    return f"{said} It moved most for {top['dimension']} {top['part']}: {values} (n {format.number(top['n'])})."


def _value(shift: Shift, amount: float | None, unit: str) -> str:
    return format.value(shift.kind, amount, unit=unit)


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def place_told(found: pl.DataFrame, change: float) -> str:
    """Where most of the move happened, if one place adds at least LEADS of it; found: PLACES."""
    known = found.filter(pl.col("place") != REST)
    if not change or known.is_empty():
        return ""
    top = known.sort(pl.col("moved") / change, descending=True).row(0, named=True)
    beyond = abs(top["n"] - top["usual"]) / sqrt(max(top["usual"], 1.0))
    if top["moved"] / change < LEADS or beyond < BEYOND_CHANCE:
        return ""
    figures = f"{format.number(top['n'])} in the week, where {format.number(top['usual'], 1)} were to be expected"
    return f"{share(top['moved'] / change)} of it happened at {top['place']}: {figures}."


TOO_CLOSE = 2
"""Days apart that say nothing of what moved first."""


def moved_told(found: pl.DataFrame, names: Mapping[int, str]) -> str:
    """Which metrics moved with it and which stood out first; found: MOVED."""
    rows = [row for row in found.to_dicts() if row["metric_id"] in names]
    if not rows:
        return "No other metric of this journey stands out in these weeks."
    first = [row for row in rows if row["days"] > TOO_CLOSE]
    if first:
        return f"{names[first[0]['metric_id']]} stood out first, {first[0]['days']} days before it."
    others = _and([names[row["metric_id"]] for row in rows])
    if all(row["days"] < -TOO_CLOSE for row in rows):
        return f"It stood out first; {others} followed."
    return f"{others} moved at about the same time; which came first is too close to call."


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
