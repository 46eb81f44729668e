"""An open KPI beside its like: the same measure at every stage, with whom, and on which weekday."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import streamlit as st

from journey.analysis.compare import usual_ranges
from journey.analysis.rollup import daily, known_so_far
from journey.charts import segments as segment_chart
from journey.charts import weekday as weekday_chart
from journey.charts.stages import stages
from journey.domain.model import MetricSpec
from journey.domain.words import Direction, MetricKind
from journey.routine.alerts.anomalies import segment_words
from journey.routine.review import Review
from journey.store.readers import journeys as read
from journey.store.tables import Metric, Stage
from journey.ui.frame import Screen
from journey.ui.runtime import engine

NO_BAR = {"displayModeBar": False}
WEEKS = 13


Alike = list[tuple[Stage, Metric]]
"""Stages with the metric of one formula there."""


def at_stages(here: Screen, metric: Metric) -> Alike:
    """The metrics of the same formula at the stages of the view."""
    own = (metric.formula, metric.event)
    known = {row.stage_id: row for row in read.metrics(engine(), here.id) if (row.formula, row.event) == own}
    return [(stage, known[stage.key]) for stage in here.stages if stage.key in known]


def every_stage(metric: Metric, alike: Alike, seen: Review) -> None:
    """The same formula at each stage, on one scale; nothing where only one stage has it."""
    if len(alike) < 2:
        return
    st.subheader("At every stage", anchor=False)
    parts = [_weeks(other, seen).with_columns(stage=pl.lit(stage.name)) for stage, other in alike]
    caption = f"{metric.name} in {WEEKS} weeks"
    st.html(stages(pl.concat(parts, how="vertical_relaxed"), caption=caption, kind=metric.kind, unit=metric.unit))


def _weeks(metric: Metric, seen: Review) -> pl.DataFrame:
    """The metric's quarter as Monday tells it, its weeks outside the usual range flagged."""
    rows = seen.weeks.filter((pl.col("metric_id") == metric.key) & (pl.col("segment") == ""))
    ranges = usual_ranges(rows, seen.specs).select("week", "usual", "usual_lo", "usual_hi")
    full = rows.join(ranges, on="week", how="left").sort("week").tail(WEEKS)
    value, low, high = pl.col("value"), pl.col("usual_lo"), pl.col("usual_hi")
    worse = (value > high) if Direction(metric.direction) is Direction.DOWN else (value < low)
    outside = pl.col("mature") & ((value < low) | (value > high))
    flag = pl.when(outside & worse).then(pl.lit("worse")).when(outside).then(pl.lit("better"))
    return full.select("value", "n", "mature", at="week", expected_low="usual_lo", expected_high="usual_hi", flag=flag)


def weekdays(here: Screen, metric: Metric, spec: MetricSpec, observed: pl.DataFrame) -> None:
    """What is usual for each weekday, and the reviewed week's own days."""
    days = daily(observed, [spec]).filter(pl.col("mature")).with_columns(weekday=pl.col("day").dt.weekday().cast(pl.Int64))
    past = days.filter(pl.col("day") < here.reviewed.monday).filter(pl.col("day") >= here.reviewed.monday - timedelta(weeks=12))
    value = pl.col("value")
    usual = past.group_by("weekday").agg(value.median(), pl.col("n").sum(), low=value.quantile(0.1), high=value.quantile(0.9))
    now = days.filter(pl.col("day") >= here.reviewed.monday).select("weekday", latest="value")
    data = usual.join(now, on="weekday", how="left").sort("weekday")
    title = "How weekdays differ"
    look: dict[str, Any] = {"kind": metric.kind, "unit": metric.unit}
    figure = weekday_chart.weekday_pattern(data, title=title, subtitle="median of 12 weeks; the bar spans 8 in 10 days", **look)
    st.plotly_chart(figure, key="weekdays", config=NO_BAR, alt=weekday_chart.alt_text(data, title=title, **look))


def with_whom(here: Screen, metric: Metric, spec: MetricSpec, known: pl.DataFrame) -> None:
    """Every segment's figure of the last settled week, with its interval."""
    rows = known_so_far(known, [spec], as_of=here.reviewed.sunday).filter(pl.col("mature") & pl.col("value").is_not_null())
    last = rows.filter(pl.col("segment") == "").tail(1)
    if last.is_empty() or rows["segment"].n_unique() < 2:
        st.caption("This KPI has no segments: its source carries none, or none is chosen for it on the Data page.")
        return
    own = rows.filter((pl.col("week") == last["week"][0]) & (pl.col("segment") != "")).sort("segment")
    data = own.select(pl.col("segment").map_elements(segment_words, return_dtype=pl.String), "value", "n", low="lo", high="hi")
    title = "With whom"
    # the parts of a count add up to everyone's, so that everyone's is no yardstick for them
    overall = None if metric.kind is MetricKind.COUNT else last["value"][0]
    look: dict[str, Any] = {"kind": metric.kind, "unit": metric.unit, "overall": overall}
    figure = segment_chart.segments(data, title=title, subtitle=f"week of {last['week'][0]:%-d %b}, with 95 % intervals", **look)
    st.plotly_chart(figure, key="segments", config=NO_BAR, alt=segment_chart.alt_text(data, title=title, **look))
