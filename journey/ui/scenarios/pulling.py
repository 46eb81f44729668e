"""The form that pulls a lever: which one, where, how far; beside each what it is now."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.analysis.scenarios.facts import Fact
from journey.analysis.scenarios.levers import GOAL
from journey.domain.format import duration, number
from journey.ui.frame import Screen
from journey.ui.runtime import literal
from journey.ui.scenarios.memory import attributes, known, now

Lever = dict[str, Any]
KINDS = {
    "rate": "More or fewer go on from a stage",
    "pace": "Going on takes longer or less time",
    "contacts": "A stage brings more or fewer contacts",
    "capacity": "A stage can take only so many a week",
    "outage": "A stage stands still for some days",
    "arrivals": "More or fewer set out",
    "share": "Other customers set out",
}
EVERYBODY = ""
DAY = 86_400


def lever_form(here: Screen, attribute: str) -> Lever | None:
    """The lever that the form holds once its button is pressed; `attribute` is what the others tell customers apart by."""
    found = known(here)
    kinds = [kind for kind in KINDS if kind != "contacts" or (found and found.record.contacts is not None)]
    kind = st.selectbox("What shall change?", kinds, format_func=KINDS.__getitem__, key="what_if_kind")
    apart = _apart(here, attribute, must=kind == "share") if kind in {"rate", "pace", "capacity", "share"} else ""
    if kind == "share" and not apart:
        st.caption("Your events say nothing of customers that could tell them apart.")
        return None
    learned = known(here, attribute=apart)
    if learned is None or learned.model is None:
        return None
    stages, shares = now(here, learned)
    lever: Lever = {"kind": kind}
    if kind not in {"share", "arrivals"}:
        lever["stage"] = st.selectbox("Where?", list(stages), format_func=lambda id: stages[id].name, key=f"what_if_stage_{kind}")
    lever |= FIELDS[kind](stages.get(lever.get("stage", -1)), shares)
    if kind != "share" and apart:
        lever["only"] = st.selectbox(
            "Whom?", [EVERYBODY, *list(shares)], format_func=lambda value: value or "Everybody", key=f"what_if_only_{apart}"
        )
    if lever.get("only"):
        lever["attribute"] = apart
    pulled = st.button("Pull this lever", icon=":material/tune:", type="primary", key="what_if_pull")
    return lever if pulled else None


def _apart(here: Screen, attribute: str, *, must: bool) -> str:
    """What customers are told apart by: what the scenario's other levers do, else what is chosen here."""
    if attribute:
        return attribute
    names = attributes(here.version, here.id)
    if not names:
        return ""
    options = names if must else [EVERYBODY, *names]
    picked: str = st.selectbox(
        "Tell customers apart by", options, key=f"what_if_apart_{must}",
        format_func=lambda name: name.replace("_", " ").capitalize() if name else "Nothing: everybody alike",
    )  # fmt: skip
    return picked


def _rate(fact: Fact | None, _shares: dict[str, float]) -> Lever:
    if fact is None:
        return {}
    names: dict[int | None, str] = {None: f"Go on, any way: {_percent(fact.share)} now"}
    stages = st.session_state.get("_what_if_names", {})
    for to, share in fact.ways[:6]:
        names[to] = f"{'To the goal' if to == GOAL else f'To {stages.get(to, to)}'}: {_percent(share)} now"
    way = st.selectbox("Which way?", list(names), format_func=names.__getitem__, key=f"what_if_way_{fact.stage}")
    points = st.number_input(
        "Points more (or fewer, with a minus)", -90.0, 90.0, 3.0, 1.0, format="%g", key="what_if_points",
        help="One point is one visit of a hundred.",
    )  # fmt: skip
    _now(fact, f"{_percent(fact.share)} of {number(fact.visits)} visits a week go on")
    return {"by": points / 100, "to": way}


def _pace(fact: Fact | None, _shares: dict[str, float]) -> Lever:
    percent = _percent_input("Percent longer (or less time, with a minus)", -20.0, "pace", low=-95.0)
    if fact and fact.days is not None:
        _now(fact, f"half of those who go on do so within {duration(fact.days * DAY)}")
    return {"factor": 1 + percent / 100}


def _contacts(fact: Fact | None, _shares: dict[str, float]) -> Lever:
    percent = _percent_input("Percent more (or fewer, with a minus)", -30.0, "contacts")
    if fact and fact.contacts is not None:
        _now(fact, f"{number(100 * fact.contacts)} contacts on a hundred visits")
    return {"factor": 1 + percent / 100}


def _capacity(fact: Fact | None, _shares: dict[str, float]) -> Lever:
    if fact is None:
        return {}
    busiest, usual = float(max(fact.busiest, 1)), float(max(round(fact.visits), 1))
    today = st.number_input(
        "How many can it take a week today?", 0.1, 1e8, busiest, 1.0, format="%g", key=f"what_if_now_{fact.stage}"
    )
    then = st.number_input(
        "How many could it take then?", 0.1, 1e8, max(usual, 1.0), 1.0, format="%g", key=f"what_if_then_{fact.stage}"
    )
    _now(fact, f"{number(fact.visits)} come a week, {number(fact.busiest)} in its busiest week")
    return {"now": today, "then": then}


def _outage(fact: Fact | None, _shares: dict[str, float]) -> Lever:
    week = st.number_input("From which week on?", 1, 12, 2, key="what_if_week")
    days = st.number_input("For how many days?", 0.5, 84.0, 7.0, 0.5, format="%g", key="what_if_days")
    leave = st.number_input("Percent of those waiting who give up", 0.0, 100.0, 10.0, 5.0, format="%g", key="what_if_leave")
    if fact:
        _now(fact, f"{number(fact.visits)} come a week")
    return {"week": int(week), "days": days, "leave": leave / 100}


def _arrivals(_fact: Fact | None, _shares: dict[str, float]) -> Lever:
    return {"factor": 1 + _percent_input("Percent more (or fewer, with a minus)", 10.0, "arrivals") / 100}


def _share(_fact: Fact | None, shares: dict[str, float]) -> Lever:
    value = st.selectbox(
        "Of whom more or fewer?", list(shares), format_func=lambda one: f"{one}: {_percent(shares[one])} now", key="what_if_whom"
    )
    start = round(100 * shares.get(value, 0.0)) + 10.0
    percent = st.number_input(
        "Percent of all who set out", 0.0, 100.0, min(start, 100.0), 5.0, format="%g", key=f"what_if_share_{value}"
    )
    return {"only": value, "share": percent / 100}


FIELDS = {
    "rate": _rate, "pace": _pace, "contacts": _contacts, "capacity": _capacity, "outage": _outage, "arrivals": _arrivals,
    "share": _share,
}  # fmt: skip


def _percent_input(label: str, start: float, key: str, *, low: float = -100.0) -> float:
    return float(st.number_input(label, low, 400.0, start, 5.0, format="%g", key=f"what_if_percent_{key}"))


def _now(fact: Fact, words: str) -> None:
    st.caption(f"Now at {literal(fact.name)}: {words}.")


def _percent(share: float) -> str:
    return f"{number(100 * share)} %"
