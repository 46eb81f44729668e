"""The content of a map as a version keeps it, and a map put back to the content of a version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session, col, select

from journey.routine.act import Act
from journey.routine.tags import put_tags
from journey.store.tables import (
    Card,
    Edited,
    Lane,
    Link,
    Opportunity,
    PainPoint,
    PersonaFeeling,
    Stage,
    Step,
    Tag,
    Tagging,
    Touchpoint,
    plain,
)

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
    "feelings": (PersonaFeeling, ("persona_id", "stage_id", "assumed", "future"), {"stage_id": "stages"}),
    "links": (Link, ("subject", "subject_id", "other", "other_id", "kind"), {}),
}  # fmt: skip
TAGGED = ("cards", "pains", "opportunities", "touchpoints", "steps")
"""Parts whose items say their tags."""
ENDS = {str(table.__tablename__): part for part, (table, _, _) in PARTS.items() if table not in (Link, PersonaFeeling)}
"""Tables whose rows stand on the map, to the part that holds them: a link is on the map while both its ends are."""
RENAMED = {"assumed_emotion": "emotion"}
"""Columns that a version names in the words of `analysis.map_diff`."""


def picture(session: Session, journey_id: int) -> Content:
    """The whole map as JSON values: PARTS by name, each a list of {id, and its fields}, ordered by id.

    What is in the bin is not on the map, nor is what lies in a stage, lane or step that is in the bin.
    """
    content: Content = {}
    tags = _tags(session, journey_id)
    for part, (table, fields, parents) in PARTS.items():
        rows = [row for row in _rows(session, part, journey_id) if row.deleted_at is None and _on(row, parents, content)]
        content[part] = [_item(row, fields) for row in sorted(rows, key=lambda row: row.key)]
        for item in content[part] if part in TAGGED else ():
            item["tags"] = tags.get((str(table.__tablename__), item["id"]), [])
    return content


def says(content: Mapping[str, list[dict[str, Any]]], now: Content) -> bool:
    """Whether the map `now` is what `content` says, as far as it says anything: a version may be older than some fields."""
    for part, items in content.items():
        there = {item["id"]: item for item in now.get(part, ())}
        if there.keys() != {item["id"] for item in items}:
            return False
        if any(there[item["id"]].get(name) != value for item in items for name, value in item.items()):
            return False
    return True


def put_back(doing: Act, content: Mapping[str, list[dict[str, Any]]]) -> dict[str, int]:
    """Make the map of the act's journey what `content` says; returns how many rows came back, went and changed.

    - What was in the bin comes back, under the id that it had.
    - What is not in the content goes to the bin; what lies in a stage, lane or step that goes, goes along with it.
    - Fields and tags return to their value. Fields and whole parts that `content` does not know stay as they are: it may have
      been saved before there were any.
    """
    assert doing.journey_id is not None
    counts = {"back": 0, "gone": 0, "changed": 0}
    present = {part: {row.key: row for row in _rows(doing.session, part, doing.journey_id)} for part in PARTS}
    for part, (_, fields, parents) in PARTS.items():
        if part not in content:
            continue
        wanted = {item["id"]: item for item in content[part]}
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
    back = row.deleted_at is not None
    if back:
        values["deleted_at"] = None
    if values:
        doing.change(row, row.revision, **values)
    if "tags" in item and _tags_of(doing.session, row) != item["tags"]:
        put_tags(doing, row, item["tags"])
        values["tags"] = item["tags"]
    if values:
        counts["back" if back else "changed"] += 1


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


def _tags(session: Session, journey_id: int) -> dict[tuple[str, int], list[str]]:
    """The tags of everything on the journey, by table and id, each in the order of the alphabet."""
    query = select(Tagging.subject, Tagging.subject_id, Tag.name).join(Tag, col(Tag.id) == Tagging.tag_id)
    found: dict[tuple[str, int], list[str]] = {}
    for subject, id, name in session.exec(query.where(Tag.journey_id == journey_id)):
        found.setdefault((subject, id), []).append(name)
    return {key: sorted(names) for key, names in found.items()}


def _tags_of(session: Session, row: Edited) -> list[str]:
    query = select(Tag.name).join(Tagging, col(Tagging.tag_id) == Tag.id)
    return sorted(session.exec(query.where(Tagging.subject == row.__tablename__, Tagging.subject_id == row.key)))


def _on(row: Any, parents: Parents, content: Mapping[str, list[dict[str, Any]]]) -> bool:
    """Whether every parent of the row is in the content; of a link, whatever of its ends stands on the map."""
    if isinstance(row, Link):
        ends = ((row.subject, row.subject_id), (row.other, row.other_id))
        return all(any(item["id"] == id for item in content.get(ENDS[table], ())) for table, id in ends if table in ENDS)
    return all(any(item["id"] == getattr(row, name) for item in content.get(part, ())) for name, part in parents.items())


def _item(row: Edited, fields: Iterable[str]) -> dict[str, Any]:
    values = plain(row)
    return {"id": row.key, **{RENAMED.get(name, name): values[name] for name in fields}}
