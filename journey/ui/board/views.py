"""The ways to look at a map that are offered: those every journey begins with, and those that people saved."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from journey.config import RESOURCES
from journey.store.readers import board as read
from journey.store.readers.maps import lanes
from journey.store.tables import Lane
from journey.ui.board.items import ref, with_a_curve
from journey.ui.runtime import engine

View = dict[str, Any]


@cache
def presets() -> tuple[View, ...]:
    """The views of data/templates/views.toml: slug, name, why, kinds (of lanes), and parts of a look."""
    return tuple(tomllib.loads((RESOURCES / "templates" / "views.toml").read_text("utf-8"))["view"])


def offered(journey_id: int) -> list[View]:
    """Every view of a journey, saved ones first: slug, name, why, settings (parts of a look), own (whether people saved it)."""
    saved = read.views(engine(), journey_id)
    taken, known = {view.slug for view in saved}, lanes(engine(), journey_id)
    own = [{"slug": view.slug, "name": view.name, "why": "", "settings": view.settings, "own": True} for view in saved]
    return own + [_of_preset(preset, known) for preset in presets() if preset["slug"] not in taken]


def settings_of(journey_id: int, slug: str) -> dict[str, Any]:
    """What the view of that name sets of a look; nothing if there is none."""
    named = offered(journey_id) if slug else []
    return next((view["settings"] for view in named if view["slug"] == slug), {})


def _of_preset(preset: View, known: list[Lane]) -> View:
    about = {"slug", "name", "why", "kinds"}
    drawn = with_a_curve([{"ref": ref("lane", lane.key), "kind": lane.kind.value} for lane in known])
    wanted = [lane["ref"] for lane in drawn if lane["kind"] in preset["kinds"]]
    settings = {name: value for name, value in preset.items() if name not in about} | {"lanes": wanted}
    return {"slug": preset["slug"], "name": preset["name"], "why": preset["why"], "settings": settings, "own": False}
