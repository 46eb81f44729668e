"""A report's chart as marks that SVG and PDF draw: the finding above, the line or the bars, first and last told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from journey.exports.drawing.fonts import width
from journey.exports.drawing.marks import Block, Box, Dot, Stroke, Words, tall
from journey.exports.drawing.style import AXIS, BAND, GREY, MUTED, PRIMARY, STATES, TEXT
from journey.exports.reports.model import Chart

Mark = Block | Stroke | Dot
SIZE, SMALL = 11.0, 9.5
PLOT = 70.0
"""Pixels that a line takes without its words."""
BAR = 22.0
"""Pixels that a bar with its label takes."""
LABEL = 0.34
"""Share of the width that the bars' names may take."""


def height(chart: Chart, wide: float, *, size: float = 1.0) -> float:
    """How tall the chart is in so much width; `size` is that of its text, 1 for a screen."""
    head = sum(tall((words,), wide / size, 0) for words in _head(chart))
    return size * (head + 6 + (len(chart.values) * BAR if chart.shape == "bar" else PLOT + SMALL * 2.2))


def marks(chart: Chart, box: Box, *, size: float = 1.0) -> list[Mark]:
    """The chart within the box."""
    inner = Box(0, 0, box.width / size, box.height / size)
    return [scaled(mark, size, box.x, box.y) for mark in _marks(chart, inner)]


def scaled(mark: Mark, size: float, x: float, y: float) -> Mark:
    """The mark that much larger, and then moved."""
    match mark:
        case Block(box=box, words=words):
            place = Box(x + box.x * size, y + box.y * size, box.width * size, box.height * size)
            return replace(mark, box=place, words=tuple(replace(each, size=each.size * size) for each in words))
        case Stroke(points=points):
            return replace(mark, points=tuple((x + a * size, y + b * size) for a, b in points), width=mark.width * size)
        case Dot():
            return replace(mark, x=x + mark.x * size, y=y + mark.y * size, radius=mark.radius * size)


def _marks(chart: Chart, box: Box) -> list[Mark]:
    title, subtitle = _head(chart)
    below = tall((title,), box.width, 0)
    head = Block("chart", Box(box.x, box.y, box.width, below + tall((subtitle,), box.width, 0)), (title, subtitle), pad=0)
    area = Box(box.x, head.box.bottom + 6, box.width, box.bottom - head.box.bottom - 6)
    return [head, *(_bars(chart, area) if chart.shape == "bar" else _line(chart, area))]


def _head(chart: Chart) -> tuple[Words, Words]:
    return Words(chart.title, SIZE, bold=True), Words(chart.subtitle, SMALL, colour=MUTED)


def _line(chart: Chart, area: Box) -> Iterator[Mark]:
    """The values from left to right, the target dotted, the last one told at its end."""
    known = [(at, value) for at, value in enumerate(chart.values) if value is not None]
    if not known:
        yield _text("No values yet.", (area.x, area.y), area.width, MUTED)
        return
    last, last_said = known[-1], chart.said[known[-1][0]]
    told = max(width(last_said, SIZE, bold=True), width(chart.target_said, SMALL)) + 8
    plot = Box(area.x + 3, area.y + 4, area.width - told - 6, area.height - SMALL * 2.2 - 8)
    ends = [value for _, value in known] + ([] if chart.target is None else [chart.target])
    low, high = min(ends), max(ends)

    def place(at: int, value: float) -> tuple[float, float]:
        x = plot.x + plot.width * (at / max(1, len(chart.values) - 1))
        return x, plot.bottom - plot.height * ((value - low) / (high - low) if high > low else 0.5)

    y = place(last[0], last[1])[1]
    if chart.target is not None:
        level = place(0, chart.target)[1]
        yield Stroke("target", ((plot.x, level), (plot.right, level)), MUTED, 1, "1 3")
        apart = level - y
        shift = 0.0 if abs(apart) > SIZE * 1.4 else SIZE * 1.4 * (1 if apart >= 0 else -1) - apart
        said = f"target {chart.target_said}" if width(f"target {chart.target_said}", SMALL) < told else chart.target_said
        yield _text(said, (plot.right + 6, level + shift - SMALL * 0.8), told, MUTED)
    for stretch in _stretches(chart.values):
        points = tuple(place(at, value) for at, value in stretch)
        yield Stroke("values", points if len(points) > 1 else (points[0], points[0]), TEXT, 1.6)
    colour = STATES.get(chart.state, MUTED) if chart.state else TEXT
    yield Dot("last", *place(*last), 3, colour)
    yield _text(last_said, (place(*last)[0] + 6, y - SIZE * 0.8), told, colour, SIZE, bold=True)
    yield _text(chart.labels[0], (area.x, area.bottom - SMALL * 1.7), plot.width / 2, MUTED)
    end = Box(area.x + plot.width / 2, area.bottom - SMALL * 1.7, plot.width / 2 + 6, SMALL * 1.5)
    yield Block("label", end, (Words(chart.labels[-1], SMALL, colour=MUTED),), pad=0, at="end")


def _stretches(values: tuple[float | None, ...]) -> list[list[tuple[int, float]]]:
    """The values in stretches that no missing one tears."""
    found: list[list[tuple[int, float]]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            found.append([])
        else:
            found[-1].append((at, value))
    return [stretch for stretch in found if stretch]


def _bars(chart: Chart, area: Box) -> Iterator[Mark]:
    """A bar from zero each, its interval as a thin line over it, its figure at its end."""
    names = min(area.width * LABEL, max(width(label, SMALL) for label in chart.labels) + 10)
    told = max(width(said, SMALL, bold=True) for said in chart.said) + 10
    room = max(10.0, area.width - names - told)
    highs = [value for value in (*chart.values, *chart.high) if value is not None]
    most = max([*highs, chart.target or 0.0, 1e-9])
    for at, (label, value, said) in enumerate(zip(chart.labels, chart.values, chart.said, strict=True)):
        y = area.y + at * BAR
        yield _text(_short(label, names - 6), (area.x, y + 3), names, TEXT)
        long = room * max(0.0, value or 0.0) / most
        yield Block("bar", Box(area.x + names, y + 4, max(long, 0.5), BAR - 10), fill=PRIMARY if value else BAND)
        reach = long
        if chart.high and (low := chart.low[at]) is not None and (high := chart.high[at]) is not None:
            ends = tuple((area.x + names + room * max(0.0, end) / most, y + BAR / 2 - 1) for end in (low, high))
            yield Stroke("interval", ends, GREY, 1.4)
            reach = max(long, room * max(0.0, high) / most)
        yield _text(said, (area.x + names + reach + 6, y + 3), told, TEXT, bold=True)
    if chart.target is not None:
        x = area.x + names + room * chart.target / most
        yield Stroke("target", ((x, area.y), (x, area.y + BAR * len(chart.values))), AXIS, 1, "1 3")


def _short(text: str, room: float) -> str:
    """The text in one line, cut where it is too long."""
    if width(text, SMALL) <= room:
        return text
    while text and width(f"{text}…", SMALL) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _text(text: str, at: tuple[float, float], wide: float, colour: str, size: float = SMALL, *, bold: bool = False) -> Block:
    return Block("label", Box(*at, wide + 20, size * 1.5), (Words(text, size, bold=bold, colour=colour),), pad=0)
