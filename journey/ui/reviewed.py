"""What Monday, Leadership and the Week page compute once per version of the data and share."""

from __future__ import annotations

import contextlib
from datetime import date

import polars as pl
import streamlit as st

from journey.domain.weeks import Week
from journey.errors import NotAllowed
from journey.routine.alerts.acts import check
from journey.routine.alerts.freshness import freshness as of_week
from journey.routine.review import Review, review
from journey.store.readers import journeys as read
from journey.store.readers import maps
from journey.store.readers.data import NEVER
from journey.store.tables import Metric
from journey.ui.frame import Screen, default_week
from journey.ui.runtime import engine, me

CATCH_UP = 4
"""Weeks that somebody who was away can still have Monday look at."""


def as_it_stands(here: Screen) -> str:
    """What stands on figures and on what people did is cached under: while it is the same, nothing of this screen has changed."""
    view = here.view.slug if here.view else ""
    return f"{here.version} {maps.lately(engine(), here.id)} {here.week} {view} {here.today}"


def week_review(here: Screen) -> Review:
    """The review of the week that this screen's Monday looks back on."""
    return _review(here.version, here.id, str(here.reviewed))


@st.cache_resource(show_spinner="Looking at the week", max_entries=64)
def _review(version: str, journey_id: int, week: str) -> Review:
    return review(engine(), journey_id, Week.parse(week))


def critical(here: Screen) -> list[Metric]:
    """At most three critical metrics a stage, of the stages and formulas this view shows, in the journey's order."""
    return here.lens.critical(read.metrics(engine(), here.id))


def freshness(here: Screen) -> pl.DataFrame:
    """The journey's sources with how fresh each was in the week on the screen; see routine.freshness.

    What had not begun by the end of the reviewed week was not fresh then, however much has come in since.
    """
    found = of_week(engine(), here.id, here.reviewed, today=here.today, timezone=here.journey.timezone)
    begun = (pl.col("first_day") <= here.reviewed.sunday).fill_null(True)
    then = {name: pl.when(begun).then(name) for name in ("days_behind", "last_day")}
    return found.with_columns(freshness=pl.when(begun).then("freshness").otherwise(pl.lit(NEVER)), **then)


def raise_alerts(here: Screen) -> None:
    """Raise what stands out, once per version of the data and week, if the person who looks may.

    Of the week that is due and the four before it, for whoever was away. Looking ahead raises nothing: such an alert would be
    missing on its own Monday. Leafing through the past leaves nobody new work.
    """
    due = default_week(here.journey)
    if due.shift(-CATCH_UP) <= here.week <= due:
        _check(f"{here.version} {here.journey.themed}", here.id, str(here.reviewed), me(), here.today)


@st.cache_resource(show_spinner="Looking at every metric and segment", max_entries=64)
def _check(version: str, journey_id: int, week: str, by: int, today: date) -> None:
    with contextlib.suppress(NotAllowed):
        check(engine(), by=by, journey=journey_id, week=Week.parse(week), today=today)


def look_again() -> None:
    """Let Monday look at its weeks anew: how they are judged has changed, though the data have not."""
    _check.clear()
    _review.clear()
