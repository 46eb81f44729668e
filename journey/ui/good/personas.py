"""The personas as a part of the Thursday page."""

from __future__ import annotations

from journey.ui.frame import Screen
from journey.ui.setup.parts import style
from journey.ui.setup.personas import persona_list


def personas(here: Screen) -> None:
    """Whom the map is for, as the journey's own page shows it."""
    style()
    persona_list(here)
