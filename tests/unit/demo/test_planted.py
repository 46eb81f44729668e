"""Each planted fact is plain in the data, by the simplest rate that shows it, whatever day the demo is built on."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import polars as pl
import pytest

from journey.demo.planted import PLANTED, PlantedFact, day_of
from journey.demo.simulation import DemoData, simulate
from journey.demo.texts import grammar
from journey.demo.world import world

DAYS = (date(2026, 11, 21), date(2026, 1, 1), date(2027, 5, 31))


@lru_cache(maxsize=len(DAYS))
def demo(today: date) -> DemoData:
    return simulate(today)


def fact(id: str) -> PlantedFact:
    return next(item for item in PLANTED if item.id == id)


def entries(data: DemoData, stage: str) -> pl.DataFrame:
    """Who entered a stage: customer, day, platform, region, hours until the next stage, and gone (not on in the window)."""
    position = world().stage_names.index(stage)
    here, onward = world().stages[position], world().stages[position + 1]
    named = data.events.with_columns(pl.col("at").dt.convert_time_zone(data.timezone))
    first = named.filter(pl.col("event") == here.events["enter"])
    later = named.filter(pl.col("event") == onward.events["enter"]).select("customer", pl.col("at").alias("next"))
    window = timedelta(days=here.window_days)
    return first.join(later, on="customer", how="left").with_columns(
        day=pl.col("at").dt.date(),
        hours=(pl.col("next") - pl.col("at")).dt.total_minutes() / 60,
        gone=~((pl.col("next") - pl.col("at")) <= window).fill_null(False),
    )


def within(frame: pl.DataFrame, today: date, span: tuple[int, int], where: tuple[str, str] | None = None) -> pl.DataFrame:
    frame = frame.filter(pl.col("day") >= day_of(today, span[0]), pl.col("day") < day_of(today, span[1]))
    return frame if where is None else frame.filter(pl.col(where[0]) == where[1])


def drop_offs(today: date, item: PlantedFact, where: tuple[str, str] | None = None) -> tuple[float, float]:
    cohort = entries(demo(today), item.stage)
    after, before = ((item.start, item.end), item.before)
    return tuple(within(cohort, today, span, where)["gone"].mean() for span in (after, before))  # type: ignore[return-value]


def task_success(today: date, item: PlantedFact) -> tuple[float, float]:
    names = world().stages[world().stage_names.index(item.stage)].events
    data = demo(today)
    tried = data.events.filter(pl.col("event").is_in([names["fail"], names["success"]])).with_columns(
        day=pl.col("at").dt.convert_time_zone(data.timezone).dt.date(), good=pl.col("event") == names["success"]
    )
    return tuple(within(tried, today, span)["good"].mean() for span in ((item.start, item.end), item.before))  # type: ignore[return-value]


def tickets_a_day(today: date, item: PlantedFact) -> tuple[float, float]:
    data = demo(today)
    topic = grammar().themes[item.theme].topic
    about = data.tickets.filter(pl.col("topic") == topic).with_columns(
        day=pl.col("opened_at").dt.convert_time_zone(data.timezone).dt.date()
    )
    spans = ((item.start, item.end), item.before)
    return tuple(len(within(about, today, span)) / (span[1] - span[0]) for span in spans)  # type: ignore[return-value]


@pytest.mark.parametrize("today", DAYS)
class TestPlanted:
    def test_companies_give_up_at_verify_since_tuesday(self, today: date) -> None:
        after, before = drop_offs(today, fact("verify-drop-off"))
        assert after > before + 0.10
        assert after > 1.6 * before

    def test_the_loss_sits_on_mobile(self, today: date) -> None:
        mobile = drop_offs(today, fact("verify-mobile"), ("platform", "mobile"))
        web = drop_offs(today, fact("verify-mobile"), ("platform", "web"))
        assert mobile[0] > mobile[1] + 0.3
        assert abs(web[0] - web[1]) < 0.14

    def test_tickets_about_the_photo_rise(self, today: date) -> None:
        after, before = tickets_a_day(today, fact("verify-tickets"))
        assert after > 5 * before
        assert after * 6 >= 15

    def test_customers_say_that_verifying_became_hard_and_why(self, today: date) -> None:
        data, item = demo(today), fact("verify-effort")
        ces = data.ces.filter(pl.col("stage") == item.stage).with_columns(
            day=pl.col("at").dt.convert_time_zone(data.timezone).dt.date()
        )
        after = within(ces, today, (item.start, item.end), item.where)
        before = within(ces, today, item.before, item.where)
        assert after["score"].mean() < before["score"].mean() - 0.7
        week = (item.start, item.end)
        written = pl.concat([within(ces, today, week), within(_csat(data, item.stage), today, week)])
        about = data.survey_themes.filter(pl.col("theme") == item.theme)["response"]
        assert len(written.filter(pl.col("response").is_in(about.to_list()))) >= 3

    def test_first_payments_failed_for_six_days_and_recovered(self, today: date) -> None:
        after, before = task_success(today, fact("payment-outage"))
        recovered, usual = task_success(today, fact("payment-recovered"))
        assert after < before - 0.15
        assert abs(recovered - usual) < 0.06

    def test_tickets_about_stuck_payments_rose_with_it(self, today: date) -> None:
        after, before = tickets_a_day(today, fact("payment-tickets"))
        calm, _ = tickets_a_day(today, PlantedFact(**{**fact("payment-tickets").__dict__, "start": -40, "end": 0}))
        assert after > 5 * before
        assert calm < 0.4 * after

    def test_the_guided_connection_worked(self, today: date) -> None:
        after, before = drop_offs(today, fact("guided-connection"))
        assert 0.05 < before - after < 0.16
        cohort, item = entries(demo(today), "Connect books"), fact("guided-connection-time")
        faster = within(cohort, today, (item.start, item.end))["hours"].median()
        assert faster < 0.8 * within(cohort, today, item.before)["hours"].median()

    def test_the_reminders_moved_nothing(self, today: date) -> None:
        after, before = drop_offs(today, fact("reminders"))
        assert abs(after - before) < 0.055

    def test_the_short_form_helps_sign_up_and_costs_at_verify(self, today: date) -> None:
        after, before = drop_offs(today, fact("short-sign-up"))
        assert before - after > 0.03
        good, usual = task_success(today, fact("short-sign-up-cost"))
        assert good < usual - 0.025

    def test_invite_team_feels_worse_than_the_team_assumes(self, today: date) -> None:
        scores = demo(today).ces.filter(pl.col("stage") == "Invite team")["score"]
        assert (scores.mean() - 4) / 3 * 5 < -0.5

    def test_nordic_companies_struggle_to_connect(self, today: date) -> None:
        cohort = within(entries(demo(today), "Connect books"), today, (-365, -7))
        north = cohort.filter(pl.col("region") == "Nordics")["gone"].mean()
        assert north > cohort.filter(pl.col("region") != "Nordics")["gone"].mean() + 0.04

    def test_usability_results_stopped_three_weeks_ago(self, today: date) -> None:
        last = demo(today).usability["at"].max().date()
        assert last == day_of(today, -25)
        assert 21 <= (today - last).days <= 35


def _csat(data: DemoData, stage: str) -> pl.DataFrame:
    return data.csat.filter(pl.col("stage") == stage).with_columns(day=pl.col("at").dt.convert_time_zone(data.timezone).dt.date())


def test_every_planted_fact_has_its_own_id_a_real_stage_and_days_within_the_data() -> None:
    assert len({item.id for item in PLANTED}) == len(PLANTED)
    for item in PLANTED:
        assert item.stage in world().stage_names
        assert item.start < item.end <= 0
        first, last = item.span(DAYS[0])
        assert demo(DAYS[0]).first_day <= first <= last <= demo(DAYS[0]).last_day
        assert item.theme == "" or item.theme in grammar().themes
