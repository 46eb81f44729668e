"""The signs of working together, from acts to sentences."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine

from journey.domain.weeks import Week
from journey.domain.words import ActionStatus, AlertState, ChangeKind, Direction, Verdict, Weekday
from journey.routine.alerts.acts import add_alert, triage
from journey.routine.changes import add_change
from journey.routine.collaboration import Sign, health
from journey.routine.journeys import add_journey
from journey.routine.metrics import add_metric
from journey.routine.people import add_person, add_team
from journey.routine.verdicts import decide
from journey.routine.weeks import take_part
from journey.routine.work import add_action, change_action
from journey.store.readers.journeys import stages
from journey.store.tables import told_at

YOU, WEEK, TODAY = 1, Week.parse("2026-W47"), date(2026, 11, 20)
MONDAY = datetime(2026, 11, 16, 8, tzinfo=UTC)


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key


def signs(engine: Engine, journey: int) -> dict[str, Sign]:
    return {sign.key: sign for sign in health(engine, journey, WEEK, today=TODAY, timezone="UTC")}


def test_a_new_journey_has_nothing_to_say(engine: Engine, shop: int) -> None:
    told = signs(engine, shop)
    assert list(told) == ["participation", "on_time", "decisions", "listening", "calibration"]
    assert {sign.n for sign in told.values()} == {0}
    assert told["listening"].means == "Nobody heard Browse and Pay: what you believe of it is a guess."


def test_teams_that_never_come_are_named(engine: Engine, shop: int) -> None:
    support, product = (add_team(engine, by=YOU, name=name).key for name in ("Support", "Product"))
    people = [add_person(engine, by=YOU, name=name, team_id=team).key for name, team in (("Ana", support), ("Bo", support))]
    assert product
    for back in (0, 1):
        label = str(WEEK.shift(-back))
        take_part(engine, by=YOU, journey=shop, week=label, weekday=Weekday.TUESDAY, people=people[back:])
    sign = signs(engine, shop)["participation"]
    assert sign.sentence == "1.5 people a week, in 2 of the last 6 weeks: Support 2."
    assert sign.means == "Nobody from Product was there: what concerns them is decided without them."


def test_alerts_are_decided_when_somebody_says_what_they_are(engine: Engine, shop: int) -> None:
    """Three alerts on Monday: one decided at once, one on Wednesday, one not; half are decided after two days."""
    pay = stages(engine, shop)[1].key
    for formula, days in (("drop_off", 0), ("csat", 2), ("ces", None)):
        metric = add_metric(engine, by=YOU, journey=shop, formula=formula, stage=pay).key
        with told_at(MONDAY):
            alert = add_alert(
                engine, by=YOU, journey=shop, metric=metric, week=WEEK, since=date(2026, 11, 9), why="It jumped", worse=True
            )
        if days is not None:
            with told_at(MONDAY + timedelta(days=days)):
                said = {"state": AlertState.WATCH, "today": TODAY}
                triage(engine, by=YOU, journey=shop, alert=alert.key, revision=1, **said)  # type: ignore[arg-type]
    sign = signs(engine, shop)["decisions"]
    assert (sign.figure, sign.n) == ("2 d", 3)
    assert sign.sentence == "2 of 3 alerts of the last 13 weeks decided; half of them after 2 d."


def test_most_dates_slip_is_only_said_where_chance_would_hardly_do_it(engine: Engine, shop: int) -> None:
    for number in range(9):
        due = TODAY - timedelta(days=10 + number)
        action = add_action(engine, by=YOU, journey=shop, title=f"Call {number}", due=due).key
        if number < 3:
            done = {"status": ActionStatus.RESOLVED, "today": due}
            change_action(engine, by=YOU, journey=shop, action=action, revision=1, **done)  # type: ignore[arg-type]
        if number == 4:
            assert "Some dates slip" in signs(engine, shop)["on_time"].means, "3 of 5"
    sign = signs(engine, shop)["on_time"]
    assert sign.sentence == "33 % (3 of 9) of the actions due in the last 13 weeks were done in time; 6 late now."
    assert "Some dates slip" in sign.means, "3 of 9 may still be chance"


def test_forecasts_are_scored_by_what_the_data_said(engine: Engine, shop: int) -> None:
    metric = add_metric(engine, by=YOU, journey=shop, formula="nps").key
    for number, verdict in enumerate((Verdict.VALIDATED, Verdict.REJECTED)):
        change = add_change(
            engine, by=YOU, journey=shop, title=f"Change {number}", metric_id=metric, direction=Direction.UP, size=5.0,
            shipped_on=date(2026, 10, 5), confidence=0.8, kind=ChangeKind.PRODUCT,
        )  # fmt: skip
        decide(
            engine, by=YOU, journey=shop, change=change.key, revision=change.revision, verdict=verdict, why="Seen",
            learning="", today=TODAY,
        )  # fmt: skip
    sign = signs(engine, shop)["calibration"]
    assert (sign.figure, sign.n) == ("50 % (1 of 2)", 2)
    assert "too few" in sign.sentence
