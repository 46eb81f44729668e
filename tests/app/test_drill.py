"""A KPI looked at closely: what its reader sees of its past, why it moved, and the blocker it becomes."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.routine.alerts.acts import add_alert
from journey.routine.metrics import add_metric, change_metric
from journey.store.engine import writing
from journey.store.readers import journeys as read
from journey.store.readers.alerts import alerts
from journey.store.readers.work import evidence, pains
from journey.store.tables import AlertPlan, Observation
from tests.app.builders import REVIEWED, button, drop_off, observed, only_look, refusals, stage, unfold, words_of
from tests.app.conftest import APP, YOU, words

SINCE = REVIEWED.monday
WINDOWS = ("6 weeks and 12 months", "13 weeks", "52 weeks", "6 weeks of days")


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["journey"] = "shop"
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page("pages/monday_review.py").run()


@pytest.fixture
def moved(home_engine: Engine, shop: int) -> int:
    """Drop-off at Pay: 20 % for a year, and since the reviewed Monday 70 % on mobile only; the metric's id."""
    metric = add_metric(
        home_engine, by=YOU, journey=shop, formula="drop_off", stage=stage(home_engine, shop, "Pay"), critical=True
    ).key
    draw = np.random.default_rng(7)
    rows: list[dict[str, Any]] = []
    for back in range(400):
        day = REVIEWED.sunday - timedelta(days=back)
        sides = {name: int(draw.binomial(100, 0.7 if day >= SINCE and name == "mobile" else 0.2)) for name in ("web", "mobile")}
        both = {"": (200, sum(sides.values())), **{f"platform={name}": (100, gone) for name, gone in sides.items()}}
        for segment, (n, gone) in both.items():
            sums = {"n": n, "total": gone, "total_sq": gone}
            rows.append({"metric_id": metric, "grain": "day", "day": day, "segment": segment, "mature": True, **sums})
    with writing(home_engine) as session:
        session.connection().execute(insert(Observation), rows)
    observed(home_engine, shop)
    return metric


def names(app: AppTest) -> list[str]:
    """The alternative texts of the page's charts."""
    return [element.proto.alt for element in app.get("plotly_chart") if element.proto.alt]


def test_an_open_kpi_tells_the_figure_that_monday_tells(home_engine: Engine, shop: int, moved: int) -> None:
    from journey.routine.review import review

    told = review(home_engine, shop, REVIEWED).compared.row(0, named=True)
    said = words(opened(metric=str(moved)))
    assert f"**Drop-off: {round(told['value'] * 100)} % ({told['total']:,.0f} of 1,400), outside the usual" in said


def test_why_it_moved_begins_with_words_that_name_the_part(moved: int, shop: int) -> None:
    said = words(opened(metric=str(moved)))
    assert "Why it moved" in said
    assert re.search(r"points against 20 %, the 12 weeks from \d+ Aug to \d Nov taken together\.", said)
    assert re.search(r"(All|Nine tenths) of the rise comes? from platform mobile: 20 % → (69|7\d) % \(n 700\)\.", said)
    assert "By platform; filled: by its own figure" in said
    assert "<th scope='row'>Together</th>" in said


def test_the_week_is_held_against_the_weeks_before_the_alert_began(home_engine: Engine, shop: int, moved: int) -> None:
    alert = add_alert(
        home_engine,
        by=YOU,
        journey=shop,
        metric=moved,
        week=REVIEWED.shift(1),
        since=date(2026, 10, 28),
        why="It jumped",
        worse=True,
    )
    app = opened(alert=str(alert.key))
    assert "the 12 weeks from 3 Aug to 25 Oct taken together." in words(app)
    assert "Since Wednesday 28 Oct. It jumped" in words(app)


@pytest.mark.parametrize("window", WINDOWS)
def test_every_window_opens_and_says_in_words_what_it_shows(moved: int, shop: int, window: str) -> None:
    app = opened(metric=str(moved))
    control = next(one for one in app.get("button_group") if one.label == "Window")
    control.set_value(window).run()
    assert not app.exception
    first = {
        "6 weeks and 12 months": "5 Oct (n 1,400)", "13 weeks": "17 Aug (n 1,400)", "52 weeks": "17 Nov (n 1,400)",
        "6 weeks of days": "5 Oct (n 200)",
    }[window]  # fmt: skip
    assert f"on {first}" in "\n".join(names(app)), "the chart's words begin with the window's first value"
    assert "<td>9 Nov 2026</td>" in words(unfold(app, "drill_figures"))


def test_a_metric_that_is_not_critical_opens_by_its_address(home_engine: Engine, shop: int, moved: int) -> None:
    metric = next(row for row in read.metrics(home_engine, shop) if row.key == moved)
    change_metric(home_engine, by=YOU, journey=shop, metric=moved, revision=metric.revision, critical=False)
    add_metric(home_engine, by=YOU, journey=shop, formula="csat", stage=stage(home_engine, shop, "Pay"), critical=True)
    observed(home_engine, shop)
    assert "Why it moved" in words(opened(metric=str(moved)))


def test_a_segment_can_be_looked_at_alone(moved: int, shop: int) -> None:
    app = opened(metric=str(moved))
    box = next(box for box in app.selectbox if box.label == "Of whom")
    box.set_value("platform=web").run()
    assert not app.exception
    assert re.search(r"\*\*Drop-off: (1|2)\d % \(\d+ of 700\), (in|out)side the usual", words(app))


def test_one_click_makes_the_alert_a_blocker_with_its_evidence(home_engine: Engine, shop: int, moved: int) -> None:
    words_of(home_engine, shop, "The camera stays black", "I gave up")
    app = opened(metric=str(moved))
    (alert,) = alerts(home_engine, shop).filter(alerts(home_engine, shop)["segment"] == "").to_dicts()
    button(app, "Make it a blocker with this evidence")
    assert refusals(app) == ""
    (pain,) = pains(home_engine, shop).to_dicts()
    texts = evidence(home_engine, shop)["text"].to_list()
    assert (pain["status"], pain["evidence"]) == ("blocker", len(texts))
    assert any("comes from platform mobile" in text for text in texts)
    assert {"The camera stays black", "I gave up"} <= set(texts)
    assert set(evidence(home_engine, shop)["alert_id"]) == {alert["id"]}
    button(app, "Add this evidence to the blocker")
    assert evidence(home_engine, shop)["text"].to_list() == texts, "nothing is put there twice"
    assert "made a blocker by You on" in words(app)


def test_who_only_looks_cannot_make_it_a_blocker(home_engine: Engine, shop: int, moved: int) -> None:
    app = opened(metric=str(moved))
    only_look(home_engine, shop)
    button(app, "Make it a blocker with this evidence")
    assert "You may not" in refusals(app)
    assert pains(home_engine, shop).is_empty()


def test_a_calm_kpi_says_that_its_move_may_be_chance(home_engine: Engine, shop: int) -> None:
    metric = drop_off(home_engine, shop, shift=None)
    said = words(opened(metric=str(metric)))
    assert "inside the usual" in said
    assert "what follows may well be chance" in said
    assert "nothing to tell customers apart by" in said
    assert "Make it a blocker" not in said


def test_the_same_measure_stands_at_every_stage(home_engine: Engine, shop: int) -> None:
    metric = drop_off(home_engine, shop)
    assert "At every stage" not in words(opened(metric=str(metric)))
    drop_off(home_engine, shop, at="Browse", shift=None)
    said = words(opened(metric=str(metric)))
    assert "At every stage" in said
    assert "<figcaption>Browse</figcaption>" in said
    assert "▼ worse" in said


def test_too_short_a_past_is_said(home_engine: Engine, shop: int) -> None:
    metric = drop_off(home_engine, shop, shift=None)
    with writing(home_engine) as session:
        from sqlalchemy import delete
        from sqlmodel import col

        session.connection().execute(delete(Observation).where(col(Observation.day) < REVIEWED.monday))
    app = opened(metric=str(metric))
    assert not app.exception
    assert "Too few settled weeks came before" in words(app)


def test_the_figures_stand_in_a_table_once_asked_for(moved: int, shop: int) -> None:
    app = opened(metric=str(moved))
    assert "<caption>Drop-off, week of</caption>" not in words(app)
    said = words(unfold(app, "drill_figures"))
    assert "<caption>Drop-off, week of</caption>" in said
    assert "<caption>Drop-off, month</caption>" in said
    assert "<td>9 Nov 2026</td>" in said


def test_a_holiday_of_the_journeys_country_is_said_on_the_chart(home_engine: Engine, shop: int, moved: int) -> None:
    with writing(home_engine) as session:
        session.add(AlertPlan(journey_id=shop, country="PL"))
    app = opened(metric=str(moved))
    assert "11 Nov: National Independence Day." in "\n".join(names(app))
    assert "National Independence Day (11 Nov)" in words(app)


@pytest.mark.parametrize("alert", ["9999", "x", "-1", "²", "99999999999999999999"])
def test_an_address_with_an_impossible_alert_opens_the_page(shop: int, moved: int, alert: str) -> None:
    app = opened(alert=alert)
    assert not app.exception
    assert not app.error
    assert "Why it moved" not in words(app)


def test_choosing_another_kpi_leaves_the_alert_of_the_address(home_engine: Engine, shop: int, moved: int) -> None:
    other = drop_off(home_engine, shop, at="Browse", shift=None)
    app = opened()
    alert = alerts(home_engine, shop)["id"][0]
    app = opened(alert=str(alert))
    assert "Drop-off at Pay" in words(app)
    next(box for box in app.selectbox if box.label == "Look closer at a KPI").set_value(other).run()
    assert "alert" not in app.query_params
    assert "Drop-off at Browse" in words(app)
