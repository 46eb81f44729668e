"""Writes a map as our own JSON, whose schema is published, and the schema itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from journey.analysis import documents as fit
from journey.domain.document import Document, Figures
from journey.exports.maps.written import Written
from journey.sources.maps.formats.journey_json import FORMAT, VERSION, adapter

if TYPE_CHECKING:
    from pydantic import TypeAdapter

LIMITS: dict[str, dict[str, dict[str, Any]]] = {
    "Document": {"name": {"minLength": 1, "maxLength": fit.NAME}},
    "StagePart": {
        "name": {"minLength": 1, "maxLength": fit.NAME}, "team": {"maxLength": fit.TEAM}, "window_days": {"minimum": 1},
    },
    "StepPart": {"name": {"minLength": 1, "maxLength": fit.NAME}},
    "TouchpointPart": {"name": {"minLength": 1, "maxLength": fit.NAME}, "channel": {"maxLength": fit.CHANNEL}},
    "LanePart": {"name": {"minLength": 1, "maxLength": fit.LANE}},
    "CardPart": {"text": {"minLength": 1, "maxLength": fit.CARD}, "team": {"maxLength": fit.TEAM}},
    "PersonaPart": {"name": {"minLength": 1, "maxLength": fit.NAME}, "segment": {"maxLength": fit.NAME}},
    "LinkPart": {"kind": {"maxLength": fit.KIND}},
    "Scores": {name: {"minimum": 1, "maximum": 5} for name in fit.SCORES},
}  # fmt: skip
"""What `analysis.documents.faults` asks beyond the types."""
EMOTIONS = ("assumed_emotion", "future_emotion", "assumed")


def to_json(document: Document, figures: Figures | None = None) -> Written:
    """The whole document; `figures`, where given, are shown beside it and never read back."""
    whole: dict[str, Any] = {"format": FORMAT, "version": VERSION, "map": adapter().dump_python(document, mode="json")}
    if figures is not None:
        whole["figures"] = _figures().dump_python(figures, mode="json")
    return Written(json.dumps(whole, ensure_ascii=False, indent=2) + "\n")


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `to_json`, with the limits that an import holds to."""
    made = adapter().json_schema(ref_template="#/$defs/{model}")
    parts = made.pop("$defs") | {"Document": made}
    for name, limits in LIMITS.items():
        for field, limit in limits.items():
            parts[name]["properties"][field] |= limit
    for part in parts.values():
        _emotions(part.get("properties", {}))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Journey map",
        "description": "A customer or employee journey map, as this product exports and imports it.",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "map": {"$ref": "#/$defs/Document"},
            "figures": {"description": "What data said when it was exported; never read back.", "type": "object"},
        },
        "required": ["format", "version", "map"],
        "$defs": dict(sorted(parts.items())),
    }


def _emotions(properties: dict[str, Any]) -> None:
    """Numbers on the scale of emotion have its ends."""
    for name, field in properties.items():
        for one in field.get("anyOf", ()):
            if one.get("type") == "number" and (name in EMOTIONS or name == "future"):
                one |= {"minimum": -5, "maximum": 5}


def _figures() -> TypeAdapter[Figures]:
    from pydantic import TypeAdapter

    return TypeAdapter(Figures)
