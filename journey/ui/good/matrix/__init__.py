"""The pain-versus-effort matrix: drawn, dragged on, and stored at once."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from journey.errors import JourneyError, StaleEdit
from journey.routine.pains import SCALES, change_pain
from journey.ui.frame import Screen
from journey.ui.good.matrix.component import draw
from journey.ui.runtime import engine, me

KEPT = 50
"""Answers that are kept for a browser that asks again."""


def matrix(here: Screen, spots: str, *, key: str = "matrix") -> None:
    """Draw what `shown` makes of ranked pain points; one that is moved has its new scores before the page is drawn again."""
    answers = st.session_state.setdefault(f"_{key}_answers", {})
    draw(spots, answers=answers, on_moved=partial(_moved, here.id, key), key=key)


def _moved(journey: int, key: str) -> None:
    sent = st.session_state[key].get("moved") or {}
    answers = st.session_state.setdefault(f"_{key}_answers", {})
    for move in sent.get("moves", ()):
        if move["token"] not in answers:
            answers[move["token"]] = stored(journey, move)
    for old in list(answers)[:-KEPT]:
        del answers[old]


def stored(journey: int, move: dict[str, Any]) -> dict[str, Any]:
    """What came of a move: {} once stored, else what was `said`, or as `stale` what somebody else made of it meanwhile.

    Somebody who changed other things, such as the words, is in nobody's way: only scores that are not what was seen are.
    """
    scores = {name: move[name] for name in SCALES}
    act = partial(change_pain, engine(), by=me(), journey=journey, pain=move["id"], **scores)
    try:
        try:
            act(revision=move["rev"])
        except StaleEdit as stale:
            if stale.theirs != {name: move["was"][name] for name in SCALES}:
                return {"stale": {"by": stale.by, "theirs": stale.theirs, "rev": stale.revision}}
            act(revision=stale.revision)
    except StaleEdit as stale:
        return {"stale": {"by": stale.by, "theirs": stale.theirs, "rev": stale.revision}}
    except JourneyError as refusal:
        return {"said": str(refusal)}
    return {}
