"""The reading pane: what the customer said, as a conversation or a single text, to read, to hear and to quote from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from journey.analysis.redact import PROMISE
from journey.analysis.search.marks import found_at
from journey.analysis.search.query import asked
from journey.domain.format import signed
from journey.errors import Refused
from journey.store.readers import talk as read
from journey.store.readers.quotes import quotes_of_item
from journey.store.tables import Conversation
from journey.ui.frame import Screen
from journey.ui.listening.queue import Row, item_of
from journey.ui.listening.recording import choose_recording, player
from journey.ui.listening.suggested import how_it_sounds
from journey.ui.listening.talk import component, shown
from journey.ui.runtime import engine, literal

REMOVED = "Names, contact details and account numbers were removed before this was stored. Not every name can be found."
"""PROMISE in short: the whole of it is a press away, so that the customer's words stay the most of the pane."""


@dataclass(frozen=True)
class Selection:
    """Words that the reader chose in the pane, and for what: act is "quote", "pain" or "gap".

    `text` stands in the verbatim, or in the turn `turn_id` of the conversation, letter for letter.
    """

    text: str
    turn_id: int | None
    act: str


def reading_pane(row: Row, here: Screen) -> Selection | None:
    """What the customer said, in a column narrow enough to read; the words just chosen from it, on that run only."""
    st.caption(_source(row, here))
    table, id = item_of(row["key"])
    spoken = table is Conversation
    playable = spoken and player(id)
    talk = _conversation(row, here, id) if spoken else _single(row, here, id)
    question = st.query_params.get("q", "")
    taken = component.draw(talk, marks=_marks(question, talk) if question else {}, turn=_at_turn(), playable=playable, key="pane")
    if spoken and not playable:
        choose_recording(id)
    how_it_sounds(here, row)
    st.html(f"<details class='promise'><summary>{REMOVED}</summary><p>{PROMISE}</p></details>")
    return _selection(taken, talk)


def _source(row: Row, here: Screen) -> str:
    names = {stage.key: stage.name for stage in here.stages}
    at = row["at"].astimezone(ZoneInfo(here.journey.timezone)) if row["at"] else None
    day = f"{at:%A} {at.day} {at:%B %Y}" if at else "no date"
    score = f" · scored {signed(row['score_emotion'])} on −5 to +5" if row["score_emotion"] is not None else ""
    return f"{literal(names.get(row['stage_id'], 'No stage yet'))} · {day}{score}"


def _single(row: Row, here: Screen, id: int) -> str:
    return _packed(
        shown.single(row["key"], row["text"], read.language_of(engine(), id), quotes_of_item(engine(), here.id, row["key"]))
    )


def _conversation(row: Row, here: Screen, id: int) -> str:
    kept = quotes_of_item(engine(), here.id, row["key"])
    return _shown((here.version, read.stamp(engine(), here.id, id), f"{kept.rows()}"), row["key"], id, row["text"], _kept=kept)


@st.cache_resource(show_spinner=False, max_entries=64)
def _shown(stands_for: tuple[str, ...], key: str, id: int, title: str, *, _kept: pl.DataFrame) -> str:
    """The data of a conversation, made anew when what it `stands_for` changes: its turns, what was understood, its quotes."""
    return _packed(shown.conversation(key, title or "Conversation", read.turns(engine(), id), _kept))


def _packed(talk: dict[str, Any]) -> str:
    return json.dumps(talk, ensure_ascii=False, separators=(",", ":"))


def _selection(taken: dict[str, Any] | None, talk: str) -> Selection | None:
    """What came back from the browser, if it is of what the pane shows: a page can be a moment behind."""
    if not taken or taken.get("act") not in ("quote", "pain", "gap"):
        return None
    text, turn = str(taken.get("text", "")), taken.get("turn")
    said = next((one["text"] for one in json.loads(talk)["turns"] if one["id"] == turn), "")
    return Selection(text, turn, taken["act"]) if text and text in said else None


@st.cache_data(show_spinner=False, max_entries=64)
def _marks(question: str, talk: str) -> dict[str, list[list[int]]]:
    """Where in each turn, by its place, stands what a search for `question` would find; counted as browsers count letters."""
    try:
        sought = asked(question)
    except Refused:
        return {}
    said = [(turn["text"], turn["language"]) for turn in json.loads(talk)["turns"]]
    languages = frozenset(language for _, language in said if language)
    found = {
        f"{place}": [[_units(text, at) for at in span] for span in found_at(text, sought, languages, language)]
        for place, (text, language) in enumerate(said)
    }
    return {place: spans for place, spans in found.items() if spans}


def _units(text: str, at: int) -> int:
    return len(text[:at].encode("utf-16-le")) // 2


def _at_turn() -> int | None:
    turn = st.query_params.get("turn", "")
    return int(turn) if turn.isdecimal() else None
