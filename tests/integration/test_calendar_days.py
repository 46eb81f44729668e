"""Holidays as charts and the detector know them."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.engine import Engine

from journey.errors import Refused
from journey.routine.calendar_days import holidays_of, journey_holidays
from journey.routine.journeys import add_journey
from journey.store.engine import writing
from journey.store.tables import AlertPlan


def test_a_countrys_holidays_between_two_days_have_names() -> None:
    found = holidays_of("DE", date(2026, 12, 20), date(2027, 1, 2))
    assert list(found) == [date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)]
    assert found[date(2026, 12, 25)] == "Christmas Day"


def test_a_region_has_days_of_its_own() -> None:
    epiphany = date(2026, 1, 6)
    assert epiphany in holidays_of("DE-BY", epiphany, epiphany)
    assert holidays_of("DE", epiphany, epiphany) == {}


@pytest.mark.parametrize("country", ["XX", "DE-QQ", "12", "-"])
def test_an_unknown_calendar_is_refused_in_words(country: str) -> None:
    with pytest.raises(Refused, match="no calendar of holidays"):
        holidays_of(country, date(2026, 1, 1), date(2026, 1, 2))


def test_no_country_has_no_holidays() -> None:
    assert holidays_of(" ", date(2026, 1, 1), date(2026, 12, 31)) == {}


def test_a_journey_has_the_holidays_of_the_country_in_its_plan(engine: Engine) -> None:
    journey = add_journey(engine, by=1, name="Shop", stages=("Pay",)).key
    christmas = date(2026, 12, 25)
    assert journey_holidays(engine, journey, christmas, christmas) == {}
    with writing(engine) as session:
        session.add(AlertPlan(journey_id=journey, country="DE"))
    assert journey_holidays(engine, journey, christmas, christmas) == {christmas: "Christmas Day"}
