"""This week's queue: the dozen customers to hear, each with why, and where the reader stopped."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from journey.analysis.coverage import heard_lately
from journey.analysis.sampling import RULE, queue
from journey.domain.weeks import Week
from journey.routine.listening.hearing import Item
from journey.store.readers import listening
from journey.store.readers.alerts import alerted_stages
from journey.store.tables import Conversation, Verbatim
from journey.ui.frame import Screen
from journey.ui.runtime import engine, literal

Row = dict[str, Any]


def this_weeks_queue(here: Screen, readings: pl.DataFrame) -> pl.DataFrame:
    """The dozen to hear this week, each with why: key, text, stage_id, score_emotion, why; the same for everyone."""
    names = {stage.key: stage.name for stage in here.stages}
    alerted = {id: "Monday's alert" for id in alerted_stages(engine(), here.id, str(here.week)) if id in names}
    before = readings.filter(pl.col("week") < str(here.week))
    heard = heard_lately(before, today=here.week.monday)
    return _drawn(
        version=here.version, journey_id=here.id, week=here.week, timezone=here.journey.timezone, viewed=here.view is not None,
        names=tuple(names.items()), alerted=tuple(alerted.items()), heard=tuple(sorted(heard)),
    )  # fmt: skip


@st.cache_data(show_spinner=False, max_entries=64)
def _drawn(
    *, version: str, journey_id: int, week: Week, timezone: str, viewed: bool,
    names: tuple[tuple[int, str], ...], alerted: tuple[tuple[int, str], ...], heard: tuple[int, ...],
) -> pl.DataFrame:  # fmt: skip
    candidates = _candidates(version, journey_id, week.shift(-1), timezone)
    if viewed:
        candidates = candidates.filter(pl.col("stage_id").is_null() | pl.col("stage_id").is_in([id for id, _ in names]))
    drawn = queue(candidates, alerted_stages=dict(alerted), heard=heard, stages=dict(names), seed=f"{journey_id} {week}")
    return drawn.rename({"verbatim_id": "key"})


@st.cache_data(show_spinner=False, max_entries=64)
def _candidates(version: str, journey_id: int, week: Week, timezone: str) -> pl.DataFrame:
    said = listening.texts(engine(), journey_id, week, timezone)
    texts = said.select("at", "stage_id", "text", verbatim_id=pl.format("v{}", "id"), score_emotion="emotion")
    talks = listening.conversations(engine(), journey_id, week, timezone)
    heard = talks.select(
        "at", "stage_id", text="title", verbatim_id=pl.format("c{}", "id"), score_emotion=pl.lit(None, pl.Float64)
    )
    return pl.concat([texts, heard.select(texts.columns)]).select("verbatim_id", "at", "stage_id", "score_emotion", "text")


def item_of(key: str) -> Item:
    """A queue key as the act knows it."""
    return (Verbatim if key.startswith("v") else Conversation), int(key[1:])


def done_keys(readings: pl.DataFrame, week: str) -> set[str]:
    """The queue keys that somebody heard or skipped in `week`."""
    own = readings.filter(pl.col("week") == week)
    heard = [f"v{id}" for id in own["verbatim_id"].drop_nulls()]
    return set(heard) | {f"c{id}" for id in own["conversation_id"].drop_nulls()}


def queue_list(here: Screen, drawn: pl.DataFrame, done: set[str]) -> Row | None:
    """The queue as a list to choose from, opening where the reader stopped; the chosen row."""
    rows = {row["key"]: row for row in drawn.iter_rows(named=True)}
    if not rows:
        return None
    left = [key for key in rows if key not in done]
    st.markdown(f"**{len(rows) - len(left)} of {len(rows)} heard or skipped**{_beside(done - set(rows))}")
    order = list(rows)

    def label(key: str) -> str:
        return f"{'✓ ' if key in done else ''}{order.index(key) + 1}\\. {literal(rows[key]['why'])}"

    start = order.index(left[0]) if left else 0
    queue = f"queue_{here.id}_{here.week}_{here.view.slug if here.view else ''}_{len(left)}"
    key = st.radio("This week's queue", order, index=start, format_func=label, key=queue)
    st.caption(RULE)
    return rows[key]


def _beside(others: set[str]) -> str:
    """How many were heard that are not in the queue."""
    return f", and {len(others)} beside the queue" if others else ""
