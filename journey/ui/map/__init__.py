"""The map as the Thursday and the Week page see it: what is on it, the picture with its marks, feelings and their gaps."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import streamlit as st

from journey.analysis.emotion import Fit, Gap
from journey.analysis.triangulation import StageFeeling, stage_feelings
from journey.charts import theme
from journey.charts.journey_map import alt_text, journey_map, map_strip
from journey.charts.map_parts import Chip, MapAlert, MapCard, MapLane, MapStage
from journey.domain import format
from journey.domain.words import AlertState, Direction, LaneKind, PainStatus, Standing
from journey.routine.proposals import Proposal, proposals
from journey.routine.review import more_than_chance
from journey.store.readers import maps as read
from journey.store.readers.alerts import alerts
from journey.store.readers.feelings import voices
from journey.store.readers.journeys import teams
from journey.store.readers.understanding import understood
from journey.store.readers.work import opportunities, pains
from journey.store.tables import Lane
from journey.ui.alerts.row import age, standing
from journey.ui.frame import Screen
from journey.ui.reviewed import critical, week_review
from journey.ui.runtime import engine, literal

WEEKS_FELT = 4
"""Weeks of answers that a stage's measured emotion stands on, up to the reviewed one."""
LANE_NAMES, COLUMN = 128, 184
"""Room for the names of the lanes and for a stage, in pixels, where the window has it."""
ON_THE_MAP = (AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.WATCH, AlertState.BLOCKER)
"""What is neither settled nor put to sleep."""
Signals = list[tuple[int | None, int | None, MapAlert]]
"""Stage, touchpoint and mark of each."""


@dataclass(frozen=True)
class MapSeen:
    """The map of a week as one screen shows it: rows with their revisions for the forms, what the week brings,
    and the two pictures as HTML."""

    lanes: tuple[Lane, ...]
    cards: pl.DataFrame
    pains: pl.DataFrame
    opportunities: pl.DataFrame
    gaps: dict[int, Gap]
    proposals: tuple[Proposal, ...]
    whole: str
    small: str

    @property
    def count(self) -> int:
        """How many things there are to change on it."""
        return self.cards.height + self.pains.height + self.opportunities.height


def map_seen(here: Screen) -> MapSeen:
    """The map as it is now with the marks of this screen's week; drawn anew only after something was done to the journey."""
    view = f"{here.view.slug} {here.view.revision}" if here.view else ""
    done = read.lately(engine(), here.id)
    return _seen((here.version, *done, understood_at(here), str(here.week), view), here)


def understood_at(here: Screen) -> str:
    """When texts were last told a feeling: what stands on that is out of date from then on."""
    told = understood(engine(), here.id)
    return told.at.isoformat() if told else ""


@st.cache_resource(show_spinner=False, max_entries=64)
def _seen(key: tuple[str | int, ...], _here: Screen) -> MapSeen:
    here = _here
    ids = [stage.key for stage in here.stages]
    lanes = read.lanes(engine(), here.id)
    cards, hurts, chances = (
        found.filter(pl.col("stage_id").is_in(ids))
        for found in (read.cards(engine(), here.id), pains(engine(), here.id), opportunities(engine(), here.id))
    )
    felt = _felt(here)
    signals = _signals(here)
    stages = _stages(here, felt, hurts, signals)
    drawn = _drawn(here, lanes, cards, hurts, chances, signals=signals)
    lanes_shown = [MapLane(lane.key, lane.name, lane.kind) for lane in lanes if lane.shown]
    gaps = {id: one.gap for id, one in felt.items()}
    brought = proposals(
        engine(), here.id, here.week, {stage.key: (gaps[stage.key], stage.assumed_emotion) for stage in here.stages}
    )
    return MapSeen(
        lanes=tuple(lanes), cards=cards, pains=hurts, opportunities=chances, gaps=gaps,
        proposals=tuple(one for one in brought if here.shows(one.stage_id)),
        whole=journey_map(stages, lanes_shown, drawn, label=alt_text(stages, drawn)),
        small=map_strip(stages, label=alt_text(stages)),
    )  # fmt: skip


def show(here: Screen, seen: MapSeen) -> None:
    """The picture, as wide as its stages need and the window allows: wider than the text around it."""
    room = LANE_NAMES + COLUMN * len(here.stages)
    st.html(
        f"<style>.st-key-map.st-key-map{{position:relative;left:50%;transform:translateX(-50%);"
        f"max-width:none;width:min(calc(100vw - 3rem),max(100%,{room}px))}}</style>"
    )
    with st.container(key="map"):
        st.html(seen.whole)


def window(here: Screen) -> str:
    """The dates of the answers that measured emotion stands on."""
    first = here.reviewed.shift(1 - WEEKS_FELT).monday
    return f"{first.day} {first:%b} to {here.reviewed.sunday.day} {here.reviewed.sunday:%b}"


def feelings(here: Screen, seen: MapSeen) -> None:
    """Where measured emotion and the map part, in words; then in one line where they agree and where too few spoke."""
    names = {stage.key: stage.name for stage in here.stages}
    for id, found in seen.gaps.items():
        if found.fit in (Fit.TOO_ROSY, Fit.TOO_BLEAK):
            state = "worse" if found.fit is Fit.TOO_ROSY else "better"
            st.markdown(f"{theme.ARROWS[state]} **{literal(names[id])}.** {literal(found.sentence)}")
    rest = {
        "What was assumed holds at": [names[id] for id, found in seen.gaps.items() if found.fit is Fit.HOLDS],
        "Too few answers to tell at": [names[id] for id, found in seen.gaps.items() if found.fit is Fit.TOO_FEW],
    }
    said = " ".join(f"{what} {literal(', '.join(where))}." for what, where in rest.items() if where)
    st.caption(f"Emotion from −5 to +5, measured from scored answers and what you heard, {window(here)}. {said}")


def _felt(here: Screen) -> dict[int, StageFeeling]:
    since = here.reviewed.shift(1 - WEEKS_FELT).bounds(here.journey.timezone)[0]
    until = here.reviewed.bounds(here.journey.timezone)[1]
    told = voices(engine(), here.id, since=since, until=until)
    return stage_feelings(told, {stage.key: stage.assumed_emotion for stage in here.stages})


def _signals(here: Screen) -> Signals:
    """What Monday raised and nobody has settled: stage, touchpoint, and its mark; the worse and the oldest first."""
    known = alerts(engine(), here.id).filter(
        pl.col("week") <= str(here.week), pl.col("state").is_in([state.value for state in ON_THE_MAP])
    )
    return [
        (
            row["stage_id"], row["touchpoint_id"],
            MapAlert(
                row["metric"] or row["source"] or "Alert", row["touchpoint"] or "", age(row["since"], here.today),
                standing(row) or "new", row["worse"],
            ),
        )
        for row in known.sort("worse", -pl.col("since").cast(pl.Int64), descending=True).iter_rows(named=True)
    ]  # fmt: skip


def _stages(here: Screen, felt: dict[int, StageFeeling], hurts: pl.DataFrame, signals: Signals) -> list[MapStage]:
    owners = {team.key: team.name for team in teams(engine())}
    chips = _chips(here)
    heard = read.notes(engine(), here.id, str(here.week))
    drawn = []
    for stage in here.stages:
        own = chips.get(stage.key, ())
        blockers = hurts.filter(stage_id=stage.key, status=PainStatus.BLOCKER.value).height
        listened = heard.filter(stage_id=stage.key).height
        marks = [f"{chip.name} {chip.value} {theme.word(chip.state)}" for chip in own if chip.state != "calm"]
        marks += [_count(blockers, "blocker")] if blockers else []
        marks += [f"{listened} heard"] if listened else []
        feeling = felt[stage.key].measured
        drawn.append(
            MapStage(
                stage.key, stage.name, owners.get(stage.team_id or 0, ""), stage.assumed_emotion,
                feeling.mean if feeling else None, feeling.n if feeling else None, tuple(own),
                alerts=tuple(mark for at, _, mark in signals if at == stage.key), marks=tuple(marks),
                standing=felt[stage.key].standing if stage.assumed_emotion is not None else None,
            )
        )  # fmt: skip
    return drawn


def _chips(here: Screen) -> dict[int, list[Chip]]:
    """The critical KPIs of each stage as last measured; better or worse only where chance alone would not do it."""
    compared = {row["metric_id"]: row for row in week_review(here).compared.iter_rows(named=True)}
    chips: dict[int, list[Chip]] = {}
    for metric in critical(here):
        row = compared.get(metric.key)
        if metric.stage_id is None or row is None or row["value"] is None:
            continue
        sure = more_than_chance(metric, row)
        state = theme.standing(row["change"], Direction(metric.direction)) if sure else "calm"
        value = format.value(metric.kind, row["value"], unit=metric.unit)
        chips.setdefault(metric.stage_id, []).append(Chip(metric.name, value, state))
    return chips


def _drawn(
    here: Screen, lanes: list[Lane], cards: pl.DataFrame, hurts: pl.DataFrame, chances: pl.DataFrame, *, signals: Signals
) -> list[MapCard]:
    """Everything that stands in a cell: steps, touchpoints, pain points and opportunities in the first lane of their kind."""
    first = {lane.kind: lane.key for lane in reversed(lanes) if lane.shown}
    since, until = here.week.bounds(here.journey.timezone)
    new = set(read.added(engine(), here.id, since=since, until=until).iter_rows())
    if 2 * len(new) > cards.height + hurts.height + chances.height:
        new = set()  # a map that was drawn this week has nothing that stands out as new
    steps = read.steps(engine(), here.id).filter(pl.col("stage_id").is_in([stage.key for stage in here.stages]))
    found = []
    if lane := first.get(LaneKind.ACTION):
        for row in steps.unique("step_id", maintain_order=True).iter_rows(named=True):
            found.append(MapCard(row["stage_id"], lane, row["step"], Standing.EVIDENCED))
    if lane := first.get(LaneKind.TOUCHPOINT):
        for row in steps.filter(pl.col("touchpoint").is_not_null()).iter_rows(named=True):
            said = " · ".join(filter(None, [row["touchpoint"], row["channel"], "" if row["own"] else "not ours"]))
            own = tuple(mark for _, at, mark in signals if at is not None and at == row["touchpoint_id"])
            truth = bool(row["moment_of_truth"])
            found.append(MapCard(row["stage_id"], lane, said, Standing.EVIDENCED, moment_of_truth=truth, alerts=own))
    for row in cards.iter_rows(named=True):
        is_new = ("card", row["id"]) in new
        found.append(MapCard(row["stage_id"], row["lane_id"], row["text"], Standing(row["standing"]), is_new=is_new))
    if lane := first.get(LaneKind.PAIN):
        for row in hurts.filter(pl.col("status") != PainStatus.RESOLVED).iter_rows(named=True):
            is_new = ("pain_point", row["id"]) in new
            standing = Standing(row["standing"])
            found.append(MapCard(row["stage_id"], lane, row["title"], standing, row["severity"], row["evidence"], is_new=is_new))
    if lane := first.get(LaneKind.OPPORTUNITY):
        for row in chances.iter_rows(named=True):
            found.append(
                MapCard(row["stage_id"], lane, row["title"], Standing.EVIDENCED, is_new=("opportunity", row["id"]) in new)
            )
    return found


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
