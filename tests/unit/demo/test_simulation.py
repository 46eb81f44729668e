"""The demo's sources: the same for the same seed, complete weeks up to last Sunday, and in the shapes that imports expect."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date, datetime, timedelta
from functools import lru_cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.demo.simulation import DemoData, simulate
from journey.demo.world import event_meanings, world
from journey.domain.schemas import EVENTS, SURVEYS, TICKETS, USABILITY
from journey.domain.weeks import Week
from journey.domain.words import Outcome

TODAY = date(2026, 11, 21)
ATTRIBUTES = ["plan", "channel", "region", "platform"]
FRAMES = ("events", "tickets", "nps", "csat", "ces", "usability")


@lru_cache(maxsize=1)
def demo() -> DemoData:
    return simulate(TODAY)


def test_the_same_seed_and_day_give_the_same_data() -> None:
    again = simulate(TODAY)
    for field in fields(DemoData):
        mine, yours = getattr(demo(), field.name), getattr(again, field.name)
        assert mine.equals(yours) if isinstance(mine, pl.DataFrame) else mine == yours, field.name


def test_another_seed_gives_other_data() -> None:
    assert not simulate(TODAY, seed=2, scale=0.05).events.equals(simulate(TODAY, seed=1, scale=0.05).events)


@settings(max_examples=25, deadline=None)
@given(today=st.dates(date(2024, 1, 1), date(2034, 12, 31)))
def test_every_source_ends_last_week_and_holds_whole_weeks(today: date) -> None:
    data = simulate(today, scale=0.03)
    this_week = Week.of(today)
    assert data.last_day == this_week.monday - timedelta(days=1)
    assert (data.last_day - data.first_day).days + 1 == 61 * 7
    start = Week.of(data.first_day).bounds(data.timezone)[0]
    end = this_week.bounds(data.timezone)[0]
    for name in FRAMES:
        frame = getattr(data, name)
        times = frame["opened_at" if name == "tickets" else "at"]
        assert start <= times.min(), name
        assert times.max() < end, name
        assert times.null_count() == 0, name
    closed = data.tickets["closed_at"].drop_nulls()
    assert closed.is_empty() or closed.max() < end
    assert all(start <= talk.at < end for talk in data.conversations)


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 3), date(2024, 2, 29)])
def test_the_last_week_is_a_full_one_at_the_turn_of_a_year(today: date) -> None:
    events = simulate(today, scale=0.3).events
    local = events["at"].dt.convert_time_zone(world().timezone).dt.date()
    last = Week.of(today).shift(-1)
    assert set(local.filter(local >= last.monday)) == {last.monday + timedelta(days=day) for day in range(7)}


@pytest.mark.parametrize(
    ("name", "schema", "attributes"),
    [
        ("events", EVENTS, [*ATTRIBUTES, "article", "progress_bar"]),
        ("tickets", TICKETS, ATTRIBUTES),
        ("nps", SURVEYS, ATTRIBUTES),
        ("csat", SURVEYS, ATTRIBUTES),
        ("ces", SURVEYS, ATTRIBUTES),
        ("usability", USABILITY, ["platform"]),
    ],
)
def test_frames_have_their_kinds_columns_then_the_attributes(
    name: str, schema: dict[str, pl.DataType], attributes: list[str]
) -> None:
    found = dict(getattr(demo(), name).schema)
    assert found == {**schema, **dict.fromkeys(attributes, pl.String())}


def test_there_is_enough_to_look_at() -> None:
    data = demo()
    assert 30_000 <= len(data.events) <= 65_000
    assert 4_000 <= len(data.tickets) <= 6_000
    assert 4_500 <= sum(len(frame) for frame in (data.nps, data.csat, data.ces)) <= 6_500
    assert len(data.conversations) >= 24
    assert data.events.unique().height == len(data.events)


def test_scores_stay_on_their_scales() -> None:
    data = demo()
    for frame, low, high in ((data.nps, 0, 10), (data.csat, 1, 5), (data.ces, 1, 7)):
        assert set(frame["score"]) == set(map(float, range(low, high + 1)))


def test_every_event_has_a_meaning_or_is_one_of_the_few_left_to_map() -> None:
    mapped = {meaning.event for meaning in event_meanings()}
    found = demo().events["event"].value_counts()
    unmapped = found.filter(~pl.col("event").is_in(list(mapped)))
    assert set(unmapped["event"]) == set(world().unmapped)
    assert mapped <= set(found["event"])
    assert unmapped["count"].sum() < 0.06 * len(demo().events)
    outcomes = {meaning.outcome for meaning in event_meanings()}
    assert outcomes == set(Outcome)


def test_nobody_reaches_a_stage_before_the_one_before_it() -> None:
    enter = {stage.events["enter"]: position for position, stage in enumerate(world().stages)}
    first = (
        demo()
        .events.filter(pl.col("event").is_in(list(enter)))
        .with_columns(pl.col("event").replace_strict(enter, return_dtype=pl.Int64).alias("stage"))
        .sort("customer", "stage")
    )
    ordered = first.select((pl.col("at").diff().over("customer") >= timedelta(0)).fill_null(True).all()).item()
    assert ordered
    assert first.select((pl.col("stage").diff().over("customer") == 1).fill_null(True).all()).item()


def test_a_company_keeps_its_attributes_in_every_source() -> None:
    data = demo()
    everywhere = pl.concat([frame.select("customer", *ATTRIBUTES) for frame in (data.events, data.tickets, data.nps)])
    assert everywhere.unique().height == everywhere["customer"].n_unique()


def test_weekends_are_quieter_and_business_has_grown() -> None:
    days = demo().events.filter(pl.col("event") == "signup_started")["at"].dt.convert_time_zone(demo().timezone)
    weekday = days.dt.weekday().value_counts().sort("at")["count"].to_list()
    assert max(weekday[5:]) < 0.6 * min(weekday[:4])
    quarter = timedelta(days=91)
    first = (days.dt.date() < demo().first_day + quarter).sum()
    last = (days.dt.date() > demo().last_day - quarter).sum()
    assert last > 1.2 * first


def test_tickets_close_after_they_open_or_are_still_open() -> None:
    tickets = demo().tickets
    assert (tickets["closed_at"] > tickets["opened_at"]).drop_nulls().all()
    assert ((tickets["status"] == "open") == tickets["closed_at"].is_null()).all()
    assert 10 < tickets["closed_at"].null_count() < 200


def test_a_clock_change_loses_no_event() -> None:
    data = simulate(date(2026, 4, 2), scale=0.5)
    local = data.events["at"].dt.convert_time_zone(data.timezone)
    hours = local.filter(local.dt.date() == date(2026, 3, 29)).dt.hour()
    assert len(hours) > 20
    assert 2 not in set(hours)
    assert isinstance(data.conversations[0].at, datetime)


# What customers write


def _texts() -> list[str]:
    data = demo()
    frames = (data.tickets, data.nps, data.csat, data.ces)
    return [text for frame in frames for text in frame["text"].drop_nulls()]


def test_texts_are_many_and_finished() -> None:
    texts = _texts()
    assert len(texts) > 6_000
    assert len(set(texts)) > 0.8 * len(texts)
    assert not [text for text in texts if "{" in text or "}" in text or "  " in text or len(text) < 12]
    assert not [text for text in texts if re.search(r"\ba (approver|admin)\b", text, re.IGNORECASE)]


def test_texts_carry_no_personal_data() -> None:
    assert not [text for text in _texts() if "@" in text or re.search(r"\d[\d ]{6,}\d", text)]


FICTION = re.compile(r"\+44 (20 7946 0|1632 960|113 496 0|121 496 0|161 496 0|29 2018 0)\d{3}|\+49 (30 23125|69 90009) \d{3}")


def test_conversations_hold_personal_data_to_redact_and_all_of_it_is_invented() -> None:
    said = [turn.text for talk in demo().conversations for turn in talk.turns]
    mails = [mail for text in said for mail in re.findall(r"[\w.-]+@[\w.-]*\w", text)]
    phones = [phone for text in said for phone in re.findall(r"\+\d[\d ]{7,}\d", text)]
    assert len(mails) >= 8
    assert len(phones) >= 4
    assert all(mail.endswith(".example") for mail in mails)
    assert all(FICTION.fullmatch(phone) for phone in phones)
    names = [talk for talk in demo().conversations if any(who.name in turn.text for who in talk.speakers for turn in talk.turns)]
    assert len(names) >= 10


def test_conversations_are_each_their_own_and_run_forward() -> None:
    talks = demo().conversations
    middles = {tuple(turn.text for turn in talk.turns[4:-3]) for talk in talks}
    assert len(middles) == len(talks)
    assert {talk.kind for talk in talks} == {"call", "chat"}
    assert {talk.stage for talk in talks} == set(world().stage_names)
    assert any(len(talk.speakers) > 2 for talk in talks)
    for talk in talks:
        seconds = [turn.seconds for turn in talk.turns]
        assert seconds == sorted(seconds)
        assert {turn.speaker for turn in talk.turns} == {who.name for who in talk.speakers}
        assert not [turn for turn in talk.turns if "{" in turn.text]


def test_what_a_verbatim_is_about_is_known_for_each_and_only_for_those() -> None:
    data = demo()
    written = pl.concat([f.filter(pl.col("text").is_not_null()).select("response") for f in (data.nps, data.csat, data.ces)])
    assert set(written["response"]) == set(data.survey_themes["response"])
