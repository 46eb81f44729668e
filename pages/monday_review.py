"""Monday: what moved, where, and is it real?"""

import polars as pl
import streamlit as st

from journey.domain.words import AlertState, Weekday
from journey.store.readers.alerts import alerts
from journey.ui.days import close_day
from journey.ui.drill import look_closer
from journey.ui.frame import empty, screen
from journey.ui.monday import alert_rows, answered, freshness_strip, kpi_grid
from journey.ui.reviewed import critical, freshness, raise_alerts, week_review
from journey.ui.runtime import engine

here = screen("Monday: data review", "What moved in the week of {reviewed}, where, and is it real? Answer each new alert.")
metrics, seen = critical(here), week_review(here)
raise_alerts(here)
freshness_strip(freshness(here))
known = alerts(engine(), here.id)
known = here.only(known).filter(pl.col("metric_id").is_not_null(), pl.col("week") <= str(here.week))
moving = seen.signals["metric_id"]
new = known.filter(pl.col("state") == AlertState.OPEN)
still = known.filter(pl.col("state").is_in([AlertState.WATCH.value, AlertState.BLOCKER.value]))

if not metrics:
    empty("No data has come in that this journey's metrics could be computed from.", page="pages/data.py", button="Bring in data")
elif new.is_empty():
    st.header("Nothing new", anchor=False)
    st.markdown("No metric left its usual range this week without an answer.")
else:
    st.header(f"New ({new.height})", anchor=False)
    alert_rows(here, new, seen)
if not still.is_empty():
    st.header("Still open", anchor=False)
    alert_rows(here, still.filter(pl.col("metric_id").is_in(moving.implode())), seen)
    calmed = still.filter(~pl.col("metric_id").is_in(moving.implode()))
    if not calmed.is_empty():
        st.header("Calmed this week", anchor=False)
        alert_rows(here, calmed, seen)

settled = known.filter(
    pl.col("week") == str(here.week), pl.col("state").is_in([AlertState.NOISE.value, AlertState.RESOLVED.value])
)
if not settled.is_empty():
    st.header("Answered this week", anchor=False)
    answered(settled)

if metrics:
    st.header("Every stage and its KPIs", anchor=False)
    look_closer(here, metrics, seen)
    by_stage = [(stage, [m for m in metrics if m.stage_id == (stage.key if stage else None)]) for stage in (None, *here.stages)]
    st.html(kpi_grid(here, [(stage, own) for stage, own in by_stage if own], seen))
close_day(here, Weekday.MONDAY)
