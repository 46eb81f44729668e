"""What a link shows of the map to somebody outside: cards and curves, figures if it says so, and no way to anything else."""

from __future__ import annotations

import json
from typing import Any

from journey.store.readers.journeys import stages
from journey.store.readers.shares import Shared
from journey.ui.board.frozen import map_of_version
from journey.ui.board.items import Item
from journey.ui.board.shown import map_of
from journey.ui.frame import Screen, default_week
from journey.ui.runtime import engine, today

ON_THE_MAP = ("card", "pain", "opportunity", "touchpoint", "step", "stage", "lane")
SAYS = (
    "Cards are shown as they were written. The customers' texts behind them, comments, people, actions and links to other pages "
    "are left out."
)
"""What is shown and what is not, for whoever makes a link and whoever opens it."""


def map_for_outside(found: Shared) -> str:
    """The JSON that the board draws from."""
    journey = found.journey
    if found.version is not None:
        return json.dumps(_bare(map_of_version(journey, found.version), figures=False), ensure_ascii=False)
    day = today(journey.timezone)
    here = Screen(journey, default_week(journey), None, tuple(stages(engine(), journey.key)), day, {})
    return json.dumps(_bare(json.loads(map_of(here)), figures=found.settings.get("figures") is True), ensure_ascii=False)


def _bare(map: dict[str, Any], *, figures: bool) -> dict[str, Any]:
    """The map without people, views and whatever leads elsewhere; without what the data say, unless with `figures`."""
    return map | {
        "people": [], "views": [], "save": False,
        "stages": [_stage(stage, figures=figures) for stage in map["stages"]],
        "items": [_item(item, figures=figures) for item in map["items"]],
    }  # fmt: skip


def _stage(stage: Item, *, figures: bool) -> Item:
    nothing: Item = {"kpis": [], "alerts": [], "measured": None, "gap": None, "heat": 0, "heatSaid": ""}
    if not figures:
        return stage | nothing
    return stage | {name: [one | {"href": ""} for one in stage[name]] for name in ("kpis", "alerts")}


def _item(item: Item, *, figures: bool) -> Item:
    links = [link | {"href": ""} for link in item["links"] if link["ref"].split(":")[0] in ON_THE_MAP]
    alerts = [alert | {"href": ""} for alert in item["alerts"]] if figures else []
    counted = item["evidence"] if figures else 0
    return item | {"links": links, "comments": {"open": 0, "all": 0}, "alerts": alerts, "evidence": counted}
