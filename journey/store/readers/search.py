"""Search over everything a journey holds: words found anywhere in its texts, newest kinds of work first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import null, or_
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.store.engine import columns, connected
from journey.store.tables import (
    Action,
    Card,
    Change,
    Conversation,
    Edited,
    Entry,
    Opportunity,
    PainPoint,
    Persona,
    Reading,
    Stage,
    Tag,
    Tagging,
    Turn,
    Verbatim,
)

FIELDS: tuple[tuple[str, type[Edited], str], ...] = (
    ("Stage", Stage, "name"),
    ("Persona", Persona, "name"),
    ("Pain point", PainPoint, "title"),
    ("Pain point", PainPoint, "description"),
    ("Opportunity", Opportunity, "title"),
    ("Opportunity", Opportunity, "description"),
    ("Action", Action, "title"),
    ("Change", Change, "title"),
    ("Change", Change, "description"),
    ("Learning", Change, "learning"),
    ("Card", Card, "text"),
    ("Decision or note", Entry, "text"),
    ("Decision or note", Entry, "trade_off"),
    ("Listening note", Reading, "note"),
    ("Verbatim", Verbatim, "text"),
)
MOST = 20
"""Hits shown of one kind."""


@dataclass(frozen=True)
class Hit:
    """Something found: its kind, its text, when it is from if that is known."""

    kind: str
    id: int
    text: str
    at: date | None = None


def search(engine: Engine, journey_id: int, words: str, *, timezone: str = "UTC") -> list[Hit]:
    """What holds every one of the words, in any order and case; at most MOST a kind, dated where it was in `timezone`."""
    wanted = [word for word in words.split() if word]
    if not wanted:
        return []
    found: dict[tuple[str, int], Hit] = {}
    zone = ZoneInfo(timezone)
    with connected(engine) as connection:
        for kind, table, field in FIELDS:
            for row in connection.execute(_matching(table, field, journey_id, wanted)):
                found.setdefault((kind, row.id), Hit(kind, row.id, row.text, row.at and row.at.astimezone(zone).date()))
        for row in connection.execute(_tagged(journey_id, wanted)):
            found.setdefault(("Tagged", row.id), Hit("Tagged", row.id, f"{row.name}: {row.text}"))
        for row in connection.execute(_turns(journey_id, wanted)):
            found.setdefault(("Conversation", row.id), Hit("Conversation", row.id, row.text))
    return list(found.values())


def _matching(table: type[Edited], field: str, journey_id: int, wanted: list[str]) -> Any:
    text = col(getattr(table, field))
    at = getattr(table, "at", None)
    query = columns(table.id, text.label("text"), (col(at) if at is not None else null()).label("at"))
    query = query.where(col(getattr(table, "journey_id")) == journey_id, col(table.deleted_at).is_(None))  # noqa: B009
    return query.where(*(_holds(text, word) for word in wanted)).order_by(col(table.id).desc()).limit(MOST)


def _tagged(journey_id: int, wanted: list[str]) -> Any:
    query = columns(Verbatim.id, Verbatim.text, Tag.name).join(Tagging, col(Tagging.subject_id) == Verbatim.id)
    query = query.join(Tag, col(Tag.id) == Tagging.tag_id).where(Tagging.subject == "verbatim", Tag.journey_id == journey_id)
    query = query.where(col(Verbatim.deleted_at).is_(None))
    return query.where(*(col(Tag.name).icontains(word, autoescape=True) for word in wanted)).limit(MOST)


def _turns(journey_id: int, wanted: list[str]) -> Any:
    query = columns(Conversation.id, Turn.text).join(Conversation, col(Conversation.id) == Turn.conversation_id)
    query = query.where(Conversation.journey_id == journey_id, col(Conversation.deleted_at).is_(None))
    return query.where(*(_holds(col(Turn.text), word) for word in wanted)).limit(MOST)


def _holds(text: Any, word: str) -> Any:
    """Whether the text holds the word in any case; databases need not know the cases of letters beyond ASCII."""
    cases = {word, word.lower(), word.upper(), word.capitalize()} if not word.isascii() else {word}
    return or_(*(text.icontains(case, autoescape=True) for case in sorted(cases)))
