"""What the pages that tell money compute once per version of the data, the worths and the changes."""

from __future__ import annotations

import streamlit as st

from journey.analysis.money.returns import USUAL_FADE
from journey.domain.weeks import Week
from journey.routine.money import AtStake, Returns, at_stake, returns
from journey.routine.money.at_stake import Surroundings, surroundings
from journey.routine.verdicts import Trial
from journey.store.readers.revisions import revisions
from journey.ui.frame import Screen
from journey.ui.friday.trials import judged
from journey.ui.runtime import engine


def shape(here: Screen) -> str:
    """What money hangs on beside the data, as it is now: worths and the currency, metrics, stages, and what verdicts hang on."""
    return f"{revisions(engine(), here.id)} {here.journey.currency}"


def seen(here: Screen) -> AtStake:
    """Money at stake in the week that is reviewed."""
    return _stakes(here.version, here.id, here.reviewed, shape(here))


@st.cache_resource(show_spinner=False, max_entries=64)
def _stakes(version: str, journey_id: int, week: Week, shape: str) -> AtStake:
    return at_stake(engine(), journey_id, until=week.sunday, around=_around(version, journey_id, week, shape))


def around(here: Screen) -> Surroundings:
    """Where the metrics that money needs stand in the week that is reviewed."""
    return _around(here.version, here.id, here.reviewed, shape(here))


@st.cache_resource(show_spinner=False, max_entries=64)
def _around(version: str, journey_id: int, week: Week, shape: str) -> Surroundings:
    return surroundings(engine(), journey_id, until=week.sunday)


def brought_in(here: Screen, fade: str = USUAL_FADE) -> Returns:
    """What the changes that the view shows brought in, by the verdicts of the week that is reviewed.

    Every change is told, and those of the view taken from among them: whose money is counted does not hang on who looks.
    """
    found = _returns(here.version, here.id, here.reviewed, shape(here), fade, judged(here))
    return found.among(lambda one: here.shows(one.change["stage_id"], one.change.get("team_id"))) if here.view else found


@st.cache_resource(show_spinner=False, max_entries=64)
def _returns(version: str, journey_id: int, week: Week, shape: str, fade: str, _trials: list[Trial]) -> Returns:
    known = _around(version, journey_id, week, shape)
    return returns(engine(), journey_id, until=week.sunday, trials=_trials, fade=fade, around=known)
