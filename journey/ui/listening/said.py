"""The fields in which a listener says what they heard: stage, touchpoint, emotion, note and tags."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.domain.format import signed
from journey.store.readers.steps import touchpoints_by_stage
from journey.store.readers.tags import known_tags, tags_of
from journey.ui.frame import Screen
from journey.ui.listening.queue import Row, item_of
from journey.ui.listening.suggested import (
    Suggestion,
    still_learning,
    suggested,
    suggestions_stand_on,
    wait_for_suggestions,
)
from journey.ui.runtime import engine, literal

NONE = "none"
"""The answer "none of these"."""
EMOTIONS = list(range(-5, 6))
FELT_HELP = "−5 is furious, 0 neutral, +5 delighted. Leave it open if you could not tell."
VERY_LIKELY, LIKELY, PERHAPS = 0.6, 0.35, 0.15
"""Shares from which a suggested stage is called so."""


def fields(form: str, row: Row, here: Screen, had: Row | None = None) -> None:
    """Draw the fields of `form`; `had` is what was noted before, when that is corrected."""
    stage = _stage(form, row, here, had)
    _touchpoint(form, here, stage)
    before = had["emotion"] if had else _measured(row)
    st.session_state.setdefault(f"{form}_emotion", before)
    st.segmented_control(
        "How did it feel?", EMOTIONS, format_func=signed, key=f"{form}_emotion", persist_state="session", wrap=False,
        help=FELT_HELP,
    )  # fmt: skip
    st.session_state.setdefault(f"{form}_note", had["note"] if had else "")
    st.text_input("Note", max_chars=400, key=f"{form}_note", persist_state="session", placeholder="What struck you?")
    known = known_tags(engine(), here.id)
    if f"{form}_tags" not in st.session_state:
        st.session_state[f"{form}_tags"] = tags_of(engine(), here.id, item_of(row["key"]))
    st.multiselect(
        "Tags", known, accept_new_options=True, placeholder="Choose or type", key=f"{form}_tags", persist_state="session"
    )


def values(form: str) -> dict[str, Any]:
    """What was said in the fields, as the acts want it; `stage` is missing while nothing was chosen."""
    state = st.session_state
    place = {} if state[f"{form}_stage"] is None else dict(zip(("stage", "touchpoint"), _place(form), strict=True))
    return place | {
        "emotion": state[f"{form}_emotion"],
        "note": state[f"{form}_note"],
        "tags": tuple(state[f"{form}_tags"]),
    }


def chosen_stage(form: str) -> int | None:
    """The stage that is chosen now; None for none of these, or nothing yet."""
    return _place(form)[0]


def likeliest(here: Screen, item: str) -> int | None:
    """The stage that an item without one is very likely about; None where that can't be said."""
    found = _suggestions(here, item)
    return found[0].stage_id if found and found[0].share >= VERY_LIKELY else None


def _stage(form: str, row: Row, here: Screen, had: Row | None) -> int | None:
    names = {stage.key: stage.name for stage in here.stages}
    found = [one for one in _suggestions(here, row["key"]) if one.stage_id in names]
    start = had if had else row
    key, stands = f"{form}_stage", _option(start["stage_id"], start["touchpoint_id"])
    shown = _shown(found, start, names, "as noted" if had else "as its source says")
    if key not in st.session_state:
        st.session_state[key] = NONE if had and had["stage_id"] is None else stands if start["stage_id"] in names else None
    if st.session_state[key] not in (None, NONE, *shown):
        shown[st.session_state[key]] = names.get(_place(form)[0] or 0, "A stage that was removed"), "you chose it"
    if still_learning(here):
        wait_for_suggestions(here)
    options = [*shown, NONE]
    st.radio(
        "Which stage is this about?", options, key=key, persist_state="session", index=None,
        format_func=lambda one: literal(shown[one][0]) if one in shown else "None of these",
        captions=[literal(shown[one][1]) if one in shown else "" for one in options],
    )  # fmt: skip
    others = {id: name for id, name in names.items() if all(_parts(one)[0] != id for one in shown)}
    if found and (ground := suggestions_stand_on(here)):
        st.caption(ground)
    if others:
        st.selectbox(
            "Another stage", list(others), index=None, format_func=others.__getitem__, placeholder="Another stage",
            label_visibility="collapsed", key=f"{form}_other", on_change=_other, args=(form,),
        )  # fmt: skip
    return _place(form)[0]


def _shown(found: list[Suggestion], start: Row, names: dict[int, str], whose: str) -> dict[str, tuple[str, str]]:
    """The options with their names and what speaks for them: what was suggested, and where the text stands now.

    Where it stands takes the place of a suggestion of the same stage: a touchpoint that was only guessed is not accepted with it.
    """
    shown, stage = {}, start["stage_id"]
    stands = _option(stage, start["touchpoint_id"])
    for one in found:
        same = one.stage_id == stage and start["touchpoint_id"] in (None, one.touchpoint_id)
        option = stands if same else _option(one.stage_id, one.touchpoint_id)
        name = names[stage] if same and start["touchpoint_id"] is None else one.name
        shown[option] = name, f"{whose}; {_likely(one)}" if same else _likely(one)
    if stage in names:
        shown.setdefault(stands, (names[stage], whose))
    return shown


def _suggestions(here: Screen, item: str) -> list[Suggestion]:
    """What was suggested first for an item stays while it is open: a key must not change its meaning under a finger."""
    kept = st.session_state.get("suggested_for")
    if kept is None or kept[0] != (here.id, item) or not kept[1]:
        kept = (here.id, item), suggested(here, item)
        st.session_state["suggested_for"] = kept
    found: list[Suggestion] = kept[1]
    return found


def _other(form: str) -> None:
    if st.session_state[f"{form}_other"] is not None:
        st.session_state[f"{form}_stage"] = _option(st.session_state[f"{form}_other"], None)
        st.session_state[f"{form}_other"] = None


def _touchpoint(form: str, here: Screen, stage: int | None) -> None:
    known = touchpoints_by_stage(engine(), here.id).get(stage, {}) if stage else {}
    if known:
        key, suggested = f"{form}_touchpoint_{st.session_state[f'{form}_stage']}", _parts(st.session_state[f"{form}_stage"])[1]
        st.session_state.setdefault(key, suggested if suggested in known else None)
        st.selectbox(
            "At which touchpoint?", list(known), index=None, format_func=known.__getitem__, placeholder="Not said",
            key=key, persist_state="session",
        )  # fmt: skip


def _place(form: str) -> tuple[int | None, int | None]:
    """The chosen stage and touchpoint."""
    chosen = st.session_state.get(f"{form}_stage")
    return _parts(chosen)[0], st.session_state.get(f"{form}_touchpoint_{chosen}")


def _option(stage: int | None, touchpoint: int | None) -> str:
    return f"{stage or ''}:{touchpoint or ''}"


def _parts(option: str | None) -> tuple[int | None, int | None]:
    if option in (None, NONE):
        return None, None
    stage, _, touchpoint = str(option).partition(":")
    return int(stage) if stage else None, int(touchpoint) if touchpoint else None


def _likely(one: Suggestion) -> str:
    words = ((VERY_LIKELY, "very likely"), (LIKELY, "likely"), (PERHAPS, "perhaps"), (0, "hardly"))
    return f"{next(word for least, word in words if one.share >= least)}, {_percent(one.share)}"


def _percent(share: float) -> str:
    """A probability as a whole percentage; one that is not quite certain is never called so."""
    return "over 99 %" if share > 0.99 else "under 1 %" if share < 0.01 else f"{share:.0%}".replace("%", " %")


def _measured(row: Row) -> int | None:
    """What the customer scored, in whole steps; None without a score: a feeling told from words is for the reader to judge."""
    return round(row["score_emotion"]) if row["score_emotion"] is not None else None
