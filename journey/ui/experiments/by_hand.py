"""The dialog that compares counts somebody has from elsewhere, and keeps them if they like."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.analysis.experiments import compare_rates
from journey.domain import format
from journey.domain.words import MetricKind
from journey.errors import Refused
from journey.routine.experiments.acts import COUNTS, change_test, check_counts, count_by_hand
from journey.store.readers import journeys as read
from journey.store.tables import Experiment
from journey.ui.experiments.planning import put_in_bin
from journey.ui.experiments.readings import change_names
from journey.ui.frame import Screen, at_stage
from journey.ui.runtime import attempt, engine, finish, literal
from journey.ui.setup.parts import pick


@st.dialog("Compare counts", width="medium")
def count_dialog(here: Screen, test: Experiment | None = None) -> None:
    """How many of how many in each group: told at once, kept on request."""
    key = f"count_{test.key if test else 0}"
    counts = _counts(test.counted if test else {}, key)
    if not any(counts.values()):
        st.caption("Type how many customers each group had, and how many of them did what the test is about.")
        return
    try:
        check_counts(counts)
    except Refused as refusal:
        st.caption(str(refusal))
        return
    st.info(literal(_said(counts)), icon=":material/compare_arrows:")
    save, values = _form(here, test, key)
    if test is not None:
        put_in_bin(here, test)
    if save and test is None:
        kept = {new: values[old] for new, old in (("metric", "metric_id"), ("change", "change_id"))}
        kept |= {"name": values["name"], "smallest": values["smallest"], "counts": counts, "today": here.today}
        finish(attempt(count_by_hand, done="Kept.", journey=here.id, **kept))
    elif save and test is not None:
        edit = {"test": test.key, "revision": test.revision, "counted": counts, **values}
        finish(attempt(change_test, journey=here.id, today=here.today, **edit))


def _form(here: Screen, test: Experiment | None, key: str) -> tuple[bool, dict[str, Any]]:
    """What the counts are about, and whether they shall be kept."""
    names = {None: "None"} | {m.key: at_stage(m, here) for m in read.metrics(engine(), here.id) if m.kind is MetricKind.RATE}
    with st.form(key, border=False):
        name = st.text_input("What was tested?", test.name if test else "", max_chars=200)
        left, right = st.columns(2)
        metric = pick(left, "Which metric is it about?", names, test.metric_id if test else None)
        change = pick(right, "Which change?", change_names(here), test.change_id if test else None)
        smallest = st.number_input(
            "Smallest difference worth having, in points", 0.01, value=100 * test.smallest if test else 5.0
        )
        save = st.form_submit_button("Keep it", type="primary")
    return save, {"name": name, "metric_id": metric, "change_id": change, "smallest": smallest / 100}


def _counts(kept: dict[str, int], key: str) -> dict[str, int]:
    labels = {
        "n1": "Customers without the change",
        "x1": "… of whom did it",
        "n2": "Customers with it",
        "x2": "… of whom did it ",
    }
    columns = st.columns(2)
    return {
        which: int(columns[at // 2].number_input(label, 0, value=kept.get(which, 0), step=1, key=f"{key}_{which}"))
        for at, (which, label) in enumerate(labels.items())
    }


def _said(counts: dict[str, int]) -> str:
    """What a single look at the counts says."""
    x1, n1, x2, n2 = (counts[which] for which in COUNTS)
    found = compare_rates(x1, n1, x2, n2)
    first, second = (format.with_n(MetricKind.RATE, x / n, n, x) for x, n in ((x1, n1), (x2, n2)))
    effect, reach = format.change(MetricKind.RATE, found.effect), format.between(MetricKind.RATE, found.lo95, found.hi95)
    sure = "more than chance" if found.lo95 > 0 or found.hi95 < 0 else "may still be chance"
    return f"{second} with it, {first} without: {effect}, likely {reach}. That is {sure}, if it was looked at once."
