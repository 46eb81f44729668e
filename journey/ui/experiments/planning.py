"""The dialog in which a test is planned: what it compares, how large a difference is worth having, and how long that takes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import streamlit as st

from journey.analysis.groups.measured import measurable
from journey.routine.experiments.acts import MOST_LOOKS, SHARES, add_test, bin_test, change_test
from journey.routine.experiments.planning import TestPlan
from journey.store.readers import journeys as read
from journey.store.readers.journeys import row
from journey.store.tables import Change, Experiment, Metric
from journey.ui.experiments.readings import change_names, known_attributes, planned, scale
from journey.ui.frame import Screen, at_stage
from journey.ui.runtime import attempt, engine, finish, literal
from journey.ui.setup.parts import pick

NO_METRIC = (
    "No metric of this journey can be told of single customers yet. Bring in events, tickets or answers first, or compare "
    "counts by hand."
)
WITHOUT = {"without", "old", "control", "off", "no", "false", "0", "a", "before", "none"}
"""What the value without the change is often called: offered first."""
RUNS = "It runs: its name and its change can be edited. What it compares was settled before it started."


@st.dialog("A test", width="large")
def plan_dialog(here: Screen, test: Experiment | None = None) -> None:
    """Plan a test, or edit one; the design of one that runs stays as it is."""
    key = f"plan_test_{test.key if test else 0}"
    name = st.text_input("What is tested?", test.name if test else "", max_chars=200, key=f"{key}_name")
    change = pick(st, "Which change does it try?", change_names(here), test.change_id if test else None, key=f"{key}_change")
    if test is not None and test.starts_on <= here.today:
        st.caption(RUNS)
        with st.container(horizontal=True):
            if st.button("Save", type="primary", key=f"{key}_save"):
                _change(here, test, name=name, change_id=change)
            put_in_bin(here, test)
        return
    metrics = {m.key: m for m in read.metrics(engine(), here.id) if measurable(m.formula) and here.shows(m.stage_id)}
    if not metrics:
        st.markdown(NO_METRIC)
        return
    values = _design(here, test, metrics, key)
    with st.container(horizontal=True):
        save = values is not None and st.button("Save the plan", type="primary", key=f"{key}_save")
        if test is not None:
            put_in_bin(here, test)
    if save and values is not None and test is None:
        metric = values.pop("metric_id")
        finish(attempt(add_test, done="Planned.", journey=here.id, name=name, change=change, metric=metric, **values))
    elif save and values is not None and test is not None:
        _change(here, test, name=name, change_id=change, **values)


def _change(here: Screen, test: Experiment, **values: Any) -> None:
    finish(attempt(change_test, journey=here.id, test=test.key, revision=test.revision, today=here.today, **values))


def put_in_bin(here: Screen, test: Experiment) -> None:
    """The button that takes a test away; History brings it back."""
    if st.button("Put in the bin", icon=":material/delete:", type="tertiary", key=f"bin_test_{test.key}"):
        finish(attempt(bin_test, done="In the bin.", journey=here.id, test=test.key, revision=test.revision))


def _design(here: Screen, test: Experiment | None, metrics: dict[int, Metric], key: str) -> dict[str, Any] | None:
    """What is compared and for how long; None while it cannot be planned."""
    metric, smallest = _aim(here, test, metrics, key)
    groups = _groups(here, test, key)
    left, middle, right = st.columns(3)
    least, most = (round(100 * end) for end in SHARES)
    half = round(100 * test.share) if test else 50
    share = left.slider("With the change, in %", least, most, half, 5, key=f"{key}_share")
    looks = middle.number_input(
        "How often to look at it", 1, MOST_LOOKS, test.looks if test else 4, key=f"{key}_looks",
        help="Looked at now and then without a plan, every second test without effect shows one in the end. "
        "Planned looks cost a few customers and can end it early.",
    )  # fmt: skip
    starts = right.date_input(
        "It starts on", test.starts_on if test else here.today + timedelta(days=1), key=f"{key}_starts", format="YYYY-MM-DD"
    )
    plan = planned(here, metric, smallest, share / 100, looks, starts_on=starts)
    if isinstance(plan, str):
        st.warning(literal(plan))
        return None
    st.info(literal(plan.sentence), icon=":material/groups:")
    ends = _ends(plan, test, starts, f"{key}_ends_{metric}_{smallest:g}_{share}_{looks}_{starts}")
    sized = {"needed": plan.needed, "wait": plan.plan.wait if plan.plan else None}
    return {
        "metric_id": metric, "smallest": smallest, "share": share / 100, "looks": looks, "starts_on": starts, "ends_on": ends,
        **groups, **({name: value for name, value in sized.items() if value is not None}),
    }  # fmt: skip


def _aim(here: Screen, test: Experiment | None, metrics: dict[int, Metric], key: str) -> tuple[int, float]:
    """The metric and the smallest difference in its own unit; what the change hopes for, unless said otherwise."""
    left, right = st.columns(2)
    ids, change = list(metrics), st.session_state.get(f"{key}_change")
    its = row(engine(), Change, change) if change else None
    now = test.metric_id if test else its.metric_id if its else None
    metric = left.selectbox(
        "By which metric?", ids, ids.index(now) if now in ids else 0, key=f"{key}_metric_{change}",
        format_func=lambda id: at_stage(metrics[id], here),
    )  # fmt: skip
    by, unit = scale(metrics[metric])
    hoped = test.smallest if test and test.metric_id == metric else its.size if its and its.metric_id == metric else None
    label = f"Smallest difference worth having, in {unit}"
    typed = right.number_input(label, 0.01, value=abs(hoped) / by if hoped else 5.0, key=f"{key}_smallest_{metric}_{change}")
    return metric, by * typed


def _ends(plan: TestPlan, test: Experiment | None, starts: date, key: str) -> date:
    known = test.ends_on if test else plan.ends_on
    usual = known or starts + timedelta(days=27)
    return st.date_input("Its last day", max(usual, starts), key=key, format="YYYY-MM-DD")


def _groups(here: Screen, test: Experiment | None, key: str) -> dict[str, str]:
    """The attribute and its two values; what the data do not carry yet can be typed."""
    known = known_attributes(here.version, here.id)
    columns = st.columns(3)
    attribute = _typed(columns[0], "Which attribute tells the groups apart?", list(known), test.attribute if test else "", key)
    values = sorted(known.get(attribute, ()), key=lambda value: value.casefold() not in WITHOUT)
    first = _typed(
        columns[1], "Its value without the change", values, test.first if test else "", f"{key}_{attribute}_1", first=bool(values)
    )
    left = [value for value in values if value != first]
    second = _typed(
        columns[2], "Its value with the change", left, test.second if test else "", f"{key}_{attribute}_2", first=bool(left)
    )
    if attribute in known:
        st.caption(
            f"Chance must put customers into the groups. Those of “{literal(attribute)}” that are there already differ for "
            "other reasons too: it is right only if it was drawn by lot."
        )
    elif attribute:
        st.caption(f"No events carry “{literal(attribute)}” yet. The test is read once an import brings it as a column.")
    return {"attribute": attribute, "first": first, "second": second}


def _typed(place: Any, label: str, offered: list[str], now: str, key: str, *, first: bool = False) -> str:
    """One of what is offered (the first unless another is chosen, or none), or what is typed."""
    options = [*([now] if now and now not in offered else []), *offered]
    chosen: str | None = place.selectbox(
        label, options, options.index(now) if now in options else (0 if first else None), accept_new_options=True,
        key=f"{key}_{label}", placeholder="Choose or type it",
    )  # fmt: skip
    return chosen or ""
