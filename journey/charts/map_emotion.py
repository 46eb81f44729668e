"""The row of the journey map that shows what customers feel: the curves measured and assumed, and what assumptions stand on."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from journey.charts import svg, theme
from journey.charts.map_parts import MapStage
from journey.domain.format import signed
from journey.domain.words import Standing

STOOD = {Standing.EVIDENCED: "assumption evidenced", Standing.HYPOTHESIS: "assumption a hypothesis"}
STOOD_KEY = ("◆ evidenced", "◇ hypothesis")
"""What an assumed emotion stands on, in words and as the marks beside the curve say it."""
NEAR = 26
"""Pixels of height below which a value and the mark of the assumption stand in each other's way."""


def emotion_row(stages: Sequence[MapStage], *, height: int) -> str:
    """Both curves across all columns; values stand as text at their points, so that they stretch with no column."""
    assumed, measured = [stage.assumed for stage in stages], [stage.measured for stage in stages]
    if all(value is None for value in (*assumed, *measured)):
        return ""
    wide, places = 100 * len(stages), range(len(stages))

    def points(values: Sequence[float | None]) -> list[svg.Point | None]:
        return [None if v is None else (100 * i + 50, _height(v, height)) for i, v in zip(places, values, strict=True)]

    middle = svg.number(height / 2)
    picture = svg.image(
        f'<path d="M0 {middle}H{wide}" style="{_pen(theme.BORDER, "1")}"/>'
        f'<path d="{svg.path(points(assumed))}" style="{_pen(theme.GREY, "1.5")};stroke-dasharray:5 4"/>'
        f'<path d="{svg.path(points(measured))}" style="{_pen(theme.TEXT, "2")}"/>',
        width=wide,
        height=height,
        alt="",
        fill=True,
    )
    dots = "".join(
        _claim_mark(place, stage, len(stages), height) + _emotion_dot(place, stage, len(stages), height)
        for place, stage in enumerate(stages)
    )
    marks = "".join(f'<span class="key">{mark}</span>' for mark in STOOD_KEY) if any(s.standing for s in stages) else ""
    return (
        '<tr class="emotion"><th scope="row">Emotion<span class="key">— measured</span><span class="key">┄ assumed</span>'
        f"{marks}</th>"
        f'<td colspan="{len(stages)}"><div style="height:{height}px">{picture}{dots}</div></td></tr>'
    )


def _height(value: float, height: int) -> float:
    return svg.scale(max(-5.0, min(5.0, value)), -5, 5, height - 16, 16)


def _pen(colour: str, width: str) -> str:
    return f"fill:none;stroke:{theme.both(colour)};stroke-width:{width};vector-effect:non-scaling-stroke"


def _claim_mark(place: int, stage: MapStage, stages: int, height: int) -> str:
    """What the assumed emotion stands on, at its point: filled where customers bear it out, hollow while it is believed."""
    if stage.assumed is None or stage.standing not in STOOD:
        return ""
    left, top = svg.number(100 * (place + 0.5) / stages), svg.number(_height(stage.assumed, height))
    said = f"{escape(stage.name)}: assumed {signed(stage.assumed)}, {STOOD[stage.standing]}"
    return f'<span class="claim {stage.standing.value}" style="left:{left}%;top:{top}px" title="{said}"></span>'


def _emotion_dot(place: int, stage: MapStage, stages: int, height: int) -> str:
    """The measured point with its value; a stage with only an assumption shows that, hollow."""
    value = stage.measured if stage.measured is not None else stage.assumed
    if value is None:
        return ""
    measured = stage.measured is not None
    left, top = svg.number(100 * (place + 0.5) / stages), svg.number(_height(value, height))
    colour = theme.both(theme.emotion_colour(value)) if measured else theme.both(theme.GROUND)
    known = f"measured {signed(value)}" if measured else f"assumed {signed(value)}"
    both = f"{known}, assumed {signed(stage.assumed)}" if measured and stage.assumed is not None else known
    words = f"{both}, n {stage.n:,}" if measured and stage.n is not None else both
    words += f", {STOOD[stage.standing]}" if stage.standing in STOOD else ""
    low = " low" if _below(stage, value, height) else ""
    return (
        f'<span class="dot{low}" style="left:{left}%;top:{top}px;--at:{colour}" title="{escape(stage.name)}: {words}">'
        f'<b>{signed(value)}</b><span class="sr">{escape(stage.name)}: {words}.</span></span>'
    )


def _below(stage: MapStage, value: float, height: int) -> bool:
    """Whether a value stands under its point: away from the assumption where that is near, else away from zero."""
    if stage.measured is None or stage.assumed is None or value == stage.assumed:
        return value < 0
    near = abs(_height(stage.assumed, height) - _height(value, height)) < NEAR
    return value < stage.assumed if near else value < 0
