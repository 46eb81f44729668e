"""What event names and stage names of files mean on this journey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.config import Settings
from journey.domain.words import Outcome
from journey.errors import NotFound
from journey.routine.act import Act, act
from journey.routine.observations import recompute
from journey.routine.starting_metrics import start_metrics
from journey.store.tables import EventName, Source, Stage, Verbatim


@dataclass(frozen=True)
class Meaning:
    """What an event name says: the stage it happens in (None: in no stage) and its outcome.

    With `revision` the edit is refused if somebody changed the name's meaning since.
    """

    stage_id: int | None
    outcome: Outcome = Outcome.STEP
    revision: int | None = None


def map_event(
    engine: Engine, settings: Settings, *, by: int, journey: int, name: str, stage_id: int | None,
    outcome: Outcome = Outcome.STEP, revision: int,
) -> EventName:  # fmt: skip
    """Say what one event name means, unless somebody changed it since `revision`; figures follow at once."""
    with act(engine, "event.map", by=by, journey=journey) as doing:
        row = _event(doing, name)
        _mean(doing, row, revision, Meaning(stage_id, outcome))
        start_metrics(doing)
        doing.data_changed()
    recompute(engine, settings, journey=journey)
    return row


def map_events(
    engine: Engine, settings: Settings, *, by: int, journey: int, meanings: Mapping[str, Meaning], why: str = ""
) -> int:
    """Say what several event names mean; returns how many changed. A wrong name, or a stale one, changes nothing."""
    with act(engine, "event.map", by=by, journey=journey, why=why) as doing:
        rows = [(_event(doing, name), meaning) for name, meaning in meanings.items()]
        changed = sum(_mean(doing, row, meaning.revision or row.revision, meaning) for row, meaning in rows)
        start_metrics(doing)
        doing.data_changed()
    recompute(engine, settings, journey=journey)
    return changed


def map_stage_names(
    engine: Engine, settings: Settings, *, by: int, journey: int, source: int, stages: Mapping[str, int]
) -> Source:
    """Say which stage each stage name in a source's files means; words already in move to that stage."""
    with act(engine, "source.map_stages", by=by, journey=journey) as doing:
        row = doing.get(Source, source)
        told = dict(row.answers.get("stages") or {})
        for name, stage_id in stages.items():
            told[name.strip().lower()] = doing.get(Stage, stage_id).key
            _move_verbatims(doing, name, stage_id)
        doing.change(row, row.revision, answers={**row.answers, "stages": told})
        start_metrics(doing)
        doing.data_changed()
    recompute(engine, settings, journey=journey)
    return row


def _event(doing: Act, name: str) -> EventName:
    row = doing.session.exec(select(EventName).where(EventName.journey_id == doing.journey_id, EventName.name == name)).first()
    if row is None:
        raise NotFound(f"No event called '{name}' has come in. Nothing was changed. See the names with: journey events list")
    return row


def _mean(doing: Act, row: EventName, revision: int, meaning: Meaning) -> bool:
    """Store the meaning; whether it is another than before."""
    if meaning.stage_id is not None:
        doing.get(Stage, meaning.stage_id)
    before = (row.stage_id, row.outcome)
    doing.change(row, revision, stage_id=meaning.stage_id, outcome=meaning.outcome)
    return before != (row.stage_id, row.outcome)


def _move_verbatims(doing: Act, name: str, stage_id: int) -> None:
    """Words that came with this stage name and stand in no stage yet."""
    waiting = select(Verbatim).where(
        Verbatim.journey_id == doing.journey_id,
        col(Verbatim.stage_id).is_(None),
        col(Verbatim.attributes)["stage"].as_string() == name,
    )
    ids = [row.key for row in doing.session.exec(waiting)]
    for start in range(0, len(ids), 500):
        doing.session.connection().execute(
            update(Verbatim).where(col(Verbatim.id).in_(ids[start : start + 500])).values(stage_id=stage_id)
        )
