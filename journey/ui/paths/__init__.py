"""The paths that customers really took, beside the map that is drawn: whose, how well it explains them, what it lacks."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from journey.analysis.paths.findings import headline
from journey.analysis.paths.steps import BEGIN
from journey.analysis.paths.walks import End
from journey.analysis.segment_rule import parse
from journey.charts import paths as picture
from journey.charts import paths_flow, paths_told
from journey.config import settings
from journey.domain import format
from journey.domain.weeks import Week
from journey.routine.real_paths import Asked, RealPaths, inside, real_paths, segments
from journey.store.readers.journeys import personas
from journey.store.readers.maps import lately
from journey.ui.frame import Screen, at_page, empty
from journey.ui.paths.mending import what_it_lacks
from journey.ui.runtime import draw_once, engine, literal

WINDOWS = {4: "4 weeks", 13: "13 weeks", 26: "26 weeks", 0: "Any time"}
ENDS = {
    End.GOAL: "Reached the goal", End.LOST: "Lost", End.WENT_ON: "Went to another stage", End.UNDER_WAY: "May still go on",
    End.STOPPED: "Went no further",
}  # fmt: skip
"""How a walk ended, in words."""
FEW = 30
"""Passages below which shares say little."""
ALIKE = 0.5
"""Variants a passage from which on no two are alike enough to speak of a way."""
NO_BAR = {"displayModeBar": False}
_WIDE = (
    "<style>.st-key-paths_flow_box{overflow-x:auto}@media(max-width:640px){.st-key-paths_flow_box>div{min-width:720px}}</style>"
)
"""On a telephone the flow scrolls sideways: squeezed, nobody could read it."""


def paths_part(here: Screen) -> None:
    """The whole part: the choice of passages, the finding, what the map lacks, the graph, the flow, variants, inside a stage."""
    if not here.stages:
        empty(
            "The paths show how customers pass the stages, once there are some.",
            page="pages/journey.py",
            button="Name the stages",
        )
        return
    asked = _whose(here)
    found = _found(_key(here), here.id, asked, here.today)
    if not found.count:
        _nobody(here, asked, found)
        return
    _say(here, found)
    what_it_lacks(here, found)
    look = (_key(here), asked)
    draw_once("graph", *look, draw=lambda: _graph(found))
    st.header("Visit by visit", anchor=False)
    st.html(_WIDE)
    with st.container(key="paths_flow_box"):
        draw_once("flow", *look, draw=lambda: _flow(found))
    st.header("The commonest paths", anchor=False)
    draw_once("told", *look, draw=lambda: _told(found))
    _look_inside(here, asked, found)


def _key(here: Screen) -> str:
    """What the counts stand for: the data, and what was last done to the map."""
    return f"{here.version} {here.journey.data_version} {lately(engine(), here.id)}"


@st.cache_resource(show_spinner="Following the passages", max_entries=32)
def _found(key: str, journey_id: int, asked: Asked, today: date) -> RealPaths:
    return real_paths(engine(), settings().events, journey=journey_id, asked=asked, as_of=today)


@st.cache_resource(show_spinner="Looking inside the stage", max_entries=32)
def _inside(key: str, journey_id: int, stage: int, asked: Asked, today: date) -> RealPaths:
    return inside(engine(), settings().events, journey=journey_id, stage=stage, asked=asked, as_of=today)


@st.cache_data(show_spinner=False, max_entries=32)
def _segments(version: str, journey_id: int) -> list[tuple[str, str]]:
    return segments(engine(), settings().events, journey=journey_id)


def _whose(here: Screen) -> Asked:
    """The passages to look at, kept in the address."""
    rules: dict[str, str] = {"": "Everyone"}
    for persona in personas(engine(), here.id):
        if rule := parse(persona.segment):
            rules[str(rule)] = f"{persona.name} ({rule})"
    for name, value in _segments(here.version, here.id):
        rules.setdefault(f"{name}={value}", f"{name.replace('_', ' ').capitalize()}: {value}")
    with st.container(horizontal=True, vertical_alignment="bottom", key="paths_whose"):
        who = _choice("Whose passages", list(rules), "of", rules, width=280)
        weeks = _choice(
            "Begun within", [str(weeks) for weeks in WINDOWS], "begun", {str(w): words for w, words in WINDOWS.items()},
            width=160, first="13",
        )  # fmt: skip
    rule, last = parse(who), here.reviewed
    first = last.shift(1 - int(weeks)) if int(weeks) else None
    return Asked(first, last, (rule.name, rule.value) if rule else None)


def _choice(label: str, options: list[str], name: str, words: dict[str, str], *, width: int, first: str = "") -> str:
    """A choice that stands in the address as `name`, unless it is the first one."""
    asked = st.query_params.get(name, first)
    key = f"paths_{name}"
    if st.session_state.get(key) not in options:  # the first time, and when another journey has other choices
        st.session_state[key] = asked if asked in options else first
    picked: str = st.selectbox(label, options, key=key, format_func=lambda one: words.get(one, one), width=width)
    if picked == first:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != picked:
        st.query_params[name] = picked
    return picked


def _nobody(here: Screen, asked: Asked, found: RealPaths) -> None:
    """Why there is nothing to follow: no events, none in a stage, or none of these customers in these weeks."""
    if not found.events:
        empty(
            "The paths come from events: who did what when. Bring in a file of events and say which stage each lies in.",
            page="pages/data.py", button="Bring in events",
        )  # fmt: skip
    elif not found.mapped:
        empty(
            f"{format.number(found.events)} events are here, and none of them lies in a stage of the map yet.",
            page="pages/data.py", button="Say where they lie",
        )  # fmt: skip
    else:
        of = f" with {asked.segment[0]} {asked.segment[1]}" if asked.segment else ""
        st.markdown(literal(f"No passage{of} began {_when(asked.first, asked.last)}. Choose a longer time above, or everyone."))


def _when(first: Week | None, last: Week | None) -> str:
    """The weeks in words: in weeks 35 to 47."""
    until = f"{last.sunday.day} {last.sunday:%b %Y}" if last else "today"
    return f"between {first.monday.day} {first.monday:%b} and {until}" if first else f"until {until}"


def _say(here: Screen, found: RealPaths) -> None:
    """The finding and what it rests on; how it is measured for whoever asks."""
    assert found.fit is not None
    st.header(headline(found.fit), anchor=False)
    who = found.counted_by.replace("_", " ").removesuffix(" id")
    by = f"A passage is everything one {literal(who)} did."
    few = f" {found.count} passages are few: shares can change much." if found.count < FEW else ""
    st.markdown(
        "It explains a passage that goes from stage to stage as drawn, wherever it stops; staying in a stage is no deviation. "
        f"{by}{few}"
    )
    if found.count >= FEW and found.kinds > ALIKE * found.count:
        with st.container(horizontal=True, vertical_alignment="center", key="row_alike"):
            st.markdown("Hardly two passages are alike: perhaps customers set out many times.", width="stretch")
            st.page_link(at_page("pages/data.py"), label="Count by session or application", query_params=here.address)
    with st.expander("How this is measured", key="paths_how"):
        fitness, precision = (format.number(value or 0.0, 2) for value in (found.fit.fitness, found.fit.precision))
        st.markdown(
            f"**Fitness {fitness}** (0 to 1): each passage is aligned with the nearest run of the map; every visit struck out "
            "and every stage put in costs 1, and fitness is one minus those costs over the worst that they could be. "
            f"**Precision {precision}** (0 to 1): of the ways the map leaves open where customers stand, the share that somebody "
            "took. Both after van der Aalst, *Process Mining* (2016), and Carmona and others, *Conformance Checking* (2018). "
            "A passage is followed to the end of the reviewed week; one whose last event is younger than its stage's window may "
            "still go on and is no drop-off."
        )


def _graph(found: RealPaths) -> None:
    title = headline(found.fit) if found.fit else "Inside the stage"
    label = picture.alt_text(found.steps, found.seen, title=title)
    st.html(picture.graph(found.steps, found.seen, drawn=found.ways, label=label))


def _flow(found: RealPaths, key: str = "paths_flow") -> None:
    title = _flow_finding(found)
    look: dict[str, Any] = {"title": title}
    depth = len(found.flows["step"].unique()) + 1
    about = f"the first {depth} visits of {format.number(found.count)} passages; grey goes on as drawn, "
    figure = paths_flow.flow(
        found.flows, found.names, list(ENDS.values()), subtitle=about + "blue past a stage, orange back", **look
    )
    st.plotly_chart(
        figure, key=key, config=NO_BAR, alt=paths_flow.alt_text(found.flows, found.names, list(ENDS.values()), **look)
    )


def _flow_finding(found: RealPaths) -> str:
    """Where most passages are lost on the way, as a title."""
    worst = found.seen.filter(found.seen["dropped"] == found.seen["dropped"].max()).row(0, named=True)
    if not worst["dropped"]:
        return "No passage of these came to an end on the way"
    share = format.number(100 * worst["dropped"] / found.count)
    return f"Most are lost at {worst['name']}: {share} % of all passages go no further"


def _told(found: RealPaths) -> None:
    common = found.variants.filter(found.variants["n"] > 1)
    caption = (
        f"{common.height} of {format.number(found.kinds)} ways to pass, {format.number(100 * float(common['share'].sum()))} % of "
        "passages; the time is from the first to the last event"
    )
    if common.is_empty():
        st.markdown("No two passages visit the same stages in the same order.")
    st.html(paths_told.variants_table(common, found.names, caption=caption))
    st.html(paths_told.places_table(found.seen, caption="What each stage saw"))


def _look_inside(here: Screen, asked: Asked, found: RealPaths) -> None:
    """What happens within one stage, when somebody asks."""
    st.header("Inside a stage", anchor=False)
    names = {str(id): name for id, name in zip(found.ids, found.names, strict=True)}
    picked = _choice("Stage", ["", *names], "inside", {"": "Choose a stage"} | names, width=280)
    if not picked:
        st.caption("Its touchpoints and events, in the order customers meet them.")
        return
    inner = _inside(_key(here), here.id, int(picked), asked, here.today)
    if not inner.count:
        st.markdown(f"No event of these passages lies in {literal(names[picked])}.")
        st.page_link("pages/data.py", label="Say which events lie there", query_params=here.address)
        return
    draw_once("inside", _key(here), asked, picked, draw=lambda: _inner(inner, names[picked]))


def _inner(inner: RealPaths, stage: str) -> None:
    first = inner.steps.filter(inner.steps["source"] == BEGIN).sort("share", descending=True).row(0, named=True)
    share, begins = format.number(100 * first["share"]), inner.names[first["target"]]
    st.markdown(f"**{share} % of {format.number(inner.count)} visits to {literal(stage)} begin with {literal(begins)}.**")
    label = picture.alt_text(inner.steps, inner.seen, title=f"Inside {stage}")
    along = {(place - 1, place) for place in range(len(inner.names))}
    st.html(picture.graph(inner.steps, inner.seen, drawn=along | _every_way(inner), label=label))
    caption = f"Inside {stage}: touchpoints in the order of the map, other events by how often they occur"
    st.html(paths_told.places_table(inner.seen, caption=caption, place="Touchpoint or event"))


def _every_way(inner: RealPaths) -> set[tuple[int, int]]:
    """Inside a stage the map draws no order, so no way is missing from it."""
    return set(inner.steps.select("source", "target").iter_rows())
