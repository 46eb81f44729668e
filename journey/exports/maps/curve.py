"""The emotion curves of a map: assumed, measured with its interval, future and each persona's, with their figures below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from journey.domain.document import Document, Figures
from journey.domain.format import signed
from journey.exports.drawing.marks import Block, Box, Dot, Stroke, Words
from journey.exports.drawing.style import BORDER, FAINT, FUTURE, MUTED, PAPER, PERSONAS, PRIMARY, SMALL, TEXT
from journey.exports.maps import said
from journey.exports.maps.columns import Column
from journey.exports.maps.items import Item

HEIGHT = 132.0
"""Pixels from +5 to -5."""
SPACE = 12.0
"""Above and below them."""
TALL = HEIGHT + 2 * SPACE
MEASURED, BAND, PLANNED = PRIMARY, "#D5E3EC", FUTURE
T = TypeVar("T")


@dataclass(frozen=True)
class Series:
    """One curve: a value or None for each stage, in order."""

    name: str
    values: tuple[float | None, ...]
    colour: str
    dash: str = ""
    width: float = 2.0
    hollow: bool = False


def series(document: Document, figures: Figures) -> tuple[Series, ...]:
    """The curves that hold a value, those of personas first, so that the journey's own stand before them."""
    stages = document.stages
    felt = {mark.stage: mark.mean for mark in figures.felt}
    said_of = {(feeling.persona, feeling.stage): feeling for feeling in document.feelings}
    made = []
    for at, persona in enumerate(document.personas):
        colour = PERSONAS[at % len(PERSONAS)]
        theirs = [said_of.get((persona.key, stage.key)) for stage in stages]
        made.append(Series(persona.name, tuple(each.assumed if each else None for each in theirs), colour, width=1.3))
        future = tuple(each.future if each else None for each in theirs)
        made.append(Series(f"{persona.name}, future", future, colour, "2 3", 1.3, hollow=True))
    made += [
        Series("Future", tuple(stage.future_emotion for stage in stages), PLANNED, "2 4", hollow=True),
        Series("Assumed", tuple(stage.assumed_emotion for stage in stages), TEXT, "7 4", hollow=True),
        Series("Measured", tuple(felt.get(stage.key) for stage in stages), MEASURED, width=2.6),
    ]
    return tuple(each for each in made if any(value is not None for value in each.values))


def drawn(curves: Sequence[Series], figures: Figures, columns: Sequence[Column], top: float) -> Iterator[Stroke | Dot | Block]:
    """The curves within their row, which begins at `top`; a curve has a hole where nobody said."""

    def down(value: float) -> float:
        return top + SPACE + (5 - max(-5.0, min(5.0, value))) / 10 * HEIGHT

    left, right = columns[0].x, columns[-1].x + columns[-1].width
    for value in (5, 0, -5):
        colour, dash = (FAINT, "") if value == 0 else (BORDER, "1 4")
        yield Stroke("axis", ((left, down(value)), (right, down(value))), colour, 1, dash)
        yield _tick(value, left, down(value))
    yield from _intervals(figures, columns, down)
    for curve in curves:
        at = zip(columns, curve.values, strict=True)
        points = [(column.middle, down(value)) if value is not None else None for column, value in at]
        for stretch in _stretches(points):
            yield Stroke("curve", tuple(stretch), curve.colour, curve.width, curve.dash)
        radius = 4.0 if curve.width > 1.5 else 2.6
        fill = PAPER if curve.hollow else curve.colour
        yield from (Dot("curve", x, y, radius, fill, curve.colour) for x, y in filter(None, points))


def figures_of(document: Document, figures: Figures, column: Column) -> Item:
    """A stage's emotions in words: each curve's value with its key, and the gap between assumed and measured."""
    stage, at = column.stage, [each.key for each in document.stages].index(column.stage.key)
    mark = next((felt for felt in figures.felt if felt.stage == stage.key), None)
    lines = []
    for curve in reversed(series(document, figures)):
        value = curve.values[at]
        if value is not None:
            text = said.felt(mark) if curve.name == "Measured" and mark else f"{curve.name} {signed(value)}"
            lines.append(Words(text, SMALL, colour=MUTED, dot=curve.colour))
    gap = said.gap(stage.assumed_emotion, mark)
    if gap:
        lines.append(Words(gap, SMALL, bold=True, colour=TEXT))
    return Item("emotion", f"{stage.key} emotion", tuple(lines), fill="", edge="")


def _tick(value: int, left: float, y: float) -> Block:
    """The value beside the lane's name."""
    return Block("tick", Box(left - 34, y - 8, 30, 15), (Words(signed(value), SMALL, colour=MUTED),), pad=1, at="end")


def _intervals(figures: Figures, columns: Sequence[Column], down: Callable[[float], float]) -> Iterator[Stroke]:
    """The 95 % intervals as a band over neighbouring stages, and as a whisker at each."""
    marks = {mark.stage: mark for mark in figures.felt if mark.low is not None and mark.high is not None}
    ends = [
        (column.middle, down(mark.low or 0.0), down(mark.high or 0.0)) if (mark := marks.get(column.stage.key)) else None
        for column in columns
    ]
    for stretch in _stretches(ends):
        over = [(x, high) for x, _, high in stretch]
        under = [(x, low) for x, low, _ in reversed(stretch)]
        yield Stroke("band", (*over, *under), fill=BAND)
    for x, low, high in filter(None, ends):
        yield Stroke("whisker", ((x, low), (x, high)), MEASURED, 1.2)


def _stretches(points: Sequence[T | None]) -> Iterator[list[T]]:
    """Runs of at least two neighbours that are there."""
    run: list[T] = []
    for point in (*points, None):
        if point is not None:
            run.append(point)
            continue
        if len(run) > 1:
            yield run
        run = []
