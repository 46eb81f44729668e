"""The draw of the week's queue: from which week, from what was said in it, and by which alerts."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import polars as pl
import streamlit as st

from journey.analysis.coverage import heard_lately
from journey.analysis.sampling import SIZE, lowest_stretch, queue
from journey.domain.weeks import Week
from journey.domain.words import SourceKind
from journey.store.readers import week_words
from journey.store.readers.alerts import stage_alerts
from journey.ui.frame import Screen
from journey.ui.runtime import engine

Row = dict[str, Any]
SURE = 0.6
"""How sure the feeling told from words must be to count as low."""
MORE = 6
"""How many more are drawn when the dozen is heard."""
BACK = 8
"""Weeks that a week without words of its own looks back for the last that has some."""
KINDS = {SourceKind.SURVEYS: "survey", SourceKind.TICKETS: "ticket"}
CHANNELS = {"": "conversation", "voice": "call", "email": "e-mail"}
"""Channels that go by another word."""


def week_with_words(here: Screen) -> Week:
    """The reviewed week; where nothing was said in it, the last before it that has words."""
    return _last_week(here.version, here.id, here.reviewed, here.journey.timezone, here.week)


@lru_cache(maxsize=64)  # not Streamlit's: it would hash every argument and unpickle every answer
def _last_week(version: str, journey_id: int, reviewed: Week, timezone: str, week: Week) -> Week:
    if not _candidates(version, journey_id, reviewed, timezone, 0).is_empty():
        return reviewed
    last = week_words.last_said(engine(), journey_id, reviewed.bounds(timezone)[0])
    found = Week.of(last.date()) if last else reviewed
    return found if found >= reviewed.shift(-BACK) else reviewed


def draw(here: Screen, readings: pl.DataFrame, said: Week) -> pl.DataFrame:
    """The queue: key, kind, stage_id, minutes, why, alert_id; the same for everyone, whatever the order of what came in."""
    names = {stage.key: stage.name for stage in here.stages}
    before = readings.filter(pl.col("week") < str(here.week))
    heard_before = () if said == here.reviewed else tuple(sorted(key_of(row) for row in before.iter_rows(named=True)))
    return _drawn(
        version=here.version, journey_id=here.id, week=here.week, said=said, timezone=here.journey.timezone,
        viewed=here.view is not None, names=tuple(names.items()), alerted=tuple(_alerted(here, names).items()),
        heard=tuple(sorted(heard_lately(before, today=here.week.monday))), not_again=heard_before,
        felt=week_words.understood_version(engine(), here.id), more=1 if st.query_params.get("more") == "1" else 0,
    )  # fmt: skip


def _alerted(here: Screen, names: dict[int, str]) -> dict[int, tuple[int, str]]:
    """Each stage with an alert of this Monday: the alert's id, and what it says."""
    found: dict[int, tuple[int, str]] = {}
    for row in stage_alerts(engine(), here.id, str(here.week)).iter_rows(named=True):
        if row["stage_id"] in names:
            found.setdefault(row["stage_id"], (row["id"], f"Monday's alert: {_moved(row, names[row['stage_id']])}"))
    return found


def _moved(alert: Row, stage: str) -> str:
    """What the alert says in a few words: drop-off at Verify identity rose."""
    if alert["metric"] is None or alert["value"] is None or alert["expected"] is None:
        return f"{alert['why'].partition(':')[0].removesuffix('.')}, at {stage}"
    name = alert["metric"] if alert["metric"][:2].isupper() else alert["metric"][:1].lower() + alert["metric"][1:]
    return f"{name} at {stage} {'rose' if alert['value'] > alert['expected'] else 'fell'}"


@lru_cache(maxsize=64)
def _drawn(
    *, version: str, journey_id: int, week: Week, said: Week, timezone: str, viewed: bool, names: tuple[tuple[int, str], ...],
    alerted: tuple[tuple[int, tuple[int, str]], ...], heard: tuple[int, ...], not_again: tuple[str, ...], felt: int, more: int,
) -> pl.DataFrame:  # fmt: skip
    """The queue as `sampling.queue` draws it; six more are drawn by the same rule from what it left."""
    pool = _candidates(version, journey_id, said, timezone, felt).filter(~pl.col("verbatim_id").is_in(list(not_again)))
    if viewed:
        pool = pool.filter(pl.col("stage_id").is_null() | pl.col("stage_id").is_in([id for id, _ in names]))
    alerts = {stage: words for stage, (_, words) in alerted}
    rounds: list[pl.DataFrame] = []
    for size in (SIZE, *[MORE] * more):
        left = pl.concat(rounds)["verbatim_id"].to_list() if rounds else []
        rest = pool.filter(~pl.col("verbatim_id").is_in(left))
        drawn = queue(rest, alerted_stages=alerts, heard=heard, stages=dict(names), seed=f"{journey_id} {week}", size=size)
        rounds.append(drawn)
    ids = {words: id for _, (id, words) in alerted}
    whole = pl.concat(rounds).rename({"verbatim_id": "key"})
    return whole.with_columns(alert_id=pl.col("why").replace_strict(ids, default=None, return_dtype=pl.Int64))


@lru_cache(maxsize=16)
def _candidates(version: str, journey_id: int, week: Week, timezone: str, felt: int) -> pl.DataFrame:
    """Everything said in the week as `sampling.queue` wants it, with the minutes that it takes."""
    texts = week_words.texts(engine(), journey_id, week, timezone)
    surely = pl.when(pl.col("sure") >= SURE).then(pl.col("felt").round())
    answers = texts.select(
        pl.format("v{}", "id").alias("verbatim_id"), "stage_id", pl.coalesce("emotion", surely).alias("score_emotion"),
        pl.col("emotion").is_null().alias("told"), pl.col("origin").replace_strict(KINDS, default="survey").alias("kind"), "text",
        (3 + pl.col("length") / 1200).alias("minutes"),
    )  # fmt: skip
    talks = week_words.talks(engine(), journey_id, week, timezone)
    turns = week_words.felt_turns(engine(), talks["id"].to_list()).filter(pl.col("sure") >= SURE)
    low = {id: lowest_stretch(own["felt"].to_list()) for (id,), own in turns.group_by("conversation_id")}
    channel = pl.col("channel").str.to_lowercase().replace(CHANNELS)
    calls = talks.select(
        pl.format("c{}", "id").alias("verbatim_id"), "stage_id",
        pl.col("id").replace_strict(low, default=None, return_dtype=pl.Float64).round().alias("score_emotion"),
        pl.lit(True).alias("told"), channel.alias("kind"), pl.lit("-").alias("text"),
        (4 + pl.col("length").fill_null(0) / 900).alias("minutes"),
    )  # fmt: skip
    return pl.concat([answers, calls.select(answers.columns)])


def key_of(row: Row) -> str:
    """What an item is called: v and the id of a text, c and that of a conversation; `row` has verbatim_id and conversation_id."""
    return f"v{row['verbatim_id']}" if row["verbatim_id"] is not None else f"c{row['conversation_id']}"


def kind_of(origin: str, channel: str) -> str:
    """The kind of source in a word: survey, ticket, call, chat."""
    return KINDS.get(SourceKind(origin)) or CHANNELS.get(channel.lower(), channel.lower())
