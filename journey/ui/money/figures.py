"""What the pages that tell money compute once per version of the data, the worths and the changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from journey.domain.weeks import Week
from journey.routine.money import AtStake, Returns, at_stake, returns
from journey.routine.money.at_stake import Surroundings, surroundings
from journey.routine.verdicts import Trial
from journey.store.readers.money import worths
from journey.store.readers.work import changes
from journey.ui.frame import Screen
from journey.ui.runtime import engine

Shape = tuple[Any, ...]


def worth_shape(here: Screen) -> Shape:
    """What the worths and the currency are at this moment."""
    rows = worths(engine(), here.id)
    return here.journey.currency, *zip(rows["id"], rows["revision"], strict=True)


def seen(here: Screen) -> AtStake:
    """Money at stake in the week that is reviewed."""
    return _stakes(here.version, here.id, here.reviewed, worth_shape(here))


@st.cache_resource(show_spinner=False, max_entries=64)
def _stakes(version: str, journey_id: int, week: Week, shape: Shape) -> AtStake:
    return at_stake(engine(), journey_id, until=week.sunday)


def around(here: Screen) -> Surroundings:
    """Where the metrics that money needs stand in the week that is reviewed."""
    return _around(here.version, here.id, here.reviewed, worth_shape(here))


@st.cache_resource(show_spinner=False, max_entries=64)
def _around(version: str, journey_id: int, week: Week, shape: Shape) -> Surroundings:
    return surroundings(engine(), journey_id, until=week.sunday)


def brought_in(here: Screen, trials: Sequence[Trial], fade: str) -> Returns:
    """What the changes that the view shows brought in, by the verdicts' `trials` of the week that is reviewed."""
    rows = changes(engine(), here.id)
    shape = (*worth_shape(here), *zip(rows["id"], rows["revision"], strict=True), len(trials))
    found = _returns(here.version, here.id, here.reviewed, shape, fade, tuple(trials))
    return found.among(lambda one: here.shows(one.change["stage_id"], one.change.get("team_id"))) if here.view else found


@st.cache_resource(show_spinner=False, max_entries=64)
def _returns(version: str, journey_id: int, week: Week, shape: Shape, fade: str, _trials: tuple[Trial, ...]) -> Returns:
    return returns(engine(), journey_id, until=week.sunday, trials=_trials, fade=fade)
