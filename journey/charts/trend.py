"""The trend of a KPI: its values with what was expected, the target, the prior period and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from journey.charts import plot, say, theme
from journey.charts import timeline as tl
from journey.charts.timeline import Mark
from journey.domain.words import MetricKind

WORDS = 6
"""Words that fit beside each other over the chart's width on a telephone."""
COLUMNS = ("value", "n", "low", "high", "expected_low", "expected_high", "mature", "flag", "prior")


def trend(
    frame: pl.DataFrame,
    *,
    title: str = "",
    subtitle: str = "",
    kind: MetricKind = MetricKind.COUNT,
    unit: str = "",
    target: float | None = None,
    target_name: str = "Target",
    prior_name: str = "Period before",
    changes: Sequence[Mark] = (),
    holidays: Sequence[Mark] = (),
    height: int = 280,
    about: int = 5,
    reach: tuple[float, float] | None = None,
) -> go.Figure:
    """Draw a metric over days, weeks or months; an empty figure that says so when there is no value.

    frame: at (Date), value; and where known n, low, high (the value's interval), expected_low, expected_high, mature
    (Boolean), flag ("better", "worse", "watch" or null) and prior. Values are in the metric's own terms: a rate is a share of 1,
    a duration seconds. about: how many days are named under the axis; reach: the value axis, its own unless given (see
    `range_of`, for two charts on one scale).
    """
    if not tl.has_values(frame, "value"):
        return plot.empty(title=title, subtitle=subtitle)
    data, tell = tl.columns(frame, COLUMNS), say.teller(kind, say.short(unit))
    low, high = reach or range_of([frame], target=target, kind=kind, marks=bool(changes or holidays))
    rules, names = tl.target_line(target, target_name, tell, beside=data["value"][_last(data)], reach=high - low)
    poles, pennants = tl.flags(changes, data["day"])
    scale = plot.ticks(low, high, kind, say.short(unit))
    return plot.figure(
        [
            *tl.ribbon(data["at"], data["expected_low"], data["expected_high"], theme.BAND),
            *tl.hatch(data["day"], data["mature"], low, high),
            tl.line(data["at"], data["prior"], theme.AXIS, width=1.5, dash="dash"),
            _values(data, say.teller(kind, unit)),
            _young(data),
            *tl.holiday_marks(holidays, data["day"], low),
            _flags(data),
        ],
        title=title,
        subtitle=subtitle,
        height=height,
        left=plot.room(scale["ticktext"]),
        right=70,
        xaxis=tl.time_axis(data["day"], data["n"], about=about),
        yaxis=plot.axis(range=[low, high], **scale),
        shapes=rules + poles,
        annotations=[*names, *pennants, *_flag_words(data), *_labels(data, tell, prior_name, high)],
    )


def alt_text(
    frame: pl.DataFrame,
    *,
    title: str = "",
    kind: MetricKind = MetricKind.COUNT,
    unit: str = "",
    target: float | None = None,
    changes: Sequence[Mark] = (),
    holidays: Sequence[Mark] = (),
) -> str:
    """What the trend says, for someone who does not see it: the finding, its ends, n, target, what stands out."""
    if not tl.has_values(frame, "value"):
        return " ".join(filter(None, [plot.sentence(title), "Nothing was measured in this window."]))
    data, tell = tl.columns(frame, COLUMNS), say.teller(kind, unit)
    known = [i for i, v in enumerate(data["value"]) if v is not None]
    first, last = known[0], known[-1]
    words = f"From {_point(data, first, tell)} to {_point(data, last, tell)}"
    parts = [plot.sentence(title), plot.sentence(words)]
    if target is not None:
        parts.append(f"Target {tell(target)}.")
    parts += [f"{say.day(data['day'][i])}: {theme.word(f)}." for i, f in enumerate(data["flag"]) if f]
    parts += [f"{say.day(mark.at)}: {mark.name}." for mark in (*changes, *holidays)]
    if young := sum(ok is False for ok in data["mature"]):
        parts.append("The last value can still change." if young == 1 else f"The last {young} values can still change.")
    return " ".join(filter(None, parts))


def _point(data: tl.Columns, index: int, tell: say.Say) -> str:
    n = say.count(data["n"][index])
    return f"{tell(data['value'][index])} on {say.day(data['day'][index])}" + (f" ({n})" if n else "")


def range_of(
    frames: Sequence[pl.DataFrame], *, target: float | None = None, kind: MetricKind = MetricKind.COUNT, marks: bool = False
) -> tuple[float, float]:
    """The value axis that shows everything of `frames` and the target; with `marks` there is room for them at its foot."""
    parts = [tl.columns(frame, COLUMNS) for frame in frames]
    known = [v for data in parts for key in ("value", "low", "high", "expected_low", "expected_high", "prior") for v in data[key]]
    low, high = plot.span([*known, target], cap=1.0 if kind is MetricKind.RATE else None)
    return (low - (high - low) * 0.16 if marks else low), high


def _hover(data: tl.Columns, tell: say.Say) -> list[str]:
    rows = zip(data["day"], data["value"], data["n"], data["low"], data["high"], strict=True)
    return [
        f"{say.day(day, year=True)}: {tell(value)}"
        + (f", {say.count(n)}" if n is not None else "")
        + (f"<br>likely {tell(low)} to {tell(high)}" if None not in (low, high) else "")
        for day, value, n, low, high in rows
    ]


def _values(data: tl.Columns, tell: say.Say) -> dict[str, Any]:
    shown = [None if ok is False else v for v, ok in zip(data["value"], data["mature"], strict=True)]
    over = [h - v if None not in (h, v) else 0 for h, v in zip(data["high"], data["value"], strict=True)]
    under = [v - lo if None not in (lo, v) else 0 for lo, v in zip(data["low"], data["value"], strict=True)]
    bars = {"type": "data", "array": over, "arrayminus": under, "thickness": 1, "width": 0, "color": theme.AXIS}
    few = len(shown) <= 40
    return tl.line(
        data["at"],
        shown,
        theme.TEXT,
        width=2 if few else 1.5,
        mode="lines+markers" if few else "lines",
        marker={"size": 4, "color": theme.TEXT},
        error_y=bars if any(over) or any(under) else None,
        hoverinfo="text",
        hovertext=_hover(data, tell),
    )


def _young(data: tl.Columns) -> dict[str, Any]:
    """The young values, pale, joined to the last that is settled."""
    young = [ok is False for ok in data["mature"]]
    near = [young[i] or (i + 1 < len(young) and young[i + 1]) for i in range(len(young))]
    values = [v if shown else None for v, shown in zip(data["value"], near, strict=True)]
    return tl.line(data["at"], values, theme.AXIS, width=1.5, dash="dot")


def _flags(data: tl.Columns) -> dict[str, Any]:
    """The values that stand out: a mark that differs in shape and in colour."""
    out = [i for i, state in enumerate(data["flag"]) if state and data["value"][i] is not None]
    shapes = {"better": "circle", "worse": "diamond", "watch": "circle-open"}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [data["at"][i] for i in out],
        "y": [data["value"][i] for i in out],
        "marker": {
            "size": 11,
            "symbol": [shapes.get(data["flag"][i], "circle-open") for i in out],
            "color": [theme.colour(data["flag"][i]) for i in out],
        },
        "hoverinfo": "skip",
    }


def _flag_words(data: tl.Columns) -> list[dict[str, Any]]:
    """The word over the first of each run of values that stand out, where it has room; the last value has its own at the end."""
    states, taken, notes = data["flag"], [_last(data)], []
    first = [i for i, state in enumerate(states) if state and (i == 0 or states[i - 1] != state) and data["value"][i] is not None]
    for i in reversed(first):
        if min(abs(i - other) for other in taken) * WORDS < len(states):
            continue
        above = {"x": data["at"][i], "y": data["value"][i], "yanchor": "bottom", "yshift": 8}
        notes.append(plot.note(theme.word(states[i]), colour=theme.colour(states[i]), **above))
        taken.append(i)
    return notes


def _last(data: tl.Columns) -> int:
    """The last value that is settled; the last of all where none is."""
    known = [i for i, v in enumerate(data["value"]) if v is not None]
    return max((i for i in known if data["mature"][i] is not False), default=known[-1])


def _labels(data: tl.Columns, tell: say.Say, prior_name: str, high: float) -> list[dict[str, Any]]:
    """The last settled value at the end, the prior line's name at its start, the word for the young values."""
    last = _last(data)
    state = data["flag"][last] or "calm"
    words = f"<b>{tell(data['value'][last])}</b>" + (f"<br>{theme.word(state)}" if theme.word(state) else "")
    end = {"x": 1, "xref": "paper", "y": data["value"][last], "xanchor": "left", "xshift": 4, "align": "left"}
    notes = [plot.note(words, colour=theme.colour(state), size=theme.LABEL_SIZE, **end)]
    prior = [i for i, v in enumerate(data["prior"]) if v is not None]
    if prior and prior_name:
        start = {"x": data["at"][prior[0]], "y": data["prior"][prior[0]], "xanchor": "left", "yanchor": "top"}
        notes.append(plot.note(plot.text(prior_name, limit=28), **start))
    if False in data["mature"]:
        notes.append(plot.note("can still change", x=1, xref="paper", y=high, xanchor="right", yanchor="bottom"))
    return notes
