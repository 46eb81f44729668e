"""The story names only what exists, keeps its dates in order, and says what the data says."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from journey.config import RESOURCES
from journey.demo.cast import Cast
from journey.demo.diary import Reading
from journey.demo.drawing import Edit
from journey.demo.heard import heard
from journey.demo.planted import EFFECTS, day_of
from journey.demo.quotes import quotes
from journey.demo.simulation import DemoData, simulate
from journey.demo.story import Story, story
from journey.demo.texts import grammar
from journey.demo.world import read_toml, world
from journey.domain.weeks import Week
from journey.domain.words import ActionStatus, AlertState, DayState, Standing, Verdict, Weekday

TODAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 16)
TOLD = story(TODAY)


@lru_cache(maxsize=1)
def demo() -> DemoData:
    return simulate(TODAY)


def people() -> set[str]:
    return {person.key for person in TOLD.cast.people}


def teams() -> set[str]:
    return {team.name for team in TOLD.cast.teams}


def metrics() -> set[str]:
    return {metric.key for metric in TOLD.cast.metrics}


def test_the_story_has_the_simulations_stages_in_order() -> None:
    assert tuple(stage.name for stage in TOLD.cast.stages) == world().stage_names
    assert {stage.team for stage in TOLD.cast.stages} <= teams()
    assert {theme.stage for theme in grammar().themes.values()} == set(world().stage_names)


def test_people_have_a_team_one_owns_the_journey_and_one_leads_the_company() -> None:
    assert 6 <= len(TOLD.cast.people) <= 8
    assert {person.team for person in TOLD.cast.people} <= teams()
    assert [p.key for p in TOLD.cast.people if p.role == "owner"] == [TOLD.cast.scope.owner, TOLD.friday.handover.giver]
    assert sum(person.leadership for person in TOLD.cast.people) == 1
    assert {view.slug for view in TOLD.cast.views} == {"support", "product", "marketing", "sales"}
    assert {stage for view in TOLD.cast.views for stage in view.stages} == set(world().stage_names)


def test_metrics_use_shipped_kpis_with_at_most_three_critical_in_a_stage() -> None:
    formulas = {path.stem for path in (RESOURCES / "kpis").glob("*.toml")}
    assert {metric.formula for metric in TOLD.cast.metrics} <= formulas
    assert {formula for view in TOLD.cast.views for formula in view.formulas} <= formulas
    assert {metric.owner for metric in TOLD.cast.metrics} <= people()
    for stage in (None, *world().stage_names):
        critical = [metric for metric in TOLD.cast.metrics if metric.stage == stage and metric.critical]
        assert 1 <= len(critical) <= 3, stage
        assert all(metric.target is not None or metric.formula == "ticket_volume" for metric in critical)
    assert sum(metric.success for metric in TOLD.cast.metrics) >= 3


def test_a_persona_is_a_segment_of_the_data() -> None:
    for persona in TOLD.cast.personas:
        name, value = persona.segment.split("=")
        assert value in world().attributes[name]


def test_work_names_only_what_exists() -> None:
    work = TOLD.work
    pains = {pain.key for pain in work.pains}
    assert {o.pain for o in work.opportunities} | {c.pain for c in work.changes if c.pain} | {
        a.pain for a in work.actions if a.pain
    } <= pains
    assert {p.stage for p in work.pains} | {c.stage for c in work.changes} | {o.stage for o in work.opportunities} <= set(
        world().stage_names
    )
    assert {m for c in work.changes for m in (c.metric, *c.guards)} | {a.metric for a in work.actions if a.metric} | {
        a.metric for a in work.alerts
    } <= metrics()
    assert {c.by for c in work.changes} <= people()
    assert {a.owner for a in work.actions} | {flip.by for alert in work.alerts for flip in alert.flips} <= people()
    assert {c.team for c in work.changes} | {a.team for a in work.actions} | {p.team for p in work.pains} <= teams()


def test_a_pain_point_is_evidenced_if_and_only_if_it_has_evidence() -> None:
    for pain in TOLD.work.pains:
        assert (pain.standing is Standing.EVIDENCED) == bool(pain.evidence), pain.key


def test_work_happens_in_order_and_not_in_the_future() -> None:
    for action in TOLD.work.actions:
        assert action.created < MONDAY
        assert action.created <= action.due
        assert (action.status is ActionStatus.RESOLVED) == (action.resolved is not None), action.key
        assert action.resolved is None or action.created <= action.resolved < MONDAY
    for change in TOLD.work.changes:
        assert change.told < MONDAY
        assert (change.shipped is None) != (change.ships is None), change.key
        assert (change.verdict is None) == (change.decided is None)
        assert change.decided is None or (change.told < change.decided < MONDAY and change.decided.isoweekday() == 5)
    for alert in TOLD.work.alerts:
        raised = Week.parse(alert.week).monday
        assert alert.since < raised <= alert.flips[0].day
        assert [flip.day for flip in alert.flips] == sorted(flip.day for flip in alert.flips)


def test_some_actions_are_late_some_done_late_and_one_is_due_this_week() -> None:
    late = [a for a in TOLD.work.actions if a.status is not ActionStatus.RESOLVED and a.due < MONDAY]
    done = [a for a in TOLD.work.actions if a.resolved]
    assert late
    assert any(a.resolved and a.resolved > a.due for a in done)
    assert any(a.resolved and a.resolved <= a.due for a in done)
    assert any(MONDAY <= a.due < MONDAY + timedelta(days=7) for a in TOLD.work.actions)


def test_verdicts_cover_one_that_worked_one_that_did_not_and_one_still_open() -> None:
    verdicts = {change.key: change.verdict for change in TOLD.work.changes}
    assert verdicts["guided_connection"] is Verdict.VALIDATED
    assert verdicts["reminders"] is Verdict.REJECTED
    assert verdicts["camera"] is None
    assert {flip.state for alert in TOLD.work.alerts for flip in alert.flips} >= {
        AlertState.NOISE, AlertState.WATCH, AlertState.BLOCKER, AlertState.RESOLVED,
    }  # fmt: skip


def test_changes_ship_on_the_day_the_data_moves() -> None:
    shipped = {change.key: (change.shipped - MONDAY).days for change in TOLD.work.changes if change.shipped}
    starts = {(effect.stage, effect.start) for effect in EFFECTS}
    for key, stage in (("short_form", "Sign up"), ("guided_connection", "Connect books"), ("camera", "Verify company")):
        assert (stage, shipped[key]) in starts, key
    assert not [effect for effect in EFFECTS if effect.stage == "Invite team"]


# The map


def test_each_version_is_the_one_before_with_its_edits() -> None:
    drawing = TOLD.drawing
    assert [version.number for version in drawing.versions] == [1, 2, 3]
    assert [version.day for version in drawing.versions] == sorted(version.day for version in drawing.versions)
    assert drawing.versions[2].day.isoweekday() == 4
    assert set(drawing.cards(1)) == set(drawing.workshop)
    for version in drawing.versions[1:]:
        before, after = (len(drawing.cards(n)) for n in (version.number - 1, version.number))
        assert after - before == sum(edit.act is Edit.ADD for edit in version.edits)
        assert all(edit.why for edit in version.edits)
        assert set(drawing.cards(version.number - 1)) != set(drawing.cards(version.number))


def test_the_edits_do_what_they_say() -> None:
    first = {card.key: card for card in TOLD.drawing.cards(1)}
    second = {card.key: card for card in TOLD.drawing.cards(2)}
    third = {card.key: card for card in TOLD.drawing.cards(3)}
    assert first["v-pain-reason"].text != second["v-pain-reason"].text
    assert second["v-pain-reason"].standing is Standing.EVIDENCED
    assert second["i-back-bookkeeper"].stage == "Connect books" != first["i-back-bookkeeper"].stage
    assert third["i-pain-forget"].standing is Standing.STRUCK
    assert "i-pain-roles" in third
    assert "i-pain-roles" not in second


def test_cards_stand_in_known_stages_lanes_and_teams() -> None:
    kinds = {lane.kind for lane in TOLD.drawing.lanes}
    for card in TOLD.drawing.cards(3):
        assert card.stage in world().stage_names
        assert card.lane in kinds
        assert card.team in teams()
    assert len({(card.stage, card.lane, card.text) for card in TOLD.drawing.cards(3)}) == len(TOLD.drawing.cards(3))
    assert {card.stage for card in TOLD.drawing.cards(1)} == set(world().stage_names)


def test_the_current_curve_is_the_one_on_the_stages() -> None:
    assert TOLD.drawing.emotions(3) == {stage.name: stage.assumed_emotion for stage in TOLD.cast.stages}
    assert TOLD.drawing.emotions(1) != TOLD.drawing.emotions(2)


def test_the_curve_is_close_to_what_customers_say_except_at_invite_team() -> None:
    scales = ((demo().nps, 0, 10), (demo().csat, 1, 5), (demo().ces, 1, 7))
    felt = pl.concat([f.select("stage", e=(pl.col("score") - (low + high) / 2) / (high - low) * 10) for f, low, high in scales])
    measured = dict(felt.group_by("stage").agg(pl.col("e").mean()).iter_rows())
    gaps = {stage.name: stage.assumed_emotion - measured[stage.name] for stage in TOLD.cast.stages}
    assert gaps.pop("Invite team") > 3
    assert max(abs(gap) for gap in gaps.values()) < 1.2


# The past weeks


def test_six_weeks_of_five_days_end_last_week_and_one_day_was_skipped_with_a_reason() -> None:
    assert [week.week for week in TOLD.diary.weeks] == [str(Week.of(TODAY).shift(-n)) for n in range(6, 0, -1)]
    days = [day for week in TOLD.diary.weeks for day in week.days]
    assert [day.weekday for day in days] == list(Weekday) * 6
    skipped = [day for day in days if day.state is DayState.SKIPPED]
    assert len(skipped) == 1
    assert skipped[0].reason
    assert not skipped[0].people
    assert all(day.people for day in days if day.state is DayState.DONE)


def test_the_diary_names_only_who_and_what_exists() -> None:
    changes = {change.key: change for change in TOLD.work.changes}
    for week in TOLD.diary.weeks:
        for day in week.days:
            assert set(day.people) <= people()
            written = (*day.notes, *day.parked, *day.learnings, *day.carried)
            assert {w.stage for w in written if w.stage} | {d.stage for d in day.decisions} <= set(world().stage_names)
            assert {w.team for w in written if w.team} | {d.team for d in day.decisions} <= teams()
            assert {one.by for one in (*day.readings, *day.interviews, *day.missing)} <= set(day.people)
            assert {name for met in day.interviews for name in met.others} <= set(day.people)
            assert {one.stage for one in (*day.interviews, *day.missing)} <= set(world().stage_names)
            for key in (*day.verdicts, *(w.change for w in written if w.change)):
                assert changes[key].told <= week.date_of(day.weekday)
            for key in day.verdicts:
                assert changes[key].decided == week.date_of(day.weekday)


def test_the_conflict_of_two_teams_shows_in_decisions_trade_offs_and_the_parking_lot() -> None:
    days = [day for week in TOLD.diary.weeks for day in week.days]
    trade_offs = [decision.trade_off for day in days for decision in day.decisions]
    assert all(trade_offs)
    assert sum("Growth" in text and "Support" in text for text in trade_offs) >= 2
    assert any("Support" in parked.text and "Growth" in parked.text for day in days for parked in day.parked)


@pytest.mark.parametrize("today", [TODAY, date(2026, 1, 1), date(2027, 5, 31)])
def test_every_reading_is_of_words_that_a_customer_had_said_by_then(today: date) -> None:
    data, taken = simulate(today), set[str]()
    for week in story(today).diary.weeks:
        for day in week.days:
            for reading in day.readings:
                found = heard(data, reading, week.date_of(day.weekday))
                assert found is not None, (week.week, reading)
                assert found not in taken
                taken.add(found)


def test_a_quote_was_said_in_its_stage_within_ten_days_of_being_read() -> None:
    read = {r.quote: week.date_of(day.weekday) for week in TOLD.diary.weeks for day in week.days for r in day.readings if r.quote}
    assert set(read) == set(quotes())
    for key, on in read.items():
        quote = quotes()[key]
        frame = getattr(demo(), quote.origin)
        said = frame.filter(pl.col("text") == quote.text).row(0, named=True)
        at = said["opened_at" if quote.origin == "tickets" else "at"]
        assert on == day_of(TODAY, quote.day), key
        assert timedelta(0) < on - at.date() <= timedelta(days=11), key
        assert said["stage"] == quote.stage
        assert said.get("score") == quote.score


def test_a_reading_without_a_quote_or_a_conversation_is_refused() -> None:
    with pytest.raises(ValidationError, match="either a quote"):
        Reading(by="ines", emotion=0, note="", stage="Sign up")


def test_the_diary_tells_what_the_data_tells() -> None:
    """Notes of the weeks against the plain rates of the days they speak of."""
    data = demo()

    def between(frame: pl.DataFrame, time: str, start: int, end: int) -> pl.DataFrame:
        day = pl.col(time).dt.convert_time_zone(data.timezone).dt.date()
        return frame.filter(day >= day_of(TODAY, start), day < day_of(TODAY, end))

    def success(stage: str, start: int, end: int) -> float:
        names = world().stages[world().stage_names.index(stage)].events
        tried = between(data.events, "at", start, end).filter(pl.col("event").is_in([names["success"], names["fail"]]))
        return float((tried["event"] == names["success"]).mean())  # type: ignore[arg-type]

    def contacts(start: int, end: int) -> float:
        tickets = between(data.tickets, "opened_at", start, end).filter(pl.col("stage") == "Verify company")
        entered = between(data.events, "at", start, end).filter(pl.col("event") == "verification_started")
        return len(tickets) / len(entered)

    # Week -6, Monday: payments succeed as before the outage, since the middle of the week before.
    assert abs(success("First payment run", -46, -42) - success("First payment run", -110, -54)) < 0.15
    assert success("First payment run", -54, -48) < 0.75
    # Week -5: the contact rate crept up with the short form, and success fell by some five points.
    assert contacts(-97, -35) > 1.1 * contacts(-190, -97)
    assert 0.02 < success("Verify company", -220, -97) - success("Verify company", -97, -7) < 0.09
    # Week -1, Monday: verification was as for weeks; Friday: everybody says the same sentence.
    assert abs(contacts(-14, -7) - contacts(-97, -14)) < 0.15
    photos = between(data.tickets, "opened_at", -6, 0).filter(pl.col("topic") == "Document photo")
    assert len(photos) >= 15
    assert (photos["platform"] == "mobile").mean() > 0.8  # type: ignore[operator]


# The files


def test_a_misspelt_key_in_a_data_file_is_refused() -> None:
    raw = read_toml("journey")
    raw["scope"]["gaol"] = raw["scope"].pop("goal")
    with pytest.raises(ValidationError, match="gaol"):
        Cast.model_validate(raw)


@settings(max_examples=20, deadline=None)
@given(today=st.dates(date(2024, 1, 1), date(2034, 12, 31)))
def test_the_story_is_the_same_on_every_day_but_for_its_dates(today: date) -> None:
    shift = Week.of(today).monday - MONDAY
    moved: Story = story(today)
    assert [c.told - shift for c in moved.work.changes] == [c.told for c in TOLD.work.changes]
    assert moved.cast == TOLD.cast
    assert Week.parse(moved.diary.weeks[-1].week) == Week.of(today).shift(-1)


def test_no_text_of_the_story_names_a_date_that_today_would_belie() -> None:
    texts = (RESOURCES / "demo" / "weeks.toml").read_text() + (RESOURCES / "demo" / "work.toml").read_text()
    assert not re.search(r"\b20\d\d\b|\b(January|February|April|June|July|August|September|October|November|December)\b", texts)
