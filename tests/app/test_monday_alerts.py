"""Monday with many alerts: what a row says, each answer, and that the page stays light."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.words import AlertState
from journey.routine.journeys import add_step, add_touchpoint
from journey.store.engine import writing
from journey.store.readers.alerts import alerts, flips
from journey.store.tables import Alert, Flip
from tests.app.builders import WEEK, a_source, button, drop_off, stage, unfold
from tests.app.conftest import YOU, words

Open = Callable[[str], AppTest]


@pytest.fixture
def calm(home_engine: Engine, shop: int) -> int:
    """The shop's drop-off at Pay, which is as it always was; the metric's id."""
    return drop_off(home_engine, shop, shift=None)


def raised(engine: Engine, journey: int, metric: int | None, number: int = 1, **values: Any) -> list[int]:
    """So many alerts as somebody noticed them, which no rule takes back; their ids."""
    told = {"week": WEEK, "since": date(2026, 11, 12), "rule": "by hand", "why": "Support says so", "value": 0.45, "n": 200}
    ids = []
    with writing(engine) as session:
        for one in range(number):
            place = {"metric_id": metric, "stage_id": stage(engine, journey, "Pay") if metric else None, "segment": ""}
            if number > 1:
                place["segment"] = f"plan=number {one}"
            row = Alert(journey_id=journey, **{**told, **place, **values})
            session.add(row)
            session.flush()
            ids.append(row.key)
    return ids


def rows(app: AppTest) -> list[str]:
    return [element.proto.body for element in app.get("html") if "class='alert'" in element.proto.body]


def state(engine: Engine, journey: int) -> dict[str, Any]:
    return alerts(engine, journey).row(0, named=True)


def test_of_twenty_alerts_seven_are_drawn_and_the_rest_when_asked_for(
    home_engine: Engine, shop: int, calm: int, open_page: Open
) -> None:
    raised(home_engine, shop, calm, 20)
    app = open_page("monday_review")
    assert "New (20)" in words(app)
    assert len(rows(app)) == 7
    assert [one.label for one in app.expander][:1] == ["13 more"]
    assert len(rows(unfold(app, "more_new"))) == 20
    last = alerts(home_engine, shop)["id"][-1]
    button(unfold(app, f"answer_{last}"), "Watch")
    assert "New (19)" in words(app)
    assert "Still open (1)" in words(app)


def test_nothing_is_drawn_of_the_answers_until_they_are_asked_for(
    home_engine: Engine, shop: int, calm: int, open_page: Open
) -> None:
    (id,) = raised(home_engine, shop, calm)
    app = open_page("monday_review")
    assert not [one for one in app.button if one.label == "It is noise"]
    assert [one for one in unfold(app, f"answer_{id}").button if one.label == "It is noise"]


@pytest.mark.parametrize(
    ("press", "becomes", "said"),
    [
        ("Acknowledge", "acknowledged", "acknowledged"),
        ("Watch", "watch", "being watched"),
        ("Snooze", "snoozed", "Snoozed (1)"),
        ("Resolved", "resolved", "Answered this week (1)"),
        ("It is a blocker", "blocker", "a blocker"),
    ],
)
def test_each_answer_is_kept_and_closes_the_popover(
    home_engine: Engine, shop: int, calm: int, open_page: Open, press: str, becomes: str, said: str
) -> None:
    (id,) = raised(home_engine, shop, calm)
    app = unfold(open_page("monday_review"), f"answer_{id}")
    button(app, press)
    assert not app.error
    assert state(home_engine, shop)["state"] == becomes
    assert not app.session_state[f"answer_{id}"]
    assert said in words(app) + "".join(one.label for one in app.expander)
    assert "New (" not in words(app)


def test_a_snooze_lasts_until_the_day_that_was_chosen(home_engine: Engine, shop: int, calm: int, open_page: Open) -> None:
    (id,) = raised(home_engine, shop, calm)
    app = unfold(open_page("monday_review"), f"answer_{id}")
    app.date_input(key=f"until_{id}").set_value(date(2026, 12, 1))
    button(app, "Snooze")
    assert state(home_engine, shop)["snoozed_until"] == date(2026, 12, 1)
    assert "Still open" not in words(app)
    assert "snoozed until 1 Dec" in words(unfold(app, "fold_snoozed"))


def test_a_row_says_figure_usual_place_age_caveat_and_with_whom(
    home_engine: Engine, shop: int, calm: int, open_page: Open
) -> None:
    step = add_step(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), name="Hand over the card").key
    form = add_touchpoint(home_engine, by=YOU, journey=shop, step=step, name="Card <form>").key
    parts = [
        {"segment": "platform=web", "value": 0.31, "n": 90, "expected": 0.3, "lower": 0.2, "upper": 0.4},
        {"segment": "platform=mobile", "value": 0.61, "n": 110, "expected": 0.3, "lower": 0.2, "upper": 0.4},
    ]
    place: dict[str, Any] = {"touchpoint_id": form, "breakdown": parts, "softened": "9 November was a public holiday (Founders)."}
    raised(home_engine, shop, calm, lower=0.18, upper=0.24, **place)
    (row,) = rows(open_page("monday_review"))
    assert f"alert={state(home_engine, shop)['id']}" in row
    for said in (
        "Pay · Drop-off</a>", "at Card &lt;form&gt;", "▼ worse", "45 % (90 of 200)", "usually 18 % to 24 %",
        "since Thursday 12 Nov, for 6 days", "Support says so", "9 November was a public holiday (Founders).",
        "with platform mobile 61 %, platform web 31 %",
    ):  # fmt: skip
        assert said in row, said


def test_the_health_of_a_source_is_an_alert_without_figures(home_engine: Engine, shop: int, calm: int, open_page: Open) -> None:
    a_source(home_engine, shop, to=date(2026, 10, 1))
    app = open_page("monday_review")
    assert any("<b>Shop log</b>" in row and "nothing new for" in row for row in rows(app))
    id = state(home_engine, shop)["id"]
    unfold(app, f"answer_{id}")
    assert not [one for one in app.button if one.label == "Look closer"]
    assert "It teaches nothing" in words(app)


@pytest.mark.parametrize(
    ("rule", "said"), [("shift", "judged by limits 1.25 times as wide"), ("threshold", "It teaches nothing")]
)
def test_noise_says_what_it_will_teach(home_engine: Engine, shop: int, calm: int, open_page: Open, rule: str, said: str) -> None:
    (id,) = raised(home_engine, shop, calm, rule=rule, since=date(2026, 11, 9))
    assert said in words(unfold(open_page("monday_review"), f"answer_{id}"))


def test_what_resolved_by_itself_this_week_is_listed_with_its_reason(
    home_engine: Engine, shop: int, calm: int, open_page: Open
) -> None:
    (id,) = raised(home_engine, shop, calm, state=AlertState.RESOLVED)
    before = raised(home_engine, shop, calm, state=AlertState.RESOLVED, since=date(2026, 9, 1), week="2026-W37")[0]
    with writing(home_engine) as session:
        for alert, day in ((id, date(2026, 11, 17)), (before, date(2026, 9, 15))):
            at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
            session.add(Flip(alert_id=alert, at=at, old=AlertState.OPEN, new=AlertState.RESOLVED, reason="Back since Monday."))
    said = words(open_page("monday_review"))
    assert "Calmed this week" in said
    assert said.count("Back since Monday.") == 1
    assert flips(home_engine, shop)["person"].to_list() == [None, None]


def test_look_closer_opens_the_kpi(home_engine: Engine, shop: int, calm: int, open_page: Open) -> None:
    (id,) = raised(home_engine, shop, calm)
    app = unfold(open_page("monday_review"), f"answer_{id}")
    button(app, "Look closer")
    assert app.query_params["alert"] in (str(id), [str(id)])
    assert scrolls(app), "the KPI lies below the alerts: it is brought into sight"
    assert not scrolls(app.run()), "once"


def test_an_alert_that_was_called_noise_can_be_taken_up_again(home_engine: Engine, shop: int, calm: int, open_page: Open) -> None:
    (id,) = raised(home_engine, shop, calm)
    app = unfold(open_page("monday_review"), f"answer_{id}")
    next(field for field in app.text_input if field.label == "Why is it noise?").set_value("A slip of the hand")
    button(app, "It is noise")
    unfold(unfold(app, "fold_answered"), f"answer_{id}")
    assert "called noise" in words(app)
    button(app, "Watch")
    assert state(home_engine, shop)["state"] == "watch"
    assert "Still open (1)" in words(app)


def scrolls(app: AppTest) -> bool:
    return any("scrollIntoView" in one.proto.body for one in app.get("html"))
