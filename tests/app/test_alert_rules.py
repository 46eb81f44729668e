"""The owner's own rules on the page of alerts: tried on history, added, set live, changed, binned; for a viewer to read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.words import RuleKind
from journey.routine.alerts.acts import check
from journey.routine.alerts.rule_acts import add_rule, switch_rule
from journey.routine.metrics import add_metric
from journey.store.engine import writing
from journey.store.readers.audit import binned
from journey.store.readers.rules import rules
from journey.store.tables import AlertRule, Observation
from tests.app.builders import NASTY, REVIEWED, button, observed, only_look, refusals, shown_as_typed, stage, the_bin
from tests.app.conftest import APP, YOU, words

BAD = (3, 9, 10, 15, 25)
"""Weeks of the half year in which fewer than 60 % of tasks succeed; the last is the reviewed one."""


@pytest.fixture
def tried(home_engine: Engine, shop: int) -> int:
    """Task success at Pay over half a year: 95 % of 20 attempts, 40 % in the BAD weeks; the metric's id."""
    metric = add_metric(home_engine, by=YOU, journey=shop, formula="task_success", stage=stage(home_engine, shop, "Pay")).key
    rows = []
    for week in range(26):
        for day in range(7):
            done = (8 if week in BAD else 19) if day == 0 else 0
            sums = {"n": 20 if day == 0 else 0, "total": done, "total_sq": done}
            at: date = REVIEWED.shift(week - 25).monday + timedelta(days=day)
            rows.append({"metric_id": metric, "grain": "day", "day": at, "segment": "", "mature": True, **sums})
    with writing(home_engine) as session:
        session.connection().execute(insert(Observation), rows)
    observed(home_engine, shop)
    return metric


def opened() -> AppTest:
    """The page of alerts at the owner's rules."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["show"] = "Your own rules"
    app.run()
    return app.switch_page("pages/alerts.py").run()


def field(app: AppTest, label: str) -> Any:
    """The field of any kind called that."""
    kinds = ("number_input", "selectbox", "button_group", "segmented_control")
    there = [one for kind in kinds for one in getattr(app, kind, []) if getattr(one, "label", "") == label]
    return there[0]


def the_rule(engine: Engine, shop: int) -> AlertRule:
    (rule,) = rules(engine, shop)
    return rule


def test_without_metrics_the_page_says_what_a_rule_needs(shop: int, home_engine: Engine) -> None:
    app = opened()
    assert not app.exception
    said = words(app)
    assert "There is no rule yet. Try one below" in said
    assert "Add one on the page Metrics" in said
    assert "Whether sources still deliver is watched without a rule" in said


def test_a_rule_is_tried_on_history_before_it_is_added(home_engine: Engine, shop: int, tried: int) -> None:
    app = opened()
    assert "Say what it looks for" in words(app), "there is no target to begin with"
    field(app, "The limit, in percent").set_value(60.0).run()
    said = words(app)
    assert "Would have fired 4 times in 26 weeks, 0.7 a month; nobody has said yet" in said
    assert "the rule fires in 5 of them" in said, "the picture says what it shows"
    assert rules(home_engine, shop) == []
    button(app, "Add it, not live yet")
    rule = the_rule(home_engine, shop)
    assert (rule.limit, rule.at_least, rule.live, rule.above) == (0.6, 10, False, False)


def test_what_people_called_noise_is_counted(home_engine: Engine, shop: int, tried: int) -> None:
    from journey.domain.words import AlertState
    from journey.routine.alerts.acts import add_alert, triage

    at = REVIEWED.shift(3 - 25)
    alert = add_alert(home_engine, by=YOU, journey=shop, metric=tried, week=at.shift(1), since=at.monday, why="Low", worse=True)
    triage(home_engine, by=YOU, journey=shop, alert=alert.key, revision=1, state=AlertState.NOISE, reason="A test run")
    add_rule(home_engine, by=YOU, journey=shop, kind=RuleKind.THRESHOLD, metric=tried, limit=0.6, at_least=10)
    assert "0.7 a month; 1 of these was called noise." in words(opened())


def test_a_rule_that_is_set_live_raises_and_one_that_is_stopped_does_not(home_engine: Engine, shop: int, tried: int) -> None:
    add_rule(home_engine, by=YOU, journey=shop, kind=RuleKind.THRESHOLD, metric=tried, limit=0.6, at_least=10)
    app = opened()
    said = words(app)
    assert "not live yet" in said
    assert "Would have fired 4 times in 26 weeks" in said, "the preview stands beside the switch"
    button(app, "Set it live")
    assert the_rule(home_engine, shop).live
    raised = check(home_engine, by=YOU, journey=shop, week=REVIEWED, today=date(2026, 11, 18))
    assert "Below 60 %: 40 % (8 of 20)." in [alert.why for alert in raised]
    app = opened()
    assert "Set it live" not in [one.label for one in app.button]
    button(app, "Stop")
    assert not the_rule(home_engine, shop).live


def test_a_change_stops_a_live_rule_and_asks_to_look_again(home_engine: Engine, shop: int, tried: int) -> None:
    rule = add_rule(home_engine, by=YOU, journey=shop, kind=RuleKind.THRESHOLD, metric=tried, limit=0.6, at_least=10)
    switch_rule(home_engine, by=YOU, journey=shop, rule=rule.key, revision=1, live=True)
    app = opened()
    button(app, "Edit")
    assert "Change the rule" in words(app)
    assert field(app, "The limit, in percent").value == 60.0
    field(app, "The limit, in percent").set_value(30.0).run()
    assert "Would not have fired in 26 weeks." in words(app)
    button(app, "Save")
    changed = the_rule(home_engine, shop)
    assert (changed.limit, changed.live) == (0.3, False)
    assert "Try a rule" in words(app), "the form is free again"


def test_of_two_who_change_a_rule_the_second_chooses(home_engine: Engine, shop: int, tried: int) -> None:
    from journey.routine.alerts.rule_acts import change_rule

    rule = add_rule(home_engine, by=YOU, journey=shop, kind=RuleKind.THRESHOLD, metric=tried, limit=0.6)
    app = opened()
    button(app, "Edit")
    field(app, "The limit, in percent").set_value(30.0)
    change_rule(home_engine, by=YOU, journey=shop, rule=rule.key, revision=1, limit=0.5)
    button(app, "Save")
    button(app, "Keep theirs")
    assert the_rule(home_engine, shop).limit == 0.5


def test_a_rule_goes_to_the_bin_and_comes_back_stopped(home_engine: Engine, shop: int, tried: int) -> None:
    rule = add_rule(home_engine, by=YOU, journey=shop, kind=RuleKind.THRESHOLD, metric=tried, limit=0.6)
    switch_rule(home_engine, by=YOU, journey=shop, rule=rule.key, revision=1, live=True)
    app = opened()
    button(app, "Edit")
    button(app, "Put in the bin")
    assert rules(home_engine, shop) == []
    assert [one.subject for one in binned(home_engine, shop)] == ["alert_rule"]
    app = the_bin(app.switch_page("pages/history.py").run())
    assert "Alert rule" in words(app)
    button(app, "Restore")
    assert not the_rule(home_engine, shop).live


def test_a_target_rule_says_that_there_is_no_target(home_engine: Engine, shop: int, tried: int) -> None:
    app = opened()
    field(app, "What does it look for?").set_value(RuleKind.TARGET_MISSED).run()
    assert "has no target yet. Set one on the page Metrics" in words(app)
    assert "Add it, not live yet" not in [one.label for one in app.button]


def test_a_change_on_an_earlier_week_and_a_spike_can_be_tried(home_engine: Engine, shop: int, tried: int) -> None:
    app = opened()
    field(app, "What does it look for?").set_value(RuleKind.PERIOD).run()
    assert "Would have fired 4 times in 25 weeks" in words(app), "the first week has none before it"
    button(app, "Add it, not live yet")
    assert (the_rule(home_engine, shop).kind, the_rule(home_engine, shop).limit) == (RuleKind.PERIOD, 0.3)
    field(app, "What does it look for?").set_value(RuleKind.TOPIC).run()
    assert "No week can be judged by this rule yet" in words(app)
    button(app, "Add it, not live yet")
    assert [rule.kind for rule in rules(home_engine, shop)] == [RuleKind.PERIOD, RuleKind.TOPIC]
    assert "far more tickets on any one topic than usual" in words(app)


def test_a_viewer_sees_the_rules_and_may_not_change_them(home_engine: Engine, shop: int, tried: int) -> None:
    add_rule(home_engine, by=YOU, journey=shop, kind=RuleKind.THRESHOLD, metric=tried, limit=0.6)
    only_look(home_engine, shop)
    app = opened()
    assert "below 60 %" in words(app)
    button(app, "Set it live")
    assert "may not" in refusals(app)
    assert not the_rule(home_engine, shop).live


def test_what_people_typed_stands_as_typed(home_engine: Engine, shop: int, tried: int) -> None:
    for name in NASTY:
        add_rule(home_engine, by=YOU, journey=shop, kind=RuleKind.TOPIC, segment=f"topic={name}", at_least=5)
    app = opened()
    for name in NASTY:
        assert shown_as_typed(app, f"on “{name}”"), name
