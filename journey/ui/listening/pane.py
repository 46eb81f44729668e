"""The reading pane: what the customer said, in a column narrow enough to read."""

from __future__ import annotations

from html import escape
from zoneinfo import ZoneInfo

import streamlit as st

from journey.store.readers import listening
from journey.ui.frame import Screen
from journey.ui.listening.queue import Row, item_of
from journey.ui.runtime import engine, literal


def reading_pane(row: Row, here: Screen) -> None:
    """What the customer said, in a column narrow enough to read."""
    names = {stage.key: stage.name for stage in here.stages}
    at = row["at"].astimezone(ZoneInfo(here.journey.timezone)) if row["at"] else None
    day = f"{at:%A} {at.day} {at:%B %Y}" if at else "no date"
    stage = names.get(row["stage_id"], "no stage yet")
    score = f" · scored {row['score_emotion']:+.0f} of ±5" if row["score_emotion"] is not None else ""
    st.caption(f"{literal(stage)} · {day}{score}")
    if row["key"].startswith("v"):
        st.html(f"<blockquote class='reading'>{escape(row['text'])}</blockquote>{PANE_CSS}")
        return
    said = (
        f"<p class='{'customer' if turn.customer else 'other'}'><b>{escape(turn.speaker)}</b> {escape(turn.text)}</p>"
        for turn in listening.turns(engine(), item_of(row["key"])[1])
    )
    st.html(f"<div class='reading talk'>{''.join(said)}</div>{PANE_CSS}")


PANE_CSS = """<style>
.reading{max-width:65ch;font-size:1.125rem;line-height:1.6;margin:0;
 padding:0 0 0 1rem;white-space:pre-line;overflow-wrap:anywhere;
 border-left:3px solid var(--border)}
.reading.talk{border:0;padding:0;font-size:1rem}
.reading.talk p{margin:0 0 .75rem}.reading.talk .customer{border-left:3px solid var(--primary);padding-left:.75rem}
.reading.talk .other{padding-left:calc(.75rem + 3px);opacity:.85}
</style>"""
