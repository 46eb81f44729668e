"""What is searched: of each table the words of a row, where it belongs, when it is from, and whether it is in the bin."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Boolean, Integer, String, case, cast, func, literal, null, or_, select
from sqlmodel import SQLModel, col

from journey.domain.finding import TextKind
from journey.domain.words import EntryKind
from journey.store.tables import (
    Action,
    Card,
    Change,
    Comment,
    Conversation,
    Entry,
    Evidence,
    Experiment,
    Handover,
    Incident,
    KnowledgeGap,
    Objective,
    Opportunity,
    PainPoint,
    Persona,
    Quote,
    Reading,
    Scenario,
    Stage,
    Step,
    Tag,
    Theme,
    Touchpoint,
    Turn,
    UtcTime,
    Verbatim,
)

CUSTOMERS = ("verbatim", "turn")
"""Tables whose rows are customers' words, each in a language of its own."""
PERSONA = ("name", "profile", "goals", "jobs", "says", "thinks", "does", "feels")


def tables() -> dict[str, Any]:
    """The searched tables by their name in the database."""
    return {name: table for name, (table, _) in _known().items()}


def rows_of(subject: str) -> Any:
    """A query for the rows of a table as search sees them: id, journey_id, kind, stage_id, team_id, at, gone, language, text."""
    return _known()[subject][1]


@cache
def _known() -> dict[str, tuple[type[SQLModel], Any]]:
    found: list[tuple[type[Any], Any]] = [
        (Verbatim, _own(Verbatim, TextKind.VERBATIM, "text", at=Verbatim.at, language=Verbatim.language)),
        (Turn, _turns()),
        (Conversation, _own(Conversation, TextKind.CONVERSATION, "title", at=Conversation.at)),
        (Quote, _quotes()),
        (Reading, _own(Reading, TextKind.HEARD, "note", at=Reading.at)),
        (Theme, _themes()),
        (KnowledgeGap, _own(KnowledgeGap, TextKind.GAP, "question", "article", "answer", at=KnowledgeGap.at)),
        (PainPoint, _own(PainPoint, TextKind.PAIN, "title", "description", at=PainPoint.created_at)),
        (Evidence, _evidence()),
        (Opportunity, _own(Opportunity, TextKind.OPPORTUNITY, "title", "description")),
        (Card, _own(Card, TextKind.CARD, "text", "details")),
        (Comment, _comments()),
        (Action, _own(Action, TextKind.ACTION, "title", at=Action.created_at)),
        (Change, _own(Change, TextKind.CHANGE, "title", "description", "learning", "verdict_why")),
        (Experiment, _own(Experiment, TextKind.TEST, "name", "stopped_why")),
        (Incident, _own(Incident, TextKind.INCIDENT, "title", "details")),
        (Scenario, _own(Scenario, TextKind.SCENARIO, "name", "note")),
        (Objective, _own(Objective, TextKind.OBJECTIVE, "title", "why")),
        (Handover, _own(Handover, TextKind.HANDOVER, "note")),
        (Entry, _own(Entry, _entry_kind(), "text", "trade_off", at=Entry.at)),
        (Stage, _own(Stage, TextKind.STAGE, "name", "description", stage=Stage.id)),
        (Step, _steps()),
        (Touchpoint, _touchpoints()),
        (Persona, _own(Persona, TextKind.PERSONA, *PERSONA)),
        (Tag, _own(Tag, TextKind.TAG, "name")),
    ]
    return {str(table.__tablename__): (table, query) for table, query in found}


def _own(
    table: Any, kind: Any, *texts: str, at: Any = None, stage: Any = None, language: Any = None,
    journey: Any = None, gone: Any = None, team: Any = None,
) -> Any:  # fmt: skip
    """The rows of a table whose columns are called as elsewhere; what differs is given."""
    text = getattr(table, texts[0])
    for name in texts[1:]:
        text = text + "\n" + func.coalesce(getattr(table, name), "")
    deleted = getattr(table, "deleted_at", None)
    if gone is None:
        gone = cast(literal(False), Boolean) if deleted is None else deleted.is_not(None)
    if team is None:
        team = getattr(table, "team_id", None)
    if stage is None:
        stage = getattr(table, "stage_id", None)
    return select(
        table.id.label("id"),
        (table.journey_id if journey is None else journey).label("journey_id"),
        (literal(kind.value) if isinstance(kind, TextKind) else kind).label("kind"),
        (cast(null(), Integer) if stage is None else stage).label("stage_id"),
        (cast(null(), Integer) if team is None else team).label("team_id"),
        (cast(null(), UtcTime) if at is None else at).label("at"),
        gone.label("gone"),
        (literal("") if language is None else language).label("language"),
        text.label("text"),
    )


def _turns() -> Any:
    query = _own(
        Turn, TextKind.TURN, "text", at=Conversation.at, stage=Conversation.stage_id, language=Turn.language,
        journey=Conversation.journey_id, gone=col(Conversation.deleted_at).is_not(None),
    )  # fmt: skip
    return query.join(Conversation, col(Conversation.id) == Turn.conversation_id)


def _quotes() -> Any:
    """A quote is gone with what it was said in."""
    gone = or_(*(col(table.deleted_at).is_not(None) for table in (Quote, Verbatim, Conversation)))
    query = _own(Quote, TextKind.QUOTE, "text", at=Quote.at, gone=gone)
    query = query.join(Verbatim, col(Verbatim.id) == Quote.verbatim_id, isouter=True)
    query = query.join(Turn, col(Turn.id) == Quote.turn_id, isouter=True)
    return query.join(Conversation, col(Conversation.id) == Turn.conversation_id, isouter=True)


def _themes() -> Any:
    gone = or_(col(Theme.deleted_at).is_not(None), col(Theme.merged_into).is_not(None))
    return _own(Theme, TextKind.THEME, "name", "given", gone=gone)


def _evidence() -> Any:
    gone = or_(col(Evidence.deleted_at).is_not(None), col(PainPoint.deleted_at).is_not(None))
    query = _own(
        Evidence, TextKind.EVIDENCE, "text", at=Evidence.added_at, stage=PainPoint.stage_id, team=PainPoint.team_id,
        journey=PainPoint.journey_id, gone=gone,
    )  # fmt: skip
    return query.join(PainPoint, col(PainPoint.id) == Evidence.pain_id)


def _steps() -> Any:
    return _own(Step, TextKind.STEP, "name", journey=Stage.journey_id).join(Stage, col(Stage.id) == Step.stage_id)


def _touchpoints() -> Any:
    gone = or_(col(Touchpoint.deleted_at).is_not(None), col(Step.deleted_at).is_not(None))
    query = _own(Touchpoint, TextKind.TOUCHPOINT, "name", journey=Stage.journey_id, stage=Step.stage_id, gone=gone)
    return query.join(Step, col(Step.id) == Touchpoint.step_id).join(Stage, col(Stage.id) == Step.stage_id)


def _comments() -> Any:
    """A comment is where the thing is that it is about, and gone with it."""
    stages: dict[str, tuple[Any, Any]] = {
        "card": (Card, Card.stage_id), "pain_point": (PainPoint, PainPoint.stage_id),
        "opportunity": (Opportunity, Opportunity.stage_id), "step": (Step, Step.stage_id), "stage": (Stage, Stage.id),
    }  # fmt: skip

    def of(table: Any, what: Any) -> Any:
        return select(what).where(table.id == Comment.subject_id).scalar_subquery()

    subject = col(Comment.subject)
    stage = case(*((subject == name, of(table, its)) for name, (table, its) in stages.items()), else_=cast(null(), Integer))
    binned = case(*((subject == name, of(table, table.deleted_at)) for name, (table, _) in stages.items()))
    gone = or_(col(Comment.deleted_at).is_not(None), binned.is_not(None))
    return _own(Comment, TextKind.COMMENT, "text", at=Comment.at, stage=stage, gone=gone)


def _entry_kind() -> Any:
    # a carry-over is typed after `kind:` as one word
    return case((col(Entry.kind) == EntryKind.CARRIED, TextKind.CARRIED.value), else_=cast(col(Entry.kind), String))
