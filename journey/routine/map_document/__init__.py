"""A map as a document, its figures, and a document brought in as a map: what files, templates, modules and pictures stand on."""

from journey.routine.map_document.bringing import bring_in, put_in, unknown_teams
from journey.routine.map_document.drawing import document, drawn
from journey.routine.map_document.figures import WEEKS_FELT, felt, figures, kpi_marks, signals

__all__ = ["WEEKS_FELT", "bring_in", "document", "drawn", "felt", "figures", "kpi_marks", "put_in", "signals", "unknown_teams"]
