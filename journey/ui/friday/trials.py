"""The shipped changes that Friday judges, held against their metrics once a version of the data."""

from __future__ import annotations

import streamlit as st

from journey.domain.weeks import Week
from journey.routine.retrospective import Trial, trials
from journey.store.readers.work import changes
from journey.ui.frame import Screen
from journey.ui.runtime import engine


def tried(here: Screen) -> list[Trial]:
    """The shipped changes this view shows, held against their metrics with what the reviewed week knew."""
    found = _trials(here.version, here.id, here.reviewed, _shape(here))
    return [trial for trial in found if here.shows(trial.change["stage_id"])]


def _shape(here: Screen) -> tuple[tuple[int, int], ...]:
    rows = changes(engine(), here.id)
    return tuple(zip(rows["id"], rows["revision"], strict=True))


@st.cache_resource(show_spinner="Holding changes against their metrics", max_entries=64)
def _trials(version: str, journey_id: int, week: Week, shape: tuple[tuple[int, int], ...]) -> list[Trial]:
    return trials(engine(), journey_id, until=week.sunday)
