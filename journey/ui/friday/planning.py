"""What a hypothesis needs while it is written: how long to wait, what to hold it against, what must not get worse."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from journey.errors import JourneyError
from journey.routine.verdicts import (
    Plan,
    SuggestedControl,
    SuggestedGuard,
    plan,
    segments_of,
    suggested_controls,
    suggested_guards,
)
from journey.ui.frame import Screen
from journey.ui.runtime import engine, me

LISTED = 4
"""Suggestions that are explained; the rest can be chosen all the same."""


def planned(here: Screen, **asked: Any) -> Plan | str:
    """How long the verdict takes, for metric_id, size, ships_on, lag_days and segment; or in words why nothing can say so."""
    return _plan(here.version, here.id, here.reviewed.sunday, **asked)


@st.cache_resource(show_spinner=False, max_entries=512)
def _plan(version: str, journey_id: int, until: date, **asked: Any) -> Plan | str:
    try:
        return plan(engine(), journey_id, until=until, **asked)
    except JourneyError as refusal:
        return str(refusal)


def controls(here: Screen, **asked: Any) -> list[SuggestedControl]:
    """What moved together with the metric before and is not touched by the change, best first."""
    return _controls(here.version, here.id, here.reviewed.sunday, by=me(), **asked)


@st.cache_resource(show_spinner=False, max_entries=256)
def _controls(version: str, journey_id: int, until: date, **asked: Any) -> list[SuggestedControl]:
    return suggested_controls(engine(), journey_id, until=until, **asked)


def guards(here: Screen, metric_id: int, stage_id: int | None) -> list[SuggestedGuard]:
    """What should not get worse while the metric gets better."""
    return _guards(here.version, here.id, metric_id, stage_id)


@st.cache_resource(show_spinner=False, max_entries=256)
def _guards(version: str, journey_id: int, metric_id: int, stage_id: int | None) -> list[SuggestedGuard]:
    return suggested_guards(engine(), journey_id, metric_id=metric_id, stage_id=stage_id)


def segments(here: Screen, metric_id: int) -> list[str]:
    """Whom the metric is split by: "plan=team"."""
    return _segments(here.version, metric_id)


@st.cache_resource(show_spinner=False, max_entries=256)
def _segments(version: str, metric_id: int) -> list[str]:
    return segments_of(engine(), metric_id)
