"""The sparkline: a metric's recent weeks in the height of a line of text."""

from __future__ import annotations

from collections.abc import Sequence

from journey.charts import say, svg, theme
from journey.domain.words import MetricKind

Bound = float | Sequence[float | None] | None


def sparkline(
    values: Sequence[float | None],
    *,
    mature: Sequence[bool] | None = None,
    target: float | None = None,
    lo: Bound = None,
    hi: Bound = None,
    flagged: int | None = None,
    flag: str = "worse",
    label: str = "",
    kind: MetricKind = MetricKind.COUNT,
    unit: str = "",
    width: int = 132,
    height: int = 30,
) -> str:
    """An `<img>` of the values, oldest first, or "" when there are none.

    mature: False where a week is too young to count, drawn pale and dashed. lo, hi: the usual range, one number or one
    a value. flagged: index of the value that stands out, in the colour of `flag` ("better", "worse", "watch").
    """
    if all(say.missing(v) for v in values):
        return ""
    lows, highs = _spread(lo, len(values)), _spread(hi, len(values))
    known = [v for v in (*values, *lows, *highs, target) if v is not None and not say.missing(v)]
    low, high = min(known), max(known)

    def at(index: int, value: float | None) -> svg.Point | None:
        if value is None or say.missing(value):
            return None
        x = svg.scale(index, 0, max(len(values) - 1, 1), 4, width - 5)
        return x, svg.scale(value, low, high, height - 4, 4)

    body = _band([at(i, v) for i, v in enumerate(lows)], [at(i, v) for i, v in enumerate(highs)])
    if target is not None and (left := at(0, target)):
        body += _line([left, (width - 5, left[1])], theme.MUTED, "stroke-width:1;stroke-dasharray:1 3")
    body += _values([at(i, v) for i, v in enumerate(values)], mature or [True] * len(values))
    last = max(i for i, v in enumerate(values) if not say.missing(v))
    body += _dot(at(last, values[last]), theme.TEXT, 2)
    if flagged is not None and -len(values) <= flagged < len(values):
        body += _dot(at(flagged % len(values), values[flagged]), theme.colour(flag), 3.5)
    words = alt_text(values, label=label, kind=kind, unit=unit, target=target, flagged=flagged, flag=flag)
    return svg.image(body, width=width, height=height, alt=words)


def alt_text(
    values: Sequence[float | None],
    *,
    label: str = "",
    kind: MetricKind = MetricKind.COUNT,
    unit: str = "",
    target: float | None = None,
    flagged: int | None = None,
    flag: str = "worse",
) -> str:
    """What the sparkline says: "Drop-off: 24 % to 31 % over 13 weeks, target 20 %, ▼ worse at 31 %"."""
    tell = say.teller(kind, unit)
    known = [v for v in values if v is not None and not say.missing(v)]
    if not known:
        return f"{label}: no values" if label else "No values"
    shown = f"{tell(known[0])} to {tell(known[-1])} over {len(values)} points"
    words = f"{label}: {shown}" if label else shown
    if target is not None:
        words += f", target {tell(target)}"
    if flagged is not None and -len(values) <= flagged < len(values) and not say.missing(values[flagged]):
        words += f", {theme.word(flag) or flag} at {tell(values[flagged])}"
    return words


def _spread(bound: Bound, size: int) -> list[float | None]:
    if bound is None or isinstance(bound, (int, float)):
        return [bound] * size
    return [*bound, *[None] * size][:size]


def _band(lower: list[svg.Point | None], upper: list[svg.Point | None]) -> str:
    pairs = [(a, b) for a, b in zip(lower, upper, strict=True) if a and b]
    if len(pairs) < 2:
        return ""
    outline = svg.path([*[b for _, b in pairs], *[a for a, _ in reversed(pairs)]])
    return f'<path d="{outline}Z" style="fill:{theme.both(theme.BAND)}"/>'


def _values(points: list[svg.Point | None], mature: Sequence[bool]) -> str:
    grown = [*mature, *[True] * len(points)][: len(points)]
    settled = [p if ok else None for p, ok in zip(points, grown, strict=True)]
    # A young stretch starts at the last settled point, so that the line does not tear.
    young = [p if not grown[i] or (i + 1 < len(grown) and not grown[i + 1]) else None for i, p in enumerate(points)]
    solid = _line(settled, theme.TEXT, "stroke-width:1.5")
    return solid + (_line(young, theme.AXIS, "stroke-width:1.5;stroke-dasharray:3 2") if not all(grown) else "")


def _line(points: Sequence[svg.Point | None], colour: str, style: str) -> str:
    outline = svg.path(points)
    rest = "fill:none;stroke-linejoin:round;stroke-linecap:round"
    return f'<path d="{outline}" style="{rest};stroke:{theme.both(colour)};{style}"/>' if outline else ""


def _dot(point: svg.Point | None, colour: str, radius: float) -> str:
    if point is None:
        return ""
    x, y = map(svg.number, point)
    return f'<circle cx="{x}" cy="{y}" r="{radius}" style="fill:{theme.both(colour)}"/>'
