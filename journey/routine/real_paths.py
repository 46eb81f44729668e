"""The paths of a journey's customers, from its imported events, held against its map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.paths.conformance import Fit, Ways, conformance, drawn_ways
from journey.analysis.paths.events_seen import off_map, volumes
from journey.analysis.paths.findings import Finding, findings
from journey.analysis.paths.places import Places, inner_places, stage_places
from journey.analysis.paths.steps import BEGIN, flows, places_seen, steps
from journey.analysis.paths.variants import variants
from journey.analysis.paths.walks import Walks, walks
from journey.analysis.segments import segment_values
from journey.domain.weeks import Week
from journey.domain.words import Future
from journey.routine.data.datasets import journey_data
from journey.store.readers.journeys import stages
from journey.store.readers.paths import drawn_paths
from journey.store.readers.steps import touchpoints_by_stage

DEPTH = 6
"""Visits that the flow from visit to visit follows."""
COMMONEST = 12
"""Variants that are told one by one."""


@dataclass(frozen=True)
class Asked:
    """Whose passages: those that began in the weeks `first` to `last` (None: ever), and of a segment, if one is named.

    They are followed to the end of `last`, or to today's data where it is None.
    """

    first: Week | None = None
    last: Week | None = None
    segment: tuple[str, str] | None = None


@dataclass(frozen=True)
class RealPaths:
    """What was counted: schemas STEPS, SEEN, FLOWS and VARIANTS; `ids` are the stages' ids in the order of the places.

    `fit`, `ways` and `findings` speak of the map; inside a stage there is no drawn order to hold paths against, and no fit.
    """

    count: int
    counted_by: str
    ids: tuple[int | None, ...]
    names: tuple[str, ...]
    steps: pl.DataFrame
    seen: pl.DataFrame
    flows: pl.DataFrame
    variants: pl.DataFrame
    kinds: int
    """How many variants there are."""
    ways: Ways = frozenset()
    fit: Fit | None = None
    findings: tuple[Finding, ...] = ()
    events: int = 0
    """Events of the journey until then, on the map or not, of whomever; of these `mapped` are in one of its stages."""
    mapped: int = 0


def real_paths(engine: Engine, events: Path, *, journey: int, asked: Asked, as_of: date) -> RealPaths:
    """The passages through the stages that the map draws today (what only comes is left out), and how well it explains them."""
    data = journey_data(engine, events, journey=journey).data
    drawn = tuple(stage.key for stage in stages(engine, journey) if stage.future is not Future.COMES)
    places = stage_places(data, drawn=drawn)
    found = walks(data, places, as_of=_until(asked, as_of), since=_since(asked, data.timezone), segment=asked.segment)
    at: dict[int | None, int] = {id: place for place, id in enumerate(places.ids)}
    at[None] = BEGIN
    extra = [(at[start], at[end]) for start, end in drawn_paths(engine, journey) if start in at and end in at]
    ways = drawn_ways(len(places.names), extra)
    counts = volumes(data, as_of=_until(asked, as_of))
    fit, seen = conformance(found, ways), places_seen(found)
    total = sum(counts.values())
    told = findings(fit, seen, off_map(data, counts), events=total)
    mapped = sum(counts.get(event, 0) for event in places.at)
    return _counted(
        found, data.case, places, seen, ways=ways, fit=fit, findings=tuple(told), events=total, mapped=mapped
    )  # fmt: skip


def inside(engine: Engine, events: Path, *, journey: int, stage: int, asked: Asked, as_of: date) -> RealPaths:
    """The visits to one stage, told in its touchpoints and the events that have none."""
    data = journey_data(engine, events, journey=journey).data
    until = _until(asked, as_of)
    order = tuple(touchpoints_by_stage(engine, journey).get(stage, {}))
    places = inner_places(data, stage, volumes(data, as_of=until), order)
    found = walks(data, places, as_of=until, since=_since(asked, data.timezone), segment=asked.segment)
    return _counted(found, data.case, places, places_seen(found))


def segments(engine: Engine, events: Path, *, journey: int) -> list[tuple[str, str]]:
    """The attributes and values that passages can be told apart by."""
    data = journey_data(engine, events, journey=journey).data
    if data.events is None:
        return []
    return [(name, value) for name, value, _ in segment_values(data.events, case=data.case).iter_rows()]


def _counted(found: Walks, case: str, places: Places, seen: pl.DataFrame, **told: object) -> RealPaths:
    every = variants(found)
    return RealPaths(
        found.count, case, places.ids, places.names, steps(found), seen, flows(found, depth=DEPTH), every.head(COMMONEST),
        every.height, **told,  # type: ignore[arg-type]
    )  # fmt: skip


def _since(asked: Asked, timezone: str) -> datetime | None:
    return asked.first.bounds(timezone)[0] if asked.first else None


def _until(asked: Asked, as_of: date) -> date:
    return asked.last.sunday if asked.last else as_of
