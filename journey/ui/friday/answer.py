"""The answers to a verdict: agree, or overrule it with a reason; what was learned; what it does to the map, ticked."""

from __future__ import annotations

from typing import Any, Protocol

import streamlit as st

from journey.analysis.impact import Ruling
from journey.domain.words import Verdict
from journey.routine.verdicts import Consequence, consequences, decide
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, literal, refused_at, said_at


class Judged(Protocol):
    """A change with what the data say of it: a trial, or a test."""

    @property
    def change(self) -> dict[str, Any]: ...

    @property
    def ruling(self) -> Ruling: ...

    @property
    def found(self) -> dict[str, Any]: ...


def answer(here: Screen, trial: Judged, *, opened: bool, again: bool) -> None:
    """The form of the verdict, folded unless `opened`; `again` where it has been decided already."""
    label = "Decide again" if again else "Give the verdict"
    fold = st.expander(label, key=f"decide_{trial.change['id']}_{opened}", expanded=opened, on_change="rerun")
    if fold.open:
        with fold:
            _form(here, trial)


@st.fragment
def _form(here: Screen, trial: Judged) -> None:
    """What was learned and what becomes of the map, then Agree or Overrule; overruling asks for verdict and reason."""
    id = trial.change["id"]
    if st.session_state.pop(f"answered_{id}", False):
        st.rerun()
    said_at(f"verdict_{id}")
    verdict, overruling = trial.ruling.verdict, bool(st.session_state.get(f"overrule_{id}"))
    if overruling:
        others = [one.value for one in Verdict if one is not verdict]
        chosen = st.segmented_control("Your verdict", others, default=others[0], required=True, key=f"pick_{id}")
        verdict = Verdict(chosen or others[0])
    with st.form(f"verdict_{id}", border=False):
        if overruling:
            st.text_input(f"Why do you overrule what the data say ({trial.ruling.verdict})?", key=f"over_{id}", max_chars=400)
        st.text_input("What did we learn?", trial.change["learning"], key=f"learned_{id}", max_chars=400)
        found = consequences(engine(), here.id, id, verdict, week=here.week)
        _ticks(id, verdict, found)
        with st.container(horizontal=True):
            if overruling:
                _submit("Record the verdict", here, trial, verdict, found)
                st.form_submit_button("Back to what the data say", type="tertiary", on_click=_overrule, args=(id, False))
            else:
                _submit(f"Agree: {verdict}", here, trial, verdict, found)
                st.form_submit_button("Overrule", on_click=_overrule, args=(id, True))


def _submit(label: str, here: Screen, trial: Judged, verdict: Verdict, found: list[Consequence]) -> None:
    st.form_submit_button(label, type="primary", on_click=_decide, args=(here, trial, verdict, found))


def _ticks(id: int, verdict: Verdict, found: list[Consequence]) -> None:
    """What the verdict does to the map, each to be left out by unticking it."""
    if not found:
        later = " Its verdict comes back on a later Friday." if verdict is Verdict.TOO_EARLY else ""
        st.caption(f"The map stays as it is.{later}")
        return
    st.markdown("With this verdict, on the map:")
    for one in found:
        st.checkbox(literal(one.sentence), value=one.ticked, key=_tick(id, verdict, one.key))


def _tick(id: int, verdict: Verdict, key: str) -> str:
    return f"apply_{id}_{verdict}_{key}"


def _overrule(id: int, on: bool) -> None:
    st.session_state[f"overrule_{id}"] = on


def _decide(here: Screen, trial: Judged, verdict: Verdict, found: list[Consequence]) -> None:
    """Record the verdict on the change as it was on the screen, before the page is drawn anew with what others said."""
    change, id = trial.change, trial.change["id"]
    if st.session_state.get(f"overrule_{id}") and st.session_state[f"pick_{id}"] != verdict:  # faster than the page
        st.session_state[f"_refused_verdict_{id}"] = "You chose another verdict. See what it does to the map, then record it."
        return
    why = str(st.session_state.get(f"over_{id}", "")).strip() if verdict is not trial.ruling.verdict else ""
    kept = [one.key for one in found if st.session_state.get(_tick(id, verdict, one.key), one.ticked)]
    attempt(
        decide, done="Recorded. History can undo it.", journey=here.id, change=id, revision=change["revision"], verdict=verdict,
        why=why, learning=str(st.session_state[f"learned_{id}"]).strip(), today=here.today, found=trial.found, apply=kept,
        week=here.week,
    )  # fmt: skip
    if "_refused" in st.session_state:
        refused_at(f"verdict_{id}")
    else:
        st.session_state[f"answered_{id}"] = True
        st.session_state.pop(f"overrule_{id}", None)
