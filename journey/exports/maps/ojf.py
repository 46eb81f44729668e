"""Writes a map as OpenJourney, with what the format has no field for in fields of our own that other readers pass over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from journey.domain.document import CardPart, Document, Scores, StagePart
from journey.domain.words import LaneKind
from journey.exports.maps.written import Written
from journey.sources.maps.formats.journey_json import adapter
from journey.sources.maps.ojf_own import OWN

PURPOSES = {
    LaneKind.ACTION: "action",
    LaneKind.TOUCHPOINT: "touchpoint",
    LaneKind.PAIN: "pain-point",
    LaneKind.OPPORTUNITY: "opportunity",
    LaneKind.MOMENT: "milestone",
    LaneKind.THOUGHT: "observation",
    LaneKind.EVIDENCE: "observation",
}
HERE = {"key", "name", "stage", "lane", "text", "details", "tags", "assumed_emotion"}
"""What the format has a field for."""


def to_ojf(document: Document) -> Written:
    """The whole document: it comes back equal, and others read stages, swimlanes and nodes as the format has them.

    Steps and touchpoints are also shown as nodes in the first lane of actions and of touchpoints, where the map has such.
    """
    whole = adapter().dump_python(document, mode="json")
    root = {
        "version": "1.0",
        "persona": ", ".join(who.name for who in document.personas),
        "pointOfView": document.goal or document.name,
        "metadata": {"title": document.name},
        "stages": [_stage(part, value) for part, value in zip(document.stages, whole["stages"], strict=True)],
        "swimlanes": [_own(lane, id=lane["key"], name=lane["name"]) for lane in whole["lanes"]],
        "nodes": [
            *(_node(part, value, document) for part, value in zip(document.cards, whole["cards"], strict=True)),
            *_shown(document),
        ],
        OWN: {"version": 1, **{k: v for k, v in whole.items() if k not in {"name", "stages", "lanes", "cards"}}},
    }
    return Written(json.dumps(root, ensure_ascii=False, indent=2) + "\n")


def _own(value: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A part with the format's fields, and ours beside them."""
    return {**fields, OWN: {name: one for name, one in value.items() if name not in HERE}}


def _stage(part: StagePart, value: dict[str, Any]) -> dict[str, Any]:
    felt = {} if part.assumed_emotion is None else {"overrideEmotion": part.assumed_emotion}
    return _own(value, id=part.key, name=part.name, **felt)


def _node(part: CardPart, value: dict[str, Any], document: Document) -> dict[str, Any]:
    kind = next(lane.kind for lane in document.lanes if lane.key == part.lane)
    said = {"purpose": PURPOSES[kind]} if kind in PURPOSES else {}
    if part.pain is not None:
        said["severity"] = _severity(part.pain)
    return _own(
        value, id=part.key, stageId=part.stage, swimlaneId=part.lane, title=part.text, description=part.details,
        tags=list(part.tags), **said,
    )  # fmt: skip


def _severity(pain: Scores) -> str:
    return "low" if pain.severity <= 2 else "high" if pain.severity >= 4 else "medium"


def _shown(document: Document) -> Iterator[dict[str, Any]]:
    """Steps and touchpoints as nodes; on the way back their titles count, and nothing else of them."""
    lanes = {kind: next((lane.key for lane in document.lanes if lane.kind is kind), "") for kind in PURPOSES}
    for stage in document.stages:
        for step in stage.steps:
            if lane := lanes[LaneKind.ACTION]:
                yield _copy("step", step.key, stage.key, lane, step.name)
            for point in step.touchpoints if lanes[LaneKind.TOUCHPOINT] else ():
                node = _copy("touchpoint", point.key, stage.key, lanes[LaneKind.TOUCHPOINT], point.name)
                yield node | {"description": point.channel, "isMomentOfTruth": point.moment_of_truth}


def _copy(what: str, key: str, stage: str, lane: str, name: str) -> dict[str, Any]:
    purpose = "action" if what == "step" else what
    return {
        "id": f"{what} {key}", "stageId": stage, "swimlaneId": lane, "title": name, "description": "", "purpose": purpose,
        OWN: {"shows": what, "key": key},
    }  # fmt: skip
