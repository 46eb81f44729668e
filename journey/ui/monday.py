"""Monday's parts: the freshness strip, alerts to triage, the grid of stages and their KPIs."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl
import streamlit as st

from journey.charts import theme
from journey.charts.spark import sparkline
from journey.domain import format
from journey.domain.words import AlertState, Direction, PainStatus
from journey.routine.alerts import triage
from journey.routine.review import Review, more_than_chance
from journey.store.readers.work import pains
from journey.store.tables import Metric, Stage
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, literal

WEEKS_SHOWN = 13
COHORTS = ("drop_off", "conversion", "churn")
Row = dict[str, Any]


def freshness_strip(found: pl.DataFrame) -> None:
    """One line a source that is stale or never came; the fresh ones in one line together."""
    for row in found.filter(pl.col("freshness") != "fresh").iter_rows(named=True):
        what = f"nothing new for {row['days_behind']} days" if row["days_behind"] is not None else "nothing has come in yet"
        sentence = f"**{literal(row['name'])} is stale:** {what}. What it measures is unknown, not calm."
        st.warning(sentence, icon=":material/hourglass_disabled:")
    fresh = found.filter(pl.col("freshness") == "fresh")
    if not fresh.is_empty():
        st.caption(
            "Fresh: "
            + " · ".join(f"{literal(r['name'])} to {r['last_day'].day} {r['last_day']:%b}" for r in fresh.iter_rows(named=True))
        )


def alert_rows(here: Screen, alerts: pl.DataFrame, seen: Review) -> None:
    """Alerts one under the other, the worse first, each with its answers."""
    hurts = pains(engine(), here.id)
    for alert in alerts.sort("worse", descending=True, maintain_order=True).iter_rows(named=True):
        with st.container(border=True, key=f"alert_{alert['id']}"):
            words, spark, answers = st.columns([5, 2, 3], vertical_alignment="center")
            words.markdown(alert_words(alert))
            spark.html(alert_spark(alert, seen) or "&nbsp;")
            with answers, st.container(horizontal=True, horizontal_alignment="right"):
                _answers(here, alert, hurts)


def alert_words(alert: Row) -> str:
    """One alert in two lines: where and what, then why and since when."""
    where = f"{literal(alert['stage'])} · " if alert["stage"] else ""
    state = theme.word("worse" if alert["worse"] else "better")
    since = f"Since {alert['since']:%A} {alert['since'].day} {alert['since']:%b}."
    return f"**{where}{literal(alert['metric'])}** {state}  \n{literal(alert['why'])} {since}"


def alert_spark(alert: Row, seen: Review) -> str:
    """The alert's metric over the last quarter, its newest point marked."""
    rows = _weeks(seen, alert["metric_id"])
    flag = "worse" if alert["worse"] else "better"
    return sparkline(rows["value"].to_list(), mature=rows["mature"].to_list(), flagged=-1, flag=flag, label=alert["metric"])


def _answers(here: Screen, alert: Row, hurts: pl.DataFrame) -> None:
    with st.popover("Noise", key=f"noise_{alert['id']}"):
        why = f"reason_{alert['id']}"
        st.text_input("Why is it noise?", key=why, max_chars=200)
        st.button("It is noise", key=f"isnoise_{alert['id']}", on_click=_say, args=(here, alert, AlertState.NOISE, why))
    if alert["state"] != AlertState.WATCH:
        st.button("Watch", key=f"watch_{alert['id']}", on_click=_say, args=(here, alert, AlertState.WATCH))
    if alert["state"] != AlertState.BLOCKER:
        _block(here, alert, hurts)
    if alert["state"] != AlertState.OPEN:
        st.button("Resolved", key=f"resolve_{alert['id']}", on_click=_say, args=(here, alert, AlertState.RESOLVED))


def _block(here: Screen, alert: Row, hurts: pl.DataFrame) -> None:
    """Make it a blocker: of a pain point that the stage has already, or a new one."""
    names = _pain_points(here, alert, hurts.filter(pl.col("status") != PainStatus.RESOLVED))
    with st.popover("Blocker", key=f"blocker_{alert['id']}", type="primary"):
        if not names:
            st.markdown("This alert is about the whole journey. Add the pain point behind it on the map first.")
            return
        pain = f"pain_{alert['id']}"
        st.selectbox("Which pain point does it show?", list(names), format_func=names.__getitem__, key=pain)
        args = (here, alert, AlertState.BLOCKER, "", pain)
        st.button("It is a blocker", key=f"block_{alert['id']}", on_click=_say, args=args)


def _pain_points(here: Screen, alert: Row, hurts: pl.DataFrame) -> dict[int | None, str]:
    """Those of the alert's stage and a new one; of an alert on the whole journey any that this view shows."""
    if alert["stage_id"] is None:
        return {row["id"]: f"{row['stage']}: {row['title']}" for row in here.only(hurts).iter_rows(named=True)}
    own = hurts.filter(pl.col("stage_id") == alert["stage_id"])
    return {**dict(zip(own["id"], own["title"], strict=True)), None: "A new pain point"}


def answered(alerts: pl.DataFrame) -> None:
    """What was said of the alerts that are settled, a line each."""
    for alert in alerts.iter_rows(named=True):
        st.markdown(f"- {alert_words(alert).replace('  ' + chr(10), ' ')} **{alert['state'].capitalize()}**")


def _say(here: Screen, alert: Row, state: AlertState, why: str = "", pain: str = "") -> None:
    """`why` and `pain` are keys of fields, read only now: as arguments they would be what was there when the button was drawn."""
    done = {
        AlertState.BLOCKER: "A blocker: it is on Tuesday's page.",
        AlertState.WATCH: "Watched.",
        AlertState.NOISE: "Noise, with your reason.",
    }
    said = {"reason": st.session_state[why] if why else "", "pain": st.session_state[pain] if pain else None}
    arguments = {"alert": alert["id"], "revision": alert["revision"], "state": state, **said}
    attempt(triage, done=done.get(state, "Resolved."), journey=here.id, **arguments)


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
    weeks = _weeks(seen, metric.key)
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
    if metric.formula in COHORTS and row["days"] < 7:
        parts.append(f"from the {row['days']} days whose window has passed")
    if row["week"] != seen.week.monday:
        parts.append(f"cohorts of {row['week'].day} {row['week']:%b}, the last whose window has passed")
    return "; ".join(parts)


def _weeks(seen: Review, metric_id: int) -> pl.DataFrame:
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
