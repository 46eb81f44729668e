"""Reads what our own export of OpenJourney adds to the format, so that a map comes back as it was, with what others edited."""

from __future__ import annotations

from typing import Any

from journey.domain.document import Document
from journey.sources.maps.file import Notes
from journey.sources.maps.formats import journey_json

OWN = "x-journey"
SHOWN = ("step", "touchpoint")
"""Parts of a stage that are written once more as nodes, so that other readers show them too."""


NODE = {"id", "stageId", "swimlaneId", "title", "description", "tags", "purpose", "severity", OWN}


def own_document(root: dict[str, Any], name: str, notes: Notes) -> Document:
    """The document; UnreadableFile names what is wrong with it."""
    extra, nodes = root[OWN], _objects(root.get("nodes"))
    shown = [node for node in nodes if _fields(node).get("shows") in SHOWN]
    edited = {str(_fields(node).get("key")): str(node.get("title") or "") for node in shown}
    for number, node in enumerate(nodes):
        if node not in shown:
            notes.unknown(f"nodes[{number}]", node.keys() - NODE)
    value = {
        **{field: value for field, value in extra.items() if field != "version"},
        "name": _object(root.get("metadata")).get("title") or extra.get("name"),
        "stages": [_stage(stage, edited) for stage in _objects(root.get("stages"))],
        "lanes": [{**_fields(lane), "key": lane.get("id"), "name": lane.get("name")} for lane in _objects(root.get("swimlanes"))],
        "cards": [_card(node, number) for number, node in enumerate(nodes) if node not in shown],
    }
    for place, names in journey_json.unknown(Document, value, "map"):
        notes.unknown(place, names)
    return journey_json.checked(value, name)


def _stage(stage: dict[str, Any], edited: dict[str, str]) -> dict[str, Any]:
    own = _fields(stage)
    steps = {"steps": [_renamed(step, edited) for step in own["steps"]]} if isinstance(own.get("steps"), list) else {}
    named = {"key": stage.get("id"), "name": stage.get("name"), "assumed_emotion": stage.get("overrideEmotion")}
    return {**own, **steps, **named}


def _renamed(part: Any, edited: dict[str, str]) -> Any:
    """A step or touchpoint under the title that its node has by now."""
    if not isinstance(part, dict):
        return part
    points = part.get("touchpoints")
    own = {"touchpoints": [_renamed(point, edited) for point in points]} if isinstance(points, list) else {}
    return {**part, **own, "name": edited.get(str(part.get("key"))) or part.get("name")}


def _card(node: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        **_fields(node), "key": node.get("id") or f"node {number}", "stage": node.get("stageId"), "lane": node.get("swimlaneId"),
        "text": node.get("title"), "details": node.get("description") or "", "tags": node.get("tags") or [],
    }  # fmt: skip


def _fields(part: dict[str, Any]) -> dict[str, Any]:
    """Our fields of a part; none of one that another program added."""
    return _object(part.get(OWN))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[dict[str, Any]]:
    return [_object(one) for one in value] if isinstance(value, list) else []
