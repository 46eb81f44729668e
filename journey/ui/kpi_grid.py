"""The grid of stages and their KPIs: small multiples, a stage a row, drawn once for each state of the data."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl
import streamlit as st

from journey.charts import theme
from journey.charts.spark import sparkline
from journey.domain import format
from journey.domain.words import Direction
from journey.routine.review import Review, more_than_chance
from journey.store.tables import Metric, Stage
from journey.ui.frame import Screen

WEEKS_SHOWN = 13
COHORTS = ("drop_off", "conversion", "churn")
Row = dict[str, Any]
Grid = list[tuple[Stage | None, list[Metric]]]
"""Each stage (None: the whole journey) with the KPIs it shows."""


def kpi_grid(here: Screen, stages: Grid, seen: Review) -> str:
    """The stages with their KPIs as one piece of HTML, drawn once for each state of data, stages and metrics."""
    rows = ((row.key, row.revision) for stage, metrics in stages for row in (*([stage] if stage else []), *metrics))
    return _grid(here.version, str(here.reviewed), tuple(rows), stages, seen)


@st.cache_data(show_spinner=False, max_entries=64)
def _grid(version: str, week: str, rows: tuple[tuple[int, int], ...], _stages: Grid, _seen: Review) -> str:
    return drawn_grid(_stages, _seen)


def drawn_grid(stages: Grid, seen: Review) -> str:
    """Small multiples, a stage a row."""
    compared = {row["metric_id"]: row for row in seen.compared.iter_rows(named=True)}
    rows = []
    for stage, metrics in stages:
        cells = "".join(_cell(metric, compared.get(metric.key), seen) for metric in metrics)
        name = escape(stage.name if stage else "Whole journey")
        rows.append(f"<section><h3>{name}</h3><div class='kpis'>{cells}</div></section>")
    return GRID_CSS + f"<div class='kpi-grid'>{''.join(rows)}</div>"


def _cell(metric: Metric, row: Row | None, seen: Review) -> str:
    name = f"<div class='name'>{escape(metric.name)}</div>"
    if row is None or row["value"] is None:
        return f"<article>{name}<div class='none'>Nothing measured in this week</div></article>"
    figure = format.with_n(metric.kind, row["value"], row["n"], row["total"], unit=metric.unit)
    weeks = weeks_of(seen, metric.key)
    spark = sparkline(
        weeks["value"].to_list(), mature=weeks["mature"].to_list(), target=metric.target, lo=row["usual_lo"], hi=row["usual_hi"],
        label=metric.name, kind=metric.kind, unit=metric.unit,
    )  # fmt: skip
    said = f"<div class='said'>{_said(metric, row, seen)}</div>"
    return f"<article>{name}<div class='value'>{escape(figure)}</div>{spark}{said}</article>"


def _said(metric: Metric, row: Row, seen: Review) -> str:
    """Change on the week before, against the usual range, and the target, in words."""
    parts = []
    if row["change"] is not None:
        sure = more_than_chance(metric, row)
        state = theme.word(theme.standing(row["change"], Direction(metric.direction))) if sure else "within chance"
        parts.append(f"{escape(format.change(metric.kind, row['change'], unit=metric.unit))} on the week before, {state}")
    if row["usual_lo"] is not None:
        low, high = (format.value(metric.kind, row[name], unit=metric.unit) for name in ("usual_lo", "usual_hi"))
        inside = row["usual_lo"] <= row["value"] <= row["usual_hi"]
        parts.append(f"{'inside' if inside else '<b>outside</b>'} the usual {escape(low)} to {escape(high)}")
    if metric.target is not None:
        met = row["value"] >= metric.target if metric.direction is Direction.UP else row["value"] <= metric.target
        parts.append(f"target {escape(format.value(metric.kind, metric.target, unit=metric.unit))} {'met' if met else 'missed'}")
    parts.append(_cohorts(metric, row, seen))
    return "; ".join(part for part in parts if part)


def _cohorts(metric: Metric, row: Row, seen: Review) -> str:
    """Which customers a figure is about where they are not simply those of the week."""
    days = f"the {row['days']} days" if metric.formula in COHORTS and row["days"] < 7 else ""
    if row["week"] != seen.week.monday:
        return f"{days or 'cohorts'} of the week of {row['week'].day} {row['week']:%b}, the last whose window has passed"
    return f"from {days} whose window has passed" if days else ""


def weeks_of(seen: Review, metric_id: int) -> pl.DataFrame:
    """The last quarter of a metric, everyone's: a row a week."""
    return seen.weeks.filter((pl.col("metric_id") == metric_id) & (pl.col("segment") == "")).tail(WEEKS_SHOWN)


GRID_CSS = """<style>
.kpi-grid section{display:grid;grid-template-columns:160px 1fr;gap:16px;padding:12px 0;
 border-top:1px solid var(--border)}
.kpi-grid h3{font-size:1rem;margin:0;padding:0}
.kpi-grid .kpis{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:24px}
.kpi-grid .name{font-size:.875rem;opacity:.85}
.kpi-grid .value{font-size:1.25rem;font-weight:600;font-variant-numeric:tabular-nums}
.kpi-grid .said,.kpi-grid .none{font-size:.8125rem;line-height:1.4;opacity:.85}
@media (max-width:640px){.kpi-grid section,.kpi-grid .kpis{grid-template-columns:1fr}}
</style>"""
