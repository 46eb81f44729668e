"""The changes that Friday judges, held against their metrics once a version of the data, and where each stands."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from journey.domain.weeks import Week
from journey.routine.verdicts import Listed, Trial, due, trials
from journey.store.readers.experiments import tests
from journey.store.readers.incidents import incidents
from journey.store.readers.work import changes
from journey.ui.frame import Screen
from journey.ui.runtime import engine

Shape = tuple[tuple[tuple[int, int], ...], ...]


def tried(here: Screen) -> list[Trial]:
    """The shipped changes this view shows, held against their metrics with what the reviewed week knew."""
    found, _ = _friday(here.version, here.id, here.week, _shape(here))
    return [trial for trial in found if here.shows(trial.change["stage_id"], trial.change["team_id"])]


def listed(here: Screen) -> list[Listed]:
    """This Friday's list as this view shows it: overdue, due, not yet due, not shipped, naming no metric, decided."""
    _, found = _friday(here.version, here.id, here.week, _shape(here))
    return [one for one in found if here.shows(one.change["stage_id"], one.change["team_id"])]


def _shape(here: Screen) -> Shape:
    """What verdicts hang on beside the data: changes, incidents and tests as they are now."""
    frames = (read(engine(), here.id) for read in (changes, incidents))
    known = [tuple(zip(rows["id"], rows["revision"], strict=True)) for rows in frames]
    return (*known, tuple((one.test.key, one.test.revision) for one in tests(engine(), here.id)))


@st.cache_resource(show_spinner="Holding changes against their metrics", max_entries=64)
def _friday(version: str, journey_id: int, week: Week, shape: Shape) -> tuple[list[Trial], list[Listed]]:
    friday = week.monday + timedelta(days=4)
    found = trials(engine(), journey_id, until=week.shift(-1).sunday, friday=friday)
    return found, due(engine(), journey_id, friday=friday, tried=found)
