"""The part that asks: levers at the left, what they do at the right."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import streamlit as st

from journey.analysis.scenarios.levers import read, told
from journey.errors import JourneyError
from journey.store.readers.scenarios import scenarios
from journey.ui.frame import Screen
from journey.ui.runtime import engine, literal
from journey.ui.scenarios.answer import show_answer, show_usual
from journey.ui.scenarios.memory import known
from journey.ui.scenarios.pulling import lever_form

Lever = dict[str, Any]
_ADDRESS = ("lever", "stage", "by", "factor")
_OPENED = "what_if_opened"


def ask_part(here: Screen) -> None:
    """The levers that are pulled, the form for one more, and the answer."""
    _from_address(here)
    left, right = st.columns([2, 3], gap="large")
    with left:
        _pulled(here)
        lever = lever_form(here, attribute(levers_of(here)))
    if lever:
        pull(here, [*levers_of(here), lever])
        st.rerun()
    with right:
        levers = levers_of(here)
        found = known(here, attribute=attribute(levers))
        if found and found.model and levers:
            show_answer(here, found, levers)
        elif found and found.model:
            show_usual(here, found)


def levers_of(here: Screen) -> list[Lever]:
    """The levers that are pulled on this journey."""
    pulled: list[Lever] = st.session_state.get(_key(here), [])
    return pulled


def pull(here: Screen, levers: list[Lever], *, scenario: int | None = None) -> None:
    """Pull these and no others; those of a saved scenario stand in the address by its number, until one is changed."""
    st.session_state[_key(here)] = list(levers)
    st.session_state[_OPENED] = str(scenario or "")
    if scenario is not None:
        st.query_params["scenario"] = str(scenario)
    else:
        st.query_params.pop("scenario", None)


def attribute(levers: list[Lever]) -> str:
    """What the levers tell customers apart by."""
    return next((str(lever["attribute"]) for lever in levers if lever.get("attribute")), "")


def _key(here: Screen) -> str:
    return f"what_if_levers_{here.id}"


def _from_address(here: Screen) -> None:
    """A link may open a saved scenario, or pull a first lever, which then leaves the address."""
    asked = st.query_params.get("scenario", "")
    if asked and asked != st.session_state.get(_OPENED):
        saved = next((one for one in scenarios(engine(), here.id) if str(one.id) == asked), None)
        pull(here, saved.levers if saved else [], scenario=saved.key if saved else None)
    elif "lever" in st.query_params:
        words = {name: st.query_params[name] for name in _ADDRESS if name in st.query_params}
        with suppress(ValueError, JourneyError):
            lever = {"kind": words["lever"]} | {n: float(v) for n, v in words.items() if n in {"by", "factor"}}
            lever |= {"stage": int(words["stage"])} if "stage" in words else {}
            read([lever])
            pull(here, [lever])
    for name in _ADDRESS:
        st.query_params.pop(name, None)


def _pulled(here: Screen) -> None:
    """The levers as sentences, each with its way out."""
    names = {stage.key: stage.name for stage in here.stages}
    st.session_state["_what_if_names"] = names
    levers = levers_of(here)
    st.header("Levers", anchor=False)
    if not levers:
        st.caption("None is pulled: at the right is the journey as it would go on. Pull one, or several together.")
    for place, lever in enumerate(levers):
        words = told(read([lever])[0][0], names)
        with st.container(key=f"row_lever_{place}", horizontal=True, vertical_alignment="center"):
            st.markdown(literal(words), width="stretch")
            st.button(
                "Release", key=f"what_if_release_{place}", icon=":material/close:", type="tertiary", help=f"Release: {words}",
                on_click=pull, args=(here, levers[:place] + levers[place + 1 :]),
            )  # fmt: skip
