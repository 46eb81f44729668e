"""The content of a version with names in the place of ids, as people compare it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine import Engine

from journey.routine.map_content import ENDS, Content
from journey.store.readers.journeys import personas, teams
from journey.store.readers.paths import BEGINS_AT, PATH


def named(engine: Engine, journey_id: int, content: Mapping[str, list[dict[str, Any]]]) -> Content:
    """The content with teams, personas and pain points by name, a persona's feeling with its stage, and links with their ends."""
    called = {
        "team_id": ("team", {team.key: team.name for team in teams(engine)}),
        "persona_id": ("persona", {one.key: one.name for one in personas(engine, journey_id)}),
        "pain_id": ("pain point", {pain["id"]: pain["title"] for pain in content.get("pains", ())}),
    }

    def renamed(item: Mapping[str, Any]) -> dict[str, Any]:
        return {called[k][0] if k in called else k: called[k][1].get(v) if k in called else v for k, v in item.items()}

    found = {part: [renamed(item) for item in items] for part, items in content.items()}
    at = {stage["id"]: stage["name"] for stage in content.get("stages", ())}
    for feeling in found.get("feelings", ()):
        feeling["persona"] = f"{feeling['persona'] or 'a persona'} at {at.get(feeling['stage_id'], '')}"
    for link in found.get("links", ()):
        ends = [_end(content, link[end], link[f"{end}_id"]) for end in ("subject", "other")]
        link["said"] = f"the way from {ends[0]} to {ends[1]}" if link["kind"] == PATH else " with ".join(ends)
    return found


def _end(content: Mapping[str, list[dict[str, Any]]], table: str, id: int) -> str:
    """An end of a link as the map names it, else by what it is."""
    if table == BEGINS_AT:
        return "the beginning"
    item = next((item for item in content.get(ENDS.get(table, ""), ()) if item["id"] == id), {})
    return str(item.get("text") or item.get("title") or item.get("name") or f"{table.replace('_', ' ')} {id}")
