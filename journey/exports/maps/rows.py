"""The rows of a map's grid: which there are, and what each draws in its stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from journey.domain.document import Document, Figures, LanePart
from journey.domain.words import LaneKind
from journey.exports.drawing.marks import Block, Box, Dot, Stroke
from journey.exports.drawing.style import BORDER, GAP, LANE, LANE_TINTS, MARGIN
from journey.exports.maps import curve, said
from journey.exports.maps.columns import Cell, Column, fill
from journey.exports.maps.head import lane_name, moved
from journey.exports.maps.items import Item, by_cell, kpis, touchpoint

Mark = Block | Stroke | Dot


@dataclass(frozen=True)
class Row:
    """A lane with its items by stage; `curved` where the emotion curve is drawn in it."""

    lane: LanePart
    cells: dict[str, list[Item]]
    curved: bool = False


def rows(document: Document, figures: Figures) -> list[Row]:
    """The lanes that are shown, in order, and those that touchpoints and emotions need where the map has no lane for them."""
    held = by_cell(document, figures, said.names(document))
    lanes = _lanes(document, figures)
    first = {kind: next((lane.key for lane in lanes if lane.kind is kind), "") for kind in LaneKind}
    made = []
    for lane in lanes:
        cells = {stage.key: list(held.get((lane.key, stage.key), [])) for stage in document.stages}
        for stage in document.stages:
            if lane.key == first[LaneKind.TOUCHPOINT]:
                cells[stage.key][:0] = [touchpoint(each, step.key) for step in stage.steps for each in step.touchpoints]
            if lane.key == first[LaneKind.KPI]:
                cells[stage.key][:0] = kpis(stage, figures)
        made.append(Row(lane, cells, lane.key == first[LaneKind.EMOTION] and bool(curve.series(document, figures))))
    return made


def _lanes(document: Document, figures: Figures) -> list[LanePart]:
    lanes = [lane for lane in document.lanes if lane.shown]
    kinds = {lane.kind for lane in document.lanes}
    front = (LaneKind.ACTION, LaneKind.TOUCHPOINT, LaneKind.THOUGHT)
    if LaneKind.TOUCHPOINT not in kinds and any(step.touchpoints for stage in document.stages for step in stage.steps):
        lanes.insert(_after(lanes, (LaneKind.ACTION,)), LanePart("(touchpoints)", "Touchpoints", LaneKind.TOUCHPOINT))
    if LaneKind.EMOTION not in kinds and curve.series(document, figures):
        lanes.insert(_after(lanes, front), LanePart("(emotion)", "Emotion", LaneKind.EMOTION))
    return lanes


def _after(lanes: Sequence[LanePart], kinds: tuple[LaneKind, ...]) -> int:
    return max((at + 1 for at, lane in enumerate(lanes) if lane.kind in kinds), default=0)


def drawn(
    row: Row, document: Document, figures: Figures, columns: Sequence[Column], top: float, *, ground: str
) -> tuple[list[Mark], float]:
    """A row from `top` on, over its ground, and where it ends; `ground` is that of lanes without a tint."""
    name = lane_name(row.lane.name, row.lane.kind.value, top, LANE - (36 if row.curved else 4))
    from_top = top + (curve.TALL if row.curved else 0)
    cells = [fill(_items(row, document, figures, column), column) for column in columns]
    bottom = max(name.box.bottom, from_top + max((cell.height for cell in cells), default=0), top + 36)
    right = columns[-1].x + columns[-1].width
    box = Box(MARGIN, top, right - MARGIN, bottom - top)
    marks: list[Mark] = [Block("row", box, key=row.lane.key, fill=LANE_TINTS.get(row.lane.kind, ground)), name]
    if row.curved:
        marks += curve.drawn(curve.series(document, figures), figures, columns, top)
    for column, cell in zip(columns, cells, strict=True):
        marks += _between_steps(column, cell, from_top, bottom)
        marks += moved(cell, from_top)
    return marks, bottom


def _items(row: Row, document: Document, figures: Figures, column: Column) -> list[Item]:
    items = row.cells.get(column.stage.key, [])
    emotions = curve.figures_of(document, figures, column) if row.curved else None
    return [emotions, *items] if emotions and emotions.words else items


def _between_steps(column: Column, cell: Cell, top: float, bottom: float) -> Iterator[Stroke]:
    """A dotted line between the steps, where the cell holds something of a step."""
    if cell.steps_from is None:
        return
    for slots in list(column.spans.values())[1:]:
        x = column.at(slots[0]) - GAP / 2
        yield Stroke("step line", ((x, top + cell.steps_from), (x, bottom - 4)), BORDER, 1, "2 3")
