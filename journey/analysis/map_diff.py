"""Compares two versions of a map: what was added, removed, moved, reworded or felt anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Item = Mapping[str, Any]
Content = Mapping[str, Any]


class Kind(StrEnum):
    """What happened to a part of the map."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """One difference: `part` is a key of _PARTS, such as card; `field` names what changed, "" for the whole part.

    `before` and `after` are the values (None where the part is missing), `sentence` says it to a person.
    """

    kind: Kind
    part: str
    id: int
    field: str
    before: Any
    after: Any
    sentence: str


_PARTS = {
    "stage": "stages", "lane": "lanes", "step": "steps", "touchpoint": "touchpoints", "card": "cards", "pain": "pains",
    "opportunity": "opportunities", "feeling": "feelings", "link": "links",
}  # fmt: skip
_LABEL = {"card": "text", "pain": "title", "opportunity": "title", "feeling": "persona", "link": "said"}
"""What a part is called by, where it is not its name."""
_PLACE = ("stage_id", "lane_id", "step_id")
_NOT_COMPARED = {"position", "id", "revision", "created_at", "updated_at", "deleted_at"}
_LATER = ("feelings", "links")
"""Parts that the first versions did not hold: they are compared where both sides do."""
_SAYS = {"pain": "Pain point", "feeling": "The emotion of"}
_FIELDS = {"emotion": "assumed emotion", "team_id": "team", "window_days": "days to go on"}


def diff(before: Content, after: Content) -> list[Difference]:
    """The differences from `before` to `after`: stages, then lanes, steps, touchpoints, cards, pain points, opportunities.

    A snapshot is {"stages": [{id, name, position, emotion, ...}], "lanes": [{id, name, kind, position}], "cards": [{id,
    stage_id, lane_id, text, position, standing, ...}], "pains": [{id, title, stage_id, ...}], "opportunities": likewise,
    "steps": [{id, name, stage_id, position}], "touchpoints": [{id, name, step_id, ...}], "feelings": [{id, persona, stage_id,
    assumed, future}], "links": [{id, said, kind}]}; ids stay the same from version to version. A field is compared where both
    sides hold it: versions are older than some of them. A part that only made room for another has not moved: the fewest that
    explain the new order have.
    Each difference has its mirror image in `diff(after, before)`.
    """
    both = [part for part, held in _PARTS.items() if held not in _LATER or (held in before and held in after)]
    return [difference for part in both for difference in _of_part(part, before, after)]


def _of_part(part: str, before: Content, after: Content) -> Iterator[Difference]:
    old, new = _rows(before, part), _rows(after, part)
    for key in [k for k in new if k not in old]:
        said = f"{_named(part, new[key])} was added{_where(part, new[key], after)}."
        yield Difference(Kind.ADDED, part, key, "", None, dict(new[key]), said)
    for key in [k for k in old if k not in new]:
        said = f"{_named(part, old[key])} was removed{_where(part, old[key], before)}."
        yield Difference(Kind.REMOVED, part, key, "", dict(old[key]), None, said)
    both = [key for key in new if key in old]
    yield from _placed_elsewhere(part, both, before, after)
    yield from _reordered(part, both, old, new)
    for key in both:
        yield from _fields(part, key, old[key], new[key])


def _rows(content: Content, part: str) -> dict[int, Item]:
    """The parts by id, in the order of the map."""
    rows: Sequence[Item] = content.get(_PARTS[part]) or ()
    return {row["id"]: row for row in sorted(rows, key=lambda row: (row.get("position") or 0, row["id"]))}


def _fields(part: str, key: int, old: Item, new: Item) -> Iterator[Difference]:
    for field in sorted((set(old) & set(new)) - _NOT_COMPARED - set(_PLACE)):
        was, now = old.get(field), new.get(field)
        if was == now:
            continue
        if field == _LABEL.get(part, "name"):
            said = f"{_SAYS.get(part, part.title())} “{was}” now reads “{now}”."
            yield Difference(Kind.REWORDED, part, key, field, was, now, said)
        else:
            name = _FIELDS.get(field, field.replace("_", " "))
            said = f"{_named(part, new)}: {name} went from {_value(was)} to {_value(now)}."
            yield Difference(Kind.CHANGED, part, key, field, was, now, said)


def _placed_elsewhere(part: str, both: list[int], before: Content, after: Content) -> Iterator[Difference]:
    """Parts that went to another stage, lane or step; one difference a part, stage and lane together."""
    old, new = _rows(before, part), _rows(after, part)
    for key in both:
        was, now = _place(old[key]), _place(new[key])
        if was != now:
            origin, target = _where(part, old[key], before, "from"), _where(part, new[key], after, "to")
            yield Difference(Kind.MOVED, part, key, "place", was, now, f"{_named(part, new[key])} moved{origin}{target}.")


def _reordered(part: str, both: list[int], old: Mapping[int, Item], new: Mapping[int, Item]) -> Iterator[Difference]:
    """Parts whose order among those that stayed in the same place changed."""
    groups: dict[object, list[int]] = {}
    for key in both:
        if _place(old[key]) == _place(new[key]) and "position" in new[key]:
            groups.setdefault(_place(new[key]), []).append(key)
    ranks = {key: rank for rank, key in enumerate(old)}
    for keys in groups.values():
        moved = _out_of_order(keys, ranks)
        for key in (key for key in keys if key in moved):
            was, now = old[key].get("position"), new[key].get("position")
            said = f"{_named(part, new[key])} changed its place in the order."
            yield Difference(Kind.MOVED, part, key, "position", was, now, said)


def _out_of_order(keys: list[int], ranks: Mapping[int, int]) -> set[int]:
    """The keys outside of the longest run that kept its order.

    Of runs equally long the one with the higher ids is kept: powers of two as weights make the choice unique, so both
    directions of a comparison agree on it.
    """
    weight = {key: (1 << len(keys)) + (1 << rank) for rank, key in enumerate(sorted(keys))}
    total: dict[int, int] = {}
    came_from: dict[int, int | None] = {}
    for key in keys:
        earlier = max((k for k in total if ranks[k] < ranks[key]), key=total.__getitem__, default=None)
        total[key] = weight[key] + (total[earlier] if earlier is not None else 0)
        came_from[key] = earlier
    kept: set[int] = set()
    key_kept = max(total, key=total.__getitem__, default=None)
    while key_kept is not None:
        kept.add(key_kept)
        key_kept = came_from[key_kept]
    return set(keys) - kept


def _place(row: Item) -> tuple[Any, ...]:
    return tuple(row.get(field) for field in _PLACE)  # a step that an old version does not name is none


def _named(part: str, row: Item) -> str:
    return f"{_SAYS.get(part, part.title())} “{row.get(_LABEL.get(part, 'name')) or row['id']}”"


def _where(part: str, row: Item, content: Content, word: str = "in") -> str:
    """ " in Sign-up, Touchpoints", as far as the part stands in a stage, a lane or a step."""
    if part in {"stage", "lane"}:
        return ""
    parents = (field.removesuffix("_id") for field in _PLACE)
    names = [_rows(content, parent).get(row.get(f"{parent}_id") or 0, {}).get("name") for parent in parents]
    known = ", ".join(f"“{name}”" for name in names if name)
    return f" {word} {known}" if known else ""


def _value(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return f"{value:g}" if isinstance(value, float) else str(value)
