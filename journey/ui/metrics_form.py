"""The metrics as rows to read, and the dialogs to add one from the KPI library and to change one."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from journey.domain import format
from journey.domain.kpis import EITHER, KpiDefinition, kpi, load_kpis
from journey.domain.words import Direction, MetricKind, SourceKind
from journey.routine.metrics import add_metric, bin_metric, change_metric
from journey.store.readers.data import event_names, source, sources
from journey.store.tables import Stage
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, finish, literal
from journey.ui.setup.parts import people, pick

NEEDS = {
    SourceKind.EVENTS: "events", SourceKind.TICKETS: "tickets", SourceKind.SURVEYS: "survey answers",
    SourceKind.USABILITY: "usability results", SourceKind.SERIES: "a ready-made series",
    SourceKind.CONVERSATIONS: "conversations",
}  # fmt: skip
WAYS = {Direction.UP.value: "Up is better", Direction.DOWN.value: "Down is better"}
NAMED = ("event_count", "series", "score")
"""KPIs that look at a thing with a name of its own."""
HOUR = 3600


def metric_rows(here: Screen, stage: Stage | None, rows: pl.DataFrame, names: dict[int | None, str]) -> None:
    """A stage's metrics, each with what it is, where it should go, whose it is; `names` are those of people.

    One text and one button a stage: of forty metrics each in a row of its own the page would be slow.
    """
    place = literal(stage.name) if stage else "The whole journey"
    said = "\n\n".join(in_words(row, names) for row in rows.iter_rows(named=True))
    st.markdown(f"## {place}\n\n{said}")
    if st.button("Edit", key=f"edit_metrics_{stage.key if stage else 0}", icon=":material/edit:", help=f"Edit: {place}"):
        edit_metric(here, rows)


def in_words(row: dict[str, Any], names: dict[int | None, str]) -> str:
    """A metric as a reader says it, in two lines."""
    kind, unit = MetricKind(row["kind"]), row["unit"]
    marks = "".join(f" :gray-badge[{name}]" for name in ("critical", "success") if row[name])
    goal, was = (
        f"{words} {literal(format.value(kind, row[name], unit=unit))}" if row[name] is not None else f"no {words} yet"
        for name, words in (("target", "target"), ("baseline", "baseline"))
    )
    sign = "an early sign (leading)" if row["leading"] else "a result (lagging)"
    owner = (
        f"owned by {literal(names[row['owner_id']])}" if row["owner_id"] in names and row["owner_id"] else "nobody owns it yet"
    )
    what = f" of “{literal(row['event'])}”" if row["event"] and row["event"] != row["name"] and row["formula"] in NAMED else ""
    return f"**{literal(row['name'])}**{what}{marks}  \n{goal} · {was} · {WAYS[row['direction']].lower()} · {sign} · {owner}"


def what_they_measure(rows: pl.DataFrame) -> None:
    """How each KPI that is in use is computed, once."""
    st.header("What they measure", anchor=False)
    for formula in sorted(rows["formula"].unique(), key=lambda key: kpi(key).name):
        st.markdown(f"**{literal(kpi(formula).name)}.** {literal(kpi(formula).how)}")


@st.dialog("Add a metric", width="medium")
def new_metric(here: Screen) -> None:
    """Choose from the library, read why it matters and what it needs, say where it is measured."""
    library = load_kpis()
    formula = st.selectbox("Which KPI?", list(library), format_func=lambda key: library[key].name, key="new_metric_formula")
    definition = library[formula]
    there = set(sources(engine(), here.id, today=here.today, timezone=here.journey.timezone)["kind"])
    st.markdown(told(definition, {SourceKind(kind) for kind in there}))
    stages = {None: "The whole journey"} | {stage.key: stage.name for stage in here.stages}
    offered = things(here, formula)
    # above the form, because what is chosen says in which unit the form's figures are typed
    event = st.selectbox(_asked(formula), list(offered)) if offered else None
    with st.form("new_metric", border=False):
        stage = pick(st, "Where is it measured?", stages, None)
        values = _fields(_blank(definition, offered.get(event) if event else None))
        save = st.form_submit_button("Add", type="primary")
    if save and formula in ("event_count", "series") and event is None:
        st.error(f"There is no {'event' if formula == 'event_count' else 'series'} to measure yet. Bring in data first.")
    elif save:
        kept = {"kind": offered[event]} if event and formula == "series" else {}
        finish(attempt(add_metric, done="Added.", journey=here.id, formula=formula, stage=stage, event=event, **values, **kept))


def told(definition: KpiDefinition, there: set[SourceKind]) -> str:
    """Why a KPI matters, how it is computed, what it needs and whether that is there."""
    needs = (" or " if definition.key in EITHER else " and ").join(NEEDS[kind] for kind in definition.needs)
    lacking = [NEEDS[kind] for kind in definition.needs if kind not in there]
    enough = not lacking or (definition.key in EITHER and len(lacking) < len(definition.needs))
    state = (
        "This journey has them." if enough else f"This journey has no {' and no '.join(lacking)} yet: it stays empty until then."
    )
    return f"{literal(definition.why)}\n\n:gray[{literal(definition.how)}]\n\nIt needs {needs}. **{state}**"


def things(here: Screen, formula: str) -> dict[str, MetricKind]:
    """What the KPI can be told to look at (event names, series, survey scales), each with its kind; empty if it asks nothing."""
    if formula == "event_count":
        return dict.fromkeys(event_names(engine(), here.id)["name"], MetricKind.COUNT)
    asked = {"series": SourceKind.SERIES, "score": SourceKind.SURVEYS}.get(formula)
    found: dict[str, MetricKind] = {}
    for row in sources(engine(), here.id, today=here.today, timezone=here.journey.timezone).iter_rows(named=True):
        known = source(engine(), here.id, SourceKind(row["kind"]), row["name"]) if row["kind"] == asked else None
        answers = known.answers if known else {}
        for name, said in (answers.get("series") or {}).items():
            found[name] = MetricKind(said.get("kind", MetricKind.MEAN))
        if scale := answers.get("scale"):
            found[str(scale).split(":")[0]] = MetricKind.MEAN
    return found


def _asked(formula: str) -> str:
    return {"event_count": "Which event?", "series": "Which series?"}.get(formula, "On which scale?")


def _blank(definition: KpiDefinition, kind: MetricKind | None) -> dict[str, Any]:
    """A metric as the library would have it."""
    return {
        "name": "" if definition.key in ("event_count", "series") else definition.name, "kind": kind or definition.kind,
        "unit": definition.unit, "direction": definition.direction.value, "critical": definition.critical, "success": False,
        "target": None, "baseline": None, "owner_id": None,
    }  # fmt: skip


@st.dialog("Edit the metric", width="medium")
def edit_metric(here: Screen, rows: pl.DataFrame) -> None:
    """One of a stage's metrics: its name, target, baseline, direction and owner; or put it in the bin."""
    known = {row["id"]: row for row in rows.iter_rows(named=True)}
    row = next(iter(known.values()))
    if len(known) > 1:
        row = known[st.selectbox("Which metric?", list(known), format_func=lambda id: str(known[id]["name"]))]
    definition = kpi(row["formula"])
    st.markdown(f"{literal(definition.why)}\n\n:gray[{literal(definition.how)}]")
    with st.form(f"edit_metric_{row['id']}", border=False):
        values = _fields(row)
        save = st.form_submit_button("Save", type="primary")
    binned = st.button("Put in the bin", type="tertiary", icon=":material/delete:")
    arguments: dict[str, Any] = {"journey": here.id, "metric": row["id"], "revision": row["revision"]}
    if save:
        finish(attempt(change_metric, done="Saved. Figures follow.", **arguments, **values))
    if binned:
        finish(attempt(bin_metric, done="In the bin. History can restore it.", **arguments))


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    name = st.text_input("Name", row["name"], max_chars=120, placeholder="As the library has it")
    left, right = st.columns(2)
    values: dict[str, Any] = {"target": _figure(left, "target", row), "baseline": _figure(right, "baseline", row)}
    values["direction"] = left.segmented_control(
        "Which way is better?", list(WAYS), default=row["direction"], required=True, format_func=WAYS.__getitem__
    )
    values["owner_id"] = pick(right, "Who owns it?", people(), row["owner_id"])
    values["critical"] = left.checkbox("Critical: Monday shows it, at most three a stage", row["critical"])
    values["success"] = right.checkbox("A success metric of the journey", row["success"])
    return values | ({"name": name.strip()} if name.strip() or row["name"] else {})


def measure(kind: MetricKind, unit: str) -> str:
    """What a figure is typed in."""
    if kind is MetricKind.RATE:
        return ", in percent"
    if kind is MetricKind.DURATION:
        return ", in hours"
    return f" ({unit})" if unit else ""


def scale(kind: MetricKind) -> float:
    """What a figure is multiplied by to be typed."""
    return 100 if kind is MetricKind.RATE else 1 / HOUR if kind is MetricKind.DURATION else 1


def _figure(place: Any, which: str, row: dict[str, Any]) -> float | None:
    return figure(place, which.capitalize(), MetricKind(row["kind"]), row["unit"], row[which])


def figure(place: Any, label: str, kind: MetricKind, unit: str, was: float | None, **look: Any) -> float | None:
    """A figure of a metric as it is stored; one that nobody touched comes back as the very same number."""
    shown = None if was is None else round(was * scale(kind), 6)
    typed: float | None = place.number_input(f"{label}{measure(kind, unit)}", value=shown, **look)
    if typed == shown:
        return None if was is None else float(was)
    return None if typed is None else round(typed / scale(kind), 8)
