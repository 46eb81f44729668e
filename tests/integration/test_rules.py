"""The owner's own rules: added and previewed, live only when said so, what they find and when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sqlalchemy import insert
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.config import Settings
from journey.domain.weeks import Week
from journey.domain.words import AlertState, Role, RuleKind, SourceKind
from journey.errors import NotAllowed, NotFound, Refused, StaleEdit
from journey.routine.alerts.acts import check, triage
from journey.routine.alerts.preview import preview
from journey.routine.alerts.rule_acts import add_rule, bin_rule, change_rule, switch_rule
from journey.routine.alerts.rules import found, still
from journey.routine.bin import restore
from journey.routine.journeys import add_journey
from journey.routine.metrics import add_metric, bin_metric
from journey.routine.people import add_person, set_member
from journey.store.engine import reading, writing
from journey.store.readers.alerts import alerts
from journey.store.readers.audit import binned
from journey.store.readers.journeys import row, stages
from journey.store.readers.work import pains
from journey.store.tables import Alert, AlertRule, AuditEvent, Flip, Observation
from tests.integration.import_builders import bring, tickets_csv

YOU = 1
WEEK = Week.parse("2026-W46")
"""The reviewed week."""


def task_success(engine: Engine, journey: int, *weeks: tuple[int, int] | None, segment: str = "", **values: Any) -> int:
    """Task success at Pay with (done, tried) in each week, the last of them the reviewed one; None: nothing came. Its id."""
    pay = stages(engine, journey)[1].key
    metric = add_metric(engine, by=YOU, journey=journey, formula="task_success", stage=pay, **values).key
    measured(engine, metric, weeks, segment)
    return metric


def measured(engine: Engine, metric: int, weeks: Sequence[tuple[int, int] | None], segment: str = "", **more: Any) -> None:
    rows = [
        {
            "metric_id": metric, "grain": "day", "day": WEEK.shift(at - len(weeks) + 1).monday, "segment": segment,
            "n": tried, "total": done, "total_sq": done, "mature": True, **more,
        }
        for at, week in enumerate(weeks) if week is not None
        for done, tried in [week]
    ]  # fmt: skip
    with writing(engine) as session:
        session.connection().execute(insert(Observation), rows)


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Basket", "Pay")).key


def below_60(engine: Engine, journey: int, metric: int, *, live: bool = True, **more: Any) -> AlertRule:
    """Below 60 % and at least 10 attempts."""
    rule = add_rule(
        engine, by=YOU, journey=journey, kind=RuleKind.THRESHOLD, metric=metric, limit=0.6, **{"at_least": 10, **more}
    )
    return switch_rule(engine, by=YOU, journey=journey, rule=rule.key, revision=1, live=True) if live else rule


def audits(engine: Engine, act: str) -> list[AuditEvent]:
    with reading(engine) as session:
        return list(session.exec(select(AuditEvent).where(AuditEvent.act == act)))


def test_a_live_threshold_finds_the_week_and_says_for_how_long(engine: Engine, shop: int) -> None:
    metric = task_success(engine, shop, (18, 20), (11, 20), (12, 21), (13, 25))
    rule = below_60(engine, shop, metric)
    [seen] = found(engine, shop, WEEK)
    assert seen.why == "Below 60 % for the third week: 52 % (13 of 25)."
    assert (seen.rule_id, seen.metric_id, seen.segment, seen.rule) == (rule.key, metric, "", "threshold")
    assert (seen.value, seen.n, seen.worse, seen.stage_id) == (0.52, 25, True, stages(engine, shop)[1].key)
    assert seen.since == WEEK.shift(-2).monday
    assert found(engine, shop, WEEK.shift(-3)) == []
    [earlier] = found(engine, shop, WEEK.shift(-2))
    assert (earlier.why, earlier.since) == ("Below 60 %: 55 % (11 of 20).", seen.since)


def test_a_rule_that_is_not_live_or_lies_in_the_bin_finds_nothing(engine: Engine, shop: int) -> None:
    metric = task_success(engine, shop, (5, 20))
    rule = below_60(engine, shop, metric, live=False)
    assert found(engine, shop, WEEK) == []
    rule = switch_rule(engine, by=YOU, journey=shop, rule=rule.key, revision=1, live=True)
    assert len(found(engine, shop, WEEK)) == 1
    bin_rule(engine, by=YOU, journey=shop, rule=rule.key, revision=2)
    assert found(engine, shop, WEEK) == []
    assert still(engine, shop, WEEK, rule.key, "") is False
    assert [(one.subject, one.name) for one in binned(engine, shop)] == [("alert_rule", "threshold")]
    restore(engine, by=YOU, journey=shop, subject="alert_rule", id=rule.key)
    assert not row(engine, AlertRule, rule.key).live, "what comes back from the bin tells nobody"


def test_a_rule_of_a_metric_in_the_bin_finds_nothing(engine: Engine, shop: int) -> None:
    metric = task_success(engine, shop, (5, 20))
    rule = below_60(engine, shop, metric)
    bin_metric(engine, by=YOU, journey=shop, metric=metric, revision=1)
    assert found(engine, shop, WEEK) == []
    assert still(engine, shop, WEEK, rule.key, "") is False


def test_what_was_found_is_over_once_measured_calm_and_unknown_without_data(engine: Engine, shop: int) -> None:
    metric = task_success(engine, shop, (5, 20), (18, 20), (3, 4), None)
    rule = below_60(engine, shop, metric)
    told = [still(engine, shop, WEEK.shift(back), rule.key, "") for back in (-3, -2, -1, 0)]
    assert told == [True, False, None, None], "too few, and nothing at all, prove nothing"


def test_of_one_segment_only(engine: Engine, shop: int) -> None:
    metric = task_success(engine, shop, (19, 20))
    measured(engine, metric, [(2, 12)], "platform=mobile")
    below_60(engine, shop, metric, segment="platform=mobile")
    [seen] = found(engine, shop, WEEK)
    assert seen.segment == "platform=mobile"
    assert seen.why == "Below 60 %: 17 % (2 of 12). platform mobile only."


def test_a_target_that_was_missed_weeks_running(engine: Engine, shop: int) -> None:
    metric = task_success(engine, shop, (19, 20), (14, 20), None, (15, 20), target=0.8)
    rule = add_rule(engine, by=YOU, journey=shop, kind=RuleKind.TARGET_MISSED, metric=metric, weeks=2, at_least=10)
    switch_rule(engine, by=YOU, journey=shop, rule=rule.key, revision=1, live=True)
    [seen] = found(engine, shop, WEEK)
    assert seen.why == "Target 80 % missed for the second week: 75 % (15 of 20)."
    assert seen.since == WEEK.shift(-2).monday


def test_a_period_against_the_one_before(engine: Engine, shop: int) -> None:
    metric = task_success(engine, shop, (16, 20), (15, 20), (15, 20), (15, 20), (10, 20))
    rule = add_rule(engine, by=YOU, journey=shop, kind=RuleKind.PERIOD, metric=metric, weeks=4, limit=0.3, at_least=10)
    switch_rule(engine, by=YOU, journey=shop, rule=rule.key, revision=1, live=True)
    [seen] = found(engine, shop, WEEK)
    assert seen.why == "Down 38 % on 4 weeks before, from 80 %: 50 % (10 of 20)."
    assert seen.worse


def test_young_weeks_wait_for_their_cohorts(engine: Engine, shop: int) -> None:
    metric = task_success(engine, shop, (5, 20))
    with writing(engine) as session:
        for kept in session.exec(select(Observation)):
            kept.mature = False
            session.add(kept)
    measured(engine, metric, [(4, 20), None])
    below_60(engine, shop, metric)
    [seen] = found(engine, shop, WEEK)
    assert seen.why == "Below 60 %: 20 % (4 of 20). Of the week of 2 Nov, the last that is settled."


@pytest.fixture
def tickets(engine: Engine, home: Settings, shop: int, tmp_path: Path) -> int:
    """Three tickets a week on Photo and ten on Price for twenty weeks; in the reviewed week eighteen on Photo, at Pay."""
    lines = []
    for back in range(20):
        day = WEEK.shift(-back).monday
        photos, stage = (18, "Pay") if back == 0 else (3, "Basket")
        lines += [f"p{back}-{n},{day + timedelta(days=n % 5)} 09:00,Photo,{stage}" for n in range(photos)]
        lines += [f"q{back}-{n},{day + timedelta(days=n % 5)} 10:00,Price,Pay" for n in range(10)]
    file = tmp_path / "desk.csv"
    file.write_text("\n".join(["ticket_id,created_at,topic,stage", *lines]) + "\n")
    bring(engine, home, shop, SourceKind.TICKETS, file)
    return shop


@pytest.mark.parametrize("segment", ["", "topic=Photo"])
def test_a_topic_that_spikes_in_support(engine: Engine, home: Settings, tickets: int, segment: str) -> None:
    rule = add_rule(engine, by=YOU, journey=tickets, kind=RuleKind.TOPIC, segment=segment, at_least=8)
    switch_rule(engine, by=YOU, journey=tickets, rule=rule.key, revision=1, live=True)
    [seen] = found(engine, tickets, WEEK, events=home.events)
    assert seen.why.startswith("Topic Photo: 18 tickets in the week, usually about 3.0, hardly ever over ")
    assert (seen.segment, seen.metric_id, seen.n, seen.worse) == ("topic=Photo", None, 18, True)
    assert seen.stage_id == stages(engine, tickets)[1].key, "most of these tickets name Pay"
    assert found(engine, tickets, WEEK.shift(-1), events=home.events) == []
    told = [still(engine, tickets, WEEK.shift(at), rule.key, "topic=Photo", events=home.events) for at in (-1, 0, 1)]
    assert told == [False, True, None], "a week without any ticket at all was not delivered"


def test_a_spike_that_is_over_is_over(engine: Engine, home: Settings, tickets: int, tmp_path: Path) -> None:
    rule = add_rule(engine, by=YOU, journey=tickets, kind=RuleKind.TOPIC, at_least=8)
    switch_rule(engine, by=YOU, journey=tickets, rule=rule.key, revision=1, live=True)
    bring(engine, home, tickets, SourceKind.TICKETS, tickets_csv(tmp_path / "more.csv", "z1,2026-11-17 09:00,,Hello"))
    assert still(engine, tickets, WEEK.shift(1), rule.key, "topic=Photo", events=home.events) is None, "no topic, no news of it"
    file = tmp_path / "desk_2.csv"
    file.write_text("ticket_id,created_at,topic,stage\nz2,2026-11-17 09:00,Price,Pay\n")
    bring(engine, home, tickets, SourceKind.TICKETS, file)
    assert still(engine, tickets, WEEK.shift(1), rule.key, "topic=Photo", events=home.events) is False


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": RuleKind.THRESHOLD}, "Say at which figure the rule fires"),
        ({"kind": RuleKind.THRESHOLD, "limit": 60.0}, "between 0 % and 100 %"),
        ({"kind": RuleKind.THRESHOLD, "limit": 0.0}, "No week could be below that"),
        ({"kind": RuleKind.THRESHOLD, "limit": 1.0, "above": True}, "No week could be above that"),
        ({"kind": RuleKind.THRESHOLD, "limit": float("nan")}, "Say at which figure"),
        ({"kind": RuleKind.THRESHOLD, "limit": 0.5, "at_least": -1}, "no fewer than none"),
        ({"kind": RuleKind.THRESHOLD, "limit": 0.5, "weeks": 0}, "1 to 53 weeks"),
        ({"kind": RuleKind.TARGET_MISSED}, "has no target yet. Set one under Metrics"),
        ({"kind": RuleKind.PERIOD, "limit": 0.0}, "more than 0 %"),
        ({"kind": RuleKind.PERIOD, "limit": 1.0}, "Nothing can fall by 100 %"),
        ({"kind": RuleKind.TOPIC}, "how many tickets a spike has at least"),
        ({"kind": RuleKind.TOPIC, "at_least": 5, "limit": 0.5}, "between 1 and 100 times"),
        ({"kind": RuleKind.TOPIC, "at_least": 5, "segment": "platform=web"}, "one topic or at all"),
        ({"kind": RuleKind.STALE}, "watched without a rule"),
    ],
)
def test_a_rule_that_no_week_could_meet_is_refused_in_words(engine: Engine, shop: int, values: dict[str, Any], said: str) -> None:
    metric = task_success(engine, shop, (5, 20))
    with pytest.raises(Refused, match=said) as refusal:
        add_rule(engine, by=YOU, journey=shop, metric=metric, **values)
    assert "Nothing was changed." in str(refusal.value)
    assert audits(engine, "rule.add") == []


def test_a_share_of_an_nps_is_refused_and_so_is_a_rule_without_its_metric(engine: Engine, shop: int) -> None:
    nps = add_metric(engine, by=YOU, journey=shop, formula="nps").key
    with pytest.raises(Refused, match="runs through zero"):
        add_rule(engine, by=YOU, journey=shop, kind=RuleKind.PERIOD, metric=nps, limit=0.3)
    with pytest.raises(Refused, match="Choose the metric"):
        add_rule(engine, by=YOU, journey=shop, kind=RuleKind.THRESHOLD, limit=0.3)
    other = add_journey(engine, by=YOU, name="Other").key
    with pytest.raises(NotFound):
        add_rule(engine, by=YOU, journey=other, kind=RuleKind.THRESHOLD, metric=nps, limit=20)


def test_the_very_same_rule_twice_is_refused(engine: Engine, shop: int) -> None:
    metric = task_success(engine, shop, (5, 20))
    first = below_60(engine, shop, metric)
    with pytest.raises(Refused, match="this very rule already"):
        below_60(engine, shop, metric, live=False)
    bin_rule(engine, by=YOU, journey=shop, rule=first.key, revision=2)
    below_60(engine, shop, metric, live=False)
    with pytest.raises(Refused, match="this very rule already"):
        restore(engine, by=YOU, journey=shop, subject="alert_rule", id=first.key)


def test_a_live_rule_that_is_changed_stops_until_it_is_set_live_again(engine: Engine, shop: int) -> None:
    rule = below_60(engine, shop, task_success(engine, shop, (5, 20)))
    arguments: dict[str, Any] = {"by": YOU, "journey": shop, "rule": rule.key}
    same = change_rule(engine, **arguments, revision=2, limit=0.6)
    assert (same.live, same.revision) == (True, 2)
    changed = change_rule(engine, **arguments, revision=2, limit=0.5)
    assert (changed.live, changed.limit) == (False, 0.5)
    with pytest.raises(StaleEdit):
        change_rule(engine, **arguments, revision=2, limit=0.4)
    with pytest.raises(Refused, match="out of reach"):
        change_rule(engine, **arguments, revision=3, limit=50.0)


def test_every_act_is_on_record(engine: Engine, shop: int) -> None:
    rule = below_60(engine, shop, task_success(engine, shop, (5, 20)))
    change_rule(engine, by=YOU, journey=shop, rule=rule.key, revision=2, at_least=20)
    bin_rule(engine, by=YOU, journey=shop, rule=rule.key, revision=3)
    restore(engine, by=YOU, journey=shop, subject="alert_rule", id=rule.key)
    (switched,) = audits(engine, "rule.switch")
    assert (switched.subject, switched.before, switched.after) == ("alert_rule", {"live": False}, {"live": True})
    (changed,) = audits(engine, "rule.change")
    assert changed.after == {"at_least": 20, "live": False}
    assert [len(audits(engine, f"{act}")) for act in ("rule.add", "rule.bin", "alert_rule.restore")] == [1, 1, 1]


def test_a_viewer_may_not(engine: Engine, shop: int) -> None:
    metric = task_success(engine, shop, (5, 20))
    rule = below_60(engine, shop, metric)
    viewer = add_person(engine, by=YOU, name="Vera").key
    set_member(engine, by=YOU, journey=shop, person=viewer, role=Role.VIEWER)
    refused: dict[str, Any] = {"by": viewer, "journey": shop}
    with pytest.raises(NotAllowed):
        add_rule(engine, **refused, kind=RuleKind.THRESHOLD, metric=metric, limit=0.3)
    for act, more in ((change_rule, {"limit": 0.5}), (switch_rule, {"live": False}), (bin_rule, {})):
        with pytest.raises(NotAllowed):
            act(engine, **refused, rule=rule.key, revision=2, **more)
    assert row(engine, AlertRule, rule.key).revision == 2


def an_alert(engine: Engine, journey: int, metric: int, since: date, *states: AlertState, by: int | None = YOU) -> None:
    """An alert on everyone's figure, and what was said of it in turn."""
    with writing(engine) as session:
        alert = Alert(
            journey_id=journey, metric_id=metric, week=str(Week.of(since).shift(1)), since=since, rule="spike", why="Moved",
            state=states[-1] if states else AlertState.OPEN,
        )  # fmt: skip
        session.add(alert)
        session.flush()
        for old, new in zip((AlertState.OPEN, *states), states, strict=False):
            session.add(Flip(alert_id=alert.key, person_id=by, old=old, new=new, at=datetime(2026, 11, 1, tzinfo=UTC)))


def test_a_preview_counts_what_would_have_fired_and_what_people_said_of_it(engine: Engine, shop: int) -> None:
    good, bad = (19, 20), (8, 20)
    weeks = [good] * 26
    for at in (3, 9, 10, 15, 20):
        weeks[at] = bad
    metric = task_success(engine, shop, *weeks)
    rule = below_60(engine, shop, metric, live=False)
    first = WEEK.shift(-25)
    an_alert(engine, shop, metric, first.shift(3).monday + timedelta(days=2), AlertState.NOISE)
    an_alert(engine, shop, metric, first.shift(9).monday, AlertState.WATCH, AlertState.BLOCKER, AlertState.RESOLVED)
    an_alert(engine, shop, metric, first.shift(15).monday, AlertState.RESOLVED, by=None)
    told = preview(engine, shop, rule, until=WEEK)
    assert told.episodes["week"].to_list() == [first.shift(at).monday for at in (3, 9, 15, 20)]
    assert told.episodes["fired"].to_list() == [1, 2, 1, 1]
    assert told.episodes["said"].to_list() == ["noise", "real", None, None], "what calmed by itself nobody judged"
    assert (told.weeks, round(told.a_month, 1), told.called("noise"), told.called("real")) == (26, 0.7, 1, 1)


def test_a_preview_looks_no_further_back_and_works_before_the_rule_is_saved(engine: Engine, shop: int) -> None:
    metric = task_success(engine, shop, (8, 20), *[(19, 20)] * 26)
    rule = AlertRule(journey_id=shop, kind=RuleKind.THRESHOLD, metric_id=metric, limit=0.6)
    told = preview(engine, shop, rule, until=WEEK)
    assert (told.episodes.height, told.weeks, told.a_month) == (0, 26, 0.0)
    assert preview(engine, shop, rule, until=WEEK, weeks=27).episodes.height == 1
    told = preview(engine, shop, AlertRule(journey_id=shop, kind=RuleKind.THRESHOLD, metric_id=metric, limit=0.96), until=WEEK)
    assert told.in_words().endswith("It holds in 26 of these weeks: it tells what is usual rather than what is new.")
    nothing = preview(engine, shop, AlertRule(journey_id=shop, kind=RuleKind.TOPIC, at_least=5), until=WEEK)
    assert (nothing.weeks, nothing.a_month) == (0, 0.0)


def test_a_preview_of_topics(engine: Engine, home: Settings, tickets: int) -> None:
    rule = AlertRule(journey_id=tickets, kind=RuleKind.TOPIC, at_least=8)
    told = preview(engine, tickets, rule, until=WEEK, events=home.events)
    assert told.episodes.select("segment", "week", "value").rows() == [("topic=Photo", WEEK.monday, 18.0)]
    assert told.judged.filter("fired")["n"].to_list() == [18]
    assert told.judged.filter(pl.col("segment") == "topic=Price").height > 0


def test_a_spike_becomes_an_alert_from_support_and_a_blocker_at_its_stage(engine: Engine, home: Settings, tickets: int) -> None:
    rule = add_rule(engine, by=YOU, journey=tickets, kind=RuleKind.TOPIC, at_least=8)
    switch_rule(engine, by=YOU, journey=tickets, rule=rule.key, revision=1, live=True)
    raised = check(engine, by=YOU, journey=tickets, week=WEEK, today=WEEK.shift(1).monday, events=home.events)
    [alert] = [one for one in raised if one.rule_id == rule.key]
    assert check(engine, by=YOU, journey=tickets, week=WEEK, today=WEEK.shift(1).monday, events=home.events) == []
    told = alerts(engine, tickets).filter(pl.col("id") == alert.key).row(0, named=True)
    assert (told["source"], told["stage"], told["metric"]) == ("Support", "Pay", None)
    triage(engine, by=YOU, journey=tickets, alert=alert.key, revision=1, state=AlertState.BLOCKER)
    assert pains(engine, tickets)["title"].to_list() == ["Photo stands out at Pay"]
