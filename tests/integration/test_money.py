"""What things are worth, through the acts, and the money that follows from it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.domain.format import money
from journey.domain.words import Direction, Reach, Verdict, WorthKind
from journey.errors import JourneyError, Refused, StaleEdit
from journey.routine.bin import restore
from journey.routine.board import perform
from journey.routine.changes import add_change
from journey.routine.journeys import add_journey
from journey.routine.metrics import add_metric, change_metric
from journey.routine.money import (
    add_worth,
    at_stake,
    bin_worth,
    change_told,
    change_worth,
    parts_told,
    returns,
    set_currency,
    stage_told,
    sum_told,
    unit_values,
)  # fmt: skip
from journey.routine.money.sheets import returns_sheet
from journey.routine.start import start
from journey.routine.verdicts import Guard, trials
from journey.store.engine import writing
from journey.store.readers.audit import binned, history
from journey.store.readers.journeys import journeys, stages
from journey.store.readers.money import worths
from journey.store.tables import Change, Observation

YOU = 1
SUNDAY = date(2026, 11, 15)
NOTED = date(2026, 9, 1)


def begun(engine: Engine) -> int:
    """Three stages; of 200 a day 25 % drop off at Pay (30 % before 5 October), where the target is 20 %."""
    journey = add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Basket", "Pay")).key
    pay = next(stage.key for stage in stages(engine, journey) if stage.name == "Pay")
    metric = add_metric(engine, by=YOU, journey=journey, formula="drop_off", stage=pay, target=0.20).key
    rows = []
    for back in range(200):
        day = SUNDAY - timedelta(days=back)
        gone = (50 if day >= date(2026, 10, 5) else 60) + (back * 7 % 5 - 2)
        sums = {"n": 200, "total": gone, "total_sq": gone}
        rows.append({"metric_id": metric, "grain": "day", "day": day, "segment": "", "mature": True, **sums})
    with writing(engine) as session:
        session.connection().execute(insert(Observation), rows)
    return journey


@pytest.fixture
def lite(tmp_path: Path, started: Path) -> Engine:
    """An installation on SQLite alone, for what does not hang on the database."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(started, home)
    return start(Settings(home=home))


@pytest.fixture
def shop(lite: Engine) -> int:
    return begun(lite)


def its_metric(engine: Engine, journey: int) -> int:
    from journey.store.readers.journeys import metrics

    return next(metric.key for metric in metrics(engine, journey) if metric.target is not None)


def said_worth(engine: Engine, journey: int) -> int:
    values = {"amount": 10.0, "low": 8.0, "high": 12.0, "source": "Finance, 2025", "noted_on": NOTED}
    return add_worth(engine, by=YOU, journey=journey, metric=its_metric(engine, journey), kind=WorthKind.RETENTION, **values).key  # type: ignore[arg-type]


def test_a_worth_is_kept_edited_binned_and_brought_back(engine: Engine) -> None:
    shop = begun(engine)
    worth = said_worth(engine, shop)
    change_worth(engine, by=YOU, journey=shop, worth=worth, revision=1, amount=11.0)
    [row] = worths(engine, shop).to_dicts()
    assert (row["amount"], row["low"], row["high"], row["stage"], row["revision"]) == (11.0, 8.0, 12.0, "Pay", 2)
    with pytest.raises(StaleEdit):
        change_worth(engine, by=YOU, journey=shop, worth=worth, revision=1, amount=9.0)
    bin_worth(engine, by=YOU, journey=shop, worth=worth, revision=2)
    assert worths(engine, shop).is_empty()
    assert [(one.subject, one.name) for one in binned(engine, shop)] == [("worth", "Drop-off")]
    restore(engine, by=YOU, journey=shop, subject="worth", id=worth)
    assert worths(engine, shop).height == 1
    assert history(engine, shop, limit=9, act="worth")["act"].to_list() == [
        "worth.restore", "worth.bin", "worth.change", "worth.add",
    ]  # fmt: skip


def test_a_worth_that_cannot_be_right_is_refused(lite: Engine, shop: int) -> None:
    right = {"kind": WorthKind.RETENTION, "amount": 10.0, "low": 8.0, "high": 12.0, "source": "Finance", "noted_on": NOTED}
    wrong: list[tuple[dict[str, object], str]] = [
        ({"low": 11.0}, "within its range"), ({"amount": -1.0, "low": -2.0}, "below nothing"),
        ({"source": " "}, "where the amount is from"), ({"kind": WorthKind.TIME}, "cannot be told as 'cost of an hour'"),
        ({"amount": float("nan")}, "amount of money"), ({"amount": 0.0, "low": 0.0, "high": 0.0}, "worth of nothing"),
    ]  # fmt: skip
    for values, why in wrong:
        with pytest.raises(Refused, match=why):
            add_worth(lite, by=YOU, journey=shop, metric=its_metric(lite, shop), **right | values)  # type: ignore[arg-type]
    assert worths(lite, shop).is_empty()


def test_a_metric_has_one_worth_also_out_of_the_bin(lite: Engine, shop: int) -> None:
    first = said_worth(lite, shop)
    with pytest.raises(Refused, match="has a worth already"):
        said_worth(lite, shop)
    bin_worth(lite, by=YOU, journey=shop, worth=first, revision=1)
    said_worth(lite, shop)
    with pytest.raises(Refused, match="has a worth already"):
        restore(lite, by=YOU, journey=shop, subject="worth", id=first)


def test_one_worth_of_several_stages_is_said_and_changed_at_once(lite: Engine, shop: int) -> None:
    browse = next(stage.key for stage in stages(lite, shop) if stage.name == "Browse")
    other = add_metric(lite, by=YOU, journey=shop, formula="drop_off", stage=browse).key
    values: dict[str, Any] = {"kind": WorthKind.COMPLETION, "amount": 10.0, "source": "Finance", "noted_on": NOTED}
    first = add_worth(lite, by=YOU, journey=shop, metric=its_metric(lite, shop), also=[other], **values).key
    rows = worths(lite, shop)
    assert set(rows["metric_id"]) == {its_metric(lite, shop), other}
    second = next(id for id in rows["id"] if id != first)
    change_worth(lite, by=YOU, journey=shop, worth=first, revision=1, also={second: 1}, amount=12.0, high=12.0)
    assert worths(lite, shop)["amount"].to_list() == [12.0, 12.0]
    assert history(lite, shop, limit=2)["token"].n_unique() == 1, "one gesture"
    with pytest.raises(Refused, match="Another of these worths was changed"):
        change_worth(lite, by=YOU, journey=shop, worth=first, revision=2, also={second: 1}, amount=11.0)
    assert worths(lite, shop)["amount"].to_list() == [12.0, 12.0], "all or none"


def test_what_was_said_of_several_stages_is_taken_back_as_one_gesture(lite: Engine, shop: int) -> None:
    browse = next(stage.key for stage in stages(lite, shop) if stage.name == "Browse")
    other = add_metric(lite, by=YOU, journey=shop, formula="drop_off", stage=browse).key
    values: dict[str, Any] = {"kind": WorthKind.COMPLETION, "amount": 10.0, "source": "Finance", "noted_on": NOTED}
    add_worth(lite, by=YOU, journey=shop, metric=its_metric(lite, shop), also=[other], **values)
    gesture = history(lite, shop, limit=1)["token"][0]
    perform(lite, by=YOU, journey=shop, token="back", kind="undo", of=gesture)
    assert worths(lite, shop).is_empty()
    said_worth(lite, shop)
    with pytest.raises(Refused, match="has a worth already"):
        perform(lite, by=YOU, journey=shop, token="again", kind="redo", of=gesture)
    assert worths(lite, shop).height == 1


def test_the_currency_is_three_letters(lite: Engine, shop: int) -> None:
    with pytest.raises(Refused, match="three letters"):
        set_currency(lite, by=YOU, journey=shop, revision=1, currency="euro")
    set_currency(lite, by=YOU, journey=shop, revision=1, currency="chf")
    assert next(row.currency for row in journeys(lite) if row.key == shop) == "CHF"


def test_money_at_stake_can_be_worked_out_again_from_its_sentence(lite: Engine, shop: int) -> None:
    """The last eight weeks: six at 50 of 200 a day, two at 60: 26.25 % of 1,400 a week against 20 %."""
    assert not at_stake(lite, shop, until=SUNDAY).stages, "nobody said what anything is worth"
    said_worth(lite, shop)
    seen = at_stake(lite, shop, until=SUNDAY)
    [pay] = seen.stages
    units = (0.2625 - 0.20) * 1400
    assert pay.a_week.amount == pytest.approx(units * 10, rel=0.01)
    assert pay.a_week.low < pay.a_week.amount < pay.a_week.high
    [(name, how)] = parts_told(pay, seen)
    assert name == "Drop-off"
    assert how.startswith("26.2 % of 1,400 customers a week; its target is 20.0 %: 8")
    assert " too many × €10 = €8" in how
    assert stage_told(pay, "EUR").endswith("a year")
    assert seen.without == ("Browse", "Basket")


def test_what_holds_its_target_has_nothing_at_stake(lite: Engine, shop: int) -> None:
    said_worth(lite, shop)
    change_metric(lite, by=YOU, journey=shop, metric=its_metric(lite, shop), revision=1, target=0.40)
    seen = at_stake(lite, shop, until=SUNDAY)
    assert seen.stages[0].a_week.high == 0
    assert "nothing at stake" in stage_told(seen.stages[0], "EUR")


def shipped(engine: Engine, journey: int, on: date | None = date(2026, 10, 5), **values: Any) -> int:
    own: dict[str, Any] = {"metric_id": its_metric(engine, journey), "direction": Direction.DOWN, "size": 0.03, "shipped_on": on}
    return add_change(engine, by=YOU, journey=journey, **({"title": "Fewer fields"} | own | values)).key


def ruled(engine: Engine, change: int, verdict: Verdict | None, found: str) -> None:
    """As if this verdict had been given when the data said that."""
    with writing(engine) as session:
        row = session.get_one(Change, change)
        row.verdict, row.found = verdict, {"verdict": found}
        session.add(row)


def test_a_change_stands_in_one_of_three_sums(lite: Engine, shop: int) -> None:
    """It took about 5 points off 1,400 customers a week, at 10 each: 700 a week."""
    said_worth(lite, shop)
    change = shipped(lite, shop, cost=2000.0)
    for verdict, found, reach in (
        (Verdict.VALIDATED, "validated", Reach.VALIDATED), (None, "validated", Reach.ESTIMATED),
        (Verdict.VALIDATED, "can't tell", Reach.CLAIMED), (Verdict.REJECTED, "rejected", Reach.ESTIMATED),
    ):  # fmt: skip
        ruled(lite, change, verdict, found)
        tried = trials(lite, shop, until=SUNDAY)
        seen = returns(lite, shop, until=SUNDAY, trials=tried)
        [one] = seen.changes
        assert one.reach is reach
        assert one.money.a_week.amount == pytest.approx(700, rel=0.1)
        assert one.money.so_far.amount == pytest.approx(6 * one.money.a_week.amount)
        assert one.money.payback is not None
        assert one.money.payback.weeks == 3
        assert {sum.amount for other, sum in seen.sums.items() if other is not reach} == {0.0}
        assert seen.sums[reach].amount == pytest.approx(one.money.year.amount)
        assert change_told(one, "EUR").startswith(reach.value.capitalize())
        assert f"({money(one.money.year.amount - 2000, 'EUR')} after its cost)" in change_told(one, "EUR")
        assert returns_sheet(seen)["net"][0] == pytest.approx(one.money.year.amount - 2000)
        assert "for €2,000 of cost" in sum_told(seen, reach)


def test_what_a_guard_lost_is_taken_off(lite: Engine, shop: int) -> None:
    """0.1 contacts more for each of 1,001 customers a week, at 5 each, are 500 a week less."""
    said_worth(lite, shop)
    shipped(lite, shop)
    pay = next(stage.key for stage in stages(lite, shop) if stage.name == "Pay")
    rate = add_metric(lite, by=YOU, journey=shop, formula="contact_rate", stage=pay)
    sums = {"metric_id": rate.key, "grain": "day", "segment": "", "mature": True, "n": 143, "total": 40, "total_sq": 40}
    with writing(lite) as session:
        rows = [sums | {"day": SUNDAY - timedelta(days=back)} for back in range(28)]
        session.connection().execute(insert(Observation), rows)
    add_worth(lite, by=YOU, journey=shop, metric=rate.key, kind=WorthKind.CONTACT, amount=5.0, source="Support", noted_on=NOTED)
    [trial] = trials(lite, shop, until=SUNDAY)
    [plain] = returns(lite, shop, until=SUNDAY, trials=[trial]).changes
    worse = replace(trial.impact, effect=0.1, lo95=0.05, hi95=0.15)
    guarded = replace(trial, guards=(Guard(rate, worse, worse=True, doubtful=False, sentence=""),))
    [less] = returns(lite, shop, until=SUNDAY, trials=[guarded]).changes
    assert plain.money.a_week.amount - less.money.a_week.amount == pytest.approx(0.1 * 1001 * 5)
    assert "What worsened with it is taken off: Contact rate." in change_told(less, "EUR")
    calm = replace(trial, guards=(Guard(rate, worse, worse=False, doubtful=True, sentence=""),))
    assert returns(lite, shop, until=SUNDAY, trials=[calm]).changes[0].money.a_week == plain.money.a_week


def test_what_has_not_shipped_is_claimed_at_its_hypothesis(lite: Engine, shop: int) -> None:
    """3 points of 1,400 a week at 10 each."""
    said_worth(lite, shop)
    shipped(lite, shop, on=None)
    [one] = returns(lite, shop, until=SUNDAY, trials=[]).changes
    assert one.reach is Reach.CLAIMED
    assert one.money.a_week.amount == pytest.approx(420)
    assert one.money.so_far.amount == 0


def test_what_its_test_decided_before_it_ships_is_told_as_measured_or_not_at_all(lite: Engine, shop: int) -> None:
    """4 points fewer of 1,400 a week at 10 each, whatever was hoped; what is not to ship brings nothing."""
    said_worth(lite, shop)
    change = shipped(lite, shop, on=None)
    measured = {"way": "test", "effect": -0.04, "lo95": -0.06, "hi95": -0.02}
    for verdict, found, reach in (
        (Verdict.VALIDATED, "validated", Reach.VALIDATED), (Verdict.CANT_TELL, "can't tell", Reach.ESTIMATED),
        (Verdict.REJECTED, "rejected", None), (Verdict.HARMFUL, "harmful", None),
    ):  # fmt: skip
        ruled(lite, change, verdict, found)
        with writing(lite) as session:
            row = session.get_one(Change, change)
            row.found = row.found | measured
            session.add(row)
        told = returns(lite, shop, until=SUNDAY, trials=[]).changes
        assert [one.reach for one in told] == [reach] * (reach is not None)
        for one in told:
            assert one.money.a_week.amount == pytest.approx(560)
            assert one.money.so_far.amount == 0
            assert "if everybody had it" in change_told(one, "EUR")


def test_two_changes_of_one_week_are_counted_once(lite: Engine, shop: int) -> None:
    said_worth(lite, shop)
    shipped(lite, shop)
    shipped(lite, shop, on=date(2026, 10, 8), title="New button")
    seen = returns(lite, shop, until=SUNDAY, trials=trials(lite, shop, until=SUNDAY))
    assert {one.change["title"]: one.counted for one in seen.changes} == {"New button": False, "Fewer fields": True}
    assert "Not added: “Fewer fields” moved the metric" in change_told(seen.changes[0], "EUR")
    [first] = [one for one in seen.changes if one.counted]
    assert seen.sums[Reach.ESTIMATED].amount == pytest.approx(first.money.year.amount)


def test_others_can_ask_for_the_worth_of_a_unit(lite: Engine, shop: int) -> None:
    said_worth(lite, shop)
    values = unit_values(lite, shop)
    assert values.completion is None
    assert values.contact is None


def test_a_viewer_does_not_say_what_things_are_worth(lite: Engine, shop: int) -> None:
    from journey.routine.people import add_person

    other = add_person(lite, by=YOU, name="Ben").key
    values = {"kind": WorthKind.RETENTION, "amount": 10.0, "source": "Finance", "noted_on": NOTED}
    with pytest.raises(JourneyError, match="may not add what metrics are worth"):
        add_worth(lite, by=other, journey=shop, metric=its_metric(lite, shop), **values)  # type: ignore[arg-type]
