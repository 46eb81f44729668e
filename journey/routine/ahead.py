"""The future state of a journey's map beside the current one, with the work behind what comes and goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.future import Ahead, Part, Work, ahead
from journey.domain.words import Future, LaneKind, Standing
from journey.store.readers import board as read
from journey.store.readers.maps import lanes
from journey.store.readers.work import actions, changes
from journey.store.tables import Stage

LANE_OF = {"pain_point": LaneKind.PAIN, "opportunity": LaneKind.OPPORTUNITY}
Named = tuple[str, int]
"""A row by table and id."""


def ahead_of(engine: Engine, journey_id: int, stages: Sequence[Stage], *, today: date) -> Ahead:
    """Both states of these stages.

    Work is behind a part that it is linked to; behind an opportunity also the actions agreed on it and the changes that came
    of them, behind a pain point its own actions and changes.
    """
    behind = _behind(engine, journey_id)
    told = [*_stages(stages, behind), *_cards(engine, journey_id, behind), *_named(engine, journey_id, behind)]
    return ahead([(stage.key, stage.name, Future(stage.future)) for stage in stages], told, today=today)


def _stages(stages: Sequence[Stage], behind: dict[Named, list[Work]]) -> list[Part]:
    return [
        Part(
            "stage", stage.key, stage.key, "", stage.name, Future(stage.future), Standing.HYPOTHESIS,
            tuple(behind["stage", stage.key]),
        )
        for stage in stages
    ]  # fmt: skip


def _cards(engine: Engine, journey_id: int, behind: dict[Named, list[Work]]) -> list[Part]:
    """Cards in the order of the lanes."""
    rows = lanes(engine, journey_id)
    order = {lane.key: place for place, lane in enumerate(rows)}
    names = {lane.key: lane.name for lane in rows}
    found = sorted(read.cards(engine, journey_id).to_dicts(), key=lambda row: order.get(row["lane_id"], len(order)))
    return [_part("card", row, names.get(row["lane_id"], ""), row["text"], behind) for row in found]


def _named(engine: Engine, journey_id: int, behind: dict[Named, list[Work]]) -> list[Part]:
    """Pain points and opportunities, in the first lane of their kind."""
    rows = lanes(engine, journey_id)
    frames = {"pain_point": read.pains(engine, journey_id), "opportunity": read.opportunities(engine, journey_id)}
    found = []
    for subject, frame in frames.items():
        lane = next((row.name for row in rows if row.kind is LANE_OF[subject]), LANE_OF[subject].value.capitalize())
        found += [_part(subject, row, lane, row["title"], behind) for row in frame.iter_rows(named=True)]
    return found


def _part(subject: str, row: dict[str, object], lane: str, text: str, behind: dict[Named, list[Work]]) -> Part:
    id, stage = int(str(row["id"])), int(str(row["stage_id"]))
    return Part(
        subject, id, stage, lane, text, Future(str(row["future"])), Standing(str(row["standing"])), tuple(behind[subject, id])
    )  # fmt: skip


def _behind(engine: Engine, journey_id: int) -> dict[Named, list[Work]]:
    """The actions and changes behind each row of the map."""
    done, agreed = changes(engine, journey_id), actions(engine, journey_id)
    work: dict[Named, Work] = {}
    for row in agreed.iter_rows(named=True):
        work["action", row["id"]] = Work("action", row["id"], row["title"])
    for row in done.iter_rows(named=True):
        work["change", row["id"]] = Work("change", row["id"], row["title"], row["shipped_on"])
    found: dict[Named, list[Work]] = defaultdict(list)
    for part, behind in dict.fromkeys(_pairs(engine, journey_id, agreed, done)):
        if behind in work:
            found[part].append(work[behind])
    return found


def _pairs(engine: Engine, journey_id: int, agreed: pl.DataFrame, done: pl.DataFrame) -> list[tuple[Named, Named]]:
    """Each part of the map with a piece of work behind it."""
    pairs: list[tuple[Named, Named]] = []
    chances = {row["id"]: row["opportunity_id"] for row in agreed.iter_rows(named=True) if row["opportunity_id"]}
    pairs += [(("opportunity", chance), ("action", id)) for id, chance in chances.items()]
    for subject, frame in (("action", agreed), ("change", done)):
        pairs += [(("pain_point", pain), (subject, id)) for id, pain in frame.select("id", "pain_id").iter_rows() if pain]
    for id, action in done.select("id", "action_id").iter_rows():
        if action in chances:
            pairs.append((("opportunity", chances[action]), ("change", id)))
    for row in read.links(engine, journey_id).iter_rows(named=True):
        one, other = (row["subject"], row["subject_id"]), (row["other"], row["other_id"])
        pairs += [(one, other), (other, one)]
    return pairs
