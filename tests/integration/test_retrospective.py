"""Friday's trials: a change against its metric, with whatever is known of it, and the report that tells of both."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from journey.domain import format
from journey.domain.weeks import Week
from journey.domain.words import AlertState, Direction, EntryKind, PainStatus, Verdict, Weekday
from journey.exports.report import Report
from journey.routine.alerts.acts import check, triage
from journey.routine.journeys import add_journey, bin_stage
from journey.routine.metrics import add_metric, bin_metric
from journey.routine.pains import add_pain
from journey.routine.people import add_person
from journey.routine.report import week_report
from journey.routine.retrospective import Trial, trials
from journey.routine.review import review
from journey.routine.weeks import add_entry, change_entry, take_part
from journey.routine.work import add_action, add_change, bin_change, decide
from journey.store.engine import writing
from journey.store.readers.alerts import alerts
from journey.store.readers.journeys import journey as journey_named
from journey.store.readers.journeys import stages
from journey.store.tables import Observation

YOU = 1
REVIEWED, WEEK = Week.parse("2026-W46"), Week.parse("2026-W47")
TODAY = date(2026, 11, 20)
SHIPPED = date(2026, 10, 5)


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key


def a_metric(engine: Engine, journey: int, *, since: date | None = None, to: float = 0.1, days: int = 365, at: int = 1) -> int:
    """Drop-off at a stage: 20 % for `days` up to the reviewed Sunday, `to` from `since` on."""
    metric = add_metric(engine, by=YOU, journey=journey, formula="drop_off", stage=stages(engine, journey)[at].key).key
    draw = np.random.default_rng(3)
    rows = []
    for back in range(days):
        day = REVIEWED.sunday - timedelta(days=back)
        gone = int(draw.binomial(400, to if since and day >= since else 0.20))
        sums = {"n": 400, "total": gone, "total_sq": gone}
        rows.append({"metric_id": metric, "grain": "day", "day": day, "segment": "", "mature": True, **sums})
    if rows:
        with writing(engine) as session:
            session.connection().execute(insert(Observation), rows)
    return metric


def shipped(engine: Engine, journey: int, metric: int | None, day: date = SHIPPED, **values: Any) -> int:
    hypothesis = {"metric_id": metric, "shipped_on": day, "direction": Direction.DOWN, "size": 0.05, **values}
    return add_change(engine, by=YOU, journey=journey, title="Fewer fields", **hypothesis).key


def the_trial(engine: Engine, journey: int) -> Trial:
    [trial] = trials(engine, journey, until=REVIEWED.sunday)
    return trial


@pytest.mark.parametrize(
    ("to", "said"), [(0.10, Verdict.VALIDATED), (0.30, Verdict.HARMFUL), (0.20, Verdict.REJECTED)], ids=["fell", "rose", "stayed"]
)
def test_the_data_say_what_became_of_a_change(engine: Engine, shop: int, to: float, said: Verdict) -> None:
    shipped(engine, shop, a_metric(engine, shop, since=SHIPPED, to=to))
    trial = the_trial(engine, shop)
    assert trial.ruling.verdict is said
    assert trial.path["at"].max() == REVIEWED.sunday
    assert trial.path.filter(trial.path["at"] < SHIPPED)["value"].drop_nulls().mean() == pytest.approx(0.2, abs=0.01)


def test_what_happens_after_the_reviewed_sunday_is_not_known_yet(engine: Engine, shop: int) -> None:
    metric = a_metric(engine, shop, since=SHIPPED, to=0.10)
    shipped(engine, shop, metric)
    before = [trial.impact for trial in trials(engine, shop, until=date(2026, 10, 25))]
    with writing(engine) as session:
        later = {"metric_id": metric, "grain": "day", "day": date(2026, 11, 16), "segment": "", "mature": True}
        session.connection().execute(insert(Observation), [{**later, "n": 400, "total": 400, "total_sq": 400}])
    assert [trial.impact for trial in trials(engine, shop, until=date(2026, 10, 25))] == before
    assert trials(engine, shop, until=SHIPPED - timedelta(days=1)) == []


@pytest.mark.parametrize("day", [REVIEWED.sunday, REVIEWED.sunday - timedelta(days=1), REVIEWED.sunday - timedelta(days=2)])
def test_days_after_a_change_it_is_too_early_to_tell(engine: Engine, shop: int, day: date) -> None:
    shipped(engine, shop, a_metric(engine, shop), day)
    assert the_trial(engine, shop).ruling.verdict is Verdict.TOO_EARLY


@pytest.mark.parametrize("day", [date(2020, 1, 6), REVIEWED.sunday - timedelta(days=364), REVIEWED.sunday - timedelta(days=360)])
def test_a_change_from_before_the_data_is_not_judged(engine: Engine, shop: int, day: date) -> None:
    shipped(engine, shop, a_metric(engine, shop), day)
    assert the_trial(engine, shop).ruling.verdict in (Verdict.CANT_TELL, Verdict.TOO_EARLY)


@pytest.mark.parametrize("days", [0, 1, 2])
def test_a_metric_with_hardly_any_data_is_not_judged(engine: Engine, shop: int, days: int) -> None:
    shipped(engine, shop, a_metric(engine, shop, days=days))
    trial = the_trial(engine, shop)
    assert trial.ruling.verdict in (Verdict.CANT_TELL, Verdict.TOO_EARLY)
    assert trial.ruling.sentence
    assert trial.path.schema["value"].is_float()


def test_only_shipped_changes_with_a_metric_are_tried(engine: Engine, shop: int) -> None:
    metric = a_metric(engine, shop)
    shipped(engine, shop, None)
    shipped(engine, shop, metric, shipped_on=None)
    gone = shipped(engine, shop, metric)
    bin_change(engine, by=YOU, journey=shop, change=gone, revision=1)
    assert trials(engine, shop, until=REVIEWED.sunday) == []


def test_a_metric_in_the_bin_takes_its_trials_with_it(engine: Engine, shop: int) -> None:
    metric = a_metric(engine, shop)
    shipped(engine, shop, metric)
    bin_metric(engine, by=YOU, journey=shop, metric=metric, revision=1)
    assert trials(engine, shop, until=REVIEWED.sunday) == []


def test_a_stage_in_the_bin_takes_its_trials_with_it(engine: Engine, shop: int) -> None:
    shipped(engine, shop, a_metric(engine, shop))
    bin_stage(engine, by=YOU, journey=shop, stage=stages(engine, shop)[1].key, revision=1)
    assert trials(engine, shop, until=REVIEWED.sunday) == []
    assert check(engine, by=YOU, journey=shop, week=REVIEWED) == []


def test_of_ten_who_look_at_once_one_raises_the_alert(engine: Engine, shop: int) -> None:
    from concurrent.futures import ThreadPoolExecutor

    a_metric(engine, shop, since=REVIEWED.monday, to=0.45)
    with ThreadPoolExecutor(10) as pool:
        raised = list(pool.map(lambda _: check(engine, by=YOU, journey=shop, week=REVIEWED), range(10)))
    assert sorted(map(len, raised)) == [0] * 9 + [1]
    assert alerts(engine, shop).height == 1


def told(engine: Engine) -> Report:
    return week_report(engine, journey_named(engine, "shop"), WEEK, today=TODAY)


def lines(report: Report, section: str) -> list[str]:
    return [" ".join((line.what, line.how, line.more)) for line in report.sections[section]]


def test_an_empty_week_reports_that_nothing_was(engine: Engine, shop: int) -> None:
    report = told(engine)
    assert all(rows == [] for rows in report.sections.values())
    assert set(report.empty) == set(report.sections)
    assert report.headline == (
        "0 metrics got worse beyond the usual, 0 actions are overdue, 0 of 0 shipped changes moved what it was meant to move, "
        "0 people took part."
    )


def test_the_report_tells_what_the_pages_show(engine: Engine, shop: int) -> None:
    rose = a_metric(engine, shop, since=REVIEWED.monday, to=0.45)
    fell = a_metric(engine, shop, since=SHIPPED, to=0.10, at=0)
    shipped(engine, shop, fell)
    [alert] = [one for one in check(engine, by=YOU, journey=shop, week=REVIEWED) if one.metric_id == rose]
    triage(engine, by=YOU, journey=shop, alert=alert.key, revision=1, state=AlertState.BLOCKER)
    add_action(engine, by=YOU, journey=shop, title="Ask the bank", due=TODAY - timedelta(1), owner_id=YOU)
    note(engine, shop, EntryKind.DECISION, "No upsell", "Sales waits")
    note(engine, shop, EntryKind.LEARNING, "Ask earlier")
    note(engine, shop, EntryKind.PARKED, "Who pays?")
    settled = note(engine, shop, EntryKind.PARKED, "Settled")
    change_entry(engine, by=YOU, journey=shop, entry=settled, revision=1, settled=True)
    people = [add_person(engine, by=YOU, name="Ana").key for _ in range(2)]
    take_part(engine, by=YOU, journey=shop, week=str(WEEK), weekday=Weekday.MONDAY, people=people)
    report = told(engine)
    seen = {row["metric_id"]: row for row in review(engine, shop, REVIEWED).compared.iter_rows(named=True)}
    for metric in (rose, fell):
        row = seen[metric]
        figure = format.with_n(row_kind(engine, shop, metric), row["value"], row["n"], row["total"], unit="%")
        assert any(figure in line for line in lines(report, "Metrics")), "the figure is Monday's own"
    assert any("Pay" in line and "worse" in line for line in lines(report, "What stood out"))
    assert any("no action yet" in line for line in lines(report, "Blockers"))
    assert lines(report, "Actions") == ["Ask the bank You, overdue since 19 Nov open"]
    [verdict] = lines(report, "Did our changes work?")
    assert the_trial(engine, shop).ruling.sentence in verdict
    assert lines(report, "Decided and learned") == ["No upsell  Sales waits", "Ask earlier  "]
    assert lines(report, "Carried into next week") == ["Who pays?  "]
    assert "1 action is overdue, 1 of 1 shipped change" in report.headline
    assert "2 people took part" in report.headline, "two people of one name are two"


def test_what_people_decided_stands_before_what_the_data_say(engine: Engine, shop: int) -> None:
    change = shipped(engine, shop, a_metric(engine, shop, since=SHIPPED, to=0.10))
    said = {"verdict": Verdict.REJECTED, "why": "It was the season", "learning": "Wait a year", "today": TODAY}
    decide(engine, by=YOU, journey=shop, change=change, revision=1, **said)  # type: ignore[arg-type]
    report = told(engine)
    assert lines(report, "Did our changes work?") == ["Fewer fields rejected: It was the season Wait a year"]
    assert "0 of 1 shipped change" in report.headline


def test_noise_is_not_counted_as_worse(engine: Engine, shop: int) -> None:
    a_metric(engine, shop, since=REVIEWED.monday, to=0.45)
    [alert] = check(engine, by=YOU, journey=shop, week=REVIEWED)
    assert told(engine).headline.startswith("1 metric got worse")
    triage(engine, by=YOU, journey=shop, alert=alert.key, revision=1, state=AlertState.NOISE, reason="A test shop")
    assert told(engine).headline.startswith("0 metrics got worse")


def test_a_solved_blocker_is_not_told(engine: Engine, shop: int) -> None:
    pay = stages(engine, shop)[1].key
    add_pain(engine, by=YOU, journey=shop, stage=pay, title="Cards", status=PainStatus.BLOCKER)
    add_pain(engine, by=YOU, journey=shop, stage=pay, title="Solved", status=PainStatus.RESOLVED)
    assert lines(told(engine), "Blockers") == ["Cards Pay, no team yet no action yet"]


def note(engine: Engine, journey: int, kind: EntryKind, text: str, trade_off: str = "") -> int:
    said = {"week": str(WEEK), "weekday": Weekday.TUESDAY, "kind": kind, "text": text, "trade_off": trade_off}
    return add_entry(engine, by=YOU, journey=journey, **said).key  # type: ignore[arg-type]


def row_kind(engine: Engine, journey: int, metric: int) -> Any:
    return next(spec.kind for spec in review(engine, journey, REVIEWED).specs if spec.id == metric)
