"""What the parts of What if ask once: the journey as it was observed, the weeks to come, and each answer."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from journey.analysis.scenarios.backtest import Backtest, backtest
from journey.analysis.scenarios.counting import Runs
from journey.analysis.scenarios.facts import Fact, facts, shares_of
from journey.analysis.scenarios.levers import read
from journey.analysis.scenarios.sensitivity import Point, worth_most
from journey.config import settings
from journey.domain.weeks import Week
from journey.routine.real_paths import segments
from journey.routine.scenarios import Answer, Learned, as_it_is, ask, learned
from journey.store.readers.money import worths
from journey.store.readers.revisions import revisions
from journey.ui.frame import Screen
from journey.ui.runtime import engine

Lever = dict[str, Any]
PART = "what_if_part"
"""Where in the session the open part stands."""


def key(here: Screen) -> str:
    """What all of it stands for: the data with what they mean, and the stages; whatever else people do costs no new run."""
    stages = [one for one in revisions(engine(), here.id).split(", ") if one.startswith("stage ")]
    return f"{here.version} {here.journey.data_version} {stages} {here.reviewed}"


@st.cache_resource(show_spinner="Following the passages", max_entries=24)
def _learned(key: str, journey_id: int, until: Week, base: str, attribute: str) -> Learned | None:
    week = Week.parse(base) if base else None
    return learned(engine(), settings().events, journey=journey_id, until=until, base=week, attribute=attribute)


def known(here: Screen, *, base: str = "", attribute: str = "") -> Learned | None:
    """What the passages teach, as of `base` or of the newest whole week by the reviewed one."""
    return _learned(key(here), here.id, here.reviewed, base, attribute)


@st.cache_resource(show_spinner="Playing the weeks to come", max_entries=3)  # some 30 MB each
def _as_it_is(key: str, _found: Learned, base: str, attribute: str, weeks: int, seed: int) -> Runs:
    assert _found.model is not None
    return as_it_is(_found.model, weeks=weeks, seed=seed)


def usual(here: Screen, found: Learned, *, weeks: int = 12, seed: int = 1) -> Runs:
    """The weeks to come with no lever pulled."""
    return _as_it_is(key(here), found, str(found.base), found.record.attribute, weeks, seed)


@st.cache_resource(show_spinner="Playing the weeks to come", max_entries=64)
def _answer(key: str, _found: Learned, _now: Runs, journey_id: int, levers: str, money: str) -> Answer:
    return ask(engine(), _now, read(json.loads(levers))[0], journey=journey_id)


def answered(here: Screen, found: Learned, levers: list[Lever], *, weeks: int = 12, seed: int = 1) -> Answer:
    """What the levers do."""
    now = usual(here, found, weeks=weeks, seed=seed)
    about = f"{key(here)} {found.base} {found.record.attribute} {weeks} {seed}"
    return _answer(about, found, now, here.id, json.dumps(levers), _money(here))


def _money(here: Screen) -> str:
    """What the answers' money stands for."""
    return json.dumps(worths(engine(), here.id).select("id", "revision").rows())


@st.cache_resource(show_spinner=False, max_entries=24)
def _facts(key: str, _found: Learned, base: str, attribute: str) -> tuple[dict[int, Fact], dict[str, float]]:
    assert _found.model is not None
    return facts(_found.model), shares_of(_found.model)


def now(here: Screen, found: Learned) -> tuple[dict[int, Fact], dict[str, float]]:
    """What each stage does now, and how many set out with each value of the attribute."""
    return _facts(key(here), found, str(found.base), found.record.attribute)


@st.cache_resource(show_spinner=False, max_entries=8)
def _points(key: str, _runs: Runs) -> list[Point]:
    return worth_most(_runs)


def points(here: Screen, found: Learned) -> list[Point]:
    """Which stage's point is worth most."""
    return _points(f"{key(here)} {found.base}", usual(here, found))


@st.cache_resource(show_spinner="Foretelling weeks that are over", max_entries=8)
def _tried(key: str, _found: Learned) -> Backtest:
    return backtest(_found.record, _found.base)


def tried(here: Screen, found: Learned) -> Backtest:
    """How well the last weeks would have been foretold."""
    return _tried(f"{key(here)} {found.base}", found)


@st.cache_data(show_spinner=False, max_entries=24)
def attributes(version: str, journey_id: int) -> list[str]:
    """What customers can be told apart by."""
    return list(dict.fromkeys(name for name, _ in segments(engine(), settings().events, journey=journey_id)))
