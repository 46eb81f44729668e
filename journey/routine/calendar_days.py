"""The public holidays of a journey's country, by day."""

from __future__ import annotations

from datetime import date

from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.errors import Refused
from journey.store.engine import reading
from journey.store.tables import AlertPlan

LANGUAGE = "en_US"


def holidays_of(country: str, first: date, last: date) -> dict[date, str]:
    """The public holidays from `first` to `last`, by day, with their English names where the country's calendar has them.

    country: a code of the `holidays` library with an optional region ("DE", "DE-BY"); "" has none. Refused, in words, for
    a country or region that it does not know.
    """
    if not country.strip() or last < first:
        return {}
    from holidays import country_holidays

    nation, _, region = country.strip().upper().partition("-")
    years = range(first.year, last.year + 1)
    try:
        found = country_holidays(nation, subdiv=region or None, years=years, language=LANGUAGE)
    except NotImplementedError:
        raise Refused(
            f"There is no calendar of holidays for '{country}'. Write a country as DE, or with its region as DE-BY."
        ) from None
    return {day: name for day, name in sorted(found.items()) if first <= day <= last}


def journey_holidays(engine: Engine, journey_id: int, first: date, last: date) -> dict[date, str]:
    """As `holidays_of`, for the country that the journey's alert plan names; none without one, or if it is not known any more."""
    with reading(engine) as session:
        country = session.exec(select(AlertPlan.country).where(AlertPlan.journey_id == journey_id)).first()
    try:
        return holidays_of(country or "", first, last)
    except Refused:
        return {}
