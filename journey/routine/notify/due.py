"""When a journey is to be looked at and people are to be told: the week that is due, the quiet hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.domain.weeks import Week
from journey.store.readers.journeys import last_data_day
from journey.store.tables import AlertPlan, Journey, now


def local_now(settings: Settings, timezone: str) -> datetime:
    """This hour in `timezone`, on the day that the settings pretend it is if they do."""
    there = now().astimezone(ZoneInfo(timezone))
    day = settings.today
    return there if day is None else there.replace(year=day.year, month=day.month, day=day.day)


def due_week(engine: Engine, journey: Journey, *, today: date) -> Week:
    """The routine's week, whose Monday reviews the data of the week before: this one, or for a journey whose data ended long
    ago the week after its last data."""
    newest = last_data_day(engine, journey.key)
    return min(Week.of(today), Week.of(newest).shift(1)) if newest else Week.of(today)


def quiet_until(plan: AlertPlan, at: datetime) -> datetime | None:
    """The end of the quiet hours that `at`, in the journey's time zone, falls in, across midnight too; None outside."""
    first, last = plan.quiet_from, plan.quiet_to
    if first is None or last is None or first == last:
        return None
    quiet = first <= at.hour < last if first < last else at.hour >= first or at.hour < last
    if not quiet:
        return None
    day = at.date() if at.hour < last else at.date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, last, tzinfo=at.tzinfo)
