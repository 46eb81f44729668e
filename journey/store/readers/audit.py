"""The history: who changed what, when and why; and what lies in the bin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col, or_, select

from journey.store.engine import columns, frame, reading
from journey.store.readers.gestures import reasons
from journey.store.tables import (
    Action,
    AlertRule,
    AuditEvent,
    Card,
    Change,
    Channel,
    Comment,
    Conversation,
    Edited,
    Entry,
    Experiment,
    Incident,
    Journey,
    KeyResult,
    KnowledgeGap,
    Lane,
    MapShare,
    MapView,
    Metric,
    Module,
    ModuleUse,
    Objective,
    Opportunity,
    PainPoint,
    Persona,
    Quote,
    Scenario,
    Stage,
    Step,
    TeamView,
    Touchpoint,
    Workshop,
    Worth,
)

NAMED: tuple[tuple[type[Edited], str], ...] = (
    (Stage, "name"), (Lane, "name"), (Card, "text"), (PainPoint, "title"), (Opportunity, "title"), (Action, "title"),
    (Change, "title"), (Metric, "name"), (Persona, "name"), (TeamView, "name"), (Entry, "text"),
    (AlertRule, "kind"), (Channel, "name"), (KnowledgeGap, "question"), (Quote, "text"),
    (Comment, "text"), (MapView, "name"), (MapShare, "name"), (Workshop, "name"), (Objective, "title"),
    (Experiment, "name"), (Incident, "title"), (Scenario, "name"),
)  # fmt: skip
"""Tables of a journey whose rows can lie in the bin, with the column that names a row."""
WHOLE_MAP = "map.bring_in"
"""The act that writes down each part of a map, and the whole at its journey."""


@dataclass(frozen=True)
class Binned:
    """A row in the bin."""

    subject: str
    id: int
    name: str
    since: datetime


def history(engine: Engine, journey_id: int, *, limit: int, act: str = "", person: str = "") -> pl.DataFrame:
    """Audit events of the journey, newest first: at, person, act, subject, subject_id, why, before, after, token.

    A reason that was given for a gesture afterwards is told with it. A map that was brought in is told once, not part by part.
    """
    names = ("id", "at", "person", "act", "subject", "subject_id", "why", "before", "after", "token")
    query = columns(*(getattr(AuditEvent, name) for name in names)).where(AuditEvent.journey_id == journey_id)
    query = query.where(or_(AuditEvent.act != WHOLE_MAP, AuditEvent.subject == "journey"))
    if act:
        query = query.where(col(AuditEvent.act).startswith(act, autoescape=True))
    if person:
        query = query.where(AuditEvent.person == person)
    found = frame(engine, query.order_by(col(AuditEvent.id).desc()).limit(limit), {"before": pl.Object, "after": pl.Object})
    later = reasons(engine, journey_id, set(found.filter(pl.col("why") == "")["token"]) - {""})
    given = pl.col("token").replace_strict(later, default="", return_dtype=pl.String)
    return found.with_columns(why=pl.when(pl.col("why") == "").then(given).otherwise(pl.col("why"))) if later else found


def named(engine: Engine, events: pl.DataFrame) -> dict[tuple[str, int], str]:
    """What the rows are called now that these events of `history` are about, by table and id; those of NAMED."""
    found: dict[tuple[str, int], str] = {}
    with reading(engine) as session:
        for table, name in NAMED:
            subject = str(table.__tablename__)
            ids = events.filter(pl.col("subject") == subject)["subject_id"].drop_nulls().unique().to_list()
            if ids:
                rows = session.exec(select(table.id, col(getattr(table, name))).where(col(table.id).in_(ids)))
                found |= {(subject, id): str(called) for id, called in rows if id is not None}
    return found


def authors(engine: Engine, journey_id: int) -> list[str]:
    """Everybody who changed something on the journey, by name."""
    query = select(AuditEvent.person).where(AuditEvent.journey_id == journey_id).distinct().order_by(AuditEvent.person)
    with reading(engine) as session:
        return list(session.exec(query))


def binned(engine: Engine, journey_id: int) -> list[Binned]:
    """What of the journey lies in the bin, newest first."""
    found: list[Binned] = []
    with reading(engine) as session:
        for table, name in NAMED:
            own = or_(col(getattr(table, "journey_id")) == journey_id)  # noqa: B009  # every table of NAMED has it
            for row in session.exec(select(table).where(own, col(table.deleted_at).is_not(None))):
                found.append(_binned(row, name))
        # the library is everybody's, and a use is called as its module is
        found += [_binned(row, "name") for row in session.exec(select(Module).where(col(Module.deleted_at).is_not(None)))]
        uses = select(ModuleUse, Module.name).join(Module, col(Module.id) == ModuleUse.module_id)
        uses = uses.where(ModuleUse.journey_id == journey_id, col(ModuleUse.deleted_at).is_not(None))
        found += [replace(_binned(row, "id"), name=name) for row, name in session.exec(uses)]
        aims = select(KeyResult, Metric.name).join(Metric, col(Metric.id) == KeyResult.metric_id)
        aims = aims.where(Metric.journey_id == journey_id, col(KeyResult.deleted_at).is_not(None))
        found += [replace(_binned(row, "id"), name=name) for row, name in session.exec(aims)]
        worths = select(Worth, Metric.name).join(Metric, col(Metric.id) == Worth.metric_id)
        worths = worths.where(Worth.journey_id == journey_id, col(Worth.deleted_at).is_not(None))
        found += [replace(_binned(row, "id"), name=name) for row, name in session.exec(worths)]
        # what came from a file goes and comes back with its batch
        ours = select(Conversation).where(Conversation.journey_id == journey_id, col(Conversation.batch_id).is_(None))
        found += [_binned(row, "title") for row in session.exec(ours.where(col(Conversation.deleted_at).is_not(None)))]
        # these two do not say themselves whose they are
        steps = select(Step).join(Stage, col(Stage.id) == Step.stage_id).where(Stage.journey_id == journey_id)
        touchpoints = select(Touchpoint).join(Step, col(Step.id) == Touchpoint.step_id)
        touchpoints = touchpoints.join(Stage, col(Stage.id) == Step.stage_id).where(Stage.journey_id == journey_id)
        found += [_binned(row, "name") for row in session.exec(steps.where(col(Step.deleted_at).is_not(None)))]
        found += [_binned(row, "name") for row in session.exec(touchpoints.where(col(Touchpoint.deleted_at).is_not(None)))]
    return sorted(found, key=lambda row: row.since, reverse=True)


def _binned(row: Edited, name: str) -> Binned:
    assert row.deleted_at is not None
    return Binned(str(row.__tablename__), row.key, str(getattr(row, name)), row.deleted_at)


def binned_journeys(engine: Engine) -> list[Binned]:
    """Whole journeys in the bin."""
    with reading(engine) as session:
        rows = session.exec(select(Journey).where(col(Journey.deleted_at).is_not(None)))
        return [Binned("journey", row.key, row.name, row.deleted_at) for row in rows if row.deleted_at]
