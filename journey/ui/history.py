"""The history in words: who did what when and why, and what the bin holds."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from journey.routine.bin import restore
from journey.store.readers.audit import Binned
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, literal

QUIET = ("revision", "deleted_at", "id", "journey_id")


def event_words(event: dict[str, Any], zone: ZoneInfo) -> str:
    """One event as a line of Markdown: when, who, what, from what to what, why."""
    at = event["at"].astimezone(zone)
    what = event["act"].replace(".", " ").replace("_", " ")
    moved = literal(_moved(event["before"] or {}, event["after"] or {}))
    why = f" *Why:* {literal(event['why'])}" if event["why"] else ""
    return (
        f"{at:%a} {at.day} {at:%b %H:%M} · **{literal(event['person'])}** · {literal(what)}{': ' + moved if moved else ''}.{why}"
    )


def _moved(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Fields from what to what; for a new row what it is called."""
    if not before:
        return next((str(after[name]) for name in ("name", "title", "text") if after.get(name)), "")
    told = [name for name in after if name not in QUIET and before.get(name) != after[name]]
    return "; ".join(
        f"{name.replace('_', ' ')} from “{_short(before.get(name))}” to “{_short(after[name])}”" for name in told[:4]
    )


def _short(value: Any) -> str:
    text = "nothing" if value in (None, "") else str(value)
    return text if len(text) <= 80 else text[:79] + "…"


def bin_rows(here: Screen, rows: list[Binned]) -> None:
    """What lies in the bin, each with the way back."""
    for row in rows:
        with st.container(horizontal=True, vertical_alignment="center"):
            what = row.subject.replace("_", " ")
            st.markdown(
                f"{what.capitalize()} **{literal(row.name)}**, since {row.since.day} {row.since:%b %H:%M}", width="stretch"
            )
            st.button("Restore", key=f"restore_{row.subject}_{row.id}", on_click=_restore, args=(here, row), type="tertiary")
    if not rows:
        st.caption("The bin is empty. What you put in the bin waits here and can be restored.")


def _restore(here: Screen, row: Binned) -> None:
    journey = row.id if row.subject == "journey" else here.id
    attempt(restore, done="Restored.", journey=journey, subject=row.subject, id=row.id)
