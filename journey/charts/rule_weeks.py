"""The weeks that a rule looked at, with the limit it holds them against and those in which it fired."""

from __future__ import annotations

from collections.abc import Sequence

from journey.charts import say, svg, theme
from journey.domain.words import MetricKind

RADIUS = 4


def rule_weeks(
    values: Sequence[float | None],
    fired: Sequence[bool],
    *,
    limit: float | None = None,
    state: str = "worse",
    label: str = "",
    kind: MetricKind = MetricKind.COUNT,
    unit: str = "",
    width: int = 340,
    height: int = 72,
) -> str:
    """An `<img>` of a value a week, oldest first, None where a week could not be judged; "" when none could.

    The weeks that fired are large dots in the colour of `state` ("worse", "better"), the limit is a dotted line.
    """
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, high = min(*known, *_some(limit), *known), max(*known, *_some(limit), *known)

    def at(index: int, value: float | None) -> svg.Point | None:
        if value is None:
            return None
        x = svg.scale(index, 0, max(len(values) - 1, 1), RADIUS + 2, width - RADIUS - 2)
        return x, svg.scale(value, low, high, height - RADIUS - 2, RADIUS + 2)

    points = [at(index, value) for index, value in enumerate(values)]
    body = _line([at(0, limit), at(len(values) - 1, limit)], theme.MUTED, "stroke-width:1;stroke-dasharray:1 3")
    body += _line(points, theme.TEXT, "stroke-width:1.5")
    body += "".join(_dot(point, state) for point, over in zip(points, fired, strict=True) if over)
    return svg.image(
        body, width=width, height=height, alt=alt_text(values, fired, limit=limit, label=label, kind=kind, unit=unit)
    )


def alt_text(
    values: Sequence[float | None],
    fired: Sequence[bool],
    *,
    limit: float | None = None,
    label: str = "",
    kind: MetricKind = MetricKind.COUNT,
    unit: str = "",
) -> str:
    """What the picture says: "Task success: 40 % to 95 % in 26 weeks, limit 60 %; the rule fires in 5 of them"."""
    tell, known = say.teller(kind, unit), [value for value in values if value is not None]
    if not known:
        return f"{label}: no week that could be judged" if label else "No week that could be judged"
    spread = f"{tell(min(known))} to {tell(max(known))} in {len(known)} weeks"
    held = f", limit {tell(limit)}" if limit is not None else ""
    return f"{f'{label}: ' if label else ''}{spread}{held}; the rule fires in {sum(fired) or 'none'} of them"


def _some(limit: float | None) -> list[float]:
    return [] if limit is None else [limit]


def _line(points: Sequence[svg.Point | None], colour: str, style: str) -> str:
    outline = svg.path(points)
    look = f"fill:none;stroke-linejoin:round;stroke-linecap:round;stroke:{theme.both(colour)};{style}"
    return f'<path d="{outline}" style="{look}"/>' if outline else ""


def _dot(point: svg.Point | None, state: str) -> str:
    if point is None:
        return ""
    x, y = point
    return f'<circle cx="{svg.number(x)}" cy="{svg.number(y)}" r="{RADIUS}" style="fill:{theme.both(theme.colour(state))}"/>'
