"""The demo as a user finds it: every planted fact where they would look, one story on every page, nothing private kept."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.analysis.emotion import Fit, Measured, gap, stage_emotion
from journey.analysis.gaps.articles import ArticleVerdict
from journey.analysis.rollup import value
from journey.analysis.text.themes.course import Direction, courses
from journey.config import Settings
from journey.demo import build as building
from journey.demo.build import TOLD, build
from journey.demo.planted import PLANTED, day_of
from journey.demo.simulation import simulate
from journey.demo.story import story
from journey.domain import format
from journey.domain.weeks import Week
from journey.domain.words import AlertState, DayState, EntryKind, PainStatus, SourceKind, Standing, Verdict
from journey.errors import JourneyError, Refused
from journey.routine.alerts.acts import check
from journey.routine.data.observations import catch_up
from journey.routine.journeys import bin_journey
from journey.routine.listening.hearing import hear
from journey.routine.listening.missing import missing
from journey.routine.listening.theme_weeks import quotes, theme_weeks
from journey.routine.people import add_team
from journey.routine.reports import Asked
from journey.routine.reports import build as report_of
from journey.routine.review import Review, review
from journey.routine.start import start
from journey.routine.verdicts import Trial, learnings, trials
from journey.store.engine import reading
from journey.store.readers import data, maps, weeks, work
from journey.store.readers import journeys as read
from journey.store.readers import metrics as measured
from journey.store.readers.alerts import alerts, flips
from journey.store.readers.gaps import gaps
from journey.store.readers.interviews import interviews
from journey.store.readers.waiting import waiting
from journey.store.tables import AuditEvent, Journey, Metric, Person, Turn, Verbatim

TODAY = date(2026, 11, 18)
THIS_WEEK = Week.of(TODAY)
LAST_WEEK = THIS_WEEK.shift(-1)


@dataclass(frozen=True)
class Demo:
    """A built demo and ways to ask it what a user would."""

    engine: Engine
    settings: Settings
    journey: Journey

    @property
    def id(self) -> int:
        return self.journey.key

    def stage(self, name: str) -> int:
        return next(stage.key for stage in read.stages(self.engine, self.id) if stage.name == name)

    def metric(self, formula: str, stage: str | None = None) -> Metric:
        at = self.stage(stage) if stage else None
        return next(m for m in read.metrics(self.engine, self.id) if (m.formula, m.stage_id) == (formula, at))

    def level(self, metric: Metric, span: tuple[int, int], segment: str = "") -> float:
        """A metric over days counted from this week's Monday, from its observations; a count is by day."""
        first, last = day_of(TODAY, span[0]), day_of(TODAY, span[1] - 1)
        rows = measured.observations(self.engine, self.id, metric_ids=[metric.key], segment=segment, since=first, until=last)
        if metric.formula == "step_duration":
            return float(rows.filter(pl.col("grain") == "week")["median"].median())  # type: ignore[arg-type]
        days = rows.filter(pl.col("grain") == "day", pl.col("mature"))
        found = value(metric.kind, float(days["n"].sum()), float(days["total"].sum()))
        assert found is not None
        return found / (span[1] - span[0]) if metric.formula == "ticket_volume" else found

    def moved(self, fact: str, metric: Metric, segment: str = "") -> float:
        """How far a metric moved by a planted fact: after less before."""
        item = next(one for one in PLANTED if one.id == fact)
        return self.level(metric, (item.start, item.end), segment) - self.level(metric, item.before, segment)


@pytest.fixture(scope="module")
def demo(demo_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo on SQLite; no test changes it."""
    home = tmp_path_factory.mktemp("demo") / "home"
    shutil.copytree(demo_built, home)
    settings = Settings(home=home, today=TODAY)
    engine = start(settings)
    yield Demo(engine, settings, read.journeys(engine)[0])
    engine.dispose()


@pytest.fixture(scope="module")
def seen(demo: Demo) -> Review:
    return review(demo.engine, demo.id, LAST_WEEK)


@pytest.fixture(scope="module")
def tried(demo: Demo) -> dict[str, Trial]:
    return {trial.change["title"]: trial for trial in trials(demo.engine, demo.id, until=LAST_WEEK.sunday)}


def words_about(demo: Demo, topic: str) -> pl.DataFrame:
    """Tickets of a topic: the day and where they came from."""
    said = data.verbatims(demo.engine, demo.id, limit=20_000).filter(pl.col("origin") == SourceKind.TICKETS)
    about = said.with_columns(pl.Series("topic", [row["topic"] for row in said["attributes"]]))
    local = pl.col("at").dt.convert_time_zone(demo.journey.timezone).dt.date()
    return about.filter(pl.col("topic") == topic).with_columns(day=local)


# Each planted fact, where a user would look


def test_monday_raises_the_incident_at_verify_and_little_else(demo: Demo) -> None:
    new = alerts(demo.engine, demo.id).filter(pl.col("state") == AlertState.OPEN)
    assert new["week"].unique().to_list() == [str(THIS_WEEK)]
    assert new.height <= 4
    drop = new.filter(pl.col("stage") == "Verify company", pl.col("formula") == "drop_off").row(0, named=True)
    assert drop["worse"]
    assert drop["value"] > drop["upper"] > drop["expected"]
    assert "38 % (30 of 80)" in drop["why"]


def test_the_loss_sits_on_mobile(demo: Demo) -> None:
    drop_off = demo.metric("drop_off", "Verify company")
    assert demo.moved("verify-mobile", drop_off, "platform=mobile") > 0.3
    assert abs(demo.moved("verify-mobile", drop_off, "platform=web")) < 0.14


def test_tickets_about_the_photo_rise_in_the_same_days(demo: Demo) -> None:
    new = alerts(demo.engine, demo.id).filter(pl.col("state") == AlertState.OPEN, pl.col("stage") == "Verify company")
    assert "contact_rate" in new["formula"].to_list()
    assert demo.moved("verify-tickets", demo.metric("ticket_volume", "Verify company")) > 3
    about = words_about(demo, "Document photo")
    assert about.filter(pl.col("day") >= day_of(TODAY, -6)).height >= 15
    assert about.filter(pl.col("day") < day_of(TODAY, -6), pl.col("day") >= day_of(TODAY, -12)).height <= 3


def test_what_customers_say_of_the_photo_is_a_theme_that_rises_and_monday_tells_it(demo: Demo) -> None:
    new = alerts(demo.engine, demo.id).filter(pl.col("state") == AlertState.OPEN, pl.col("theme_id").is_not_null())
    (raised,) = new.to_dicts()
    assert (raised["stage"], raised["since"]) == ("Verify company", LAST_WEEK.monday)
    known = theme_weeks(demo.engine, demo.id)
    assert courses(known.rows, until=LAST_WEEK.monday)[raised["theme_id"]].direction is Direction.RISING
    span = {"since": LAST_WEEK.monday, "until": LAST_WEEK.sunday}
    said = quotes(demo.engine, demo.id, raised["theme_id"], **span, wanted=20)["text"]
    assert said.str.contains("(?i)photo|camera|picture|scan").mean() > 0.7  # type: ignore[operator]


def test_customers_on_mobile_say_that_verifying_became_hard(demo: Demo, seen: Review) -> None:
    effort = demo.metric("ces", "Verify company")
    assert demo.moved("verify-effort", effort, "platform=mobile") < -0.7
    week = seen.compared.row(by_predicate=pl.col("metric_id") == effort.key, named=True)
    assert week["value"] < week["usual"]


def test_the_outage_was_a_blocker_in_its_week_and_was_resolved_the_week_after(demo: Demo) -> None:
    at_payment = alerts(demo.engine, demo.id).filter(pl.col("stage") == "First payment run")
    raised = at_payment.filter(pl.col("week") == str(THIS_WEEK.shift(-7)))
    assert set(raised["formula"]) >= {"task_success", "ticket_volume"}
    outage = raised.row(by_predicate=pl.col("formula") == "task_success", named=True)
    told = flips(demo.engine, demo.id).filter(pl.col("alert_id") == outage["id"])
    assert told["new"].to_list() == [AlertState.BLOCKER, AlertState.RESOLVED]
    assert [at.date() for at in told["at"]] == [day_of(TODAY, -49), day_of(TODAY, -42)]
    assert demo.moved("payment-outage", demo.metric("task_success", "First payment run")) < -0.15


def test_tickets_about_stuck_payments_rose_and_fell_back(demo: Demo) -> None:
    tickets = demo.metric("ticket_volume", "First payment run")
    assert demo.moved("payment-tickets", tickets) > 2
    assert demo.level(tickets, (-40, 0)) < demo.level(tickets, (-54, -47)) / 2


def test_after_the_outage_payments_succeed_as_before(demo: Demo) -> None:
    assert abs(demo.moved("payment-recovered", demo.metric("task_success", "First payment run"))) < 0.06


def test_the_guided_connection_is_validated_by_people_and_by_the_figures(demo: Demo, tried: dict[str, Trial]) -> None:
    guide = tried["Guided connection to the ledger"]
    assert guide.change["verdict"] == Verdict.VALIDATED
    assert guide.ruling.verdict is Verdict.VALIDATED
    assert demo.moved("guided-connection", demo.metric("drop_off", "Connect books")) < -0.05


def test_connecting_became_faster(demo: Demo) -> None:
    time = demo.metric("step_duration", "Connect books")
    assert demo.level(time, (-62, -7)) < 0.8 * demo.level(time, (-146, -62))


def test_the_reminders_are_not_validated(demo: Demo, tried: dict[str, Trial]) -> None:
    reminders = tried["Reminder mails for open invitations"]
    assert reminders.change["verdict"] == Verdict.REJECTED
    assert reminders.ruling.verdict is not Verdict.VALIDATED
    assert abs(demo.moved("reminders", demo.metric("drop_off", "Invite team"))) < 0.055


def test_the_short_form_helps_at_sign_up(demo: Demo, tried: dict[str, Trial]) -> None:
    form = tried["Short sign-up form"]
    assert form.change["verdict"] == Verdict.VALIDATED
    assert form.impact.moved
    assert (form.impact.effect or 0.0) < -0.03
    assert form.ruling.verdict is Verdict.HARMFUL, "a guard worsened with it, and people kept the form nevertheless"
    assert [guard.metric.name for guard in form.guards if guard.worse] == ["Task success rate"]
    assert demo.moved("short-sign-up", demo.metric("drop_off", "Sign up")) < -0.03


def test_the_short_form_costs_at_verify(demo: Demo) -> None:
    assert demo.moved("short-sign-up-cost", demo.metric("task_success", "Verify company")) < -0.025
    assert any("paid for at Verify company" in text for text in learnings(demo.engine, demo.id)["learning"])


def test_the_map_is_too_rosy_at_invite_team_and_nowhere_else(demo: Demo) -> None:
    since, until = LAST_WEEK.shift(-11).bounds(demo.journey.timezone)[0], LAST_WEEK.bounds(demo.journey.timezone)[1]
    felt = maps.felt(demo.engine, demo.id, since=since, until=until)
    assumed = {stage.key: stage for stage in read.stages(demo.engine, demo.id)}
    fits = {}
    for row in stage_emotion(felt).iter_rows(named=True):
        stage = assumed[row["stage_id"]]
        fits[stage.name] = gap(stage.assumed_emotion, Measured(row["n"], row["mean"], row["low"], row["high"]))
    assert fits["Invite team"].fit is Fit.TOO_ROSY
    assert fits["Invite team"].difference is not None
    assert fits["Invite team"].difference < -3
    assert sorted(fits, key=lambda name: fits[name].difference or 0.0)[0] == "Invite team"


def test_nordic_companies_fail_more_often_to_connect(demo: Demo) -> None:
    drop_off = demo.metric("drop_off", "Connect books")
    north, *others = (
        demo.level(drop_off, (-365, -7), f"region={region}") for region in ("Nordics", "Benelux", "DACH", "UK and Ireland")
    )
    assert north > max(others) + 0.03


def test_only_the_usability_rounds_are_stale(demo: Demo) -> None:
    found = data.sources(demo.engine, demo.id, today=TODAY, timezone=demo.journey.timezone)
    assert dict(found.select("name", "freshness").iter_rows()) == {
        "Product analytics": "fresh", "Help desk": "fresh", "NPS survey": "fresh", "CSAT after tickets": "fresh",
        "CES after steps": "fresh", "Usability rounds": "stale", "Calls and chats": "fresh",
    }  # fmt: skip


def test_every_planted_fact_has_its_test() -> None:
    tests = Path(__file__).read_text(encoding="utf-8")
    shown_by_other_means = {
        "verify-drop-off": "test_monday_raises_the_incident_at_verify",
        "guided-connection-time": "test_connecting_became_faster",
        "invite-too-rosy": "test_the_map_is_too_rosy_at_invite_team",
        "nordics-connect": "test_nordic_companies_fail_more_often",
        "usability-stale": "test_only_the_usability_rounds_are_stale",
    }
    for item in PLANTED:
        assert f'moved("{item.id}"' in tests or f"def {shown_by_other_means.get(item.id)}" in tests, item.id


# The past routine


def test_two_teams_disagree_in_decisions_trade_offs_and_the_parking_lot(demo: Demo) -> None:
    decided = weeks.entries(demo.engine, demo.id, kinds=(EntryKind.DECISION,))
    assert decided.height >= 6
    assert sum("Growth" in text and "Support" in text for text in decided["trade_off"]) >= 2
    lot = weeks.entries(demo.engine, demo.id, week=str(THIS_WEEK), kinds=(EntryKind.PARKED, EntryKind.CARRIED))
    assert any("Support is measured on tickets, Growth on sign-ups" in text for text in lot.filter(~pl.col("settled"))["text"])


def test_six_weeks_are_closed_with_one_day_skipped_and_this_one_is_open(demo: Demo) -> None:
    known = weeks.history(demo.engine, demo.id)
    closed = known.filter(pl.col("closed_at").is_not_null())
    assert closed["week"].unique().sort().to_list() == [str(THIS_WEEK.shift(-back)) for back in range(6, 0, -1)]
    assert closed.filter(pl.col("state") == DayState.DONE).height == 29
    (skipped,) = closed.filter(pl.col("state") == DayState.SKIPPED).to_dicts()
    assert "partner fair" in skipped["reason"]
    assert all(day.state is DayState.OPEN for day in weeks.days(demo.engine, demo.id, str(THIS_WEEK)).values())


def test_what_waits_this_week_is_in_every_day(demo: Demo) -> None:
    wait = waiting(demo.engine, demo.id, week=str(THIS_WEEK), today=TODAY, until=TODAY + timedelta(days=7))
    assert 1 <= wait.new_alerts <= 4
    assert wait.blockers == 2
    assert wait.overdue >= 3
    assert wait.due_soon >= 1
    assert wait.carried == 3
    assert wait.versions == 3
    assert wait.verdicts_due == 3
    assert wait.hypotheses >= 10


def test_the_map_has_three_versions_and_each_is_the_story_s(demo: Demo) -> None:
    told = story(TODAY).drawing
    kept = maps.versions(demo.engine, demo.id).sort("number")
    assert kept["number"].to_list() == [1, 2, 3]
    assert kept["name"].to_list() == [version.name for version in told.versions]
    assert [at.date() for at in kept["created_at"]] == [version.day for version in told.versions]
    first, last = (maps.version(demo.engine, demo.id, number).content for number in (1, 3))
    assert "Documents take long" in {pain["title"] for pain in first["pains"]}
    assert {pain["title"]: pain["standing"] for pain in last["pains"]}["They forget to invite the team"] == Standing.STRUCK
    assert len({chance["title"] for chance in last["opportunities"]}) == len(last["opportunities"])
    emotions = {stage["name"]: stage["emotion"] for stage in last["stages"]}
    assert emotions == told.emotions(3)
    assert {stage["name"]: stage["emotion"] for stage in first["stages"]} == told.emotions(1)


def test_readings_are_of_the_customers_the_diary_speaks_of(demo: Demo) -> None:
    found = maps.notes(demo.engine, demo.id, str(THIS_WEEK.shift(-2)))
    assert found.height == 5
    assert "Was told at the demo that it works. We must stop that." in found["note"].to_list()
    assert found["stage_id"].null_count() == 0
    assert found.filter(pl.col("verbatim_id").is_not_null())["text"].null_count() == 0


def test_customers_were_met_and_what_they_could_not_find_is_on_the_list(demo: Demo) -> None:
    met = interviews(demo.engine, demo.id)
    told = [one for week in story(TODAY).diary.weeks for day in week.days for one in day.interviews]
    assert set(met["title"]) == {one.title for one in told}
    assert met.select("stage", "person").n_unique() == len(told)
    listed = gaps(demo.engine, demo.id)
    assert (listed.filter(status="open").height, listed.filter(status="answered").height) == (2, 1)
    found = missing(demo.engine, demo.settings.events, journey=demo.id, week=LAST_WEEK)
    assert [one.name for one in found.articles if one.verdict is ArticleVerdict.FAILS] == ["Which documents we accept"]
    names = {row.key: row.name for row in read.stages(demo.engine, demo.id)}
    assert names[found.questions[0].stage_id or 0] == "Verify company"


def test_blockers_and_pains_stand_where_the_story_left_them(demo: Demo) -> None:
    hurts = {row["title"]: row for row in work.pains(demo.engine, demo.id).iter_rows(named=True)}
    assert {title for title, row in hurts.items() if row["status"] == PainStatus.BLOCKER} == {
        "Documents are rejected without a reason", "Nobody knows what a role may do",
    }  # fmt: skip
    assert hurts["The ledger needs admin rights and nobody says so before"]["status"] == PainStatus.RESOLVED
    photo = hurts["On the phone the document cannot be photographed"]
    assert (photo["standing"], photo["evidence"]) == (Standing.HYPOTHESIS, 0)
    for pain in story(TODAY).work.pains:
        row = hurts[pain.title]
        assert (row["status"], row["standing"], row["team"]) == (pain.status, pain.standing, pain.team), pain.title


def test_nothing_of_the_past_is_stamped_after_last_friday_and_the_audit_says_who_told_it(demo: Demo) -> None:
    with reading(demo.engine) as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.journey_id == demo.id)).all()
    monday = datetime.combine(THIS_WEEK.monday, datetime.min.time()).astimezone()
    told = {"entry.add", "alert.triage", "reading.add", "change.decide", "week.close", "version.save", "pain.add", "action.add"}
    assert all(event.at < monday for event in events if event.act in told)
    (said,) = [event for event in events if event.act == "journey.build_demo"]
    assert said.why == TOLD


# One story: the same figures everywhere


def test_the_report_says_the_figures_of_monday_s_review(demo: Demo, seen: Review) -> None:
    report = report_of(demo.engine, demo.journey, Asked(THIS_WEEK, TODAY))
    told = {line.what: line.how for line in report.section("Metrics").lines}
    checked = 0
    for metric in read.metrics(demo.engine, demo.id):
        row = seen.compared.filter(pl.col("metric_id") == metric.key).to_dicts()
        if metric.critical and row and row[0]["value"] is not None:
            figure = format.with_n(metric.kind, row[0]["value"], row[0]["n"], row[0]["total"], unit=metric.unit)
            assert figure in [how for what, how in told.items() if what.endswith(f"{metric.name}:")], metric.name
            checked += 1
    assert checked >= 18


def test_an_alert_carries_the_figure_of_the_review(demo: Demo, seen: Review) -> None:
    on_metrics = alerts(demo.engine, demo.id).filter(pl.col("state") == AlertState.OPEN, pl.col("metric_id").is_not_null())
    for alert in on_metrics.iter_rows(named=True):
        row = seen.compared.row(by_predicate=pl.col("metric_id") == alert["metric_id"], named=True)
        assert (alert["value"], alert["n"], alert["expected"]) == (row["value"], row["n"], row["usual"])


def test_checking_again_and_opening_the_next_day_changes_nothing(demo: Demo) -> None:
    assert check(demo.engine, by=1, journey=demo.id, week=LAST_WEEK) == []
    assert not catch_up(demo.engine, demo.settings, journey=demo.id)


# Nothing private


def private(today: date) -> set[str]:
    """Every address and telephone number that somebody said in the simulated calls."""
    said = " ".join(turn.text for talk in simulate(today).conversations for turn in talk.turns)
    return set(re.findall(r"\S+@\S+\.example", said)) | {n.strip() for n in re.findall(r"\+\d[\d ]{8,}\d", said)}


def test_what_points_to_a_person_is_nowhere_in_the_database_or_the_files(demo: Demo) -> None:
    secrets = private(TODAY)
    assert len(secrets) >= 20
    with sqlite3.connect(demo.settings.home / "journey.db") as database:
        stored = "\n".join(database.iterdump())
    for path in demo.settings.events.rglob("*.parquet"):
        stored += "\n".join(str(row) for row in pl.read_parquet(path).iter_rows())
    plain = re.sub(r"[ \-]", "", stored)
    assert not [secret for secret in secrets if secret in stored or re.sub(r"[ \-]", "", secret) in plain]


def test_conversations_show_where_something_was_taken_out(demo: Demo) -> None:
    with reading(demo.engine) as session:
        turns = [turn.text for turn in session.exec(select(Turn))]
    for placeholder in ("[EMAIL 1]", "[PHONE 1]", "[PERSON 1]"):
        assert any(placeholder in text for text in turns), placeholder


# Whole, once, on either database


def test_a_second_demo_is_refused_plainly(demo: Demo) -> None:
    with pytest.raises(Refused, match="here already"):
        build(demo.engine, demo.settings, today=TODAY)


def test_a_build_that_fails_midway_leaves_nothing_and_a_user_goes_on_with_the_next_one(
    sqlite_home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = start(sqlite_home)

    def broken(*_: object) -> None:
        raise JourneyError("The lights went out.")

    with monkeypatch.context() as patched:
        patched.setattr(building, "_say_so", broken)
        with pytest.raises(JourneyError, match="lights"):
            build(engine, sqlite_home, today=TODAY)
    assert read.journeys(engine) == []
    assert read.teams(engine) == []
    with reading(engine) as session:
        assert [person.name for person in session.exec(select(Person))] == ["You"]
        assert session.exec(select(Verbatim)).first() is None
    add_team(engine, by=1, name="Support")
    made = build(engine, sqlite_home, today=date(2026, 1, 1))
    assert [team.name for team in read.teams(engine)].count("Support") == 1
    newest = data.verbatims(engine, made.key, limit=1).row(0, named=True)
    hear(engine, by=1, journey=made.key, week="2026-W01", item=(Verbatim, newest["id"]), on=date(2026, 1, 1), emotion=-2)
    new = alerts(engine, made.key).filter(pl.col("state") == AlertState.OPEN)
    assert ("Verify company", "drop_off") in list(new.select("stage", "formula").iter_rows())
    assert new.height <= 4
    engine.dispose()


def test_after_the_demo_was_put_in_the_bin_a_fresh_one_can_be_built_with_the_same_people(
    demo_built: Path, sqlite_home: Settings
) -> None:
    shutil.copytree(demo_built, sqlite_home.home)
    engine = start(sqlite_home)
    [first] = read.journeys(engine)
    bin_journey(engine, by=1, journey=first.key, revision=first.revision)
    second = build(engine, sqlite_home, today=TODAY)
    assert (first.slug, second.slug) == ("onboarding-at-tallyfern", "onboarding-at-tallyfern-2")
    names = [person.name for person in read.people(engine)]
    assert len(names) == len(set(names)) == 9
    engine.dispose()


@pytest.mark.postgres
def test_the_demo_is_the_same_on_postgresql(postgres_server, demo: Demo, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings = Settings(home=tmp_path / "home", database_url=postgres_server.new_database(), today=TODAY)
    engine = start(settings)
    other = Demo(engine, settings, build(engine, settings, today=TODAY))
    columns = ["metric", "stage", "week", "since", "rule", "why", "worse", "value", "n", "state"]
    mine, theirs = (alerts(one.engine, one.id).select(columns).sort(columns) for one in (demo, other))
    assert theirs.equals(mine)
    assert weeks.entries(other.engine, other.id)["text"].to_list() == weeks.entries(demo.engine, demo.id)["text"].to_list()
    other.engine.dispose()
