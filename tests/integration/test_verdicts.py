"""Verdicts and what bears on them: waiting, controls, guards, other changes, incidents, spikes, early looks, many at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert, update
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.config import Settings
from journey.domain.weeks import Week
from journey.domain.words import ChangeKind, Direction, EntryKind, Verdict, Weekday
from journey.errors import NotFound, Refused
from journey.routine.alerts.acts import check
from journey.routine.changes import add_change, change_change, ship_change
from journey.routine.experiments.acts import count_by_hand
from journey.routine.incidents import add_incident
from journey.routine.journeys import add_journey
from journey.routine.metrics import add_metric, bin_metric
from journey.routine.pains import add_pain, change_pain
from journey.routine.people import add_person, add_team
from journey.routine.verdicts import (
    Stand,
    Trial,
    Way,
    consequences,
    decide,
    due,
    forecasts,
    learnings,
    nearby,
    plan,
    suggested_controls,
    suggested_guards,
    trials,
)
from journey.routine.weeks import add_entry
from journey.store.engine import writing
from journey.store.readers.journeys import stages
from journey.store.readers.work import changes
from journey.store.tables import Observation

YOU = 1
SUNDAY, FRIDAY = date(2026, 11, 15), date(2026, 11, 20)
SHIPPED = date(2026, 10, 5)
A_DAY = timedelta(days=1)
CLAIMS = (Verdict.VALIDATED, Verdict.HARMFUL)
Share = Callable[[date], float]


@pytest.fixture
def home(started: Path, tmp_path: Path) -> Settings:
    """On SQLite alone: what is judged here does not hang on the database; the acts and reads have tests on both."""
    own = Settings(home=tmp_path / "home")
    own.home.mkdir()
    shutil.copy(started, own.home)
    return own


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay", "Return")).key


def step(before: float = 0.20, after: float = 0.10, on: date = SHIPPED) -> Share:
    return lambda day: after if day >= on else before


def metric_of(
    engine: Engine, journey: int, share: Share, *, at: int = 1, formula: str = "drop_off", n: int = 400, seed: int = 3,
    segments: dict[str, Share] | None = None,
) -> int:  # fmt: skip
    """A rate at a stage over a year of days up to the reviewed Sunday, with a share for each day; also by segment."""
    metric = add_metric(engine, by=YOU, journey=journey, formula=formula, stage=stages(engine, journey)[at].key).key
    draw = np.random.default_rng(seed)
    rows = [
        _day(metric, day, segment, n, int(draw.binomial(n, of(day))))
        for segment, of in {"": share, **(segments or {})}.items()
        for day in (SUNDAY - timedelta(days=back) for back in range(365))
    ]
    with writing(engine) as session:
        session.connection().execute(insert(Observation), rows)
    return metric


def _day(metric: int, day: date, segment: str, n: int, hit: int) -> dict[str, Any]:
    sums = {"n": n, "total": hit, "total_sq": hit, "mature": True}
    return {"metric_id": metric, "grain": "day", "day": day, "segment": segment, **sums}


def shipped(engine: Engine, journey: int, metric: int | None, **values: Any) -> int:
    told = {"title": "Fewer fields", "shipped_on": SHIPPED, "direction": Direction.DOWN, "size": 0.05, **values}
    return add_change(engine, by=YOU, journey=journey, metric_id=metric, **told).key


def tried(engine: Engine, journey: int, change: int, *, until: date = SUNDAY) -> Trial:
    return next(trial for trial in trials(engine, journey, until=until) if trial.change["id"] == change)


def notes(trial: Trial, kind: str) -> list[str]:
    return [note.sentence for note in trial.notes if note.kind == kind]


# how long to wait


def test_a_change_is_told_before_it_ships_how_long_it_must_wait(engine: Engine, shop: int) -> None:
    metric = metric_of(engine, shop, step(after=0.20))
    told = {"metric_id": metric, "ships_on": date(2026, 11, 23), "until": SUNDAY}
    large, small = (plan(engine, shop, size=size, **told) for size in (0.05, 0.018))  # type: ignore[arg-type]
    assert (large.weeks, large.due_on) == (1, date(2026, 12, 4)), "a week of data from Monday 23 Nov is reviewed the Friday after"
    assert large.sentence == "Verdict due on Friday 4 Dec 2026: about 1 week at this volume."
    assert small.weeks is not None
    assert small.weeks > 1
    assert large.usual.startswith("Drop-off has been 2")
    assert "of 11,200" in large.usual


def test_the_lag_puts_the_verdict_off(engine: Engine, shop: int) -> None:
    metric = metric_of(engine, shop, step(after=0.20))
    told = plan(engine, shop, metric_id=metric, size=0.05, ships_on=date(2026, 11, 23), lag_days=7, until=SUNDAY)
    assert told.due_on == date(2026, 12, 11)
    assert "after 7 days until it shows" in told.sentence


def test_days_until_the_newest_figures_are_grown_up_count_whenever_it_shipped(engine: Engine, shop: int) -> None:
    """Of a change that is written down after it shipped, the days before it have long grown up; its own have not."""
    metric = metric_of(engine, shop, step(after=0.20))
    young = (col(Observation.metric_id) == metric) & (col(Observation.day) > SUNDAY - 8 * A_DAY)
    with writing(engine) as session:
        session.connection().execute(update(Observation).where(young).values(mature=False))
    told = plan(engine, shop, metric_id=metric, size=0.05, ships_on=date(2026, 10, 26), until=SUNDAY)
    assert told.sentence.endswith("1 week at this volume, after 8 until a day's customers have had their time.")
    assert told.due_on == date(2026, 11, 20), "seven days from Monday 26 Oct and eight more end on Monday 9 Nov"


@pytest.mark.parametrize(("size", "said"), [(0.0, "Nobody said which effect"), (0.0001, "half a year would not show")])
def test_what_waiting_does_not_show_is_said_and_looked_at_all_the_same(engine: Engine, shop: int, size: float, said: str) -> None:
    metric = metric_of(engine, shop, step(after=0.20), n=40)
    told = plan(engine, shop, metric_id=metric, size=size, ships_on=date(2026, 11, 23), until=SUNDAY)
    assert told.weeks is None
    assert said in told.sentence
    assert f"looked at on Friday {told.due_on.day}" in told.sentence


def test_a_rate_without_room_for_the_effect_is_told_so(engine: Engine, shop: int) -> None:
    told: dict[str, Any] = {
        "metric_id": metric_of(engine, shop, step(after=0.20)),
        "ships_on": date(2026, 11, 23),
        "until": SUNDAY,
    }
    assert "can't" not in plan(engine, shop, size=0.30, direction=Direction.UP, **told).usual
    assert "can't go down by 30.0 points from there" in plan(engine, shop, size=0.30, direction=Direction.DOWN, **told).usual


def test_what_else_ships_on_the_metric_is_told_before_it_is_too_late(engine: Engine, shop: int) -> None:
    metric = metric_of(engine, shop, step())
    first = shipped(engine, shop, metric, size=0.01, shipped_on=date(2026, 11, 11))
    told: dict[str, Any] = {"metric_id": metric}
    assert nearby(engine, shop, ships_on=date(2026, 11, 13), **told).startswith("'Fewer fields' ships 2 days apart from it")
    assert "ends its days" in nearby(engine, shop, ships_on=date(2026, 11, 18), **told)
    assert nearby(engine, shop, ships_on=date(2027, 6, 1), **told) == ""
    assert nearby(engine, shop, ships_on=date(2026, 11, 11), change=first, **told) == ""


def test_the_friday_is_told_anew_when_it_ships_later_than_planned(engine: Engine, shop: int) -> None:
    metric = metric_of(engine, shop, step(after=0.20))
    change = shipped(engine, shop, metric, shipped_on=None, ships_on=date(2026, 11, 2))
    assert changes(engine, shop)["due_on"].to_list() == [date(2026, 11, 13)]
    ship_change(engine, by=YOU, journey=shop, change=change, revision=1, on=date(2026, 11, 9))
    assert changes(engine, shop).select("shipped_on", "due_on", "weeks").row(0) == (date(2026, 11, 9), date(2026, 11, 20), 1)
    change_change(engine, by=YOU, journey=shop, change=change, revision=2, description="With icons")
    assert changes(engine, shop)["due_on"].to_list() == [date(2026, 11, 20)]


def test_fridays_list_has_what_is_late_on_top_and_tells_when_the_rest_is_due(engine: Engine, shop: int) -> None:
    metric = metric_of(engine, shop, step(after=0.20))
    shipped(engine, shop, metric, title="Late")
    shipped(engine, shop, None, title="Untold")
    shipped(engine, shop, metric, title="Now", shipped_on=date(2026, 11, 9))
    shipped(engine, shop, metric, title="Soon", shipped_on=date(2026, 11, 16))
    shipped(engine, shop, metric, title="Some day", shipped_on=None, ships_on=date(2026, 12, 1))
    shipped(engine, shop, metric, title="Forgotten", shipped_on=None, ships_on=date(2026, 11, 2))
    listed = due(engine, shop, friday=FRIDAY)
    assert [(one.change["title"], one.state) for one in listed] == [
        ("Late", Stand.OVERDUE), ("Now", Stand.DUE), ("Soon", Stand.WAITING),
        ("Forgotten", Stand.PLANNED), ("Some day", Stand.PLANNED),
        ("Untold", Stand.UNTESTED),
    ]  # fmt: skip
    assert listed[0].sentence == "The verdict was due on Friday 16 Oct 2026."
    assert listed[2].sentence == "Verdict due on Friday 27 Nov 2026, about 1 week at this volume."
    assert "nobody said that it did" in listed[3].sentence
    assert [one.trial is not None for one in listed] == [True, True, False, False, False, False]
    late = listed[0].change
    decide(
        engine,
        by=YOU,
        journey=shop,
        change=late["id"],
        revision=1,
        verdict=Verdict.CANT_TELL,
        why="No",
        learning="",
        today=FRIDAY,
    )
    assert [one.state for one in due(engine, shop, friday=FRIDAY) if one.change["id"] == late["id"]] == [Stand.DECIDED]
    assert late["id"] not in [one.change["id"] for one in due(engine, shop, friday=FRIDAY + 7 * A_DAY)]


def test_a_change_whose_metric_is_in_the_bin_waits_for_nothing(engine: Engine, shop: int) -> None:
    metric = metric_of(engine, shop, step())
    shipped(engine, shop, metric)
    bin_metric(engine, by=YOU, journey=shop, metric=metric, revision=1)
    [listed] = due(engine, shop, friday=FRIDAY)
    assert (listed.state, listed.trial) == (Stand.UNTESTED, None)
    assert "has lost its metric" in listed.sentence


# what bears on a verdict


def test_what_is_looked_at_too_early_is_not_claimed_unless_beyond_doubt(engine: Engine, shop: int) -> None:
    clear = metric_of(engine, shop, step(0.20, 0.05))
    faint = metric_of(engine, shop, step(0.20, 0.185), at=2, seed=5)
    both = [shipped(engine, shop, metric, size=0.01, title=str(metric)) for metric in (clear, faint)]
    for change in both:
        change_change(engine, by=YOU, journey=shop, change=change, revision=1, lag_days=0)
    with writing(engine) as session:  # told to wait until the New Year
        from journey.store.tables import Change

        for change in both:
            row = session.get(Change, change)
            assert row is not None
            row.due_on = date(2027, 1, 8)
    sure, unsure = (tried(engine, shop, change) for change in both)
    assert sure.early
    assert unsure.early
    assert sure.ruling.verdict is Verdict.VALIDATED
    assert "beyond doubt already" in sure.ruling.sentence
    assert unsure.ruling.verdict is Verdict.TOO_EARLY
    assert "Friday 8 Jan 2027" in unsure.ruling.sentence


def test_two_changes_within_a_week_on_one_metric_are_not_told_apart(engine: Engine, shop: int) -> None:
    metric = metric_of(engine, shop, step())
    first = shipped(engine, shop, metric)
    second = shipped(engine, shop, metric, title="New button", shipped_on=SHIPPED + 3 * A_DAY)
    for change in (first, second):
        trial = tried(engine, shop, change)
        assert not trial.alone
        assert trial.ruling.verdict is Verdict.CANT_TELL
        assert "can't be told apart" in trial.ruling.sentence
        assert trial.impact.moved, "what moved is shown all the same"
    assert all("can't be told apart" in one.sentence for one in due(engine, shop, friday=FRIDAY)), "nobody waits for nothing"


def test_a_change_is_judged_until_the_next_one_on_its_metric(engine: Engine, shop: int) -> None:
    later = SHIPPED + 21 * A_DAY
    metric = metric_of(engine, shop, lambda day: 0.30 if day >= later else 0.10 if day >= SHIPPED else 0.20)
    first = shipped(engine, shop, metric)
    second = shipped(engine, shop, metric, title="New button", shipped_on=later)
    trial = tried(engine, shop, first)
    assert (trial.ruling.verdict, trial.impact.days_after, trial.alone) == (Verdict.VALIDATED, 21, True)
    assert notes(trial, "overlap") == ["Judged by its 21 days until 26 Oct, when 'New button' shipped on the same metric."]
    assert [mark.title for mark in trial.marks] == ["New button"]
    change_change(engine, by=YOU, journey=shop, change=first, revision=1, size=0.004)
    on_list = next(one for one in due(engine, shop, friday=FRIDAY) if one.change["id"] == first)
    assert on_list.change["due_on"] > FRIDAY, "so small an effect takes months"
    assert (on_list.state, on_list.due_on) == (Stand.OVERDUE, date(2026, 10, 30)), "but its days are over"
    assert "waiting adds none" in on_list.sentence
    harmful = tried(engine, shop, second)
    assert harmful.ruling.verdict is Verdict.HARMFUL, "from the level that the first one left"
    assert harmful.impact.effect is not None


def test_the_days_of_an_incident_are_left_out_when_it_says_so(engine: Engine, shop: int) -> None:
    metric = metric_of(engine, shop, lambda day: 0.60 if date(2026, 10, 12) <= day <= date(2026, 10, 18) else step()(day))
    change = shipped(engine, shop, metric)
    told: dict[str, Any] = {
        "starts_on": date(2026, 10, 12),
        "ends_on": date(2026, 10, 18),
        "stage_id": stages(engine, shop)[1].key,
    }
    add_incident(engine, by=YOU, journey=shop, title="The bank was down", leave_out=True, **told)
    trial = tried(engine, shop, change)
    assert trial.ruling.verdict is Verdict.VALIDATED
    assert trial.path.filter("left_out")["at"].to_list() == [date(2026, 10, 12) + timedelta(days=day) for day in range(7)]
    assert notes(trial, "incident") == ["The days of 'The bank was down' (12 to 18 Oct) are left out."]
    assert [(mark.kind, mark.left_out) for mark in trial.marks] == [("incident", True)]


def test_the_days_of_adoption_do_not_count(engine: Engine, shop: int) -> None:
    metric = metric_of(engine, shop, step(on=SHIPPED + 10 * A_DAY))
    change = shipped(engine, shop, metric, lag_days=10)
    trial = tried(engine, shop, change)
    assert trial.impact.effect == pytest.approx(-0.10, abs=0.015), "not thinned by the days before anybody used it"
    assert trial.path.filter("left_out").height == 10
    assert notes(trial, "lag")


def test_a_change_that_answers_a_spike_is_judged_without_it(engine: Engine, shop: int) -> None:
    spike = SHIPPED - 14 * A_DAY
    metric = metric_of(engine, shop, lambda day: 0.32 if spike <= day < SHIPPED else 0.20)
    [alert] = [one for one in check(engine, by=YOU, journey=shop, week=Week.of(SHIPPED).shift(-1)) if one.metric_id == metric]
    by_itself = shipped(engine, shop, metric, alert_id=alert.key)
    trial = tried(engine, shop, by_itself)
    assert trial.ruling.verdict is Verdict.REJECTED, "it fell back by itself"
    [said] = notes(trial, "spike")
    assert "would have come back" in said
    assert "judged without them" in said
    assert {one.why for one in trial.impact.left_out} == {"spike"}


def test_a_guard_that_got_worse_makes_the_change_harmful_and_one_that_held_is_noted(engine: Engine, shop: int) -> None:
    metric = metric_of(engine, shop, step())
    pushed_on = metric_of(engine, shop, step(0.20, 0.30), at=2, seed=8)
    calm = metric_of(engine, shop, lambda day: 0.20, at=0, seed=9)
    trial = tried(engine, shop, shipped(engine, shop, metric, guards=[pushed_on, calm]))
    assert trial.ruling.verdict is Verdict.HARMFUL
    assert trial.ruling.sentence.startswith("Drop-off fell by")
    assert "But Drop-off at Return, a guard, got worse by more than chance: +" in trial.ruling.sentence
    assert [guard.worse for guard in trial.guards] == [True, False]
    assert any("held" in said for said in notes(trial, "guard"))


def test_a_control_that_moved_with_the_metric_takes_out_what_moved_both(engine: Engine, shop: int) -> None:
    weather = np.random.default_rng(1).normal(0, 0.03, 365)
    tide = {SUNDAY - timedelta(days=back): float(weather[back]) for back in range(365)}
    metric = metric_of(engine, shop, lambda day: 0.25 + tide[day] - (0.06 if day >= SHIPPED else 0), n=2000)
    other = metric_of(engine, shop, lambda day: 0.30 + tide[day], at=2, n=2000, seed=8)
    noise = metric_of(engine, shop, lambda day: 0.20, at=0, n=2000, seed=11)
    offered = suggested_controls(engine, shop, metric_id=metric, ships_on=SHIPPED, until=SUNDAY)
    assert [(one.key, one.good) for one in offered] == [(f"metric:{other}", True), (f"metric:{noise}", False)]
    assert offered[0].sentence.startswith("Drop-off at Return moved closely with the metric")
    alone = tried(engine, shop, shipped(engine, shop, metric, shipped_on=SHIPPED))
    change_change(engine, by=YOU, journey=shop, change=alone.change["id"], revision=1, controls=[f"metric:{other}"])
    held = tried(engine, shop, alone.change["id"])
    assert (alone.way, held.way) == (Way.BEFORE, Way.CONTROLS)
    assert _width(held) < 0.7 * _width(alone)
    assert held.impact.effect == pytest.approx(-0.06, abs=0.02)


def test_another_journeys_kpi_is_offered_to_whoever_may_look_at_it(engine: Engine, shop: int) -> None:
    weather = np.random.default_rng(1).normal(0, 0.03, 365)
    tide = {SUNDAY - timedelta(days=back): float(weather[back]) for back in range(365)}
    metric = metric_of(engine, shop, lambda day: 0.25 + tide[day], n=2000)
    bank = add_journey(engine, by=YOU, name="Bank", stages=("Apply", "Sign")).key
    other = metric_of(engine, bank, lambda day: 0.30 + tide[day], n=2000, seed=8)
    vera = add_person(engine, by=YOU, name="Vera").key
    asked: dict[str, Any] = {"metric_id": metric, "ships_on": SHIPPED, "until": SUNDAY}
    [offered] = suggested_controls(engine, shop, by=YOU, **asked)
    assert (offered.key, offered.name, offered.good) == (f"metric:{other}", "Drop-off at Sign (Bank)", True)
    assert suggested_controls(engine, shop, by=vera, **asked) == []
    change = shipped(engine, shop, metric, controls=[offered.key])
    assert tried(engine, shop, change).way is Way.CONTROLS


def _width(trial: Trial) -> float:
    assert trial.impact.hi95 is not None
    assert trial.impact.lo95 is not None
    return trial.impact.hi95 - trial.impact.lo95


def test_of_many_verdicts_on_one_friday_one_that_is_only_just_beyond_chance_is_doubted(engine: Engine, shop: int) -> None:
    journey = add_journey(engine, by=YOU, name="Bank", stages=tuple(f"Step {number}" for number in range(12))).key
    flat = [metric_of(engine, journey, lambda day: 0.20, at=at, seed=30 + at, n=200) for at in range(11)]
    shipped_ = [shipped(engine, journey, metric, title=f"Change {metric}", size=0.0) for metric in flat]
    lucky = shipped_[3]
    [alone] = trials(engine, journey, until=SUNDAY, only=[lucky])
    assert alone.ruling.verdict in CLAIMS, "one in twenty is beyond chance by chance"
    together = {trial.change["id"]: trial.ruling for trial in trials(engine, journey, until=SUNDAY)}
    doubted = together[lucky]
    assert doubted.verdict is Verdict.CANT_TELL
    assert "But 11 metrics were looked at together" in doubted.sentence
    assert not [ruling for ruling in together.values() if ruling.verdict in CLAIMS]
    for change in (id for id in shipped_ if id != lucky):
        told = {"verdict": Verdict.CANT_TELL, "why": "Nothing moved", "learning": "", "today": FRIDAY}
        decide(engine, by=YOU, journey=journey, change=change, revision=1, **told)  # type: ignore[arg-type]
    assert tried(engine, journey, lucky).ruling == doubted, "giving the others makes the last one no surer"


def test_a_change_for_a_segment_is_judged_by_it_and_offered_the_other_segments(engine: Engine, shop: int) -> None:
    parts = {"plan=team": step(), "plan=solo": step(after=0.20)}
    metric = metric_of(engine, shop, step(after=0.20), segments=parts)
    offered = suggested_controls(engine, shop, metric_id=metric, ships_on=SHIPPED, until=SUNDAY, segment="plan=team")
    assert [one.name for one in offered] == ["plan=solo"]
    team = shipped(engine, shop, metric, segment="plan=team")
    everybody = shipped(engine, shop, metric, title="Other", segment="plan=solo")
    assert tried(engine, shop, team).ruling.verdict is Verdict.VALIDATED
    assert tried(engine, shop, team).alone, "the other one reached other people"
    assert tried(engine, shop, everybody).ruling.verdict is not Verdict.VALIDATED


def test_a_staged_rollout_is_judged_beside_those_who_did_not_have_it_yet(engine: Engine, shop: int) -> None:
    north, south = SHIPPED, SHIPPED + 14 * A_DAY
    storm = SHIPPED  # everybody's drop-off rises on the day: only those side by side show what the change did
    parts = {
        "region=north": lambda day: 0.20 + (0.06 if day >= storm else 0) - (0.10 if day >= north else 0),
        "region=south": lambda day: 0.20 + (0.06 if day >= storm else 0) - (0.10 if day >= south else 0),
        "region=west": lambda day: 0.20 + (0.06 if day >= storm else 0),
    }
    metric = metric_of(engine, shop, lambda day: 0.20, segments=parts)
    waves = [{"segment": "region=north", "on": str(north)}, {"segment": "region=south", "on": str(south)}]
    trial = tried(engine, shop, shipped(engine, shop, metric, rollout=waves))
    assert (trial.way, trial.ruling.verdict) == (Way.STAGED, Verdict.VALIDATED)
    assert trial.impact.effect == pytest.approx(-0.10, abs=0.02)
    assert notes(trial, "staged")


def test_a_change_with_a_test_is_judged_by_its_groups_and_not_by_the_days(engine: Engine, shop: int) -> None:
    metric = metric_of(engine, shop, step(after=0.20))
    change = shipped(engine, shop, metric)
    assert tried(engine, shop, change).ruling.verdict is Verdict.REJECTED, "half of the customers had it, and others came"
    counts = {"x1": 400, "n1": 2000, "x2": 280, "n2": 2000}
    told: dict[str, Any] = {"counts": counts, "smallest": 0.03, "today": FRIDAY, "metric": metric, "change": change}
    count_by_hand(engine, by=YOU, journey=shop, name="Half of the shops", **told)
    trial = tried(engine, shop, change)
    assert (trial.way, trial.ruling.verdict) == (Way.TEST, Verdict.VALIDATED)
    assert trial.impact.effect == pytest.approx(-0.06)
    assert trial.test is not None
    assert trial.found["way"] == "test"
    assert "Judged by the test 'Half of the shops'" in notes(trial, "test")[0]
    assert trial.path["expected"].null_count() == trial.path.height
    shipped(engine, shop, metric, title="New button", shipped_on=SHIPPED + 3 * A_DAY)
    other = tried(engine, shop, change)
    assert (other.alone, other.ruling.verdict) == (True, Verdict.VALIDATED), "the other change came to both groups"
    assert notes(other, "overlap") == []


def test_guards_are_suggested_at_the_stage_and_after_it(engine: Engine, shop: int) -> None:
    metric, _, after = (metric_of(engine, shop, step(), at=at) for at in (1, 0, 2))
    here = add_metric(
        engine, by=YOU, journey=shop, formula="csat", stage=stages(engine, shop)[1].key, event="csat5", critical=True
    ).key
    found = {one.metric.key: one.why for one in suggested_guards(engine, shop, metric_id=metric)}
    assert set(found) == {after, here}
    assert "next stage" in found[after]


# what is refused


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"confidence": 1.2}, "runs from 0 to 100 %"), ({"lag_days": -1}, "can't be less than 0"),
        ({"cost": -5.0}, "can't be less than 0"),
        ({"rollout": [{"segment": "north", "on": "2026-05-04"}]}, "names whom it reached"),
        ({"rollout": [{"segment": "region=north", "on": "soon"}]}, "on which day"),
    ],
)  # fmt: skip
def test_a_hypothesis_that_cannot_be_is_refused(engine: Engine, shop: int, values: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        shipped(engine, shop, None, **values)
    assert changes(engine, shop).is_empty()


def test_what_the_change_reaches_guards_and_controls_nothing(engine: Engine, shop: int) -> None:
    metric = metric_of(engine, shop, step())
    same = add_metric(engine, by=YOU, journey=shop, formula="csat", stage=stages(engine, shop)[1].key, event="csat5").key
    with pytest.raises(Refused, match="100 points at most, not by 3,000"):
        shipped(engine, shop, metric, size=30.0)
    with pytest.raises(Refused, match="own guard"):
        shipped(engine, shop, metric, guards=[metric])
    with pytest.raises(Refused, match="can't be its control"):
        shipped(engine, shop, metric, controls=[f"metric:{same}"])
    other = add_journey(engine, by=YOU, name="Bank", stages=("Ask",)).key
    with pytest.raises(NotFound):
        shipped(engine, other, metric)


# onto the map, and what was learned


def test_the_pain_points_frequency_follows_the_data(engine: Engine, shop: int) -> None:
    metric = metric_of(engine, shop, step(0.40, 0.03))
    pain = add_pain(engine, by=YOU, journey=shop, stage=stages(engine, shop)[1].key, title="Too many fields", frequency=5).key
    change = shipped(engine, shop, metric, pain_id=pain)
    follows = consequences(engine, shop, change, Verdict.VALIDATED, week=Week.parse("2026-W47"))
    [said] = [one.sentence for one in follows if one.key.startswith(f"pain_point:{pain}:frequency:")]
    assert said.startswith("How often “Too many fields” hits goes from 5 to 2 of 5: Drop-off at Pay: 2.9 % are hit")
    change_pain(engine, by=YOU, journey=shop, pain=pain, revision=1, frequency=2)
    follows = consequences(engine, shop, change, Verdict.VALIDATED, week=Week.parse("2026-W47"))
    assert not [one for one in follows if ":frequency:" in one.key]


def test_the_learning_log_is_searched_and_forecasts_are_scored_by_what_the_data_said(engine: Engine, shop: int) -> None:
    team = add_team(engine, by=YOU, name="Product").key
    for sure, found, verdict, kind in (
        (0.9, "validated", Verdict.VALIDATED, ChangeKind.PRODUCT), (0.8, "rejected", Verdict.VALIDATED, ChangeKind.PRODUCT),
        (0.3, "rejected", Verdict.REJECTED, ChangeKind.CONTENT), (0.7, "too early", Verdict.TOO_EARLY, ChangeKind.CONTENT),
    ):  # fmt: skip
        change = shipped(engine, shop, None, title=f"Change {sure}", confidence=sure, team_id=team, kind=kind)
        told = {"found": {"verdict": found, "sentence": "It moved."}, "learning": f"Lesson of {sure}", "today": FRIDAY}
        decide(engine, by=YOU, journey=shop, change=change, revision=1, verdict=verdict, why="Because", **told)  # type: ignore[arg-type]
    entry = {"week": "2026-W46", "weekday": Weekday.FRIDAY, "kind": EntryKind.LEARNING, "text": "Ask customers earlier"}
    add_entry(engine, by=YOU, journey=shop, **entry)  # type: ignore[arg-type]
    assert learnings(engine, shop, words="earlier ask")["source"].to_list() == ["week"]
    assert learnings(engine, shop, words="lesson", verdict=Verdict.VALIDATED).height == 2
    overruled = learnings(engine, shop).filter("overruled")
    assert overruled.select("title", "verdict", "found_verdict").rows() == [("Change 0.8", "validated", "rejected")]
    scored = forecasts(engine, shop)
    assert (scored.overall.n, scored.overall.held) == (3, 1)
    assert scored.overall.brier == pytest.approx((0.1**2 + 0.8**2 + 0.3**2) / 3)
    assert {name: one.n for name, one in scored.by_kind.items()} == {"product": 2, "content": 1}
    assert {name: one.n for name, one in scored.by_team.items()} == {"Product": 3}
    assert forecasts(engine, shop, until=FRIDAY - A_DAY).overall.n == 0
