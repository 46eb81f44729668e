"""What the real paths say of the drawn map, in words, the finding that matters most first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import polars as pl

from journey.analysis.paths.conformance import Fit
from journey.analysis.paths.steps import BEGIN, Way
from journey.domain.format import number

WORTH = 0.02
"""Share of passages from which on a way that is not drawn is worth a sentence."""
MOST = 5
"""Ways that are told one by one."""


class Topic(StrEnum):
    """What a finding is about, and so how it is mended."""

    BACK = "back"
    SKIP = "skip"
    BEGIN = "begin"
    NOBODY = "nobody"
    """A stage that no passage came to."""
    UNUSED = "unused"
    """A drawn way that nobody took."""
    OFF_MAP = "off map"
    """Events that are in no stage."""


@dataclass(frozen=True)
class Finding:
    """One sentence with the places that it names (BEGIN for the beginning, None where it names none)."""

    topic: Topic
    said: str
    source: int | None = None
    target: int | None = None
    gain: int = 0
    """Passages that the map would explain, too, if it drew the way."""


def headline(fit: Fit) -> str:
    """How much the map explains: "The map as drawn explains 62 % of passages (4,120 of 6,640)"."""
    if fit.share is None:
        return "No passage to compare the map with"
    return f"The map as drawn explains {percent(fit.share)} of passages ({number(fit.explained)} of {number(fit.passages)})"


def findings(fit: Fit, seen: pl.DataFrame, off_map: Mapping[str, int], *, events: int) -> list[Finding]:
    """What the map lacks and what it draws in vain: ways not drawn by passages, stages nobody came to, events on no stage.

    seen: schema SEEN of the same walks; off_map: events by name that are in no stage, of `events` events in all.
    """
    names = seen["name"].to_list()
    told = [*_lacking(fit, names), *_nobody(seen), *_off_map(off_map, events)]
    for source, target in fit.unused:
        told.append(Finding(Topic.UNUSED, f"Nobody takes the drawn way {_from(names, source, target)}.", source, target))
    return told


def _lacking(fit: Fit, names: Sequence[str]) -> Iterator[Finding]:
    for row in fit.lacks.filter(pl.col("share") >= WORTH).head(MOST).iter_rows(named=True):
        source, target = row["source"], row["target"]
        count = f"{number(row['passages'])} of {number(fit.passages)} passages"
        who = one_in(row["share"])
        does = _does(names, row, one=who == "Everyone" or who.startswith("1 in "))
        yield Finding(_TOPIC[row["way"]], f"{who} {does} ({count}).", source, target, row["gain"])


_TOPIC = {Way.BACK.value: Topic.BACK, Way.SKIP.value: Topic.SKIP, Way.ON.value: Topic.SKIP, Way.BEGIN.value: Topic.BEGIN}


def _does(names: Sequence[str], row: Mapping[str, object], *, one: bool) -> str:
    source, target = int(str(row["source"])), int(str(row["target"]))
    if row["way"] == Way.BEGIN:
        return f"{'begins' if one else 'begin'} at {names[target]}, not at {names[0]}"
    go = "goes" if one else "go"
    if row["way"] == Way.BACK:
        return f"{go} back from {names[source]} to {names[target]}"
    between = names[source + 1 : target]
    left_out = between[0] if len(between) == 1 else f"{len(between)} stages"
    return f"{go} from {names[source]} straight to {names[target]}, past {left_out}"


def _nobody(seen: pl.DataFrame) -> Iterator[Finding]:
    if not seen["visits"].sum():
        return
    for row in seen.filter(pl.col("visits") == 0).iter_rows(named=True):
        yield Finding(Topic.NOBODY, f"Nobody passes {row['name']}: no event of these passages lies there.", row["place"])


def _off_map(off_map: Mapping[str, int], events: int) -> Iterator[Finding]:
    total = sum(off_map.values())
    if not total or not events:
        return
    busiest = sorted(off_map, key=lambda name: (-off_map[name], name))
    named = ", ".join(busiest[:4]) + (f" and {len(busiest) - 4} more" if len(busiest) > 4 else "")
    what = "Events named" if len(busiest) > 1 else "The event"
    are = "are" if len(busiest) > 1 else "is"
    yield Finding(
        Topic.OFF_MAP, f"{what} {named} {are} on no stage: {percent(total / events)} of all events ({number(total)})."
    )  # fmt: skip


def _from(names: Sequence[str], source: int, target: int) -> str:
    return f"into {names[target]} from the beginning" if source == BEGIN else f"from {names[source]} to {names[target]}"


def one_in(share: float) -> str:
    """A share as people say it: "1 in 5", "2 in 3"; percents where that would be more than a tenth off."""
    if share >= 0.995:
        return "Everyone"
    near = min(_SIMPLE, key=lambda simple: abs(float(simple) - share))
    if abs(float(near) - share) <= 0.1 * min(share, 1 - share):
        return f"{near.numerator} in {near.denominator}"
    return percent(share)


_SIMPLE = (*(Fraction(1, count) for count in range(2, 11)), Fraction(2, 3), Fraction(3, 4))


def percent(share: float) -> str:
    """Whole percents, a tenth where it matters, and never 100 % or 0 % for what is less or more: 62 %, 4.1 %, 99.8 %."""
    whole = share * 100
    if 0 < whole < 0.05:
        return "under 0.1 %"
    if 99.95 <= whole < 100:
        return "over 99.9 %"
    return f"{number(whole, 1 if 0 < whole < 10 or 90 < whole < 100 else 0)} %"
