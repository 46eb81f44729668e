"""The lines between cards that hand work on, and between what customers see and what they do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from journey.domain.document import LanePart, LinkPart
from journey.domain.words import LaneKind
from journey.exports.drawing.marks import Box, Stroke
from journey.exports.drawing.style import PRIMARY

INSIDE = {LaneKind.BACKSTAGE, LaneKind.SYSTEM}


def lines(links: Sequence[LinkPart], boxes: Mapping[str, Box]) -> Iterator[Stroke]:
    """A curve with a point at its end for each hand-off, to be drawn behind the cards; other links are said by number."""
    for link in links:
        if link.kind and link.subject in boxes and link.other in boxes:
            yield from _line(boxes[link.subject], boxes[link.other])


def _line(start: Box, end: Box) -> Iterator[Stroke]:
    ahead = 1.0 if end.x >= start.x else -1.0
    x1, y1 = (start.right if ahead > 0 else start.x), start.y + start.height / 2
    x2, y2 = (end.x if ahead > 0 else end.right), end.y + end.height / 2
    if start.x == end.x:
        x2 = end.right
    pull = max(24.0, abs(x2 - x1) / 2)
    into = -1.0 if start.x == end.x else ahead
    bend = ((x1, y1), (x1 + ahead * pull, y1), (x2 - into * pull, y2), (x2, y2))
    yield Stroke("hand-off", tuple(_bezier(bend, at / 20) for at in range(21)), PRIMARY, 1.6)
    yield Stroke("hand-off", ((x2, y2), (x2 - into * 8, y2 - 4), (x2 - into * 8, y2 + 4)), fill=PRIMARY)


def _bezier(points: Sequence[tuple[float, float]], at: float) -> tuple[float, float]:
    """A point of the cubic Bézier curve."""
    rest = 1 - at
    weights = (rest**3, 3 * rest**2 * at, 3 * rest * at**2, at**3)
    return (
        sum(weight * x for weight, (x, _) in zip(weights, points, strict=True)),
        sum(weight * y for weight, (_, y) in zip(weights, points, strict=True)),
    )


def borders(lanes: Sequence[LanePart]) -> dict[int, str]:
    """The lines that a service blueprint draws, by the number of the lane that each stands above (Shostack, 1984).

    A line parts what is above it from all that is below, so none is drawn where the lanes are not in a blueprint's order.
    """
    kinds = [lane.kind for lane in lanes]
    found: dict[int, str] = {}
    inside = next((at for at, kind in enumerate(kinds) if kind in INSIDE), len(kinds))
    if LaneKind.FRONTSTAGE in kinds[1:inside] and kinds[0] is not LaneKind.FRONTSTAGE:
        found[kinds.index(LaneKind.FRONTSTAGE)] = "line of interaction"
    if 0 < inside < len(kinds) and LaneKind.FRONTSTAGE not in kinds[inside:]:
        found[inside] = "line of visibility"
    return found
