"""Where the stages of a map stand side by side, opened into their steps, and how items fill a cell without overlapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from journey.domain.document import StagePart
from journey.exports.drawing.marks import Block
from journey.exports.drawing.style import CARD, GAP, LANE, MARGIN
from journey.exports.maps.items import Item


@dataclass(frozen=True)
class Column:
    """A stage's place: where it begins, and how many cards stand side by side in it."""

    stage: StagePart
    x: float
    slots: int

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.slots * (CARD + GAP) + GAP

    @property
    def middle(self) -> float:
        """Where its points of the emotion curve stand."""
        return self.x + self.width / 2

    def at(self, slot: int) -> float:
        """Where a slot's cards begin."""
        return self.x + GAP + slot * (CARD + GAP)

    @property
    def spans(self) -> dict[str, range]:
        """The slots of each step, by its key."""
        steps = self.stage.steps
        each, more = divmod(self.slots, len(steps)) if steps else (0, 0)
        ends = [0, *accumulate(each + (at < more) for at in range(len(steps)))]
        return {step.key: range(ends[at], ends[at + 1]) for at, step in enumerate(steps)}


@dataclass(frozen=True)
class Cell:
    """The blocks of a cell from its upper edge at 0, how tall they are together, and where those of its steps begin."""

    blocks: tuple[Block, ...]
    height: float
    steps_from: float | None = None


def columns(stages: Sequence[StagePart], fullest: Mapping[str, int], tallest: int) -> tuple[Column, ...]:
    """The stages side by side; a stage stacks about `tallest` cards in a cell, and each step has a slot."""
    made: list[Column] = []
    x = MARGIN + LANE
    for stage in stages:
        slots = max(1, len(stage.steps), -(-fullest.get(stage.key, 0) // tallest))
        made.append(Column(stage, x, slots))
        x += made[-1].width
    return tuple(made)


def fill(items: Sequence[Item], column: Column, *, headed: bool = True) -> Cell:
    """A cell filled: what belongs to the whole stage first, then each step's below its own heading.

    An item goes into the shortest slot that it may stand in, the leftmost of equals, so the order stays readable. Where the
    cell is `headed` by several steps, what belongs to the whole stage spans them all, or it would seem to be one step's.
    """
    spans = column.spans
    depths = [GAP] * column.slots
    whole = headed and len(spans) > 1
    blocks = [_put(item, column, depths, range(column.slots), whole=whole) for item in items if item.step not in spans]
    stepped = [item for item in items if item.step in spans]
    steps_from = max(depths) if stepped else None
    if stepped:
        depths = [max(depths)] * column.slots
        blocks += [_put(item, column, depths, spans[item.step]) for item in stepped]
    return Cell(tuple(blocks), max(depths), steps_from)


def _put(item: Item, column: Column, depths: list[float], slots: range, *, whole: bool = False) -> Block:
    """The item in the shortest of these slots, whose depth grows by it, or over the `whole` width."""
    if whole:
        block = item.block(column.at(0), max(depths), column.width - 2 * GAP)
        depths[:] = [block.box.bottom + GAP] * len(depths)
        return block
    slot = min(slots, key=lambda at: (depths[at], at))
    block = item.block(column.at(slot), depths[slot], CARD)
    depths[slot] += block.box.height + GAP
    return block
