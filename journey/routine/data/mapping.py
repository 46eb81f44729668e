"""What event names and stage names of files mean on this journey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.config import Settings
from journey.domain.words import Outcome
from journey.errors import NotFound, Refused
from journey.routine.act import Act, act
from journey.routine.data.observations import recompute
from journey.routine.data.starting_metrics import start_metrics
from journey.store.tables import EventName, Source, Stage, Step, Touchpoint, Verbatim

NO_TOUCHPOINT = 0


@dataclass(frozen=True)
class Meaning:
    """What an event name says: the stage it happens in (None: in no stage), its outcome, and at which touchpoint of the stage.

    touchpoint_id None leaves the touchpoint as it was, as far as it is one of the stage; NO_TOUCHPOINT takes it away. With
    `revision` the edit is refused if somebody changed the name's meaning since.
    """

    stage_id: int | None
    outcome: Outcome = Outcome.STEP
    revision: int | None = None
    touchpoint_id: int | None = None


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
    before = (row.stage_id, row.outcome, row.touchpoint_id)
    touchpoint = _met(doing, row, meaning)
    doing.change(row, revision, stage_id=meaning.stage_id, outcome=meaning.outcome, touchpoint_id=touchpoint)
    return before != (row.stage_id, row.outcome, row.touchpoint_id)


def _met(doing: Act, row: EventName, meaning: Meaning) -> int | None:
    """The touchpoint that the event gets: the one that was asked for, or the one it had while that is of the stage."""
    wanted = row.touchpoint_id if meaning.touchpoint_id is None else meaning.touchpoint_id
    query = select(Touchpoint.id).join(Step, col(Step.id) == Touchpoint.step_id)
    own = query.where(Touchpoint.id == wanted, Step.stage_id == meaning.stage_id)
    if doing.session.exec(own.where(col(Touchpoint.deleted_at).is_(None), col(Step.deleted_at).is_(None))).first() is not None:
        return wanted
    if meaning.touchpoint_id:
        raise Refused(f"That touchpoint is not one of the stage that '{row.name}' happens in. Nothing was changed.")
    return None


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
