"""A KPI looked at closely: its trend, its weekdays, with whom, at which touchpoint, and in customers' words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import streamlit as st

from journey.analysis.rollup import daily, weekly
from journey.analysis.touchpoints import touchpoints
from journey.charts import segments as segment_chart
from journey.charts import trend as trend_chart
from journey.charts import weekday as weekday_chart
from journey.charts.timeline import Mark
from journey.config import settings
from journey.domain import format
from journey.domain.kpis import kpi
from journey.domain.model import MetricSpec
from journey.domain.weeks import Week
from journey.domain.words import MetricKind
from journey.routine.datasets import journey_data
from journey.routine.review import Review, explained
from journey.store.readers.data import verbatims
from journey.store.readers.metrics import observations
from journey.store.readers.work import changes
from journey.store.tables import Metric
from journey.ui.frame import Screen, at_stage, span
from journey.ui.runtime import engine, literal

NO_BAR = {"displayModeBar": False}


def look_closer(here: Screen, metrics: list[Metric], seen: Review) -> None:
    """Choose a KPI and open it; `?metric=` in the address opens it too."""
    names = {metric.key: at_stage(metric, here) for metric in metrics}
    asked = st.query_params.get("metric", "")
    chosen = int(asked) if asked.isdigit() and int(asked) in names else None
    key = f"look_closer_{here.id}_{here.view.slug if here.view else ''}_{chosen}"
    picked = st.selectbox(
        "Look closer at a KPI", list(names), index=list(names).index(chosen) if chosen else None,
        format_func=names.__getitem__, key=key, placeholder="Choose one", width=420, on_change=_to, args=(key,),
    )  # fmt: skip
    if picked is None:
        return
    metric = next(metric for metric in metrics if metric.key == picked)
    spec = next((spec for spec in seen.specs if spec.id == picked), None)
    if spec:
        _opened(here, metric, spec)


def _to(key: str) -> None:
    """Say in the address which KPI is open, so that it can be shared."""
    picked = st.session_state[key]
    if picked is None:
        st.query_params.pop("metric", None)
    else:
        st.query_params["metric"] = str(picked)


def _opened(here: Screen, metric: Metric, spec: MetricSpec) -> None:
    known = observations(engine(), here.id, metric_ids=[spec.id], segment=None, until=here.reviewed.sunday)
    with st.container(border=True, key="drill"):
        st.markdown(f"**{literal(at_stage(metric, here))}** · {literal(kpi(metric.formula).how)}")
        span_name = st.segmented_control(
            "Window", ["13 weeks", "52 weeks", "6 weeks of days"], default="13 weeks", required=True, key="drill_window"
        )
        everyone = known.filter(pl.col("segment") == "")
        marks = _marks(here, metric)
        if span_name == "6 weeks of days":
            _days(here, metric, spec, everyone, marks)
        else:
            rows = weekly(everyone, [spec], as_of=here.reviewed.sunday)
            _weeks(here, metric, rows, marks, 13 if span_name == "13 weeks" else 52)
        left, right = st.columns(2, gap="large")
        with left:
            _weekdays(here, metric, spec, everyone)
        with right:
            _segments(here, metric, spec, known)
        left, right = st.columns(2, gap="large")
        with left:
            _touchpoints(here, metric)
        with right:
            _words(here, metric)


def _weeks(here: Screen, metric: Metric, rows: pl.DataFrame, marks: list[Mark], many: int) -> None:
    prior = rows.select(pl.col("week").dt.offset_by(f"{many}w"), prior="value")
    rows = rows.join(prior, on="week", how="left").tail(many)
    data = rows.select("value", "n", "mature", "prior", at="week", low="lo", high="hi")
    _trend(metric, data, marks, f"by week, to {span(here.reviewed)}; the pale line is the {many} weeks before", "weeks")


def _days(here: Screen, metric: Metric, spec: MetricSpec, everyone: pl.DataFrame, marks: list[Mark]) -> None:
    days = daily(everyone, [spec])
    told = explained(days, spec).select("date", "lower", "upper", "flagged", "direction")
    worse = "down" if metric.direction == "up" else "up"
    since = here.reviewed.monday - timedelta(weeks=5)
    data = days.filter(pl.col("day") >= since).join(told, left_on="day", right_on="date", how="left")
    data = data.select(
        "value", "n", "mature", at="day", expected_low="lower", expected_high="upper",
        flag=pl.when(~pl.col("flagged").fill_null(False)).then(None).when(pl.col("direction") == worse).then(pl.lit("worse"))
        .otherwise(pl.lit("better")),
    )  # fmt: skip
    _trend(metric, data, marks, f"by day, to {span(here.reviewed)}; the band is what its own past makes usual", "days")


def _trend(metric: Metric, data: pl.DataFrame, marks: list[Mark], subtitle: str, key: str) -> None:
    look: dict[str, Any] = {"kind": metric.kind, "unit": metric.unit, "target": metric.target, "changes": _within(marks, data)}
    title = _finding(metric, data)
    figure = trend_chart.trend(data, title=title, subtitle=f"{metric.name} {subtitle}", **look)
    st.plotly_chart(figure, key=f"trend_{key}", config=NO_BAR, alt=trend_chart.alt_text(data, title=title, **look))


def _finding(metric: Metric, data: pl.DataFrame) -> str:
    known = data.filter(pl.col("value").is_not_null() & pl.col("mature"))
    if known.is_empty():
        return f"{metric.name}: nothing settled yet"
    last, before = known.row(-1, named=True), known["value"][:-1].median()
    now = format.value(metric.kind, last["value"], unit=metric.unit)
    if not isinstance(before, float):
        return f"{metric.name}: {now}"
    way = "above" if last["value"] > before else "below"
    return f"{metric.name}: {now}, {way} its median of {format.value(metric.kind, before, unit=metric.unit)}"


def _within(marks: list[Mark], data: pl.DataFrame) -> list[Mark]:
    if data.is_empty():
        return []
    first, last = data["at"].min(), data["at"].max()
    return [mark for mark in marks if first <= mark.at <= last]  # type: ignore[operator]


def _marks(here: Screen, metric: Metric) -> list[Mark]:
    rows = changes(engine(), here.id).filter(pl.col("shipped_on").is_not_null())
    return [
        Mark(row["shipped_on"], row["title"])
        for row in rows.iter_rows(named=True)
        if row["metric_id"] == metric.key or row["stage_id"] == metric.stage_id
    ]


def _weekdays(here: Screen, metric: Metric, spec: MetricSpec, everyone: pl.DataFrame) -> None:
    days = daily(everyone, [spec]).filter(pl.col("mature")).with_columns(weekday=pl.col("day").dt.weekday().cast(pl.Int64))
    past = days.filter(pl.col("day") < here.reviewed.monday).filter(pl.col("day") >= here.reviewed.monday - timedelta(weeks=12))
    value = pl.col("value")
    usual = past.group_by("weekday").agg(value.median(), pl.col("n").sum(), low=value.quantile(0.1), high=value.quantile(0.9))
    now = days.filter(pl.col("day") >= here.reviewed.monday).select("weekday", latest="value")
    data = usual.join(now, on="weekday", how="left").sort("weekday")
    title = "How weekdays differ"
    look: dict[str, Any] = {"kind": metric.kind, "unit": metric.unit}
    figure = weekday_chart.weekday_pattern(data, title=title, subtitle="median of 12 weeks; the bar spans 8 in 10 days", **look)
    st.plotly_chart(figure, key="weekdays", config=NO_BAR, alt=weekday_chart.alt_text(data, title=title, **look))


def _segments(here: Screen, metric: Metric, spec: MetricSpec, known: pl.DataFrame) -> None:
    rows = weekly(known, [spec], as_of=here.reviewed.sunday).filter(pl.col("mature") & pl.col("value").is_not_null())
    last = rows.filter(pl.col("segment") == "").tail(1)
    if last.is_empty() or rows["segment"].n_unique() < 2:
        st.caption("This KPI has no segments: its source carries none, or none is chosen for it on the Data page.")
        return
    own = rows.filter((pl.col("week") == last["week"][0]) & (pl.col("segment") != "")).sort("segment")
    data = own.select("segment", "value", "n", low="lo", high="hi")
    title = "With whom"
    # the parts of a count add up to everyone's, so that everyone's is no yardstick for them
    overall = None if metric.kind is MetricKind.COUNT else last["value"][0]
    look: dict[str, Any] = {"kind": metric.kind, "unit": metric.unit, "overall": overall}
    figure = segment_chart.segments(data, title=title, subtitle=f"week of {last['week'][0]:%-d %b}, with 95 % intervals", **look)
    st.plotly_chart(figure, key="segments", config=NO_BAR, alt=segment_chart.alt_text(data, title=title, **look))


def _touchpoints(here: Screen, metric: Metric) -> None:
    st.markdown("**At which touchpoint**")
    rows = _at_touchpoints(here.version, here.id, metric.stage_id, here.reviewed).head(8)
    for row in rows.iter_rows(named=True):
        tickets = " (tickets)" if row["source"] == "ticket" else ""
        usual = format.number(row["usual"], 0 if row["usual"] >= 10 else 1)
        st.markdown(f"- {literal(row['touchpoint'])}{tickets}: **{row['n']:,}** that week, usually {usual}")
    if rows.is_empty():
        st.caption("No event or ticket of this stage has come in.")


@st.cache_data(show_spinner=False, max_entries=64)
def _at_touchpoints(version: str, journey_id: int, stage_id: int | None, week: Week) -> pl.DataFrame:
    return touchpoints(journey_data(engine(), settings().events, journey=journey_id).data, stage_id, week)


def _words(here: Screen, metric: Metric) -> None:
    st.markdown("**In their words, that week**")
    said = verbatims(engine(), here.id, stage_id=metric.stage_id, week=here.reviewed, timezone=here.journey.timezone)
    for row in said.head(5).iter_rows(named=True):
        st.markdown(f"> {literal(row['text'])}")
    if said.is_empty():
        st.caption("No customer's words from this stage and week have come in.")
