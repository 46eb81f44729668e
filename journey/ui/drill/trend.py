"""The chart of an open KPI: six weeks beside twelve months, a quarter, a year or single days, with its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
import streamlit as st

from journey.analysis.compare import compare, usual_ranges
from journey.analysis.metrics import by_month
from journey.analysis.rollup import daily, known_so_far, monthly
from journey.charts import theme
from journey.charts import trend as trend_chart
from journey.charts.figures import figures
from journey.charts.timeline import Mark, holidays_said
from journey.charts.weeks_months import MONTHS, WEEKS, weeks_and_months
from journey.config import settings
from journey.domain import format
from journey.domain.model import MetricSpec
from journey.domain.weeks import Week
from journey.domain.words import MetricKind
from journey.routine.alerts.watching import Watch
from journey.routine.data.datasets import journey_data
from journey.routine.review import explained
from journey.store.readers.alerts import plan
from journey.store.readers.work import changes
from journey.store.tables import Metric
from journey.ui.frame import Screen, span
from journey.ui.runtime import draw_once, engine, literal

NO_BAR = {"displayModeBar": False}
BESIDE = "6 weeks and 12 months"
WINDOWS = {BESIDE: 0, "13 weeks": 13, "52 weeks": 52, "6 weeks of days": 0}
Row = dict[str, Any]
Marks = tuple[list[Mark], list[Mark]]
"""The changes that shipped, and the public holidays."""


@dataclass(frozen=True)
class Shown:
    """What the chart is of: the observations of one metric and segment up to the reviewed week, and the alerts raised on it."""

    metric: Metric
    spec: MetricSpec
    observed: pl.DataFrame
    segment: str
    alerts: list[Row]

    @property
    def look(self) -> dict[str, Any]:
        return {"kind": self.metric.kind, "unit": self.metric.unit, "target": self.metric.target}


def choose_window() -> str:
    """How much of the past is drawn."""
    return str(st.segmented_control("Window", list(WINDOWS), wrap=True, default=BESIDE, required=True, key="drill_window"))


def trend(here: Screen, shown: Shown, window: str) -> None:
    """The finding in words and the picture, drawn once for each state of what they show; the figures behind, once asked for."""
    marks = _marks(here, shown.metric), _holidays(here)
    raised = tuple((alert["week"], alert["worse"]) for alert in shown.alerts)
    look = (here.version, str(here.reviewed), shown.metric.key, shown.metric.revision, shown.segment, window)
    draw_once("trend", *look, raised, *marks, draw=lambda: _drawn(here, shown, window, marks))
    fold = st.expander("The figures", key="drill_figures", on_change="rerun")
    if fold.open:
        with fold:
            _figures(here, shown, window)


def _drawn(here: Screen, shown: Shown, window: str, marks: Marks) -> None:
    title = _finding(here, shown)
    st.markdown(f"**{literal(title)}**")
    if window == BESIDE:
        _beside(here, shown, title, marks)
    elif WINDOWS[window]:
        data = _with_prior(_weeks(here, shown), WINDOWS[window]).tail(WINDOWS[window])
        _one(here, shown, data, title=title, how=f"by week; dashed: the {window} before", marks=marks)
    else:
        _one(here, shown, _days(here, shown), title=title, how="by day", marks=marks)


def _beside(here: Screen, shown: Shown, title: str, marks: Marks) -> None:
    weeks, months = _settled_at_the_end(_weeks(here, shown)), _months(here, shown)
    near = _inside(marks, weeks.tail(WEEKS))
    left, right = weeks_and_months(weeks, months, **shown.look, **near)
    told = [trend_chart.alt_text(weeks.tail(WEEKS), title=title, **shown.look, **near)]
    told.append(trend_chart.alt_text(months.tail(MONTHS), title="The same by month", **shown.look))
    columns = st.columns([5, 6], gap="medium")
    for column, figure, name, alt in zip(columns, (left, right), ("weeks", "months"), told, strict=True):
        with column:
            st.plotly_chart(figure, key=f"trend_{name}", config=NO_BAR, alt=alt)
    _name_holidays(marks, weeks.tail(WEEKS))


def _one(here: Screen, shown: Shown, data: pl.DataFrame, *, title: str, how: str, marks: Marks) -> None:
    inside = _inside(marks, data)
    subtitle = f"{shown.metric.name} to {span(here.reviewed)}, {how}; the band is what its own past makes usual"
    figure = trend_chart.trend(data, subtitle=subtitle, prior_name="", **shown.look, **inside)
    st.plotly_chart(figure, key="trend_one", config=NO_BAR, alt=trend_chart.alt_text(data, title=title, **shown.look, **inside))
    _name_holidays(marks, data)


def _name_holidays(marks: Marks, data: pl.DataFrame) -> None:
    if said := holidays_said(marks[1], data["at"].to_list()):
        st.caption(literal(said))


def _weeks(here: Screen, shown: Shown) -> pl.DataFrame:
    """The weeks as Monday tells them, each with the range that was usual in it; prior is the same week a year before."""
    rows = known_so_far(shown.observed, [shown.spec], as_of=here.reviewed.sunday)
    ranges = usual_ranges(rows, [shown.spec]).select("week", "usual", "usual_lo", "usual_hi")
    year = rows.select(pl.col("week").dt.offset_by("52w"), prior="value")
    full = rows.join(ranges, on="week", how="left").join(year, on="week", how="left").sort("week")
    return full.select(
        "value", "n", "mature", "prior", at="week", low="lo", high="hi", expected_low="usual_lo", expected_high="usual_hi",
        flag=_flags(full, shown),
    )  # fmt: skip


def _settled_at_the_end(weeks: pl.DataFrame) -> pl.DataFrame:
    """The weeks, but where none of the last WEEKS is settled only those up to the last that is: six pale ones say nothing."""
    settled = weeks.filter(pl.col("mature") & pl.col("value").is_not_null())
    if settled.is_empty() or weeks.tail(WEEKS).filter(pl.col("mature") & pl.col("value").is_not_null()).height:
        return weeks
    return weeks.filter(pl.col("at") <= settled["at"].max())


def _flags(rows: pl.DataFrame, shown: Shown) -> pl.Series:
    """What stands out: a settled week outside its usual range, and one in which an alert was raised."""
    raised = {Week.parse(alert["week"]).shift(-1).monday: alert["worse"] for alert in shown.alerts}
    states = []
    for row in rows.iter_rows(named=True):
        state = None
        if row["mature"] and row["value"] is not None and row["usual_lo"] is not None:
            outside = not row["usual_lo"] <= row["value"] <= row["usual_hi"]
            state = theme.standing(row["value"] - row["usual"], shown.metric.direction) if outside else None
        if row["week"] in raised:
            state = "worse" if raised[row["week"]] else "better"
        states.append(state)
    return pl.Series("flag", states, dtype=pl.String)


def _with_prior(weeks: pl.DataFrame, many: int) -> pl.DataFrame:
    """The weeks with those `many` weeks before each as prior."""
    prior = weeks.select(pl.col("at").dt.offset_by(f"{many}w"), prior="value")
    return weeks.drop("prior").join(prior, on="at", how="left").sort("at")


def _months(here: Screen, shown: Shown) -> pl.DataFrame:
    """The months from their own customers; prior is the same month a year before."""
    observed = shown.observed
    if shown.metric.kind is MetricKind.DURATION and not shown.segment:
        observed = pl.concat([observed, _duration_months(here.version, here.id, shown.spec, here.reviewed.sunday)])
    rows = monthly(observed, [shown.spec], as_of=here.reviewed.sunday)
    year = rows.select(pl.col("month").dt.offset_by("12mo"), prior="value")
    full = rows.join(year, on="month", how="left").sort("month")
    return full.select("value", "n", "prior", at="month", mature=~pl.col("partial"), low="lo", high="hi")


@st.cache_data(show_spinner=False, max_entries=64)
def _duration_months(version: str, journey_id: int, spec: MetricSpec, as_of: date) -> pl.DataFrame:
    return by_month(spec, journey_data(engine(), settings().events, journey=journey_id).data, as_of=as_of)


def _days(here: Screen, shown: Shown) -> pl.DataFrame:
    """The last six weeks' days with the detector's band, by the limits that alerts are raised by."""
    days = daily(shown.observed, [shown.spec])
    watch, series = Watch(engine(), here.id), (shown.metric.key, shown.segment)
    account = watch.account(series) if series in watch.series else explained(days, shown.spec)
    told = account.select("date", "lower", "upper", "flagged", "direction")
    worse = "down" if shown.metric.direction == "up" else "up"
    data = days.filter(pl.col("day") >= here.reviewed.monday - timedelta(weeks=5)).join(
        told, left_on="day", right_on="date", how="left"
    )
    if shown.metric.kind not in (MetricKind.NPS, MetricKind.MEAN):  # the detector's limits of small samples may lie below zero
        data = data.with_columns(pl.col("lower").clip(lower_bound=0.0))
    flag = pl.when(pl.col("direction") == worse).then(pl.lit("worse")).otherwise(pl.lit("better"))
    return data.select(
        "value", "n", "mature", at="day", expected_low="lower", expected_high="upper", flag=pl.when(pl.col("flagged")).then(flag)
    )


def _finding(here: Screen, shown: Shown) -> str:
    """The week's figure beside its usual range, as Monday says it."""
    metric = shown.metric
    rows = known_so_far(shown.observed, [shown.spec], as_of=here.reviewed.sunday)
    told = compare(rows, here.reviewed, [shown.spec], settled=True)
    if told.is_empty():
        return f"{metric.name}: nothing settled yet"
    row = told.row(0, named=True)
    now = format.with_n(metric.kind, row["value"], row["n"], row["total"], unit=metric.unit)
    if row["usual_lo"] is None:
        return f"{metric.name}: {now}"
    low = format.value(metric.kind, row["usual_lo"])
    high = format.value(metric.kind, row["usual_hi"], unit=metric.unit)
    where = "inside" if row["usual_lo"] <= row["value"] <= row["usual_hi"] else "outside"
    week = "" if row["week"] == here.reviewed.monday else f" in the week of {row['week'].day} {row['week']:%b}"
    return f"{metric.name}: {now}{week}, {where} the usual {low} to {high}"


def _inside(marks: Marks, data: pl.DataFrame) -> dict[str, Any]:
    """The changes and holidays of the window, as the charts take them."""
    return {"changes": _within(marks[0], data), "holidays": _within(marks[1], data)}


def _within(marks: list[Mark], data: pl.DataFrame) -> list[Mark]:
    """Those of the window, whose last week has seven days."""
    if data.is_empty():
        return []
    first, last = data.select(pl.col("at").min().alias("first"), pl.col("at").max().alias("last")).row(0)
    return [mark for mark in marks if first <= mark.at < last + timedelta(days=7)]


def _marks(here: Screen, metric: Metric) -> list[Mark]:
    rows = changes(engine(), here.id).filter(pl.col("shipped_on").is_not_null())
    return [
        Mark(row["shipped_on"], row["title"])
        for row in rows.iter_rows(named=True)
        if row["metric_id"] == metric.key or row["stage_id"] == metric.stage_id
    ]


def _holidays(here: Screen) -> list[Mark]:
    return _holidays_of(here.version, plan(engine(), here.id).country, here)


@st.cache_data(show_spinner=False, max_entries=64)
def _holidays_of(version: str, country: str, _here: Screen) -> list[Mark]:
    return [Mark(day, name) for day, name in Watch(engine(), _here.id).holidays.items()] if country else []


def _figures(here: Screen, shown: Shown, window: str) -> None:
    """What the picture is drawn from, as tables."""
    if window == BESIDE:
        tables = [(_settled_at_the_end(_weeks(here, shown)).tail(WEEKS), "Week of"), (_months(here, shown).tail(MONTHS), "Month")]
    elif WINDOWS[window]:
        tables = [(_weeks(here, shown).tail(WINDOWS[window]), "Week of")]
    else:
        tables = [(_days(here, shown), "Day")]
    look: dict[str, Any] = {"kind": shown.metric.kind, "unit": shown.metric.unit, "prior_name": "A year before"}
    for data, first in tables:
        known = data.filter(pl.col("value").is_not_null())
        if not known.is_empty():
            st.html(figures(known, caption=f"{shown.metric.name}, {first.lower()}", first=first, **look))
