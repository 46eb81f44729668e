"""A look at a journey for whoever is not at the screen: figures caught up, what is due checked, people told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.domain.weeks import Week
from journey.domain.words import AlertState
from journey.routine.alerts import acts as alerts
from journey.routine.data.observations import catch_up
from journey.routine.listening.themes import find_safely
from journey.routine.notify.channels import wait_again
from journey.routine.notify.due import due_week, local_now
from journey.routine.notify.notices import write_notices
from journey.routine.notify.outbox import Sent, send_due
from journey.store.readers import journeys as read
from journey.store.readers.alerts import alerts as all_alerts
from journey.store.readers.data import STALE, sources
from journey.store.tables import Journey


@dataclass(frozen=True)
class Look:
    """What a look found: `raised` are the alerts that this very look raised, as rows of readers.alerts; `unanswered` counts
    all that wait for an answer; `stale` names sources without recent data; `data` is False while none has come in."""

    week: Week
    raised: list[dict[str, Any]]
    unanswered: int
    stale: list[str]
    data: bool


def look(engine: Engine, settings: Settings, *, by: int, journey: Journey) -> Look:
    """Catch up with the data and raise what stands out in the newest whole week; twice, or two at once, raises nothing twice."""
    catch_up(engine, settings, journey=journey.key)
    find_safely(engine, journey.key)
    today = local_now(settings, journey.timezone).date()
    week = due_week(engine, journey, today=today)
    new = {
        alert.key
        for alert in alerts.check(engine, by=by, journey=journey.key, week=week.shift(-1), today=today, events=settings.events)
    }
    there = all_alerts(engine, journey.key)
    fresh = sources(engine, journey.key, today=today, timezone=journey.timezone)
    return Look(
        week,
        there.filter(pl.col("id").is_in(new)).to_dicts(),
        there.filter(pl.col("state") == AlertState.OPEN).height,
        fresh.filter(pl.col("freshness") == STALE)["name"].to_list(),
        read.last_data_day(engine, journey.key) is not None,
    )


def send_again(engine: Engine, settings: Settings, *, by: int, journey: int, channel: int) -> list[Sent]:
    """Send at once what waits for another try and what may or may not have arrived, because a person says so."""
    wait_again(engine, by=by, journey=journey, channel=channel)
    return send_due(engine, settings, read.row(engine, Journey, journey))


def tell(engine: Engine, settings: Settings, journey: Journey) -> list[Sent]:
    """Write down what channels are to be told, and send what is due; returns what became of each message."""
    write_notices(engine, settings, journey)
    return send_due(engine, settings, journey)
