"""Interviews, shadowing and visits: logged with a look at what would be kept, listed, edited."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from journey.analysis.redact import PROMISE
from journey.domain.format import signed
from journey.domain.words import InterviewKind
from journey.routine.data.private import in_words
from journey.routine.listening.interviews import Kept, bin_interview, change_interview, kept_of, log_interview
from journey.store.readers import interviews as read
from journey.store.readers.journeys import people
from journey.store.readers.listening import turns
from journey.store.readers.steps import steps_by_stage
from journey.ui.frame import Screen, at_page
from journey.ui.runtime import attempt, engine, finish, fresh, literal, me, renew, said

Row = dict[str, Any]
SHOWN = 12
"""Interviews listed at once, the newest."""
HOW = "Customer: I looked for the way out.\nMe: Where did you look?\nShe pointed at the menu."


def interview_log(here: Screen) -> None:
    """The form to log one at the left, those that were logged at the right."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader("Log an interview, a shadowing or a visit", anchor=False)
        _new(here)
    with right:
        st.subheader("Logged", anchor=False)
        _logged(here)


@st.fragment
def _new(here: Screen) -> None:
    form = fresh("interview")
    with st.form(form, border=False):
        values = _fields(here, {"on": here.today, "held_by": me()}, form)
        notes = st.text_area("What was said or seen", height=220, placeholder=HOW, key=f"{form}_notes")
        with st.container(horizontal=True):
            saved = st.form_submit_button("Save", type="primary", icon=":material/done:")
            st.form_submit_button("Show what would be kept")
    if notes.strip() and not saved:
        _preview(kept_of(engine(), notes, [values["held_by"], *values["others"]]))
    if saved:
        told = {name.removesuffix("_id"): value for name, value in values.items()}
        if attempt(log_interview, done="Logged. It waits in the queue of its week.", journey=here.id, notes=notes, **told):
            renew("interview")
            st.rerun()
        said()
    st.caption(f"A line that begins with Customer: or Me: is what was said; any other line is a note. {PROMISE}")


def _fields(here: Screen, row: Row, key: str) -> Row:
    kinds = [kind.value for kind in InterviewKind]
    kind = st.segmented_control(
        "What was it?", kinds, default=row.get("channel", kinds[0]), format_func=str.capitalize, required=True, key=f"{key}_kind"
    )
    one, two = st.columns(2)
    on = one.date_input("When?", row["on"], max_value=max(here.today, row["on"]), format="YYYY-MM-DD", key=f"{key}_on")
    places = _places(here)
    at = (row.get("stage_id"), row.get("touchpoint_id"))
    stage, touchpoint = two.selectbox(
        "Where on the journey?", list(places), list(places).index(at) if at in places else 0, format_func=places.__getitem__,
        key=f"{key}_at",
    )  # fmt: skip
    names = {person.key: person.name for person in people(engine())}
    ids = list(names)
    held = one.selectbox(
        "Who of us asked or watched?", ids, ids.index(row["held_by"]) if row["held_by"] in ids else 0,
        format_func=names.__getitem__, key=f"{key}_held",
    )  # fmt: skip
    others = two.multiselect(
        "Who else was there?", ids, [id for id in row.get("others") or [] if id in names], format_func=names.__getitem__,
        placeholder="Nobody else", key=f"{key}_others",
    )  # fmt: skip
    scale = [None, *range(-5, 6)]
    felt = row.get("emotion")
    emotion = one.selectbox(
        "How did the customer feel?", scale, scale.index(felt) if felt in scale else 0, key=f"{key}_emotion",
        format_func=lambda value: "Not said" if value is None else signed(value), help="−5 is furious, 0 neutral, +5 delighted",
    )  # fmt: skip
    title = two.text_input("Title", row.get("title", ""), max_chars=200, placeholder="Made from kind and day", key=f"{key}_title")
    return {
        "channel": kind, "on": on, "stage_id": stage, "touchpoint_id": touchpoint, "held_by": held, "others": tuple(others),
        "emotion": emotion, "title": title,
    }  # fmt: skip


def _places(here: Screen) -> dict[tuple[int | None, int | None], str]:
    """Every stage and touchpoint to choose from."""
    found: dict[tuple[int | None, int | None], str] = {(None, None): "No stage"}
    met = steps_by_stage(engine(), here.id)
    for stage in here.stages:
        found[stage.key, None] = stage.name
        found |= {(stage.key, one.key): f"{stage.name} · {one.name}" for _, own in met.get(stage.key, ()) for one in own}
    return found


def _preview(kept: Kept) -> None:
    """The words as they would be stored, and what was taken out of them."""
    gone = in_words(kept.removed)
    st.markdown(f"**This would be kept.** {f'Taken out: {gone}.' if gone else 'Nothing had to be taken out.'}")
    lines = "".join(
        f"<p class='{'customer' if customer else 'other'}'><b>{escape(speaker)}</b> {escape(text)}</p>"
        for speaker, customer, text in kept.turns
    )
    st.html(f"<div class='kept'>{lines}</div>{CSS}")


def _logged(here: Screen) -> None:
    rows = here.only(read.interviews(engine(), here.id))
    zone = ZoneInfo(here.journey.timezone)
    with st.container(key="metlist", gap="small"):
        for row in rows.head(SHOWN).iter_rows(named=True):
            on = row["at"].astimezone(zone).date()
            st.markdown(f"**{literal(row['title'])}**  \n:small[:gray[{literal(_about(row, on))}]]")
            if st.button("Open", key=f"interview_{row['id']}", type="tertiary", help=f"Open: {literal(row['title'])}"):
                _edit(here, row, on)
    if rows.height > SHOWN:
        st.caption(f"{rows.height - SHOWN} older ones are found by searching.")
    if rows.is_empty():
        st.caption("Nothing yet. What you log counts as a customer heard, for everybody who was there.")


def _about(row: Row, on: date) -> str:
    more = f" and {len(row['others'])} more" if row["others"] else ""
    felt = f"felt {signed(row['emotion'])}" if row["emotion"] is not None else ""
    parts = (f"{on.day} {on:%b %Y}", row["channel"], row["stage"] or "no stage", f"{row['person']}{more}", felt)
    return " · ".join(filter(None, (*parts, f"{row['lines']} line{'' if row['lines'] == 1 else 's'}")))


@st.dialog("An interview", width="large")
def _edit(here: Screen, row: Row, on: date) -> None:
    """Change any of it, its words as long as nothing stands on them, or put it in the bin."""
    address = {**here.address, "item": f"c{row['id']}"}
    st.page_link(at_page("pages/wednesday_listening.py"), label="Hear it", icon=":material/hearing:", query_params=address)
    before = "\n".join(f"{turn.speaker}: {turn.text}" for turn in turns(engine(), row["id"]))
    target = {"journey": here.id, "interview": row["id"], "revision": row["revision"]}
    with st.form(f"interview_form_{row['id']}", border=False):
        values = _fields(here, {**row, "on": on}, f"interview_{row['id']}_{row['revision']}")
        notes = st.text_area("What was said or seen", before, height=200)
        with st.container(horizontal=True):
            saved = st.form_submit_button("Save", type="primary")
            gone = st.form_submit_button("Put in the bin", type="tertiary", icon=":material/delete:")
    if saved:
        finish(attempt(change_interview, **target, **values, notes=None if notes == before else notes))
    elif gone:
        finish(attempt(bin_interview, done="In the bin. History can restore it.", **target))
    st.caption(PROMISE)


CSS = """<style>
div.kept{max-width:65ch;border-left:3px solid var(--border);padding-left:1rem}div.kept p{margin:0 0 .5rem;overflow-wrap:anywhere}
div.kept .other{color:var(--muted)}
</style>"""
