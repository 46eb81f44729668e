"""The frame that every page has."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.routine.journeys import add_journey, bin_journey
from journey.store.readers.journeys import journeys
from tests.app.conftest import APP, YOU, words

PAGES = [
    *("week", "monday_review", "tuesday_blockers", "wednesday_listening", "thursday_map", "friday_retrospective"),
    *("leadership", "data", "journey", "metrics", "alerts", "search", "history"),
]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_a_journey_without_data(shop: int, open_page: Callable[[str], AppTest], page: str) -> None:
    app = open_page(page)
    assert not app.exception
    assert not app.error, [e.value for e in app.error]
    assert len(app.title) == 1
    assert "Week 47" in words(app)


@pytest.mark.parametrize("page", ["week", "monday_review", "data"])
def test_without_a_journey_every_page_leads_to_the_start(open_page: Callable[[str], AppTest], page: str) -> None:
    app = open_page(page)
    assert "Explore the demo" in words(app)
    assert "Start my journey" in words(app)


def test_an_address_opens_its_journey_and_week(shop: int, home_engine: Engine) -> None:
    add_journey(home_engine, by=YOU, name="Alpha", stages=("One",))
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["journey"], app.query_params["week"] = "shop", "2026-W40"
    app.run()
    assert app.selectbox[0].value == "shop"
    assert "28 Sep–4 Oct 2026" in words(app)


def test_an_address_of_no_journey_says_so_beside_the_one_it_opens(shop: int) -> None:
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["journey"] = "shpo*"
    app.run()
    assert "No journey is called shpo" in words(app)
    assert app.query_params["journey"] == "shop"
    app.run()
    assert "No journey is called" not in words(app)


def test_stepping_through_weeks_stays_in_the_address(shop: int, open_page: Callable[[str], AppTest]) -> None:
    app = open_page("week")
    app.button(key="to_The week before").click().run()
    assert "Week 46" in words(app)
    assert app.query_params["week"] == "2026-W46"


def test_a_journey_begun_on_the_start_page_opens_its_week(open_page: Callable[[str], AppTest]) -> None:
    app = open_page("start")
    app.text_input[0].set_value("Renewals")
    app.text_area[0].set_value("Notice\n\nDecide ")
    app.button[-1].click().run()
    assert app.selectbox[0].value == "renewals"
    assert "Week 47" in words(app)


def test_a_time_zone_that_is_none_is_said_and_nothing_is_begun(open_page: Callable[[str], AppTest]) -> None:
    app = open_page("start")
    app.text_input[0].set_value("Renewals")
    app.text_input[1].set_value("Mars/Olympus")
    app.button[-1].click().run()
    assert "not a time zone" in app.error[0].value
    assert "Start my journey" in words(app)


def test_a_search_is_an_address(shop: int, home_engine: Engine) -> None:
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["q"] = "browse"
    app.run().switch_page("pages/search.py").run()
    app.query_params["q"] = "browse"
    app.run()
    assert app.text_input[0].value == "browse"
    said = words(app)
    assert "1 text holds what you asked for" in said
    assert "<mark>Browse</mark>" in said


def test_where_every_journey_is_in_the_bin_the_start_page_brings_one_back(
    open_page: Callable[[str], AppTest], shop: int, home_engine: Engine
) -> None:
    bin_journey(home_engine, by=YOU, journey=shop, revision=1)
    app = open_page("start")
    assert not app.exception
    next(button for button in app.button if button.label == "Restore Shop").click().run()
    assert not app.exception
    assert [row.name for row in journeys(home_engine)] == ["Shop"]
    app = open_page("start")
    assert not [button for button in app.button if button.label.startswith("Restore")]
