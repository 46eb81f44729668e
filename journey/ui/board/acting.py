"""What people do on the board becomes acts of the routine, and what came of them goes back to the browser."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import streamlit as st

from journey.errors import JourneyError, StaleEdit
from journey.routine.board import perform, reasons, stack
from journey.routine.board.presence import be_here
from journey.routine.map_views import bin_view, save_view
from journey.ui.board.asking import asked
from journey.ui.board.here import called, present
from journey.ui.board.told import names_on, versions
from journey.ui.frame import Screen
from journey.ui.runtime import engine, me

__all__ = ["answer", "asked", "people", "why"]
log = logging.getLogger("journey")
KEPT = 50
"""Outcomes that an answer repeats: the browser may miss one while a run of the poll comes between."""
MOST = 500
"""Acts that are done in one go; what a browser sends beyond them it sends again."""
VIEWS: dict[str, Callable[..., Any]] = {"save_view": save_view, "bin_view": bin_view}
VIEWED = {"name", "slug", "settings"}
TOLD = ("text", "value", "name")
"""Fields of an act that hold what somebody typed."""


def answer(here: Screen, acts: list[dict[str, Any]], client: str) -> dict[str, Any]:
    """What became of the acts that a window sent, in their order: each done, or refused with what is to be said.

    done, refused and made speak of the window's last KEPT acts, by token; undo, redo, why and unexplained of what it could do
    now. What is in neither was not handled, and is to be sent again.
    """
    told: dict[str, dict[str, Any]] = st.session_state.setdefault(f"board_told_{client}", {})
    for one in acts[:MOST]:
        if isinstance(one, dict) and isinstance(token := one.get("token"), str):
            told[token] = told.pop(token) if token in told else _outcome(here, one, client)
    for token in list(told)[:-KEPT]:
        del told[token]
    left = stack.left(engine(), here.id, client)
    return {
        "client": client,
        "done": [token for token, outcome in told.items() if "said" not in outcome],
        "made": {token: outcome["made"] for token, outcome in told.items() if outcome.get("made")},
        "refused": {token: outcome for token, outcome in told.items() if "said" in outcome},
        "undo": left.undo, "redo": left.redo, "why": why(here, client), "unexplained": left.unexplained,
    }  # fmt: skip


def why(here: Screen, client: str) -> str:
    """The reason that what this window does carries; asked of the history once a session, told by its own acts since."""
    key = _reason(here, client)
    if key not in st.session_state:
        st.session_state[key] = reasons.reason_of(engine(), here.id, client)
    return str(st.session_state[key])


def people(here: Screen, client: str) -> list[dict[str, Any]]:
    """Who has the map open; says that this window has, too."""
    return present(here, client)


def _reason(here: Screen, client: str) -> str:
    return f"board_why_{here.id}_{client}"


def _outcome(here: Screen, one: dict[str, Any], client: str) -> dict[str, Any]:
    """What became of one act: {"made"} if it was done, {"said", "stale", "of"} if it was refused."""
    kind = str(one.get("kind", ""))
    try:
        if kind == "at":
            be_here(engine(), by=me(), journey=here.id, client=client, at=str(one.get("ref") or ""))
            return {"made": []}
        return {"made": _done(here, kind, one, client)}
    except JourneyError as refusal:
        return _refused(here, one, refusal, client)
    except Exception:
        log.exception("An act of the board failed: %s", kind)
        said = "Something went wrong on our side. This was not saved. The server's log has the details."
        return {"said": said, "stale": None, "of": ""}


def _done(here: Screen, kind: str, one: dict[str, Any], client: str) -> list[str]:
    fields = {name: value for name, value in one.items() if name not in ("kind", "token", "by", "journey", "why", "client")}
    if kind in ("undo", "redo"):
        fields["skip"] = [*(fields.get("skip") or ()), *st.session_state.get(_skipped(here, client), ())]
    if kind in VIEWS:
        VIEWS[kind](
            engine(), by=me(), journey=here.id, token=one["token"], **{name: fields[name] for name in fields.keys() & VIEWED}
        )
        return []
    sender: dict[str, Any] = {"by": me(), "journey": here.id, "token": one["token"], "client": client, "why": why(here, client)}
    made = perform(engine(), kind=kind, **sender, **fields)
    if kind == "why":
        st.session_state[_reason(here, client)] = str(one.get("text", "")).strip()
    if kind not in ("undo", "redo"):
        st.session_state.pop(_skipped(here, client), None)
    return made


def _refused(here: Screen, one: dict[str, Any], refusal: JourneyError, client: str) -> dict[str, Any]:
    """What is to be said, and of a stale edit both versions in words; what was typed is mine where the thing itself has gone."""
    told: dict[str, Any] = {"said": _in_words(refusal), "stale": None, "of": _step_over(here, one, client)}
    if isinstance(refusal, StaleEdit):
        both = versions(refusal, names_on(here.id)) | {"by": called(refusal.by)}
        if both["field"] == "gone":
            both["mine"] = next((str(one[name]) for name in TOLD if one.get(name)), "")
        told["stale"] = {"ref": getattr(refusal, "ref", one.get("ref")), **both}
    return told


def _in_words(refusal: JourneyError) -> str:
    """The refusal as its reader should hear it, who is not the "You" of another server's local user."""
    by = getattr(refusal, "by", "")
    return str(refusal).replace(by, called(by), 1) if by else str(refusal)


def _skipped(here: Screen, client: str) -> str:
    return f"board_skip_{here.id}_{client}"


def _step_over(here: Screen, one: dict[str, Any], client: str) -> str:
    """The gesture that could not be taken back is left alone: Ctrl+Z pressed again goes on with what was done before it."""
    if one.get("kind") not in ("undo", "redo"):
        return ""
    if one.get("of"):
        return str(one["of"])
    skipped: list[str] = st.session_state.setdefault(_skipped(here, client), [])
    gesture = stack.next_of(engine(), here.id, client, str(one["kind"]), [*skipped, *(one.get("skip") or ())])
    if gesture:
        skipped.append(gesture)
    return gesture
