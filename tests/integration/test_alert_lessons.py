"""What a dismissal teaches, how it is undone, and how the owner says how a journey is watched."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from journey.domain.words import AlertState
from journey.errors import NotFound, Refused, StaleEdit
from journey.routine import act as acting
from journey.routine.alerts.acts import add_alert, triage
from journey.routine.alerts.lessons import restore_lesson, undo_lesson
from journey.routine.alerts.plan import set_plan
from journey.routine.alerts.record import measured, replayed
from journey.routine.alerts.watching import Watch
from journey.routine.changes import add_change
from journey.store.readers.alerts import alerts, flips, lessons, plan
from tests.integration.watched_shop import WEEK, YOU, Shop, calm, shop, since

SIZES = {"platform=mobile": 90, "platform=web": 110}


@pytest.fixture
def dismissed(engine: Engine) -> Shop:
    """A journey whose only alert was called noise."""
    made = shop(engine, since(WEEK.monday, until=WEEK.monday + timedelta(days=1)), sizes=SIZES)
    [alert] = made.look()
    triage(engine, by=YOU, journey=made.journey, alert=alert.key, revision=1, state=AlertState.NOISE, reason="A test shop")
    return made


def strictness(made: Shop, segment: str = "") -> float:
    return Watch(made.engine, made.journey).strictness((made.metric, segment))


def test_noise_widens_the_limits_of_its_metric_and_its_segments(engine: Engine, dismissed: Shop) -> None:
    [row] = lessons(engine, dismissed.journey).to_dicts()
    assert (row["metric_id"], row["segment"], row["factor"], row["undone"]) == (dismissed.metric, "", 1.25, None)
    assert row["reason"] == "A test shop"
    assert strictness(dismissed) == 1.25
    segments = Watch(engine, dismissed.journey)
    assert strictness(dismissed, "platform=mobile") == 1.25 * segments.budgeted[True]


def test_undoing_a_lesson_puts_the_limits_back_and_it_can_count_again(engine: Engine, dismissed: Shop) -> None:
    [row] = lessons(engine, dismissed.journey).to_dicts()
    undo_lesson(engine, by=YOU, journey=dismissed.journey, lesson=row["id"], revision=row["revision"])
    assert strictness(dismissed) == 1.0
    assert alerts(engine, dismissed.journey)["state"].to_list() == ["noise"], "what was said stays said"
    with pytest.raises(NotFound):
        undo_lesson(engine, by=YOU, journey=dismissed.journey, lesson=row["id"], revision=row["revision"] + 1)
    restore_lesson(engine, by=YOU, journey=dismissed.journey, lesson=row["id"])
    assert strictness(dismissed) == 1.25


def test_reopening_takes_back_what_the_dismissal_taught(engine: Engine, dismissed: Shop) -> None:
    [alert] = alerts(engine, dismissed.journey).to_dicts()
    said: dict[str, Any] = {"alert": alert["id"], "revision": alert["revision"], "state": AlertState.OPEN}
    triage(engine, by=YOU, journey=dismissed.journey, **said)
    assert strictness(dismissed) == 1.0
    assert flips(engine, dismissed.journey)["new"].to_list() == ["noise", "open"]


def test_many_dismissals_never_make_a_metric_deaf(engine: Engine) -> None:
    made = shop(engine, calm)
    for back in range(6):
        row = add_alert(
            engine, by=YOU, journey=made.journey, metric=made.metric, week=WEEK, since=WEEK.monday - timedelta(days=30 * back),
            why="I saw it", worse=True, rule="spike",
        )  # fmt: skip
        triage(engine, by=YOU, journey=made.journey, alert=row.key, revision=1, state=AlertState.NOISE, reason="No")
    assert strictness(made) == 2.0
    assert lessons(engine, made.journey).height == 4, "1.25 three times, then what is left to 2"
    newest = lessons(engine, made.journey).row(0, named=True)
    undo_lesson(engine, by=YOU, journey=made.journey, lesson=newest["id"], revision=1)
    assert strictness(made) == pytest.approx(1.25**3)
    row = add_alert(
        engine,
        by=YOU,
        journey=made.journey,
        metric=made.metric,
        week=WEEK,
        since=WEEK.shift(3).sunday,
        why="Again",
        worse=True,
        rule="spike",
    )
    triage(engine, by=YOU, journey=made.journey, alert=row.key, revision=1, state=AlertState.NOISE, reason="No")
    with pytest.raises(Refused, match="2 times as wide already"):
        restore_lesson(engine, by=YOU, journey=made.journey, lesson=newest["id"])


def test_what_somebody_noticed_by_hand_teaches_the_detector_nothing(engine: Engine) -> None:
    made = shop(engine, calm)
    said: dict[str, Any] = {"metric": made.metric, "week": WEEK, "since": WEEK.monday, "why": "Felt odd", "worse": True}
    row = add_alert(engine, by=YOU, journey=made.journey, **said)
    triage(engine, by=YOU, journey=made.journey, alert=row.key, revision=1, state=AlertState.NOISE, reason="It was not")
    assert lessons(engine, made.journey).is_empty()


def test_a_dismissal_and_what_it_teaches_are_kept_or_lost_together(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    made = shop(engine, since(WEEK.monday))
    [alert] = made.look()
    log = acting.Act.log

    def broken(self: acting.Act, subject: Any, **values: Any) -> None:
        if type(subject).__name__ == "Lesson":
            raise RuntimeError("the disk is full")
        log(self, subject, **values)

    monkeypatch.setattr(acting.Act, "log", broken)
    with pytest.raises(RuntimeError):
        triage(engine, by=YOU, journey=made.journey, alert=alert.key, revision=1, state=AlertState.NOISE, reason="A test shop")
    assert alerts(engine, made.journey)["state"].to_list() == ["open"]
    assert flips(engine, made.journey).is_empty()
    assert lessons(engine, made.journey).is_empty()


# The plan


def test_a_journey_is_watched_by_default_until_its_owner_says_otherwise(engine: Engine) -> None:
    made = shop(engine, calm)
    usual = plan(engine, made.journey)
    assert (usual.revision, usual.false_alarms_month, usual.cooldown_days) == (0, 2.0, 14)
    said = set_plan(engine, by=YOU, journey=made.journey, revision=0, false_alarms_month=0.5, country="de-by")
    assert (said.revision, said.country) == (1, "DE-BY")
    again = set_plan(engine, by=YOU, journey=made.journey, revision=1, quiet_from=20, quiet_to=7)
    assert (again.false_alarms_month, again.quiet_from, again.quiet_to) == (0.5, 20, 7)
    with pytest.raises(StaleEdit):
        set_plan(engine, by=YOU, journey=made.journey, revision=1, cooldown_days=3)
    with pytest.raises(StaleEdit):
        set_plan(engine, by=YOU, journey=made.journey, revision=0, cooldown_days=3)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"false_alarms_month": 0.0}, "0.1 to 60"),
        ({"cooldown_days": -1}, "0 to 90 days"),
        ({"escalate_days": 0}, "1 to 60 days"),
        ({"quiet_from": 20}, "a beginning and an end"),
        ({"quiet_from": 8, "quiet_to": 8}, "full hour"),
        ({"quiet_from": 8, "quiet_to": 24}, "full hour"),
        ({"country": "Atlantis"}, "no calendar of holidays for 'Atlantis'"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_words(engine: Engine, values: dict[str, Any], why: str) -> None:
    made = shop(engine, calm, days=30)
    with pytest.raises(Refused, match=why):
        set_plan(engine, by=YOU, journey=made.journey, revision=0, **values)
    assert plan(engine, made.journey).revision == 0


def test_the_fewer_false_alarms_are_accepted_the_wider_the_limits(engine: Engine) -> None:
    made = shop(engine, calm, sizes=SIZES)
    wide = []
    for revision, accepted in enumerate((30.0, 1.0, 0.1)):
        set_plan(engine, by=YOU, journey=made.journey, revision=revision, false_alarms_month=accepted)
        wide.append(strictness(made, "platform=mobile"))
    assert wide[0] <= wide[1] < wide[2]


# The record


def test_the_record_counts_what_became_of_alerts(engine: Engine, dismissed: Shop) -> None:
    found = measured(engine, dismissed.journey, today=WEEK.shift(1).sunday)
    assert {word.value: count for word, count in found.counts.items() if count} == {"noise": 1}
    assert found.real_share == 0
    later = measured(engine, dismissed.journey, today=WEEK.shift(40).sunday)
    assert later.decided == 0, "only the last half year counts"


def test_quiet_history_counts_what_rang_though_nothing_was_known_to_happen(engine: Engine) -> None:
    jump = WEEK.shift(-20)
    made = shop(engine, since(jump.monday, 0.6, until=jump.sunday))
    rate = replayed(engine, made.journey, until=WEEK)
    assert rate.alarms == 1
    assert rate.low is not None
    assert rate.rate is not None
    assert rate.low < rate.rate < 0.3
    add_change(
        engine, by=YOU, journey=made.journey, title="New form", stage_id=None, metric_id=made.metric, shipped_on=jump.monday
    )
    told = replayed(engine, made.journey, until=WEEK)
    assert told.alarms == 0, "the weeks after a change are not quiet"
    assert told.months < rate.months


def test_a_journey_without_figures_has_no_rate(engine: Engine) -> None:
    made = shop(engine, calm, days=30)
    assert replayed(engine, made.journey, until=WEEK).rate is None
