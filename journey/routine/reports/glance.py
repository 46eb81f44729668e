"""The journey's stages by their KPIs, as Leadership and the leaders' report show them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from journey.charts import theme
from journey.domain import format
from journey.domain.words import Direction
from journey.exports.reports.model import Cell
from journey.routine.review import Review, more_than_chance
from journey.store.tables import Metric

COLUMNS = ("First KPI", "Second KPI", "Third KPI")


def glance(
    metrics: Sequence[Metric], seen: Review, stages: dict[int | None, str], link: Callable[[Metric], str] = lambda metric: ""
) -> list[Cell]:
    """A cell for each of the metrics that was measured: value, target, n, and its change where that is more than chance."""
    rows = {row["metric_id"]: row for row in seen.compared.iter_rows(named=True)}
    cells: list[Cell] = []
    for metric in metrics:
        row = rows.get(metric.key)
        stage = stages.get(metric.stage_id, stages[None])
        place = sum(cell.stage == stage for cell in cells)
        if row is None or place >= len(COLUMNS):
            continue
        sure = more_than_chance(metric, row)
        state = theme.standing(row["change"], Direction(metric.direction)) if sure else "calm"
        change = format.change(metric.kind, row["change"], unit=metric.unit) if sure else ""
        cells.append(
            Cell(
                stage, COLUMNS[place], metric.name, metric.kind, metric.unit, row["value"], float(row["n"]), metric.target,
                change, "" if state == "calm" else state, link(metric),
            )
        )  # fmt: skip
    return cells
