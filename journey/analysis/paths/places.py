"""The places that a path is told in: the stages of the map, or what happens inside one of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import polars as pl

from journey.analysis.data import JourneyData
from journey.domain.model import EventRule
from journey.domain.words import Outcome

INSIDE = 12
"""Places inside a stage that can be told apart in a picture; the rarer ones are taken together."""
MARKS = (Outcome.STEP, Outcome.GOAL, Outcome.LOST)
"""What an event's code carries beside its place, in its last BITS."""
BITS = 2


@dataclass(frozen=True)
class Places:
    """Names in the order they are drawn, and the place that each event name stands for.

    `elsewhere` are the event names of other places, which end a visit to these. `windows` are the days that going on from
    each place may take. `ids` are the stages' ids, or None inside a stage.
    """

    names: tuple[str, ...]
    ids: tuple[int | None, ...]
    windows: tuple[int, ...]
    at: dict[str, int]
    elsewhere: frozenset[str] = frozenset()
    marks: tuple[tuple[str, int], ...] = ()

    @property
    def others(self) -> int:
        """The code of a visit to any other place."""
        return len(self.names)

    @property
    def nowhere(self) -> int:
        """The code of an event that is in no place, kept only for its mark."""
        return len(self.names) + 1

    def code(self) -> pl.Expr:
        """An event's place and mark as one small number, null if it says nothing of the path."""
        marks = dict(self.marks)
        coded: dict[str, int] = dict.fromkeys(marks, self.nowhere << BITS)
        coded |= dict.fromkeys(self.elsewhere, self.others << BITS)
        coded |= {name: place << BITS for name, place in self.at.items()}
        coded = {name: code + marks.get(name, 0) for name, code in coded.items()}
        if not coded:
            return pl.lit(None, dtype=pl.Int16)
        event = pl.col("event").cast(pl.String)
        return event.replace_strict(list(coded), list(coded.values()), default=None, return_dtype=pl.Int16)


def stage_places(data: JourneyData, *, drawn: tuple[int, ...] | None = None) -> Places:
    """The stages in order; of those `drawn` (ids), if it says which."""
    stages = [stage for stage in data.in_order if drawn is None or stage.id in drawn]
    place = {stage.id: number for number, stage in enumerate(stages)}
    at = {rule.event: place[rule.stage_id] for rule in data.rules if rule.stage_id in place}
    return Places(
        tuple(stage.name for stage in stages), tuple(stage.id for stage in stages),
        tuple(stage.window_days for stage in stages), at, marks=_marks(data.rules),
    )  # fmt: skip


def inner_places(data: JourneyData, stage_id: int, volumes: dict[str, int], order: tuple[int, ...] = ()) -> Places:
    """What happens inside a stage: its touchpoints, and the events that have none by their own name.

    volumes: events by name, so that the INSIDE busiest keep their own place and the rest share one. order: the touchpoints'
    ids as the map draws them; what is not on it follows by volume.
    """
    own = [rule for rule in data.rules if rule.stage_id == stage_id]
    named = {rule.event: rule.touchpoint or rule.event for rule in own}
    busy: Counter[str] = Counter()
    for event, name in named.items():
        busy[name] += volumes.get(event, 0)
    drawn = {rule.touchpoint: order.index(rule.touchpoint_id) for rule in own if rule.touchpoint_id in order}
    kept = [name for name, _ in busy.most_common(INSIDE if len(busy) <= INSIDE else INSIDE - 1)]
    names = sorted(kept, key=lambda name: (drawn.get(name, len(order)), -busy[name], name))
    rest = f"{len(busy) - len(kept)} others"
    names += [rest] if len(busy) > len(kept) else []
    stage = data.stage(stage_id)
    at = {event: names.index(name if name in kept else rest) for event, name in named.items()}
    days = stage.window_days if stage else 14
    others = frozenset(rule.event for rule in data.rules if rule.stage_id not in (None, stage_id))
    return Places(tuple(names), (None,) * len(names), (days,) * len(names), at, others, _marks(data.rules))


def _marks(rules: tuple[EventRule, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((rule.event, MARKS.index(rule.outcome)) for rule in rules if rule.outcome in MARKS[1:])
