"""A version of the map as the board draws it: what was kept then, without what the data say of it now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from journey.analysis.emotion import HIGH, LOW
from journey.domain.library import scale
from journey.domain.words import Future, PainStatus
from journey.store.readers.journeys import personas, teams
from journey.store.tables import Journey, MapSnapshot
from journey.ui.board import items as cells
from journey.ui.board.items import Beside, Item, ref
from journey.ui.runtime import engine

KEPT_AS = {
    "card": "cards", "pain_point": "pains", "opportunity": "opportunities", "step": "steps", "touchpoint": "touchpoints",
}  # fmt: skip
UNSAID: Item = {
    "revision": 0, "step_id": None, "persona_id": None, "team_id": None, "details": "", "description": "", "pain_id": None,
    "status": PainStatus.OPEN.value, "evidence": 0, "standing": None, "future": Future.STAYS.value,
}  # fmt: skip
"""What a version does not keep, or did not when it was saved."""
Content = Mapping[str, Sequence[Mapping[str, Any]]]


def map_of_version(journey: Journey, version: MapSnapshot) -> Item:
    """The map that a version holds, as `shown.map_of` tells the one of today."""
    content: Content = version.content
    named = {team.key: team.name for team in teams(engine())}
    lanes = _ordered(content, "lanes")
    first = {lane["kind"]: ref("lane", lane["id"]) for lane in reversed(lanes)}
    beside = Beside(teams=named, lanes=first, tags=_tags(content))
    return {
        "stamp": f"version {version.number}", "whole": True,
        "journey": {"id": journey.key, "name": journey.name, "slug": journey.slug},
        "scale": [{"at": at, "word": word} for at, word in scale(journey.scale).words], "ends": [LOW, HIGH],
        "personas": [{"id": one.key, "name": one.name} for one in personas(engine(), journey.key)],
        "teams": [{"id": id, "name": name} for id, name in named.items()], "people": [], "tags": [], "views": [], "save": False,
        "stages": [_stage(content, stage, named) for stage in _ordered(content, "stages")],
        "lanes": cells.with_a_curve(
            [{"ref": ref("lane", one["id"]), "rev": 0, "name": one["name"], "kind": one["kind"], "shown": one["shown"]}
             for one in lanes]
        ),
        "items": cells.stood({table: _frame(content, table) for table in KEPT_AS}, beside), "handoffs": _handoffs(content),
    }  # fmt: skip


def _ordered(content: Content, part: str) -> list[Mapping[str, Any]]:
    return sorted(content.get(part, ()), key=lambda item: (item.get("position") or 0, item["id"]))


def _frame(content: Content, table: str) -> pl.DataFrame:
    """The rows of a table as the readers of the board give them, in their order."""
    stage_of = {step["id"]: step["stage_id"] for step in content.get("steps", ())}
    told = [{**UNSAID, **item} for item in _ordered(content, KEPT_AS[table])]
    if table == "touchpoint":
        told = [{**item, "stage_id": stage_of.get(item["step_id"])} for item in told]
    return pl.DataFrame(told, infer_schema_length=None)


def _tags(content: Content) -> dict[tuple[str, int], list[str]]:
    return {(table, item["id"]): list(item.get("tags", ())) for table, part in KEPT_AS.items() for item in content.get(part, ())}


def _stage(content: Content, stage: Mapping[str, Any], named: Mapping[int, str]) -> Item:
    steps = [step for step in _ordered(content, "steps") if step["stage_id"] == stage["id"]]
    felt = {
        f"{one['persona_id']}": {"ref": "", "rev": 0, "assumed": one["assumed"], "future": one["future"]}
        for one in content.get("feelings", ())
        if one["stage_id"] == stage["id"]
    }
    team = stage.get("team_id")
    return {
        "ref": ref("stage", stage["id"]), "rev": 0, "name": stage["name"], "description": stage.get("description", ""),
        "team": team, "teamName": named.get(team or 0, ""), "future": stage.get("future", Future.STAYS.value),
        "assumed": stage.get("emotion"), "futureEmotion": stage.get("future_emotion"), "measured": None, "gap": None,
        "felt": felt, "kpis": [], "alerts": [], "heat": 0, "heatSaid": "",
        "steps": [{"ref": ref("step", step["id"]), "rev": 0, "name": step["name"]} for step in steps],
    }  # fmt: skip


def _handoffs(content: Content) -> list[Item]:
    return [
        {"from": ref(one["subject"], one["subject_id"]), "to": ref(one["other"], one["other_id"]), "said": "", "linked": True}
        for one in content.get("links", ())
        if one["kind"] == "hand-off"
    ]
