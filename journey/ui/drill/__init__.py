"""A KPI looked at closely: its trend, why it moved, the same measure at every stage, its weekdays and its figures."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from journey.domain.kpis import kpi
from journey.domain.model import MetricSpec
from journey.domain.words import AlertState
from journey.routine.alerts.acts import UNDER_WAY
from journey.routine.alerts.anomalies import segment_words
from journey.routine.review import Review
from journey.store.readers import journeys as read
from journey.store.readers.alerts import alerts
from journey.store.readers.metrics import observations
from journey.store.tables import Metric
from journey.ui.drill.alert import alert_told, blocker_button
from journey.ui.drill.stages import Alike, at_stages, every_stage, weekdays, with_whom
from journey.ui.drill.trend import Shown, choose_window, trend
from journey.ui.drill.why import why_it_moved
from journey.ui.frame import Screen, at_stage
from journey.ui.runtime import draw_once, engine, literal

EVERYONE = "Everyone"
Row = dict[str, Any]
SEEN = "closer_in_sight"
"""Under this name the session keeps which KPI was brought into sight."""
BRING = """<script>
const open = document.querySelector(".st-key-drill");
if (open) { open.tabIndex = -1; open.scrollIntoView({block: "start"}); open.focus({preventScroll: true}); }
</script>"""


def look_closer(here: Screen, metrics: list[Metric], seen: Review) -> None:
    """Choose a KPI and open it; `?metric=` and `?alert=` in the address open it too."""
    alert = _asked_alert(here)
    asked = alert["metric_id"] if alert else _number("metric")
    metrics = [*metrics, *_beside(here, metrics, asked)]
    names = {metric.key: at_stage(metric, here) for metric in metrics}
    chosen = asked if asked in names else None
    key = f"look_closer_{here.id}_{here.view.slug if here.view else ''}_{chosen}"
    picked = st.selectbox(
        "Look closer at a KPI", list(names), index=list(names).index(chosen) if chosen else None,
        format_func=names.__getitem__, key=key, placeholder="Choose one", width=420, on_change=_to, args=(key,),
    )  # fmt: skip
    spec = next((spec for spec in seen.specs if spec.id == picked), None)
    if spec is not None:
        opened(here, next(metric for metric in metrics if metric.key == picked), spec, seen)
        _into_sight(chosen)


def _beside(here: Screen, metrics: list[Metric], asked: int | None) -> list[Metric]:
    """The metric that the address asks for, if it is this journey's and none of the critical ones: rules watch such too."""
    if asked is None or any(metric.key == asked for metric in metrics):
        return []
    return [metric for metric in read.metrics(engine(), here.id) if metric.key == asked and here.shows(metric.stage_id)]


def _number(name: str) -> int | None:
    asked = st.query_params.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None


def _asked_alert(here: Screen) -> Row | None:
    """The alert that the address names, if this journey and view have it."""
    wanted = _number("alert")
    if wanted is None:
        return None
    found = here.only(alerts(engine(), here.id).filter(pl.col("id") == wanted, pl.col("metric_id").is_not_null()))
    return found.row(0, named=True) if not found.is_empty() else None


def _to(key: str) -> None:
    """Say in the address which KPI is open, so that it can be shared."""
    picked = st.session_state[key]
    st.query_params.pop("alert", None)
    st.session_state[SEEN] = picked  # it opens right under the hand that chose it
    if picked is None:
        st.query_params.pop("metric", None)
    else:
        st.query_params["metric"] = str(picked)


def ask_closer(alert_id: int) -> None:
    """Open the KPI of that alert and bring it into sight, also if it is open already."""
    st.query_params.pop("metric", None)
    st.query_params["alert"] = str(alert_id)
    st.session_state.pop(SEEN, None)


def _into_sight(asked: int | None) -> None:
    """Once after a link or an alert asked for the KPI: bring it into sight with the keyboard's focus, it may lie far below."""
    if asked is not None and st.session_state.get(SEEN) != asked:
        st.html(BRING, unsafe_allow_javascript=True)
    st.session_state[SEEN] = asked


@st.fragment
def opened(here: Screen, metric: Metric, spec: MetricSpec, seen: Review) -> None:
    """The open KPI; what is chosen within draws it alone anew."""
    known = _observed((here.version, str(here.reviewed)), spec, here)
    raised = _alerts_of(here, metric)
    alert = _asked_alert(here) or next((row for row in raised if row["state"] in UNDER_WAY), None)
    with st.container(border=True, key="drill"):
        st.markdown(f"**{literal(at_stage(metric, here))}** · {literal(kpi(metric.formula).how)}")
        if alert is not None:
            alert_told(here, alert)
        left, right = st.columns([2, 5], vertical_alignment="bottom")
        with left:
            segment = _whom(metric, known, alert)
        with right:
            window = choose_window()
        marked = [row for row in raised if row["segment"] == segment and row["state"] != AlertState.NOISE]
        own = known.filter(pl.col("segment") == segment)
        trend(here, Shown(metric, spec, own, segment, marked), window)
        why_it_moved(here, metric, spec, seen, alert)
        if alert is not None and alert["state"] in UNDER_WAY:
            blocker_button(here, metric, spec, alert)
        look = (here.version, str(here.reviewed), metric.key, metric.revision)
        alike = at_stages(here, metric)
        draw_once("stages", *look, *_rows(alike), draw=lambda: every_stage(metric, alike, seen))
        draw_once("more", *look, segment, draw=lambda: _more(here, metric, spec, own, known))


def _rows(alike: Alike) -> tuple[tuple[str, int, int], ...]:
    """What the small multiples stand for beside the data: the stages' names and the metrics' words."""
    return tuple((stage.name, metric.key, metric.revision) for stage, metric in alike)


def _more(here: Screen, metric: Metric, spec: MetricSpec, own: pl.DataFrame, known: pl.DataFrame) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        weekdays(here, metric, spec, own)
    with right:
        with_whom(here, metric, spec, known)


@st.cache_resource(show_spinner=False, max_entries=32)
def _observed(stands_for: tuple[str, str], spec: MetricSpec, _here: Screen) -> pl.DataFrame:
    """Every observation of the metric up to the reviewed week, of everyone and of each segment."""
    return observations(engine(), _here.id, metric_ids=[spec.id], segment=None, until=_here.reviewed.sunday)


def _alerts_of(here: Screen, metric: Metric) -> list[Row]:
    """What was raised on the metric up to this week, newest first."""
    return alerts(engine(), here.id).filter(pl.col("metric_id") == metric.key, pl.col("week") <= str(here.week)).to_dicts()


def _whom(metric: Metric, known: pl.DataFrame, alert: Row | None) -> str:
    """Everyone or one segment, that of the alert at first."""
    segments = sorted(known["segment"].unique().to_list())
    if len(segments) < 2:
        return ""
    first = alert["segment"] if alert and alert["segment"] in segments else ""
    picked = st.selectbox(
        "Of whom", segments, index=segments.index(first), width=280, key=f"whom_{metric.key}_{first}",
        format_func=lambda segment: segment_words(segment) if segment else EVERYONE,
    )  # fmt: skip
    return str(picked)
