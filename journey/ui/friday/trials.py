"""The changes that Friday judges, held against their metrics once a version of the data, and where each stands."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from journey.domain.weeks import Week
from journey.routine.verdicts import Listed, Stand, Trial, due, trials
from journey.store.readers.revisions import revisions
from journey.store.readers.work import changes
from journey.ui.frame import Screen
from journey.ui.runtime import engine


def shape(here: Screen) -> str:
    """What verdicts hang on beside the data, as it is now: changes, incidents, tests, metrics; and what they are worth."""
    return revisions(engine(), here.id)


def tried(here: Screen) -> list[Trial]:
    """Every shipped change this view shows, held against its metric with what the reviewed week knew, newest first."""
    return [trial for trial in judged(here) if here.shows(trial.change["stage_id"], trial.change["team_id"])]


def judged(here: Screen) -> list[Trial]:
    """The same of every change, whatever the view: for reports, which are for somebody else than who looks."""
    found = [*_trials(_on_list(here)), *_earlier(here.version, here.id, here.week, shape(here))]
    return sorted(found, key=lambda trial: (trial.change["shipped_on"], -trial.change["id"]), reverse=True)


def listed(here: Screen) -> list[Listed]:
    """This Friday's list as this view shows it: overdue, due, not yet due, not shipped, naming no metric, decided."""
    return [one for one in _on_list(here) if here.shows(one.change["stage_id"], one.change["team_id"])]


def again(here: Screen, change: int) -> Listed | None:
    """One decided change, held against its metric anew; None where nothing can be said of it any more."""
    found = _one(here.version, here.id, here.week, change, shape(here))
    return Listed(found[0].change, found[0], Stand.DECIDED, found[0].due_on, "") if found else None


def _on_list(here: Screen) -> list[Listed]:
    return _friday(here.version, here.id, here.week, shape(here))


def _trials(found: list[Listed]) -> list[Trial]:
    return [one.trial for one in found if one.trial is not None]


@st.cache_resource(show_spinner="Holding changes against their metrics", max_entries=64)
def _friday(version: str, journey_id: int, week: Week, shape: str) -> list[Listed]:
    """What is on the list; only that is judged, as every change more takes its time."""
    asked = [one.change["id"] for one in due(engine(), journey_id, friday=_day(week), tried=()) if one.change["shipped_on"]]
    return due(engine(), journey_id, friday=_day(week), tried=_judged(journey_id, week, asked))


@st.cache_resource(show_spinner="Holding earlier changes against their metrics", max_entries=64)
def _earlier(version: str, journey_id: int, week: Week, shape: str) -> list[Trial]:
    """What was decided for good before this week."""
    listed = {one.change["id"] for one in due(engine(), journey_id, friday=_day(week), tried=())}
    return _judged(journey_id, week, [id for id in changes(engine(), journey_id)["id"] if id not in listed])


@st.cache_resource(show_spinner="Holding the change against its metric", max_entries=64)
def _one(version: str, journey_id: int, week: Week, change: int, shape: str) -> list[Trial]:
    return _judged(journey_id, week, [change])


def _judged(journey_id: int, week: Week, asked: list[int]) -> list[Trial]:
    """Those changes, judged by what was known on this week's Friday."""
    if not asked:
        return []
    return trials(engine(), journey_id, until=week.shift(-1).sunday, friday=_day(week), only=asked)


def _day(week: Week) -> date:
    return week.monday + timedelta(days=4)
