"""The metrics that a journey starts with once data of a kind has arrived, so that the first Monday has something to show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from journey.domain.kpis import kpi
from journey.domain.words import MetricKind, Outcome, SourceKind
from journey.routine.act import Act
from journey.store.tables import EventName, Metric, Source, Stage

CRITICAL_PER_STAGE = 3
WATCHED_EVENTS = 3
"""Events that tell of trouble, counted for the whole journey; the busiest of them."""
PRIORITY = (
    "drop_off", "task_success", "nps", "csat", "ces", "score", "churn", "contact_rate", "time_to_resolution", "ticket_volume",
    "series", "event_count", "step_duration",
)  # fmt: skip
"""Who comes first when a stage has more KPIs than the three that Monday reads; the others are kept but not critical."""
_TROUBLE = re.compile(
    r"error|fail|bug|exception|crash|timeout|declin|denied|reject|abandon|cancel|refund|complain|support|help", re.I
)
_BY_SCALE = {"nps": "nps", "csat5": "csat", "ces7": "ces"}


@dataclass(frozen=True)
class Wanted:
    """A metric that the data allow: a formula for a stage (None: the whole journey) and what it is to look at."""

    formula: str
    stage_id: int | None = None
    event: str | None = None
    kind: MetricKind | None = None

    @property
    def same(self) -> tuple[str, int | None, str | None]:
        """What makes two metrics one and the same."""
        return self.formula, self.stage_id, self.event


def start_metrics(doing: Act) -> list[Metric]:
    """Add the metrics that the journey's sources and event meanings allow and that it never had; returns the new ones.

    A metric in the bin stays there. At most three of a stage are critical, the first by PRIORITY. Writes no audit event:
    the act that calls it says how many were made.
    """
    session, journey = doing.session, doing.journey_id
    sources = session.exec(select(Source).where(Source.journey_id == journey, col(Source.deleted_at).is_(None))).all()
    names = session.exec(select(EventName).where(EventName.journey_id == journey, col(EventName.deleted_at).is_(None))).all()
    stages = session.exec(
        select(Stage).where(Stage.journey_id == journey, col(Stage.deleted_at).is_(None)).order_by(col(Stage.position))
    ).all()
    had = session.exec(select(Metric).where(Metric.journey_id == journey)).all()
    known = {(m.formula, m.stage_id, m.event) for m in had}
    new = [one for one in _in_order(wanted(sources, names, stages)) if one.same not in known]
    taken: dict[int | None, int] = {}
    for metric in had:
        taken[metric.stage_id] = taken.get(metric.stage_id, 0) + (metric.critical and metric.deleted_at is None)
    assert journey is not None
    made = [_metric(journey, one, taken) for one in new]
    session.add_all(made)
    session.flush()
    return made


def wanted(sources: Sequence[Source], names: Sequence[EventName], stages: Sequence[Stage]) -> Iterator[Wanted]:
    """Every metric that these sources and meanings allow."""
    there = {stage.key for stage in stages}
    kinds = {source.kind for source in sources}
    if SourceKind.EVENTS in kinds:
        yield from _of_events(names, there)
    if {SourceKind.EVENTS, SourceKind.TICKETS} <= kinds:
        told = _told_stages(sources, SourceKind.TICKETS, there)
        mapped = {name.stage_id for name in names}
        yield from (Wanted("contact_rate", stage) for stage in told if stage in mapped)
    for source in sources:
        yield from _of_source(source, there)


def _of_events(names: Sequence[EventName], there: set[int]) -> Iterator[Wanted]:
    mapped = [name for name in names if name.stage_id in there]
    for stage in dict.fromkeys(name.stage_id for name in mapped):
        outcomes = {name.outcome for name in mapped if name.stage_id == stage}
        yield from (Wanted(formula, stage) for formula in ("drop_off", "step_duration", "conversion"))
        if Outcome.LOST in outcomes:
            yield Wanted("churn", stage)
        if outcomes & {Outcome.SUCCESS, Outcome.FAILURE}:
            yield Wanted("task_success", stage)
    if any(name.outcome is Outcome.GOAL for name in names):
        yield Wanted("conversion")
    trouble = sorted((name for name in names if _TROUBLE.search(name.name)), key=lambda name: (-name.volume, name.name))
    yield from (Wanted("event_count", None, name.name) for name in trouble[:WATCHED_EVENTS])


def _of_source(source: Source, there: set[int]) -> Iterator[Wanted]:
    said = source.answers or {}
    stages = [None, *_told_stages([source], source.kind, there)]
    match source.kind:
        case SourceKind.TICKETS:
            yield from (Wanted(formula, stage) for stage in stages for formula in ("ticket_volume", "time_to_resolution"))
            yield Wanted("time_to_resolution_p90")
        case SourceKind.SURVEYS if said.get("scale") and said.get("dated", True):
            scale = str(said["scale"]).split(":")[0]
            formula = _BY_SCALE.get(scale, "score")
            yield from (Wanted(formula, stage, scale) for stage in stages)
        case SourceKind.USABILITY if said.get("dated", True):
            yield from (Wanted("task_success", stage) for stage in stages)
        case SourceKind.SERIES:
            for name, told in (said.get("series") or {}).items():
                stage = told.get("stage") if told.get("stage") in there else None
                yield Wanted("series", stage, name, MetricKind(told.get("kind", MetricKind.MEAN)))
        case _:
            return


def _told_stages(sources: Iterable[Source], kind: SourceKind, there: set[int]) -> list[int]:
    """The stages that the files of these sources name, each once."""
    told = [stage for source in sources if source.kind is kind for stage in ((source.answers or {}).get("stages") or {}).values()]
    return [stage for stage in dict.fromkeys(told) if stage in there]


def _in_order(found: Iterable[Wanted]) -> list[Wanted]:
    unique = {one.same: one for one in found}
    return sorted(unique.values(), key=lambda one: PRIORITY.index(one.formula) if one.formula in PRIORITY else len(PRIORITY))


def _metric(journey: int, one: Wanted, taken: dict[int | None, int]) -> Metric:
    definition = kpi(one.formula)
    leads = one.formula in PRIORITY or (one.formula == "conversion" and one.stage_id is None)
    critical = leads and taken.get(one.stage_id, 0) < CRITICAL_PER_STAGE
    taken[one.stage_id] = taken.get(one.stage_id, 0) + critical
    named = one.formula in {"series", "event_count"} and one.event
    return Metric(
        journey_id=journey, formula=definition.key, name=str(one.event)[:120] if named else definition.name,
        kind=one.kind or definition.kind, unit=_unit(one, definition.unit), direction=definition.direction,
        leading=definition.leading, critical=critical, stage_id=one.stage_id, event=one.event, why=definition.why,
    )  # fmt: skip


def _unit(one: Wanted, usual: str) -> str:
    """A score's unit says the top of its scale: "of 10" for 1-10."""
    top = re.fullmatch(r"-?[\d.]+-(-?[\d.]+)", one.event or "")
    return f"of {top[1]}" if one.formula == "score" and top else usual
