"""A map as a document, its figures, and a document brought in as a map: what files, templates, modules and pictures stand on."""

from journey.routine.map_document.bringing import bring_in, put_in, unknown_teams
from journey.routine.map_document.drawing import document, drawn
from journey.routine.map_document.figures import WEEKS_FELT, Kpi, felt, figures, kpis, signals

__all__ = ["WEEKS_FELT", "Kpi", "bring_in", "document", "drawn", "felt", "figures", "kpis", "put_in", "signals", "unknown_teams"]
