"""What alerts do over weeks: one cause is one alert, which rests, sleeps, comes back and ends, all on record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from sqlalchemy import delete
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.domain.weeks import Week
from journey.domain.words import AlertState, RuleKind
from journey.errors import Refused, UnreadableFile
from journey.routine.alerts import placing
from journey.routine.alerts.acts import check, triage
from journey.routine.alerts.lessons import DETECTED
from journey.routine.alerts.plan import set_plan
from journey.routine.alerts.raising import WORSENED
from journey.routine.alerts.rule_acts import add_rule, switch_rule
from journey.routine.alerts.settling import RULE_OVER, SNOOZE_ENDED
from journey.routine.journeys import add_stage, add_step, add_touchpoint
from journey.store.engine import reading, writing
from journey.store.readers.alerts import alerts, flips, lessons
from journey.store.readers.journeys import stages
from journey.store.tables import Alert, Observation, told_at
from tests.integration.watched_shop import WEEK, YOU, Shop, calm, fill, nine, shop, since

SIZES = {"platform=mobile": 90, "platform=web": 110}


def say(made: Shop, alert: Alert, state: AlertState, on: date, **said: Any) -> Alert:
    """Answer an alert on a day."""
    with reading(made.engine) as session:
        revision = session.get_one(Alert, alert.key).revision
    with told_at(nine(on)):
        return triage(
            made.engine, by=YOU, journey=made.journey, alert=alert.key, revision=revision, state=state, today=on, **said
        )


def spoken(made: Shop) -> list[tuple[str | None, str, str]]:
    return flips(made.engine, made.journey).select("person", "old", "new").rows()


def states(made: Shop) -> list[str]:
    return alerts(made.engine, made.journey)["state"].to_list()


# One cause is one alert


def test_what_moved_everywhere_is_one_alert_with_its_segments(engine: Engine) -> None:
    made = shop(engine, since(WEEK.monday), sizes=SIZES)
    [alert] = made.look()
    assert alert.segment == ""
    assert {part["segment"] for part in alert.breakdown} == set(SIZES)
    mobile = next(part for part in alert.breakdown if part["segment"] == "platform=mobile")
    assert mobile["n"] == 630
    assert mobile["value"] > mobile["upper"] > mobile["expected"]
    stored = alerts(engine, made.journey)["breakdown"][0].to_list()
    assert {part["segment"] for part in stored} == set(SIZES)


def test_the_breakdown_leaves_out_the_segment_that_stayed_calm(engine: Engine) -> None:
    made = shop(engine, since(WEEK.monday, 0.5, only="platform=mobile"), sizes=SIZES)
    [alert] = made.look()
    assert (alert.segment, [part["segment"] for part in alert.breakdown]) == ("", ["platform=mobile"])


def test_a_segment_that_moved_alone_is_the_alert(engine: Engine) -> None:
    sizes = {"region=North": 24, "": 1500}
    made = shop(engine, since(WEEK.monday, 0.55, only="region=North"), sizes=sizes)
    [alert] = made.look()
    assert (alert.segment, alert.breakdown, alert.n) == ("region=North", [], 168)
    assert alert.why.startswith("Region North")
    assert made.look() == []


def test_a_segment_with_too_few_customers_is_not_watched(engine: Engine) -> None:
    made = shop(engine, since(WEEK.monday, 0.9, only="region=North"), sizes={"region=North": 2, "": 1500})
    assert made.look() == []


def test_segments_that_vanish_come_late_or_have_gaps_do_no_harm(engine: Engine) -> None:
    made = shop(engine, since(WEEK.monday), sizes={f"platform={name}": 50 for name in ("old", "new", "gaps")})
    with writing(engine) as session:
        own = delete(Observation).where(col(Observation.metric_id) == made.metric)
        connection = session.connection()
        connection.execute(own.where(col(Observation.segment) == "platform=old", col(Observation.day) > WEEK.shift(-8).sunday))
        connection.execute(own.where(col(Observation.segment) == "platform=new", col(Observation.day) < WEEK.shift(-1).monday))
        for back in range(0, 365, 3):
            day = WEEK.sunday - timedelta(days=back)
            connection.execute(own.where(col(Observation.segment) == "platform=gaps", col(Observation.day) == day))
    [alert] = made.look()
    assert (alert.segment, [part["segment"] for part in alert.breakdown]) == ("", ["platform=gaps"])


def test_two_who_check_at_once_raise_it_once(engine: Engine) -> None:
    made = shop(engine, since(WEEK.monday), sizes=SIZES)
    with ThreadPoolExecutor(4) as pool:
        raised = list(pool.map(lambda _: made.look(), range(4)))
    assert sorted(len(found) for found in raised) == [0, 0, 0, 1]
    assert states(made) == ["open"]


# Rest


def test_for_two_weeks_after_an_answer_the_metric_rests(engine: Engine) -> None:
    first = WEEK.shift(-2)

    def twice(segment: str, day: date) -> float:
        return 0.42 if first.monday <= day <= first.monday + timedelta(days=1) or day >= WEEK.sunday - timedelta(days=1) else 0.2

    made = shop(engine, twice)
    [alert] = made.look(first)
    say(made, alert, AlertState.RESOLVED, on=WEEK.monday, reason="A campaign")
    assert made.look() == [], "answered eight days before"
    set_plan(engine, by=YOU, journey=made.journey, revision=0, cooldown_days=3)
    [again] = made.look()
    assert again.since > alert.since + timedelta(days=10)


def test_what_is_clearly_worse_does_not_wait_for_the_rest_to_end(engine: Engine) -> None:
    first = WEEK.shift(-2)

    def twice(segment: str, day: date) -> float:
        if first.monday <= day <= first.sunday:
            return 0.3
        return 0.8 if day >= WEEK.monday else 0.2

    made = shop(engine, twice)
    [alert] = made.look(first)
    say(made, alert, AlertState.RESOLVED, on=WEEK.monday, reason="A campaign")
    assert [again.week for again in made.look()] == [str(WEEK.shift(1))]


def test_an_improvement_under_way_hides_no_decline(engine: Engine) -> None:
    first = WEEK.shift(-1)

    def down_then_up(segment: str, day: date) -> float:
        if first.monday <= day <= first.sunday:
            return 0.05
        return 0.6 if day >= WEEK.monday else 0.2

    made = shop(engine, down_then_up)
    [better] = made.look(first)
    assert not better.worse
    [worse] = made.look()
    assert worse.worse


# Noise teaches, and comes back


def test_noise_comes_back_by_itself_once_it_is_clearly_worse(engine: Engine) -> None:
    first = WEEK.shift(-1)

    def steps(segment: str, day: date) -> float:
        return 0.2 if day < first.monday else 0.32 if day <= first.sunday else 0.75

    made = shop(engine, steps)
    [alert] = made.look(first)
    say(made, alert, AlertState.NOISE, on=first.shift(1).monday, reason="A test shop")
    assert lessons(engine, made.journey)["undone"].to_list() == [None]
    [back] = made.look()
    assert (back.key, back.state, back.week) == (alert.key, AlertState.OPEN, str(WEEK.shift(1)))
    last = flips(engine, made.journey).row(-1, named=True)
    assert (last["person"], last["old"], last["new"], last["reason"]) == (None, "noise", "open", WORSENED)
    assert lessons(engine, made.journey)["undone"].null_count() == 0, "what it taught is taken back"
    assert made.look() == []


# Snooze


def test_a_snooze_needs_a_day_to_come(engine: Engine) -> None:
    made = shop(engine, since(WEEK.monday))
    [alert] = made.look()
    monday = WEEK.shift(1).monday
    for until in (None, monday, monday - timedelta(days=1)):
        with pytest.raises(Refused, match="choose a day after today"):
            say(made, alert, AlertState.SNOOZED, on=monday, until=until)
    with pytest.raises(Refused, match="half a year"):
        say(made, alert, AlertState.SNOOZED, on=monday, until=monday + timedelta(days=400))
    assert (states(made), spoken(made)) == (["open"], [])


def test_a_snoozed_alert_is_open_again_on_its_day_by_itself(engine: Engine) -> None:
    made = shop(engine, since(WEEK.monday))
    [alert] = made.look()
    monday = WEEK.shift(1).monday
    say(made, alert, AlertState.SNOOZED, on=monday, until=monday + timedelta(days=2), reason="After the release")
    assert made.look(on=monday + timedelta(days=1)) == []
    assert states(made) == ["snoozed"]
    made.look(on=monday + timedelta(days=2))
    assert states(made) == ["open"]
    told = flips(engine, made.journey)
    assert told["until"].to_list() == [monday + timedelta(days=2), None]
    assert (told["person"].to_list(), told["reason"].to_list()[-1]) == (["You", None], SNOOZE_ENDED)
    assert alerts(engine, made.journey)["snoozed_until"].to_list() == [None]


def test_a_snoozed_alert_wakes_when_it_gets_clearly_worse(engine: Engine) -> None:
    first = WEEK.shift(-1)

    def steps(segment: str, day: date) -> float:
        return 0.2 if day < first.monday else 0.32 if day <= first.sunday else 0.75

    made = shop(engine, steps)
    [alert] = made.look(first)
    say(made, alert, AlertState.SNOOZED, on=first.shift(1).monday, until=WEEK.shift(6).monday)
    assert [back.key for back in made.look()] == [alert.key]
    assert spoken(made)[-1] == (None, "snoozed", "open")


# It ends by itself


@pytest.mark.parametrize(
    ("state", "ends"),
    [(AlertState.OPEN, True), (AlertState.ACKNOWLEDGED, True), (AlertState.WATCH, True), (AlertState.BLOCKER, False)],
)
def test_after_two_calm_weeks_it_is_resolved_by_itself_but_never_a_blocker(engine: Engine, state: AlertState, ends: bool) -> None:
    first = WEEK.shift(-2)
    made = shop(engine, since(first.monday, until=first.monday + timedelta(days=2)))
    [alert] = made.look(first)
    if state is not AlertState.OPEN:
        say(made, alert, state, on=first.shift(1).monday)
    made.look(WEEK.shift(-1))
    assert states(made) == [state.value], "one calm week is not enough"
    made.look(WEEK)
    assert states(made) == ["resolved" if ends else "blocker"]
    if ends:
        last = flips(engine, made.journey).row(-1, named=True)
        assert (last["person"], last["new"]) == (None, "resolved")
        assert "two settled weeks, to 15 November" in last["reason"]
        assert made.look(WEEK) == []


def test_a_level_that_stays_becomes_the_usual_one(engine: Engine) -> None:
    first = WEEK.shift(-6)
    made = shop(engine, since(first.monday, 0.35))
    assert len(made.look(first)) == 1
    for back in range(5, -1, -1):
        assert made.look(WEEK.shift(-back)) == [], "a lasting shift is told once"
    assert states(made) == ["resolved"]
    assert "it is the usual level since" in flips(engine, made.journey)["reason"][-1]


def test_a_metric_without_new_figures_is_unknown_not_calm(engine: Engine) -> None:
    from journey.routine.alerts.record import unknown

    first = WEEK.shift(-4)
    made = shop(engine, since(first.monday, until=first.monday + timedelta(days=2)), until=first.sunday)
    made.look(first)
    for back in range(3, -1, -1):
        assert made.look(WEEK.shift(-back)) == []
    assert states(made) == ["open"], "no data is never no anomaly"
    assert unknown(engine, made.journey, WEEK) == {made.metric: first.sunday}
    assert unknown(engine, made.journey, first) == {}


def test_new_data_of_the_same_journey_is_looked_at_anew(engine: Engine) -> None:
    made = shop(engine, calm, until=WEEK.shift(-1).sunday)
    assert made.look(WEEK.shift(-1)) == []
    fill(made, since(WEEK.monday), days=7, seed=8)
    assert len(made.look()) == 1


# A holiday softens


def test_a_public_holiday_in_the_days_of_an_alert_is_said(engine: Engine) -> None:
    made = shop(engine, since(date(2026, 11, 9), 0.9))
    set_plan(engine, by=YOU, journey=made.journey, revision=0, country="US")
    [alert] = made.look()
    assert "11 November was a public holiday (Veterans Day)." in alert.softened


def test_sibling_stages_that_moved_too_are_said(engine: Engine) -> None:
    from journey.routine.metrics import add_metric
    from journey.store.readers.journeys import stages

    made = shop(engine, since(WEEK.monday))
    for name in ("Find", "Ship"):
        add_stage(engine, by=YOU, journey=made.journey, name=name)
        stage = next(row.key for row in stages(engine, made.journey) if row.name == name)
        other = add_metric(engine, by=YOU, journey=made.journey, formula="drop_off", stage=stage).key
        fill(Shop(engine, made.journey, other), since(WEEK.monday), seed=other)
    raised = made.look()
    assert len(raised) == 3
    assert "both other stages (Find and Ship) moved up" in raised[0].softened.replace("Both", "both")


def test_alerts_of_two_journeys_keep_apart(engine: Engine) -> None:
    made = shop(engine, since(WEEK.monday))
    made.look()
    other = shop(engine, calm, name="Other", seed=3)
    assert other.look() == []
    assert check(engine, by=YOU, journey=other.journey, week=WEEK) == []
    assert alerts(engine, other.journey).filter(pl.col("id") > 0).is_empty()


# Where on the map


def test_an_alert_knows_the_touchpoint_at_which_its_stage_moved(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    made = shop(engine, since(WEEK.monday))
    stage = stages(engine, made.journey)[1].key
    step = add_step(engine, by=YOU, journey=made.journey, stage=stage, name="Pay by card")
    touchpoint = add_touchpoint(engine, by=YOU, journey=made.journey, step=step.key, name="Card form")
    asked = []

    def moved(_data: object, week: Week) -> dict[int, int]:
        asked.append(week)
        return {stage: touchpoint.key}

    monkeypatch.setattr(placing, "moved_touchpoints", moved)
    [alert] = made.look()
    assert alert.touchpoint_id == touchpoint.key
    assert alerts(engine, made.journey)["touchpoint"].to_list() == ["Card form"]
    made.look()
    assert asked == [WEEK], "events are read only for what is new"


def test_files_that_are_gone_hinder_nobody_from_being_told(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise UnreadableFile("The file is gone.")

    monkeypatch.setattr(placing, "journey_data", gone)
    made = shop(engine, since(WEEK.monday))
    assert [alert.touchpoint_id for alert in made.look()] == [None]


# Beside the owner's rules and the health of sources


def test_what_left_its_range_covers_the_rules_on_its_metric_and_a_rule_hides_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = shop(engine, since(WEEK.monday))
    rule = add_rule(engine, by=YOU, journey=made.journey, kind=RuleKind.THRESHOLD, metric=made.metric, limit=0.1, above=True)
    switch_rule(engine, by=YOU, journey=made.journey, rule=rule.key, revision=rule.revision, live=True)
    [first] = made.look(WEEK.shift(-1))
    assert first.rule_id == rule.key, "a fifth drops off all year long"
    [second] = made.look()
    assert (second.rule_id, second.rule in DETECTED) == (None, True), "a rule that holds for months hides no incident"
    assert made.look() == []


def test_a_rule_under_way_hides_no_other_rule_on_its_metric(engine: Engine) -> None:
    made = shop(engine, calm)
    for limit in (0.1, 0.15):
        rule = add_rule(
            engine, by=YOU, journey=made.journey, kind=RuleKind.THRESHOLD, metric=made.metric, limit=limit, above=True
        )
        switch_rule(engine, by=YOU, journey=made.journey, rule=rule.key, revision=rule.revision, live=True)
        assert [alert.rule_id for alert in made.look()] == [rule.key]
    assert made.look() == []


def test_a_rule_that_is_over_ends_its_alert(engine: Engine) -> None:
    first = WEEK.shift(-1)
    made = shop(engine, since(first.monday, 0.33, until=first.sunday), sizes={"": 10})
    rule = add_rule(engine, by=YOU, journey=made.journey, kind=RuleKind.THRESHOLD, metric=made.metric, limit=0.28, above=True)
    switch_rule(engine, by=YOU, journey=made.journey, rule=rule.key, revision=rule.revision, live=True)
    [alert] = made.look(first)
    assert alert.rule_id == rule.key
    made.look()
    assert states(made) == ["resolved"]
    assert flips(engine, made.journey).select("person", "reason").rows() == [(None, RULE_OVER)]


def test_a_rule_is_heard_though_an_answered_alert_began_on_the_same_day(engine: Engine) -> None:
    made = shop(engine, since(WEEK.shift(-1).monday))
    first = made.look(WEEK.shift(-1))[0]
    with writing(engine) as session:
        session.get_one(Alert, first.key).since = WEEK.shift(-1).monday
    say(made, first, AlertState.RESOLVED, on=WEEK.monday)
    rule = add_rule(engine, by=YOU, journey=made.journey, kind=RuleKind.THRESHOLD, metric=made.metric, limit=0.4, above=True)
    switch_rule(engine, by=YOU, journey=made.journey, rule=rule.key, revision=rule.revision, live=True)
    [alert] = made.look()
    assert (alert.rule_id, alert.since) == (rule.key, WEEK.shift(-1).monday + timedelta(days=1))
    assert made.look() == []


def test_a_snoozed_segment_wakes_when_everyone_moves(engine: Engine) -> None:
    first = WEEK.shift(-1)

    def spreading(segment: str, day: date) -> float:
        north = segment == "region=North"
        return 0.55 if (north and day >= first.monday) or day >= WEEK.monday else 0.2

    made = shop(engine, spreading, sizes={"region=North": 24, "": 1500})
    [alert] = made.look(first)
    assert alert.segment == "region=North"
    say(made, alert, AlertState.SNOOZED, on=WEEK.monday, until=WEEK.shift(8).monday)
    [back] = made.look()
    assert (back.key, back.segment, back.state) == (alert.key, "", AlertState.OPEN)
    assert back.n > 10_000
