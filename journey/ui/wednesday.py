"""Wednesday's parts: the queue, the reading pane, what was heard in it, coverage."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from journey.analysis.coverage import coverage, heard_lately, silent
from journey.analysis.redact import PROMISE
from journey.analysis.sampling import RULE, queue
from journey.domain.weeks import Week
from journey.routine.listening import Item, hear, skip
from journey.store.readers import journeys as read
from journey.store.readers import listening
from journey.store.readers.alerts import alerted_stages
from journey.store.readers.tags import known_tags, tags_of
from journey.store.readers.work import pains
from journey.store.tables import Conversation, Verbatim
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, literal

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


def listening_form(row: Row, here: Screen, done: set[str]) -> None:
    """What the listener heard: stage, emotion, note, and the quote that is evidence."""
    if row["key"] in done:
        st.markdown("Heard already this week. Choose the next one in the queue.")
        return
    stages = {None: "None of these"} | {stage.key: stage.name for stage in here.stages}
    hurts = here.only(pains(engine(), here.id))
    about: dict[int | None, str] = {None: "Nothing"} | {
        p["id"]: f"{p['stage']}: {p['title']}" for p in hurts.iter_rows(named=True)
    }
    key = f"hear_{row['key']}"
    with st.form(key, border=False):
        ids = list(stages)
        at = ids.index(row["stage_id"]) if row["stage_id"] in stages else 0
        st.selectbox("Which stage is this about?", ids, index=at, format_func=stages.__getitem__, key=f"{key}_stage")
        scale = "−5 is furious, 0 neutral, +5 delighted"
        st.slider("Which emotion did you hear?", -5, 5, round(row["score_emotion"] or 0), help=scale, key=f"{key}_emotion")
        st.text_input("Note", max_chars=400, key=f"{key}_note")
        known = known_tags(engine(), here.id)
        had = tags_of(engine(), here.id, item_of(row["key"]))
        st.multiselect("Tags", known, had, accept_new_options=True, placeholder="Choose or type", key=f"{key}_tags")
        st.markdown("**Use as evidence**")
        st.selectbox("It shows this pain point", list(about), format_func=about.__getitem__, key=f"{key}_pain")
        st.text_input("Or a new pain point", max_chars=200, key=f"{key}_new_pain")
        quote = "" if row["key"].startswith("c") else row["text"][:400]
        st.text_area("The words that show it", quote, max_chars=1000, height=90, key=f"{key}_quote")
        save: dict[str, Any] = {"type": "primary", "icon": ":material/done:", "shortcut": "Ctrl+Enter"}
        st.form_submit_button("Save and next", on_click=_heard, args=(here, row["key"]), **save)
    if st.button("Skip this one", type="tertiary", key=f"skip_{row['key']}"):
        attempt(skip, done="Skipped.", journey=here.id, week=str(here.week), item=item_of(row["key"]), on=here.today)
        st.rerun()
    st.caption(PROMISE)


def _heard(here: Screen, key: str) -> None:
    """Save what was heard before the page is drawn anew: by then the item may be somebody else's, and its form gone."""
    fields = ("stage", "emotion", "note", "tags", "quote", "pain", "new_pain")
    values = {name: st.session_state[f"hear_{key}_{name}"] for name in fields}
    values["tags"] = tuple(values["tags"])
    saved = attempt(hear, done="Heard.", journey=here.id, week=str(here.week), item=item_of(key), on=here.today, **values)
    if saved is None and values["note"]:
        st.session_state["_refused"] = f"{st.session_state.get('_refused', '')} You had noted: {values['note']}"


def coverage_table(here: Screen, readings: pl.DataFrame) -> None:
    """How often each team heard each stage in the last two months, and who has not heard a customer for long."""
    people = tuple((person.name, str(person.team_id or "")) for person in read.people(engine()) if not person.local)
    teams = tuple(team.name for team in read.teams(engine()))
    stages = tuple((stage.key, stage.name) for stage in here.stages)
    day = min(here.today, here.week.sunday)
    heard = int(readings.select("on", "week", "stage_id", "skipped", "person", "team").hash_rows().sum())
    table, quiet = _covered(
        heard, readings.height, day, here.week.monday, teams=teams, stages=stages, people=people, _readings=readings
    )
    if table:
        st.html(table)
    else:
        st.caption("Nobody has listened yet. What is heard shows here by team and stage.")
    if quiet:
        st.markdown(f"Has not heard a customer for six weeks: {literal(', '.join(quiet))}.")


@st.cache_data(show_spinner=False, max_entries=64)
def _covered(
    heard: int, count: int, day: date, monday: date, *, teams: tuple[str, ...], stages: tuple[tuple[int, str], ...],
    people: tuple[tuple[str, str], ...], _readings: pl.DataFrame,
) -> tuple[str, list[str]]:  # fmt: skip
    """The table ("" before anybody listened) and who was quiet; drawn anew only for other readings, teams, stages, people."""
    upto = _readings.filter(pl.col("on") <= day)
    months = coverage(upto, teams=list(teams), stages=[id for id, _ in stages])
    if months.is_empty():
        return "", []
    quiet = silent(upto, dict(people), today=day)["person"].to_list()
    return _drawn_table(months, monday, teams, stages), quiet


def _drawn_table(months: pl.DataFrame, monday: date, teams: tuple[str, ...], stages: tuple[tuple[int, str], ...]) -> str:
    recent = months.filter(pl.col("month") >= monday.replace(day=1) - pl.duration(days=31))
    sums = recent.group_by("team", "stage_id").agg(pl.col("heard").sum())
    counts = {(row["team"], row["stage_id"]): row["heard"] for row in sums.iter_rows(named=True)}
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for _, name in stages)
    body = "".join(
        f"<tr><th scope='row'>{escape(team or 'No team')}</th>"
        + "".join(_count(counts.get((team, id), 0)) for id, _ in stages)
        + "</tr>"
        for team in sorted({*teams, *(team for team, _ in counts)})
    )
    caption = "Customers heard, by team and stage, last month and this"
    return f"<div class='cover'><table><caption>{caption}</caption><tr><td></td>{head}</tr>{body}</table></div>{COVER_CSS}"


def _count(count: int) -> str:
    return f"<td>{count}</td>" if count else "<td class='none'>0</td>"


PANE_CSS = """<style>
.reading{max-width:65ch;font-size:1.125rem;line-height:1.6;margin:0;
 padding:0 0 0 1rem;white-space:pre-line;overflow-wrap:anywhere;
 border-left:3px solid var(--border)}
.reading.talk{border:0;padding:0;font-size:1rem}
.reading.talk p{margin:0 0 .75rem}.reading.talk .customer{border-left:3px solid var(--primary);padding-left:.75rem}
.reading.talk .other{padding-left:calc(.75rem + 3px);opacity:.85}
</style>"""
COVER_CSS = """<style>
.cover{overflow-x:auto}.cover table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.875rem}
.cover caption{text-align:left;padding-bottom:.5rem}.cover th{font-weight:600;text-align:left}
.cover th,.cover td{padding:.35rem .75rem;border-bottom:1px solid var(--border)}.cover .none{font-weight:600}
</style>"""
