"""Two versions of a map as two pictures: the same stages and lanes, the parts that differ marked on the side they are on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from journey.analysis.map_diff import Difference, Kind
from journey.charts.journey_map import journey_map
from journey.charts.map_parts import MapCard, MapLane, MapStage
from journey.domain.words import LaneKind, Standing

Content = Mapping[str, Sequence[Mapping[str, Any]]]
HELD = {"card": "cards", "pain": "pains", "opportunity": "opportunities", "step": "steps", "touchpoint": "touchpoints"}
"""What stands in a cell, and the part of a version that holds it."""
ONLY_ON = {Kind.ADDED: "after", Kind.REMOVED: "before"}
TELLS = (Kind.CHANGED, Kind.REWORDED, Kind.MOVED, Kind.ADDED, Kind.REMOVED)
"""Of several things that happened to a part, the last of these is told."""


def version_map(
    content: Content, found: Sequence[Difference], *, side: str, label: str, stages: Sequence[int] | None = None
) -> str:  # fmt: skip
    """One of the two pictures, as HTML: `side` is "before" or "after"; `stages` are those to show, all without them."""
    told = _told(found, side)
    shown = [stage for stage in _ordered(content, "stages") if stages is None or stage["id"] in stages]
    drawn = [
        MapStage(stage["id"], stage["name"], assumed=stage.get("emotion"), happened=told.get(("stage", stage["id"]), ""))
        for stage in shown
    ]
    lanes = [MapLane(lane["id"], lane["name"], LaneKind(lane["kind"])) for lane in _ordered(content, "lanes") if lane["shown"]]
    return journey_map(drawn, lanes, _cards(content, lanes, told), label=label)


def touched(content: Content, found: Sequence[Difference]) -> set[int]:
    """The stages of a version that something happened to, or to what stands in them."""
    spots = _spots(content)
    return {place for one in found if (place := one.id if one.part == "stage" else spots.get((one.part, one.id))) is not None}


def _told(found: Sequence[Difference], side: str) -> dict[tuple[str, int], str]:
    """What to say of each part on that side."""
    here = [one for one in found if ONLY_ON.get(one.kind, side) == side]
    return {(one.part, one.id): one.kind.value for one in sorted(here, key=lambda one: TELLS.index(one.kind))}


def _ordered(content: Content, part: str) -> list[Mapping[str, Any]]:
    return sorted(content.get(part, ()), key=lambda item: (item.get("position") or 0, item["id"]))


def _spots(content: Content) -> dict[tuple[str, int], int | None]:
    """The stage that each part stands in."""
    stage_of = {step["id"]: step["stage_id"] for step in content.get("steps", ())}
    return {
        (part, item["id"]): item["stage_id"] if "stage_id" in item else stage_of.get(item.get("step_id"))
        for part, held in {**HELD, "feeling": "feelings"}.items()
        for item in content.get(held, ())
    }


def _cards(content: Content, lanes: Sequence[MapLane], told: Mapping[tuple[str, int], str]) -> list[MapCard]:
    first = {lane.kind: lane.id for lane in reversed(lanes)}
    spots = _spots(content)
    lane_of = {
        "pain": first.get(LaneKind.PAIN), "opportunity": first.get(LaneKind.OPPORTUNITY), "step": first.get(LaneKind.ACTION),
        "touchpoint": first.get(LaneKind.TOUCHPOINT),
    }  # fmt: skip
    drawn = []
    for part in ("step", "touchpoint", "card", "pain", "opportunity"):
        for item in _ordered(content, HELD[part]):
            lane, stage = item.get("lane_id", lane_of.get(part)), spots.get((part, item["id"]))
            if lane is not None and stage is not None:
                text = item.get("text") or item.get("title") or item.get("name") or ""
                believed = Standing(item.get("standing") or Standing.EVIDENCED)
                mark = told.get((part, item["id"]), "")
                drawn.append(MapCard(stage, lane, text, believed, item.get("severity"), happened=mark))
    return drawn
