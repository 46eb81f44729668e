"""This week's queue: the dozen customers to hear, each with why, who has which in hand, and where the reader goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl
import streamlit as st

from journey.domain.weeks import Week
from journey.domain.words import Weekday
from journey.routine.listening.claims import LEFT_ALONE, take
from journey.routine.listening.hearing import Item
from journey.store.readers import week_words
from journey.store.readers.quotes import claims
from journey.store.tables import Conversation, Verbatim, now
from journey.ui.frame import PAGES, Screen, at_page, span
from journey.ui.listening.drawn import draw, key_of, kind_of, week_with_words
from journey.ui.runtime import attempt, engine, literal, me

Row = dict[str, Any]
KEY = re.compile(r"[vc][1-9]\d{0,17}")
"""What an item is called in the address: v12 is a text, c3 a conversation."""
STILL_HERE = timedelta(minutes=5)
"""How often a listener who is at it renews their claim."""


@dataclass(frozen=True)
class Hour:
    """The queue as it stands: its rows by key in reading order, what was done, and what others have in hand.

    `done` are the week's readings by key, also those beside the queue; `mine` is what the reader has in hand, since `since`.
    `said` is the week that the words are from.
    """

    rows: dict[str, Row]
    done: dict[str, Row]
    others: dict[str, Row]
    mine: str
    since: datetime | None
    said: Week

    @property
    def left(self) -> list[str]:
        """What nobody heard or skipped yet."""
        return [key for key in self.rows if key not in self.done]

    def after(self, key: str) -> list[str]:
        """What is left and in nobody else's hands, from behind `key` round to it."""
        order = list(self.rows)
        at = order.index(key) + 1 if key in self.rows else 0
        return [one for one in order[at:] + order[:at] if one not in self.done and one not in self.others]


def this_hour(here: Screen, readings: pl.DataFrame) -> Hour:
    """The week's queue with what was done of it and who is at it."""
    said = week_with_words(here)
    rows = {row["key"]: row for row in draw(here, readings, said).iter_rows(named=True)}
    own = readings.filter(pl.col("week") == str(here.week))
    done = {key_of(row): row for row in own.iter_rows(named=True)}
    hands = {key_of(row): row for row in claims(engine(), here.id, str(here.week)).iter_rows(named=True)}
    mine = next((key for key, row in hands.items() if row["person_id"] == me() and key not in done), "")
    alive = {key: row for key, row in hands.items() if row["person_id"] != me() and row["at"] >= now() - LEFT_ALONE}
    return Hour(rows, done, alive, mine, hands[mine]["at"] if mine else None, said)


def open_item(here: Screen, hour: Hour) -> Row | None:
    """The item that the address names, or the one in hand, or the next free one, which is the reader's from now on.

    None when nothing is left. The row has `taken_by` where somebody else has it in hand.
    """
    asked = st.query_params.get("item", "")
    if asked and KEY.fullmatch(asked) and (row := week_words.item(engine(), here.id, asked)):
        return _opened(here, hour, row)
    if asked:
        st.warning("What the address names is not here: it may be in the bin, or belong to another journey.")
    wanted = [hour.mine] if hour.mine in hour.rows else hour.after("")
    key = hour.mine if wanted == [hour.mine] and _fresh(hour) else _take(here, wanted)
    row = week_words.item(engine(), here.id, key) if key else None
    return _told(hour, row) if row else None


def go_on(here: Screen, hour: Hour, key: str) -> None:
    """Take the next free item behind `key` in hand; called before the page is drawn anew."""
    for name in ("item", "turn"):
        st.query_params.pop(name, None)
    wanted = [one for one in hour.after(key) if one != key]
    if not _take(here, wanted) and key not in hour.done:
        st.toast("Nothing else is free: the others are heard, or in somebody's hands.")


def item_of(key: str) -> Item:
    """A queue key as the act knows it."""
    return (Verbatim if key.startswith("v") else Conversation), int(key[1:])


def queue_list(here: Screen, hour: Hour, current: str) -> None:
    """Where the hour stands, and the queue as a list to choose from."""
    if not hour.rows:
        st.caption("Nothing came in this week to draw a queue from.")
        return
    done = len(hour.rows) - len(hour.left)
    beside = len(hour.done.keys() - hour.rows.keys())
    st.markdown(f"**{done} of {len(hour.rows)} heard or skipped**{f', and {beside} beside the queue' if beside else ''}")
    minutes = sum(hour.rows[key]["minutes"] for key in hour.left)
    if hour.said != here.reviewed:
        st.caption(f"Nothing came in for {span(here.reviewed)}. These words are from {span(hour.said)}.")
    st.progress(done / len(hour.rows), f"About {5 * max(1, round(minutes / 5))} minutes left" if minutes else "All is heard")
    order, names = list(hour.rows), {stage.key: stage.name for stage in here.stages}
    key = f"queue_{here.id}_{here.week}_{current}_{len(order)}"
    st.radio(
        "This week's queue", order, index=order.index(current) if current in hour.rows else None, key=key,
        format_func=lambda one: _label(hour, one, order, names), captions=[_caption(hour, one) for one in order],
        on_change=_open, args=(key,), label_visibility="collapsed",
    )  # fmt: skip


def why_here(here: Screen, row: Row) -> None:
    """Why this customer is in the queue, with the way to the alert if it is one."""
    st.markdown(f"**{literal(row['kind'].capitalize())}** · {literal(row['why'])}")
    if row["alert_id"] is not None:
        asked = {**here.address, "alert": str(row["alert_id"])}
        st.page_link(at_page(PAGES[Weekday.MONDAY]), label="Open the alert", query_params=asked)


def _label(hour: Hour, key: str, order: list[str], names: dict[int, str]) -> str:
    row = hour.rows[key]
    stage = names.get(row["stage_id"])
    mark = "✓ " if key in hour.done else ""
    return f"{mark}{order.index(key) + 1}\\. {literal(row['kind'].capitalize())}{f' · {literal(stage)}' if stage else ''}"


def _caption(hour: Hour, key: str) -> str:
    if key in hour.done:
        row = hour.done[key]
        return f"{'Skipped' if row['skipped'] else 'Heard'} by {literal(row['person'])}"
    if key in hour.others:
        return f"**{literal(hour.others[key]['person'])} is listening**"
    return literal(hour.rows[key]["why"])


def _open(widget: str) -> None:
    st.query_params["item"] = st.session_state[widget]
    st.query_params.pop("turn", None)


def _fresh(hour: Hour) -> bool:
    return hour.since is not None and hour.since > now() - STILL_HERE


def _take(here: Screen, wanted: list[str]) -> str:
    """The first of the wanted that is free, now the reader's; "" if none is."""
    if not wanted:
        return ""
    items = {item_of(key): key for key in wanted}
    got = attempt(take, done="", journey=here.id, week=str(here.week), wanted=list(items))
    return items[got] if got else ""


def _opened(here: Screen, hour: Hour, row: Row) -> Row:
    """An item that was asked for: the reader's, unless it is done, or in somebody else's hands."""
    key, other = row["key"], hour.others.get(row["key"])
    settled = key in hour.done or other is not None
    if not settled and not (key == hour.mine and _fresh(hour)) and not _take(here, [key]):
        other = {"person": "Somebody", "at": now()}
    return _told(hour, row) | ({"taken_by": other["person"], "taken_at": other["at"]} if other else {})


def _told(hour: Hour, row: Row) -> Row:
    """The row as the pane and the form want it: with its kind of source and why it is here."""
    mine = hour.rows.get(row["key"], {"why": "You opened it.", "alert_id": None})
    return row | {"kind": kind_of(row["origin"], row["channel"]), "why": mine["why"], "alert_id": mine["alert_id"]}
