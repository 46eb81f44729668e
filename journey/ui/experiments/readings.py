"""The tests of the journey, read once a version of the data, with the reviewed week's knowledge."""

from __future__ import annotations

from datetime import date

import streamlit as st

from journey.config import settings
from journey.domain.words import MetricKind
from journey.errors import Refused
from journey.routine.experiments.planning import TestPlan, attributes, plan_test
from journey.routine.experiments.reading import TestReading, read_tests
from journey.store.readers.experiments import tests
from journey.store.readers.work import changes
from journey.store.tables import Metric
from journey.ui.frame import Screen
from journey.ui.runtime import engine

HOUR = 3600
Shape = tuple[tuple[int, int, int], ...]


def readings(here: Screen) -> list[TestReading]:
    """The tests that this view shows, with what may be said of them."""
    rows = tests(engine(), here.id)
    if not rows:
        return []
    shape = tuple((row.test.key, row.test.revision, row.change.revision if row.change else 0) for row in rows)
    found = _read(here.version, here.id, here.reviewed.sunday, shape)
    return [one for one in found if here.shows(one.metric.stage_id if one.metric else None)]


@st.cache_resource(show_spinner="Reading the tests", max_entries=32)
def _read(version: str, journey_id: int, as_of: date, shape: Shape) -> list[TestReading]:
    return read_tests(engine(), settings().events, journey=journey_id, as_of=as_of)


def planned(here: Screen, metric: int, smallest: float, share: float, looks: int, *, starts_on: date) -> TestPlan | str:
    """What a test takes, or why it cannot be; what was asked before is told again at once."""
    try:
        return _plan(here.version, here.id, (metric, smallest, share, looks), starts_on, here.reviewed.sunday)
    except Refused as refusal:
        return str(refusal)


@st.cache_data(show_spinner="Counting who comes", max_entries=128)
def _plan(version: str, journey_id: int, asked: tuple[int, float, float, int], starts_on: date, known_to: date) -> TestPlan:
    metric, smallest, share, looks = asked
    return plan_test(
        engine(), settings().events, journey=journey_id, metric=metric, smallest=smallest, share=share, looks=looks,
        starts_on=starts_on, known_to=known_to,
    )  # fmt: skip


@st.cache_data(show_spinner="Looking for what tells customers apart", max_entries=32)
def known_attributes(version: str, journey_id: int) -> dict[str, tuple[str, ...]]:
    """Attributes of the events with their values."""
    return attributes(engine(), settings().events, journey=journey_id)


def change_names(here: Screen) -> dict[int | None, str]:
    """The changes of this view by id, to choose from, and none."""
    rows = here.only(changes(engine(), here.id))
    names: dict[int | None, str] = {None: "None that is written down"}
    return names | dict(zip(rows["id"], rows["title"], strict=True))


def scale(metric: Metric | None) -> tuple[float, str]:
    """What a typed size is multiplied by to be in the metric's own unit, and how that is asked for."""
    if metric is None or metric.kind is MetricKind.RATE:
        return 0.01, "points"
    if metric.kind is MetricKind.DURATION:
        return HOUR, "hours"
    if metric.kind is MetricKind.NPS:
        return 1.0, "points"
    if metric.kind is MetricKind.COUNT:
        return 1.0, f"{metric.unit or 'events'} a customer"
    return 1.0, metric.unit or "the metric's unit"
