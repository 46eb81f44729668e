"""What a team view shows of a journey, by one rule on every page and in every report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from journey.store.tables import Metric, Stage, TeamView

KPIS = 3
"""Critical metrics of a stage that stand beside each other."""


@dataclass(frozen=True)
class Lens:
    """A view, or none, over the stages it shows, in the journey's order."""

    view: TeamView | None
    stages: tuple[Stage, ...]

    @classmethod
    def over(cls, view: TeamView | None, stages: Sequence[Stage]) -> Lens:
        """The view over those of the journey's stages that it names, all of them where it names none."""
        return cls(view, tuple(stage for stage in stages if not (view and view.stage_ids) or stage.id in view.stage_ids))

    def shows(self, stage_id: int | None, team_id: int | None = None) -> bool:
        """Whether the view shows something of that stage or team; without a view everything is shown."""
        if self.view is None:
            return True
        own = self.view.team_id is not None and self.view.team_id == team_id
        if own or team_id is None or self.view.team_id is None or self.view.stage_ids:
            return own or stage_id is None or any(stage.id == stage_id for stage in self.stages)
        return False  # a view of every stage, but of one team's work

    def only(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Those of the rows, with a stage_id and perhaps a team_id, that the view shows."""
        if self.view is None:
            return rows
        teams = rows["team_id"] if "team_id" in rows.columns else [None] * rows.height
        shown = [self.shows(stage, team) for stage, team in zip(rows["stage_id"], teams, strict=True)]
        return rows.filter(pl.Series(shown, dtype=pl.Boolean))

    def critical(self, metrics: Sequence[Metric]) -> list[Metric]:
        """At most KPIS critical metrics a stage, of the stages and formulas that the view shows, in the journey's order."""
        wanted = set(self.view.formulas) if self.view else set()
        counts: dict[int | None, int] = {}
        kept = []
        for metric in metrics:
            if metric.critical and self.shows(metric.stage_id) and (not wanted or metric.formula in wanted):
                counts[metric.stage_id] = counts.get(metric.stage_id, 0) + 1
                if counts[metric.stage_id] <= KPIS:
                    kept.append(metric)
        return kept
