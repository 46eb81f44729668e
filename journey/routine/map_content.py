"""The content of a map as a version keeps it, and a map put back to the content of a version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session, col, select

from journey.routine.act import Act
from journey.store.tables import Card, Edited, Lane, Opportunity, PainPoint, Stage, Step, Touchpoint, plain

Content = dict[str, list[dict[str, Any]]]
Parents = Mapping[str, str]
"""The column that names a parent, to the part of the content that the parent is in."""

OF = ("step_id", "persona_id", "future")
"""What a card may name beside its stage."""
# What teams do about a pain point (its status, the alert behind it) is Tuesday's, and no older map takes it back.
PARTS: dict[str, tuple[type[Edited], tuple[str, ...], Parents]] = {
    "stages": (
        Stage, ("name", "position", "description", "team_id", "window_days", "assumed_emotion", "future_emotion", "future"), {},
    ),
    "lanes": (Lane, ("name", "kind", "position", "shown"), {}),
    "steps": (Step, ("stage_id", "name", "position"), {"stage_id": "stages"}),
    "touchpoints": (Touchpoint, ("step_id", "name", "channel", "own", "moment_of_truth", "position"), {"step_id": "steps"}),
    "cards": (
        Card,
        ("stage_id", "lane_id", "text", "details", "position", "standing", "team_id", *OF),
        {"stage_id": "stages", "lane_id": "lanes"},
    ),
    "pains": (
        PainPoint,
        ("stage_id", "title", "description", "severity", "frequency", "impact", "effort", "standing", "team_id", "position", *OF),
        {"stage_id": "stages"},
    ),
    "opportunities": (
        Opportunity,
        ("stage_id", "pain_id", "title", "description", "standing", "team_id", "position", *OF),
        {"stage_id": "stages"},
    ),
}  # fmt: skip
RENAMED = {"assumed_emotion": "emotion"}
"""Columns that a version names in the words of `analysis.map_diff`."""


def picture(session: Session, journey_id: int) -> Content:
    """The whole map as JSON values: PARTS by name, each a list of {id, and its fields}, ordered by id.

    What is in the bin is not on the map, nor is what lies in a stage, lane or step that is in the bin.
    """
    content: Content = {}
    for part, (_, fields, parents) in PARTS.items():
        rows = [row for row in _rows(session, part, journey_id) if row.deleted_at is None and _on(row, parents, content)]
        content[part] = [_item(row, fields) for row in sorted(rows, key=lambda row: row.key)]
    return content


def put_back(doing: Act, content: Mapping[str, list[dict[str, Any]]]) -> dict[str, int]:
    """Make the map of the act's journey what `content` says; returns how many rows came back, went and changed.

    - What was in the bin comes back, under the id that it had.
    - What is not in the content goes to the bin; what lies in a stage, lane or step that goes, goes along with it.
    - Fields return to their value, those that `content` does not know stay as they are.
    """
    assert doing.journey_id is not None
    counts = {"back": 0, "gone": 0, "changed": 0}
    present = {part: {row.key: row for row in _rows(doing.session, part, doing.journey_id)} for part in PARTS}
    for part, (_, fields, parents) in PARTS.items():
        wanted = {item["id"]: item for item in content.get(part, ())}
        for key, row in present[part].items():
            if key in wanted:
                _return(doing, row, wanted[key], fields, counts)
            elif row.deleted_at is None and _on(row, parents, content):
                doing.bin(row, row.revision)
                counts["gone"] += 1
    return counts


def _return(doing: Act, row: Edited, item: Mapping[str, Any], fields: Iterable[str], counts: dict[str, int]) -> None:
    stored = plain(row)
    known = {name: item[RENAMED.get(name, name)] for name in fields if RENAMED.get(name, name) in item}
    values: dict[str, Any] = {name: value for name, value in known.items() if stored[name] != value}
    if row.deleted_at is not None:
        values["deleted_at"] = None
        counts["back"] += 1
    elif values:
        counts["changed"] += 1
    if values:
        doing.change(row, row.revision, **values)


def _rows(session: Session, part: str, journey_id: int) -> list[Any]:
    """Every row of a part, those in the bin too."""
    table: Any = PARTS[part][0]
    query: Any = select(table)
    if part == "steps":
        query = query.join(Stage).where(Stage.journey_id == journey_id)
    elif part == "touchpoints":
        query = query.join(Step).join(Stage, col(Stage.id) == Step.stage_id).where(Stage.journey_id == journey_id)
    else:
        query = query.where(table.journey_id == journey_id)
    return list(session.exec(query))


def _on(row: Any, parents: Parents, content: Mapping[str, list[dict[str, Any]]]) -> bool:
    """Whether every parent of the row is in the content."""
    return all(any(item["id"] == getattr(row, name) for item in content.get(part, ())) for name, part in parents.items())


def _item(row: Edited, fields: Iterable[str]) -> dict[str, Any]:
    values = plain(row)
    return {"id": row.key, **{RENAMED.get(name, name): values[name] for name in fields}}
