"""The map in small, as the Week page shows it: the stages with their feelings and what the week marked."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import streamlit as st

from journey.analysis.triangulation import StageFeeling
from journey.charts import theme
from journey.charts.journey_map import alt_text, map_strip
from journey.charts.map_parts import Chip, MapStage
from journey.domain.words import PainStatus
from journey.store.readers import maps as read
from journey.store.readers.journeys import teams
from journey.store.readers.work import pains
from journey.ui.frame import Screen
from journey.ui.map.marks import Signal, felt, kpis, signals, understood_at
from journey.ui.runtime import engine


def map_strip_of(here: Screen) -> str:
    """The strip as HTML; drawn anew only after something was done to the journey."""
    view = f"{here.view.slug} {here.view.revision}" if here.view else ""
    done = read.lately(engine(), here.id)
    return _strip(f"{here.version} {done} {understood_at(here)} {here.week} {view}", here)


@st.cache_resource(show_spinner=False, max_entries=64)
def _strip(stamp: str, _here: Screen) -> str:
    here = _here
    stages = _stages(here, felt(here, here.stages), pains(engine(), here.id), signals(here))
    return map_strip(stages, label=alt_text(stages))


def _stages(here: Screen, feelings: dict[int, StageFeeling], hurts: pl.DataFrame, raised: Sequence[Signal]) -> list[MapStage]:
    owners = {team.key: team.name for team in teams(engine())}
    chips = {stage: [Chip(kpi.metric.name, kpi.value, kpi.state) for kpi in own] for stage, own in kpis(here).items()}
    heard = read.notes(engine(), here.id, str(here.week))
    drawn = []
    for stage in here.stages:
        own = chips.get(stage.key, ())
        blockers = hurts.filter(stage_id=stage.key, status=PainStatus.BLOCKER.value).height
        listened = heard.filter(stage_id=stage.key).height
        marks = [f"{chip.name} {chip.value} {theme.word(chip.state)}" for chip in own if chip.state != "calm"]
        marks += [_count(blockers, "blocker")] if blockers else []
        marks += [f"{listened} heard"] if listened else []
        feeling = feelings[stage.key].measured
        drawn.append(
            MapStage(
                stage.key, stage.name, owners.get(stage.team_id or 0, ""), stage.assumed_emotion,
                feeling.mean if feeling else None, feeling.n if feeling else None, tuple(own),
                alerts=tuple(one.mark for one in raised if one.stage_id == stage.key), marks=tuple(marks),
                standing=feelings[stage.key].standing if stage.assumed_emotion is not None else None,
            )
        )  # fmt: skip
    return drawn


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
