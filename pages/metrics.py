"""Metrics: what is measured at each stage, its target, and whose it is."""

import polars as pl
import streamlit as st

from journey.store.readers.metrics import metrics
from journey.ui.frame import screen
from journey.ui.metrics_form import metric_rows, new_metric, what_they_measure
from journey.ui.runtime import engine
from journey.ui.setup.parts import people, style

here = screen(
    "Metrics", "What is measured where, its target and whose it is. Monday reads the critical ones, at most three a stage."
)
style()
wanted = list(here.view.formulas) if here.view else []
known = metrics(engine(), here.id)
seen = known.filter(pl.Series([here.shows(stage) for stage in known["stage_id"]], dtype=pl.Boolean))
seen = seen.filter(pl.col("formula").is_in(wanted)) if wanted else seen

if st.button("Add a metric", icon=":material/add:"):
    new_metric(here)
if known.is_empty():
    st.markdown(
        "Nothing is measured yet. Bring in data and the metrics it allows are started for you, or add one from the library."
    )
    st.page_link("pages/data.py", label="Bring in data", icon=":material/arrow_forward:", query_params=here.address)
elif seen.is_empty():
    st.markdown("This team view shows none of the journey's metrics. Choose All teams above to see them.")
names = people()
for stage in (None, *here.stages):
    own = seen.filter(pl.col("stage_id").is_null() if stage is None else pl.col("stage_id") == stage.key)
    if not own.is_empty():
        metric_rows(here, stage, own, names)
if not seen.is_empty():
    what_they_measure(seen)
