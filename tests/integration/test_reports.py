"""Reports of a week, a month and a quarter: what they tell, for whom, and that their figures are the pages' own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert
from sqlalchemy.engine import Engine
from typer.testing import CliRunner

from journey.config import Settings
from journey.domain import format
from journey.domain.weeks import Week
from journey.domain.words import ActionStatus, AlertState, Direction, EntryKind, PainStatus, Verdict, Weekday, WorthKind
from journey.errors import NotFound
from journey.exports.reports.model import Report
from journey.routine.alerts.acts import check, triage
from journey.routine.changes import add_change
from journey.routine.closing import set_focus
from journey.routine.goals import add_key_result, add_objective
from journey.routine.journeys import add_journey, change_stage
from journey.routine.metrics import add_metric
from journey.routine.money import add_worth, at_stake, stage_told
from journey.routine.pains import add_pain
from journey.routine.people import add_person, add_team, add_view
from journey.routine.reports import EVERYONE, LEADERS, NEWSLETTER, Asked, Period, Span, build
from journey.routine.review import review
from journey.routine.start import start
from journey.routine.verdicts import decide
from journey.routine.weeks import add_entry, change_entry, take_part
from journey.routine.work import add_action, change_action
from journey.store.engine import writing
from journey.store.readers.journeys import journey as journey_named
from journey.store.readers.journeys import stages
from journey.store.tables import Observation

YOU = 1
REVIEWED, WEEK = Week.parse("2026-W46"), Week.parse("2026-W47")
TODAY = date(2026, 11, 20)
SHIPPED = date(2026, 10, 5)


@pytest.fixture
def engine(sqlite_home: Settings) -> Iterator[Engine]:
    """One database is enough: what reports read is read by the pages' readers, which are tested on both."""
    made = start(sqlite_home)
    yield made
    made.dispose()


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key


def drop_off(engine: Engine, journey: int, *, at: int = 1, since: date | None = None, to: float = 0.1, weeks: int = 52) -> int:
    """Drop-off at a stage: 20 % of 400 a day up to the reviewed Sunday, `to` from `since` on."""
    stage = stages(engine, journey)[at].key
    metric = add_metric(engine, by=YOU, journey=journey, formula="drop_off", stage=stage, critical=True, target=0.15).key
    draw = np.random.default_rng(3)
    rows = []
    for back in range(7 * weeks):
        day = REVIEWED.sunday - timedelta(days=back)
        gone = int(draw.binomial(400, to if since and day >= since else 0.20))
        sums = {"n": 400, "total": gone, "total_sq": gone}
        rows.append({"metric_id": metric, "grain": "day", "day": day, "segment": "", "mature": True, **sums})
    with writing(engine) as session:
        session.connection().execute(insert(Observation), rows)
    return metric


def shipped(engine: Engine, journey: int, metric: int, title: str = "Fewer fields", **values: Any) -> int:
    hypothesis = {"metric_id": metric, "shipped_on": SHIPPED, "direction": Direction.DOWN, "size": 0.05, **values}
    return add_change(engine, by=YOU, journey=journey, title=title, **hypothesis).key


def note(engine: Engine, journey: int, kind: EntryKind, text: str, *, week: Week = WEEK, **more: Any) -> int:
    said = {"week": str(week), "weekday": Weekday.TUESDAY, "kind": kind, "text": text, **more}
    return add_entry(engine, by=YOU, journey=journey, **said).key


def told(engine: Engine, audience: str = EVERYONE, span: Span = Span.WEEK) -> Report:
    return build(engine, journey_named(engine, "shop"), Asked(WEEK, TODAY, span, audience), base="https://app.example.org")


def lines(report: Report, section: str) -> list[str]:
    return [" ".join((line.what, line.how, line.more)).strip() for line in report.section(section).lines]


@pytest.mark.parametrize(("audience", "span"), [(EVERYONE, Span.WEEK), (LEADERS, Span.QUARTER), (NEWSLETTER, Span.MONTH)])
def test_a_journey_of_nothing_says_in_each_part_that_there_is_nothing(
    engine: Engine, shop: int, audience: str, span: Span
) -> None:
    report = told(engine, audience, span)
    for section in report.sections:
        if section.title not in ("Is the routine kept?", "Who took part"):
            assert section.bare, section.title
            assert section.empty.endswith("."), section.title
    assert report.headline.endswith("moved what they were meant to move, nobody was noted as taking part.")


def test_the_whole_report_tells_what_the_pages_show(engine: Engine, shop: int) -> None:
    rose = drop_off(engine, shop, since=REVIEWED.monday, to=0.45)
    fell = drop_off(engine, shop, since=SHIPPED, to=0.10, at=0)
    shipped(engine, shop, fell)
    [alert] = [one for one in check(engine, by=YOU, journey=shop, week=REVIEWED) if one.metric_id == rose]
    triage(engine, by=YOU, journey=shop, alert=alert.key, revision=1, state=AlertState.BLOCKER)
    add_action(engine, by=YOU, journey=shop, title="Ask the bank", due=TODAY - timedelta(1), owner_id=YOU)
    note(engine, shop, EntryKind.DECISION, "No upsell", trade_off="Sales waits")
    note(engine, shop, EntryKind.LEARNING, "Ask earlier")
    note(engine, shop, EntryKind.PARKED, "Who pays?")
    settled = note(engine, shop, EntryKind.PARKED, "Settled")
    change_entry(engine, by=YOU, journey=shop, entry=settled, revision=1, settled=True)
    people = [add_person(engine, by=YOU, name="Ana").key for _ in range(2)]
    take_part(engine, by=YOU, journey=shop, week=str(WEEK), weekday=Weekday.MONDAY, people=people)
    report = told(engine)
    seen = {row["metric_id"]: row for row in review(engine, shop, REVIEWED).compared.iter_rows(named=True)}
    kinds = {spec.id: spec.kind for spec in review(engine, shop, REVIEWED).specs}
    for metric in (rose, fell):
        row = seen[metric]
        figure = format.with_n(kinds[metric], row["value"], row["n"], row["total"])
        assert any(line.how == figure and f"metric={metric}" in line.link for line in report.section("Metrics").lines)
    assert any("Pay" in line and "worse" in line for line in lines(report, "What stood out"))
    assert any("no action yet" in line for line in lines(report, "Blockers"))
    assert lines(report, "Actions") == ["Ask the bank You, overdue since 19 Nov open"]
    assert lines(report, "Did our changes work?")[0].startswith("Fewer fields Validated: ")
    assert lines(report, "Decided and learned") == ["No upsell  Sales waits", "Ask earlier"]
    assert lines(report, "Carried into next week") == ["Who pays?"]
    assert "1 action is overdue, 1 of 1 change of the quarter" in report.headline
    assert "2 people took part" in report.headline, "two people of one name are two"


def test_what_people_decided_stands_before_what_the_data_say(engine: Engine, shop: int) -> None:
    change = shipped(engine, shop, drop_off(engine, shop, since=SHIPPED, to=0.10))
    said = {"verdict": Verdict.REJECTED, "why": "It was the season", "learning": "Wait a year", "today": TODAY}
    decide(engine, by=YOU, journey=shop, change=change, revision=1, **said)  # type: ignore[arg-type]
    assert lines(told(engine), "Did our changes work?") == ["Fewer fields Rejected: It was the season Wait a year"]
    assert "0 of 1 change of the quarter" in told(engine).headline
    assert lines(told(engine, EVERYONE, Span.MONTH), "What the changes taught us") == ["Wait a year  Fewer fields, rejected"]
    assert lines(told(engine, NEWSLETTER), "What we tried") == ["Fewer fields Rejected: It was the season Wait a year"]


def test_a_change_decided_before_it_ships_is_told_and_an_overruled_one_says_so(engine: Engine, shop: int) -> None:
    metric = drop_off(engine, shop, since=SHIPPED, to=0.10)
    tested = shipped(engine, shop, metric, "Shorter form", shipped_on=None)
    open_one = shipped(engine, shop, metric, "Another day", shipped_on=None)
    guide = shipped(engine, shop, metric)
    for change, verdict in ((tested, Verdict.VALIDATED), (guide, Verdict.VALIDATED), (open_one, Verdict.TOO_EARLY)):
        said = {"verdict": verdict, "why": "They liked it", "learning": "", "today": TODAY}
        found = {"verdict": "harmful" if change == guide else verdict.value}
        decide(engine, by=YOU, journey=shop, change=change, revision=1, found=found, **said)  # type: ignore[arg-type]
    report = told(engine, LEADERS)
    assert lines(report, "Verdicts of the quarter") == [
        "Fewer fields Validated, though the data said harmful: They liked it", "Shorter form Validated: They liked it",
    ]  # fmt: skip
    assert "1 of 2 changes of the quarter moved what they were meant to move" in report.headline


def test_noise_is_neither_counted_nor_told(engine: Engine, shop: int) -> None:
    drop_off(engine, shop, since=REVIEWED.monday, to=0.45)
    [alert] = check(engine, by=YOU, journey=shop, week=REVIEWED)
    assert told(engine).headline.startswith("1 metric got worse")
    triage(engine, by=YOU, journey=shop, alert=alert.key, revision=1, state=AlertState.NOISE, reason="A test shop")
    assert told(engine).headline.startswith("0 metrics got worse")
    assert lines(told(engine), "What stood out") == []


def test_a_solved_blocker_is_not_told(engine: Engine, shop: int) -> None:
    pay = stages(engine, shop)[1].key
    add_pain(engine, by=YOU, journey=shop, stage=pay, title="Cards", status=PainStatus.BLOCKER)
    add_pain(engine, by=YOU, journey=shop, stage=pay, title="Solved", status=PainStatus.RESOLVED)
    assert lines(told(engine), "Blockers") == ["Cards Pay, no team yet no action yet"]


def test_a_month_is_told_from_its_own_sums_beside_as_many_weeks_before(engine: Engine, shop: int) -> None:
    """Three routine weeks of November look back on 26 October to 15 November: 21 days of 400 customers."""
    metric = drop_off(engine, shop, since=date(2026, 10, 26), to=0.30)
    report = told(engine, EVERYONE, Span.MONTH)
    assert report.period == "November 2026, weeks 45 to 47, so far"
    [chart] = report.section("KPIs over the period").charts
    weeks = review(engine, shop, REVIEWED).weeks.sort("week")
    month, before = weeks.tail(3), weeks.tail(6).head(3)
    gone, came = month["total"].sum(), month["n"].sum()
    assert came == 3 * 7 * 400
    assert f"{format.number(gone / came * 100)} % ({format.number(gone)} of {format.number(came)})" in chart.subtitle
    change = format.number((gone / came - before["total"].sum() / before["n"].sum()) * 100, 1)
    assert f"+{change} points on as many weeks before, ▼ worse" in chart.subtitle
    assert (chart.state, chart.said[-1], len(chart.values)) == ("worse", "30 %", 13)
    assert f"metric={metric}" in chart.link


def test_a_period_holds_the_weeks_whose_thursday_is_in_it() -> None:
    assert Period.until(Week.parse("2026-W45"), Span.MONTH).first == Week.parse("2026-W45"), "5 November is a Thursday"
    assert Period.until(Week.parse("2026-W44"), Span.MONTH).over, "29 October is October's last Thursday"
    quarter = Period.until(Week.parse("2026-W53"), Span.QUARTER)
    assert (str(quarter.first), str(quarter.last), quarter.over) == ("2026-W40", "2026-W53", True)
    assert quarter.name == "quarter 4 of 2026, weeks 40 to 53"


def test_a_month_keeps_what_its_weeks_left_and_nothing_older(engine: Engine, shop: int) -> None:
    note(engine, shop, EntryKind.LEARNING, "Of this month", week=Week.parse("2026-W45"))
    note(engine, shop, EntryKind.LEARNING, "Of the month before", week=Week.parse("2026-W44"))
    for title, day in (("Done in time", date(2026, 11, 10)), ("Long done", date(2026, 10, 1))):
        action = add_action(engine, by=YOU, journey=shop, title=title, due=date(2026, 11, 8)).key
        done = {"status": ActionStatus.RESOLVED, "today": day}
        change_action(engine, by=YOU, journey=shop, action=action, revision=1, **done)  # type: ignore[arg-type]
    report = told(engine, EVERYONE, Span.MONTH)
    assert lines(report, "Decided and learned") == ["Of this month  week 45"]
    assert lines(report, "Actions done") == ["Done in time nobody yet, done on 10 Nov, 2 days late resolved"]


def test_a_team_reads_of_its_own_stages_and_work_only(engine: Engine, shop: int) -> None:
    team = add_team(engine, by=YOU, name="Payments").key
    browse, pay = stages(engine, shop)
    change_stage(engine, by=YOU, journey=shop, stage=pay.key, revision=pay.revision, team_id=team)
    shelf, till = drop_off(engine, shop, at=0), drop_off(engine, shop, at=1)
    shipped(engine, shop, shelf, "Bigger pictures", stage_id=browse.key)
    shipped(engine, shop, till, "Fewer fields", stage_id=pay.key)
    add_action(engine, by=YOU, journey=shop, title="Ours", stage_id=pay.key, team_id=team)
    add_action(engine, by=YOU, journey=shop, title="Theirs", stage_id=browse.key)
    period = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 12, 31)}
    for title, metric in (("Fuller shelves", shelf), ("Paying is easy", till)):
        goal = add_objective(engine, by=YOU, journey=shop, title=title, **period).key  # type: ignore[arg-type]
        add_key_result(engine, by=YOU, journey=shop, objective=goal, metric=metric, baseline=0.20, target=0.15)
    report = told(engine, "payments")
    assert report.title == "Shop: week 47, 2026, for Payments"
    assert [line.what for line in report.section("Objectives").lines] == ["Paying is easy", "Drop-off at Pay:"], "as on its page"
    assert {cell.stage for cell in report.section("Stages at a glance").cells} == {"Pay"}
    assert [line.what for line in report.section("Actions").lines] == ["Ours"]
    assert [line.what for line in report.section("Did our changes work?").lines] == ["Fewer fields"]
    add_view(engine, by=YOU, journey=shop, name="Shelf", stages=(browse.key,))
    assert {cell.stage for cell in told(engine, "shelf").section("Stages at a glance").cells} == {"Browse"}
    assert "view=shelf" in told(engine, "Shelf").section("Actions").link
    with pytest.raises(NotFound, match=r"no view called 'Nobody'.*Payments"):
        told(engine, "Nobody")


def test_leaders_read_of_money_objectives_and_what_comes_next(engine: Engine, shop: int) -> None:
    metric = drop_off(engine, shop, since=SHIPPED, to=0.30)
    source = {"source": "Finance", "noted_on": TODAY}
    add_worth(engine, by=YOU, journey=shop, metric=metric, kind=WorthKind.COMPLETION, amount=80, low=60, high=100, **source)  # type: ignore[arg-type]
    period = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 12, 31)}
    goal = add_objective(engine, by=YOU, journey=shop, title="Paying is easy", **period).key  # type: ignore[arg-type]
    add_key_result(engine, by=YOU, journey=shop, objective=goal, metric=metric, baseline=0.20, target=0.15)
    set_focus(engine, by=YOU, journey=shop, week=str(WEEK.shift(1)), text="The card form")
    report = told(engine, LEADERS)
    assert report.one_page
    stake = at_stake(engine, shop, until=REVIEWED.sunday)
    [stage] = [one for one in stake.stages if one.a_week.amount > 0]
    assert f"Pay: {stage_told(stage, stake.currency)}" in lines(report, "Money")
    [chart] = report.section("Money").charts
    assert chart.said == (format.money(stage.a_week.amount, "EUR"),)
    assert lines(report, "Objectives")[0].startswith("Paying is easy 1 of 1")
    assert "Drop-off at Pay:" in lines(report, "Objectives")[1]
    assert lines(report, "Next week") == ["The card form"]


def test_the_command_writes_every_format_and_refuses_in_words(
    engine: Engine, shop: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from journey.cli import here as cli
    from journey.cli.app import app
    from journey.errors import Refused

    at = cli.Here(engine, Settings(home=tmp_path, today=TODAY, public_url="https://app.example.org/"), YOU)
    monkeypatch.setattr("journey.cli.report.here", lambda: at)
    run = CliRunner().invoke
    for format_, begins in (
        ("pdf", b"%PDF"),
        ("pptx", b"PK"),
        ("html", b"<!doctype"),
        ("md", b"# Shop: week 47, 2026, for leaders"),
    ):
        out = tmp_path / f"r.{format_}"
        asked = ["report", "--journey", "shop", "--week", "2026-W47", "--for", "leaders", "--format", format_, "--out", str(out)]
        assert run(app, asked).exit_code == 0
        assert out.read_bytes().startswith(begins)
    assert "https://app.example.org/leadership?journey=shop&amp;week=2026-W47" in (tmp_path / "r.html").read_text()
    for wrong in (["--format", "pdf"], ["--week", "2026-W60"], ["--for", "Nobody"]):
        said = run(app, ["report", "--journey", "shop", *wrong]).exception
        assert isinstance(said, (Refused, NotFound)), wrong
