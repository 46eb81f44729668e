"""Monday: what moved, where, and is it real?"""

import streamlit as st

from journey.domain.words import Weekday
from journey.ui.days import close_day
from journey.ui.drill import look_closer
from journey.ui.frame import at_page, empty, screen
from journey.ui.kpi_grid import kpi_grid
from journey.ui.monday import alert_rows, folded_rows, freshness_strip, over_list, sorted_alerts
from journey.ui.reviewed import critical, freshness, raise_alerts, week_review

here = screen("Monday: data review", "What moved in the week of {reviewed}, where, and is it real? Answer each new alert.")
metrics, seen = critical(here), week_review(here)
raise_alerts(here)
found = sorted_alerts(here, seen)
freshness_strip(freshness(here), found)

if found.new:
    st.header(f"New ({len(found.new)})", anchor=False)
    alert_rows(here, found.new, seen, "new")
elif metrics and seen.compared["value"].is_null().all():
    st.header("Nothing measured", anchor=False)
    st.markdown("No figure of this week has come in. What happened in it is unknown, not calm.")
elif metrics:
    st.header("Nothing new", anchor=False)
    st.markdown("Nothing stands out this week without an answer.")
else:
    empty("No data has come in that this journey's metrics could be computed from.", page="pages/data.py", button="Bring in data")
if found.still:
    st.header(f"Still open ({len(found.still)})", anchor=False)
    alert_rows(here, found.still, seen, "still")
if found.over or found.quiet:
    st.header("Calmed this week", anchor=False)
    over_list(found.over)
    alert_rows(here, found.quiet, seen, "quiet")
if found.snoozed:
    folded_rows(here, found.snoozed, seen, "snoozed", f"Snoozed ({len(found.snoozed)})")
if found.answered:
    folded_rows(here, found.answered, seen, "answered", f"Answered this week ({len(found.answered)})")
st.page_link(at_page("pages/alerts.py"), label="Every alert, and how this journey is watched", query_params=here.address)

if metrics:
    st.header("Every stage and its KPIs", anchor=False)
    look_closer(here, metrics, seen)
    by_stage = [(stage, [m for m in metrics if m.stage_id == (stage.key if stage else None)]) for stage in (None, *here.stages)]
    st.html(kpi_grid(here, [(stage, own) for stage, own in by_stage if own], seen))
close_day(here, Weekday.MONDAY)
