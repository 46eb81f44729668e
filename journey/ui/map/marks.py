"""What the data say of a journey's stages: the emotion measured, the KPIs that matter, the signals that nobody settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journey.analysis.triangulation import StageFeeling
from journey.charts.map_parts import MapAlert
from journey.routine import map_document
from journey.routine.map_document import Kpi
from journey.store.readers.understanding import understood
from journey.store.tables import Stage
from journey.ui.alerts.row import age, standing
from journey.ui.frame import Screen
from journey.ui.reviewed import critical, week_review
from journey.ui.runtime import engine


@dataclass(frozen=True)
class Signal:
    """An alert with where it stands on the map: at a stage, perhaps at one of its touchpoints."""

    id: int
    stage_id: int | None
    touchpoint_id: int | None
    mark: MapAlert


def understood_at(here: Screen) -> str:
    """When texts were last told a feeling: what stands on that is out of date from then on."""
    told = understood(engine(), here.id)
    return told.at.isoformat() if told else ""


def window(here: Screen) -> str:
    """The dates of the answers that measured emotion stands on."""
    first = here.reviewed.shift(1 - map_document.WEEKS_FELT).monday
    return f"{first.day} {first:%b} to {here.reviewed.sunday.day} {here.reviewed.sunday:%b}"


def felt(here: Screen, stages: Sequence[Stage]) -> dict[int, StageFeeling]:
    """How customers felt at each of the stages over the last weeks, beside what the map assumes."""
    return map_document.felt(engine(), here.journey, here.reviewed, stages)


def signals(here: Screen) -> list[Signal]:
    """What Monday raised and nobody has settled; the worse and the oldest first."""
    return [
        Signal(
            row["id"], row["stage_id"], row["touchpoint_id"],
            MapAlert(
                row["metric"] or row["source"] or "Alert", row["touchpoint"] or "", age(row["since"], here.today),
                standing(row) or "new", row["worse"],
            ),
        )
        for row in map_document.signals(engine(), here.id, here.week).iter_rows(named=True)
    ]  # fmt: skip


def kpis(here: Screen) -> dict[int, list[Kpi]]:
    """The critical KPIs of each stage that this view shows, as last measured."""
    return map_document.kpis(critical(here), week_review(here))
