"""The scope brief: what this journey is, from where to where, for whom and to what end."""

from __future__ import annotations

from html import escape
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from journey.analysis.scope import Kind, warnings
from journey.domain import format
from journey.domain.words import Audience
from journey.routine.handing_over import hand_over
from journey.routine.journeys import bin_journey, change_journey
from journey.routine.readiness import scope
from journey.store.readers import journeys as read
from journey.store.tables import Journey, Metric
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, finish
from journey.ui.setup.parts import brief, people, pick, said_or_not, show

RHYTHMS = ("weekly", "every two weeks", "monthly", "quarterly")
WARNED = {
    Kind.MISSING: "Still to agree before anybody maps",
    Kind.BROAD: "This may be too broad",
    Kind.NARROW: "This may be too narrow",
}


def scope_brief(here: Screen) -> None:
    """The brief as a document, its success metrics beside it, and the ways to change it."""
    scope_warnings(here)
    left, right = st.columns([3, 2], gap="large")
    with left:
        show(brief(_lines(here.journey)))
    with right:
        st.header("Success metrics", anchor=False)
        _success([metric for metric in read.metrics(engine(), here.id) if metric.success], here)
        st.page_link("pages/metrics.py", label="Choose them and set targets", query_params=here.address)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Edit the brief", icon=":material/edit:"):
            edit_brief(here)
        st.page_link("pages/start.py", label="Begin another journey", icon=":material/add:")
        if st.button("Put the journey in the bin", type="tertiary", icon=":material/delete:"):
            confirm_bin(here)


def scope_warnings(here: Screen) -> None:
    """What the brief leaves open, and where it is too broad or too narrow; nothing when all is well."""
    found = warnings(scope(engine(), here.id))
    said = {kind: "; ".join(one.said for one in found if one.kind is kind) for kind in Kind}
    told = [f"<p><strong>{WARNED[kind]}:</strong> {escape(words)}.</p>" for kind, words in said.items() if words]
    if told:
        show(f"<div class='warned'>{''.join(told)}</div>")


def _lines(journey: Journey) -> dict[str, str]:
    names = people()
    above = {row.key: row.name for row in read.journeys(engine())}
    return {
        "Whose journey": ", ".join(p.name for p in read.personas(engine(), journey.key)) or f"A {journey.audience.value}",
        "Goal": journey.goal,
        "Starts with": journey.starts_with,
        "Ends with": journey.ends_with,
        "Takes": journey.time_frame,
        "Kind": f"{journey.audience.value.capitalize()} journey",
        "Part of": above.get(journey.parent_id or 0, "Stands on its own"),
        "Owner": names.get(journey.owner_id, ""),
        "Reviewed": journey.review_rhythm.capitalize(),
        "Time zone": f"{journey.timezone}: weeks begin there on Monday at 0:00",
    }


def _success(metrics: list[Metric], here: Screen) -> None:
    """Each success metric with where it stood and where it should go."""
    if not metrics:
        st.markdown("None is marked yet. Two or three metrics say whether the journey succeeds.")
        return
    stages, rows = {stage.key: f" at {stage.name}" for stage in read.stages(engine(), here.id)}, []
    for metric in metrics:
        was, goal = (
            said_or_not("" if amount is None else format.value(metric.kind, amount, unit=metric.unit))
            for amount in (metric.baseline, metric.target)
        )
        rows.append(f"<dt>{escape(metric.name + stages.get(metric.stage_id or 0, ''))}</dt><dd>from {was} to {goal}</dd>")
    show(f"<dl>{''.join(rows)}</dl>")


@st.dialog("Edit the brief", width="large")
def edit_brief(here: Screen) -> None:
    """Every field of the scope brief."""
    row = here.journey
    others = {None: "Nothing: it stands on its own"} | {j.key: j.name for j in read.journeys(engine()) if j.key != row.key}
    with st.form("edit_brief", border=False):
        name = st.text_input("What is the journey called?", row.name, max_chars=120)
        goal = st.text_area("What should it achieve, for customers and for you?", row.goal, height=80, max_chars=2000)
        left, right = st.columns(2)
        starts = left.text_input("What does it start with?", row.starts_with, max_chars=400, placeholder="Signs up for a trial")
        ends = right.text_input("What does it end with?", row.ends_with, max_chars=400, placeholder="Renews for the first time")
        takes = left.text_input("How long does it take?", row.time_frame, max_chars=200, placeholder="About 90 days")
        rhythms = list(dict.fromkeys([*RHYTHMS, row.review_rhythm]))
        rhythm = right.selectbox("How often is it reviewed?", rhythms, index=rhythms.index(row.review_rhythm))
        kinds = [audience.value for audience in Audience]
        audience = left.segmented_control(
            "Whose journey is it?", kinds, default=row.audience.value, required=True, format_func=str.capitalize
        )
        parent = pick(right, "Part of a larger journey?", others, row.parent_id)
        owner = pick(left, "Who owns it?", people(), row.owner_id)
        zones = sorted(available_timezones() | {row.timezone})
        zone = right.selectbox("Time zone", zones, index=zones.index(row.timezone), help="A new zone computes every figure anew.")
        save = st.form_submit_button("Save", type="primary")
    if save:
        values: dict[str, Any] = {
            "name": name,
            "goal": goal,
            "starts_with": starts,
            "ends_with": ends,
            "time_frame": takes,
            "timezone": zone,
        }
        values |= {"review_rhythm": rhythm, "audience": Audience(audience), "parent_id": parent}
        saved = attempt(change_journey, journey=here.id, revision=row.revision, **values)
        if saved is not None and owner is not None and owner != row.owner_id:
            saved = attempt(hand_over, done="", journey=here.id, revision=saved.revision, person=owner, today=here.today)
        finish(saved)


@st.dialog("Put the journey in the bin")
def confirm_bin(here: Screen) -> None:
    """Say what it means, then do it."""
    st.markdown("Nobody will see it, its data or its weeks. Nothing is lost: **History and bin** gives it back as it was.")
    if st.button("Put it in the bin", type="primary"):
        finish(attempt(bin_journey, done="In the bin. History can restore it.", journey=here.id, revision=here.journey.revision))
