"""Chats of Zendesk: a history of messages by visitors and agents, from the chat export or from a ticket's events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from journey.sources.talks.html_text import text_of
from journey.sources.talks.making import made, name_of, names_in, records_in, text_in
from journey.sources.talks.moments import instant, instant_in
from journey.sources.talks.place import Place
from journey.sources.talks.roles import role_of
from journey.sources.talks.talk import AGENT, CUSTOMER, OTHER, Conversation, Turn

RANK = 13
_ROLES = {"visitor": CUSTOMER, "end-user": CUSTOMER, "agent": AGENT, "trigger": AGENT, "system": OTHER}
_WORDS = frozenset({"msg", "message", "webpath", "tags"})


def claims(record: Any) -> bool:
    """A "history" of messages, or an offline message beside its visitor."""
    if not isinstance(record, dict):
        return False
    rows = _history(record)
    offline = isinstance(record.get("visitor"), dict) and isinstance(record.get("message"), str)
    return offline or any("msg" in one or ("message" in one and "actor_type" in one) for one in rows[:50])


def read(record: Any, place: Place) -> Iterator[Conversation]:
    """The chat; who joined, left and rated is left out."""
    begin = instant_in(record, ("timestamp", "created_at"), place.timezone)
    rows = _history(record)
    begin = begin or next((at for row in rows if (at := instant(row.get("timestamp"), place.timezone))), None)
    turns = [_turn(row, begin, place) for row in rows if text_in(row, "msg", "message")]
    visitor = record.get("visitor")
    if not turns:
        turns = [Turn(text_in(visitor, "name") or CUSTOMER, CUSTOMER, 0.0, text_in(record, "message"))]
    agents = record.get("agent_names")
    people = [*names_in(record, _WORDS), text_in(visitor, "name"), *(agents if isinstance(agents, list) else ())]
    people += [text_in(row, "name", "actor_name") for row in rows]
    yield from made(turns, key=name_of(record.get("id") or record.get("chat_id")), at=begin, channel="chat", names=people)


def _history(record: dict[str, Any]) -> list[dict[str, Any]]:
    return records_in(record, "history") or records_in(record, "value", "history")


def _turn(row: dict[str, Any], begin: datetime | None, place: Place) -> Turn:
    kind = text_in(row, "sender_type", "actor_type").lower() or text_in(row, "nick").partition(":")[0].lower()
    speaker = text_in(row, "name", "actor_name") or kind
    at = instant(row.get("timestamp"), place.timezone)
    start = max((at - begin).total_seconds(), 0.0) if at and begin else None
    return Turn(speaker, _ROLES.get(kind, role_of(speaker)), start, text_of(text_in(row, "msg", "message")))
