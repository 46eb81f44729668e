"""What people do on the board becomes acts of the routine, and what came of them goes back to the browser."""

from __future__ import annotations

from typing import Any

from journey.ui.frame import Screen


def answer(here: Screen, acts: list[dict[str, Any]], client: str) -> dict[str, Any]:
    """What became of the acts that the browser sent."""
    said = "Editing comes in a moment."
    return {"client": client, "done": [], "refused": {one.get("token"): {"said": said, "stale": None} for one in acts}}


def asked(here: Screen, ask: dict[str, Any]) -> dict[str, Any]:
    """What the browser asked to know of a thing."""
    return {**ask}


def people(here: Screen, client: str) -> list[dict[str, Any]]:
    """Who has the map open."""
    return []


def why(here: Screen, client: str) -> str:
    """The reason that this window's gestures carry."""
    return ""
