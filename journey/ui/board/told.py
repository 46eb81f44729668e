"""What was done on the map as its readers say it: the story of a thing, and the two versions of an edit that was refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from journey.domain.format import signed
from journey.errors import StaleEdit
from journey.routine.board.nets import TABLES
from journey.store.readers import journeys as read
from journey.store.readers.board import steps
from journey.store.readers.maps import lanes
from journey.ui.runtime import engine

Names = Mapping[str, Mapping[int, str]]
"""What ids stand for: field to id to name."""
FIELDS = {
    "assumed_emotion": "assumed emotion", "future_emotion": "future emotion", "assumed": "assumed emotion", "own": "own ground",
    "moment_of_truth": "moment of truth", "description": "details", "window_days": "window", "pain_id": "pain point",
    "blocked_at": "blocker since",
}  # fmt: skip
"""Fields that are called otherwise than their column; `future` of a feeling is told as an emotion by its table."""
WORDS = ("text", "title", "name")
PLACES = ("stage_id", "lane_id", "step_id")
QUIET = {"id", "revision", "position", "journey_id", "resolved_by", "subject", "subject_id", "other", "other_id", "blocked_at"}


def names_on(journey_id: int) -> Names:
    """What the ids on a journey's map stand for."""
    people = {person.key: person.name for person in read.people(engine())}
    named = steps(engine(), journey_id)
    return {
        "stage_id": {stage.key: stage.name for stage in read.stages(engine(), journey_id)},
        "lane_id": {lane.key: lane.name for lane in lanes(engine(), journey_id)},
        "step_id": dict(zip(named["id"], named["name"], strict=True)),
        "team_id": {team.key: team.name for team in read.teams(engine())},
        "persona_id": {persona.key: persona.name for persona in read.personas(engine(), journey_id)},
        "owner_id": people, "person_id": people,
    }  # fmt: skip


def value(field: str, told: Any, names: Names) -> str:
    """A value as a reader says it, without marks around it."""
    if field == "deleted_at":
        return "in the bin" if told else "on the map"
    if told is None or told in ("", []):
        return "nothing"
    if isinstance(told, bool):
        return "yes" if told else "no"
    if field in names:
        return names[field].get(told, "something that is gone")
    if isinstance(told, float) or (isinstance(told, int) and "emotion" in FIELDS.get(field, "")):
        return signed(told)
    return ", ".join(str(one) for one in told) if isinstance(told, list) else str(told)


def versions(stale: StaleEdit, names: Names) -> dict[str, Any]:
    """The two versions of a refused edit: field, mine and theirs in words, by whom, and the revision to save mine over."""
    fields = [name for name in stale.mine if name != "position"] or list(stale.mine)
    if "deleted_at" in fields and stale.theirs.get("deleted_at"):
        return {"field": "gone", "mine": "", "theirs": "in the bin", "by": stale.by, "rev": stale.revision}
    mine, theirs = (" · ".join(value(name, side.get(name), names) for name in fields) for side in (stale.mine, stale.theirs))
    return {"field": _word(fields[0]), "mine": mine, "theirs": theirs, "by": stale.by, "rev": stale.revision}


def said(events: Iterable[Mapping[str, Any]], names: Names) -> str:
    """What one gesture did to one thing, as it follows whoever did it: "moved it from Browse to Pay"."""
    parts = list(dict.fromkeys(part for event in events if (part := _said(event, names))))
    undone = next((one["act"] for one in events if one["act"] in UNDOING), "")
    told = " and ".join(part for i, part in enumerate(parts) if i == 0 or part not in parts[:i])
    return f"{UNDOING[undone]}: {told}" if undone and told else told


UNDOING = {"board.undo": "took back", "board.redo": "did again"}


def _said(event: Mapping[str, Any], names: Names) -> str:
    before, after = event["before"] or {}, event["after"] or {}
    if "became" in after:
        return "made it something else"
    if not before:
        return "added it" if after.get("id") == event["subject_id"] else ""
    if set(after) == {"tags"}:
        return f"set its tags to {', '.join(after['tags'])}" if after["tags"] else "took its tags off"
    if "deleted_at" in after:
        return "put it in the bin" if after["deleted_at"] else "brought it back"
    if any(name in after for name in PLACES):
        return f"moved it from {_place(before, names)} to {_place(after, names)}"
    told = [_changed(name, before.get(name), after[name], names) for name in after if name not in QUIET]
    return "; ".join(told) or ("put it elsewhere among its neighbours" if "position" in after else "")


def _place(values: Mapping[str, Any], names: Names) -> str:
    told = [value(name, values[name], names) for name in PLACES if values.get(name) is not None]
    return ", ".join(told) or "no step"


def _changed(field: str, old: Any, new: Any, names: Names) -> str:
    if field in WORDS:
        return f"reworded it from “{old}” to “{new}”"
    return f"{_word(field)} from {value(field, old, names)} to {value(field, new, names)}"


def _word(field: str) -> str:
    return FIELDS.get(field, field.removesuffix("_id").replace("_", " "))


def is_on_map(event: Mapping[str, Any]) -> bool:
    """Whether the event changed something that can be taken back."""
    before, after = event["before"] or {}, event["after"] or {}
    if event["act"] == "map.bring_in" and event["subject"] == "journey":
        return not before
    born = not before and after.get("id") is not None and after.get("id") == event["subject_id"]
    return event["subject"] in TABLES and (born or bool(before)) and "became" not in after
