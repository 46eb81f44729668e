"""What stands in the cells of the board, as plain data: cards, pain points, opportunities, steps and touchpoints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from journey.charts.map_parts import MapAlert
from journey.domain.words import Future, LaneKind, Standing

Item = dict[str, Any]
Named = tuple[str, int]
"""A row by its table and id."""
KINDS = {"pain_point": "pain"}
"""Tables whose things have another name on the board."""
EVIDENCE = ("verbatim", "quote", "conversation", "turn", "reading", "metric", "alert")
"""What a link leads to that is evidence of what it comes from."""


def ref(table: str, id: int | None) -> str:
    """A row as the board calls it: card:12, pain:3."""
    return f"{KINDS.get(table, table)}:{id}"


@dataclass(frozen=True)
class Beside:
    """What hangs on things of the map, by table and id: tags, links, comments; alerts by touchpoint or pain point."""

    teams: Mapping[int, str]
    lanes: Mapping[str, str]
    """The lane that things of a kind stand in, by LaneKind."""
    tags: Mapping[Named, list[str]] = field(default_factory=dict)
    links: Mapping[Named, list[Item]] = field(default_factory=dict)
    comments: Mapping[Named, Item] = field(default_factory=dict)
    alerts: Mapping[Named, list[Item]] = field(default_factory=dict)
    new: frozenset[Named] = frozenset()


def listed(mark: MapAlert, href: str) -> Item:
    """A signal as the board shows it."""
    where = f" at {mark.touchpoint}" if mark.touchpoint else ""
    return {"said": f"{mark.name}{where} · {mark.state}", "since": mark.age, "worse": mark.worse, "href": href}


def by_thing(rows: pl.DataFrame, value: str) -> dict[Named, list[Any]]:
    """One column of rows with subject and subject_id, by the thing that they are about."""
    found: dict[Named, list[Any]] = defaultdict(list)
    for subject, id, one in rows.select("subject", "subject_id", value).iter_rows():
        found[subject, id].append(one)
    return found


def stood(rows: Mapping[str, pl.DataFrame], beside: Beside) -> list[Item]:
    """Everything that stands in a cell, those of one cell in their order; `rows` by table, as the board's readers give them."""
    making = {"step": _steps, "touchpoint": _spots, "card": _cards, "pain_point": _pains, "opportunity": _chances}
    return [item for table, make in making.items() for item in make(rows[table], beside)]


def _item(table: str, row: Mapping[str, Any], beside: Beside, lane: str, **own: Any) -> Item:
    """What all things share; `own` is what is told otherwise of this kind."""
    key = (table, row["id"])
    team, step, persona = row.get("team_id"), row.get("step_id"), row.get("persona_id")
    links = beside.links.get(key, [])
    return {
        "ref": ref(table, row["id"]), "rev": row["revision"], "stage": ref("stage", row["stage_id"]),
        "step": ref("step", step) if step else None, "lane": lane, "text": "", "details": "",
        "standing": row.get("standing") or Standing.EVIDENCED.value,
        "team": team, "teamName": beside.teams.get(team or 0, ""), "tags": beside.tags.get(key, []), "persona": persona,
        "future": row.get("future") or Future.STAYS.value, "scores": None, "channel": "", "own": True, "moment": False,
        "evidence": sum(link["kind"] == "evidence" or link["ref"].split(":")[0] in EVIDENCE for link in links),
        "links": links, "comments": beside.comments.get(key, {"open": 0, "all": 0}), "alerts": beside.alerts.get(key, []),
        "isNew": key in beside.new, **own,
    }  # fmt: skip


def _cards(rows: pl.DataFrame, beside: Beside) -> Iterator[Item]:
    for row in rows.iter_rows(named=True):
        yield _item("card", row, beside, ref("lane", row["lane_id"]), text=row["text"], details=row["details"])


def _pains(rows: pl.DataFrame, beside: Beside) -> Iterator[Item]:
    if lane := beside.lanes.get(LaneKind.PAIN):
        for row in rows.iter_rows(named=True):
            scores = {name: row[name] for name in ("severity", "frequency", "impact", "effort")}
            said = {"text": row["title"], "details": row["description"], "scores": scores, "status": row["status"]}
            item = _item("pain_point", row, beside, lane, **said)
            yield item | {"evidence": item["evidence"] + row["evidence"]}


def _chances(rows: pl.DataFrame, beside: Beside) -> Iterator[Item]:
    if lane := beside.lanes.get(LaneKind.OPPORTUNITY):
        for row in rows.iter_rows(named=True):
            yield _item("opportunity", row, beside, lane, text=row["title"], details=row["description"])


def _steps(rows: pl.DataFrame, beside: Beside) -> Iterator[Item]:
    """Steps stand in the lane of what customers do, each in its own column once its stage is opened."""
    if lane := beside.lanes.get(LaneKind.ACTION):
        for row in rows.iter_rows(named=True):
            yield _item("step", {**row, "step_id": row["id"]}, beside, lane, text=row["name"])


def _spots(rows: pl.DataFrame, beside: Beside) -> Iterator[Item]:
    if lane := beside.lanes.get(LaneKind.TOUCHPOINT):
        for row in rows.iter_rows(named=True):
            said = {"text": row["name"], "channel": row["channel"], "own": row["own"], "moment": row["moment_of_truth"]}
            yield _item("touchpoint", row, beside, lane, **said)


def with_a_curve(lanes: list[Item]) -> list[Item]:
    """The lanes; a map that was drawn before lanes could hold emotion has a place for its curve all the same."""
    feels = {"ref": "lane:0", "rev": 0, "name": "How they feel", "kind": LaneKind.EMOTION.value, "shown": True}
    return lanes if any(lane["kind"] == LaneKind.EMOTION for lane in lanes) else [feels, *lanes]


def first_lanes(lanes: Sequence[Any]) -> dict[str, str]:
    """The first lane of each kind, one that is shown before one that is not."""
    found: dict[str, str] = {}
    for lane in sorted(lanes, key=lambda lane: (not lane.shown, lane.position, lane.key)):
        found.setdefault(lane.kind, ref("lane", lane.key))
    return found
