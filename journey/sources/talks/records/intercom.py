"""Conversations of Intercom: the first message and the parts that follow, their bodies in HTML."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from journey.sources.talks.html_text import text_of
from journey.sources.talks.mail_words import own_words
from journey.sources.talks.making import channel_of, made, name_of, names_in, records_in, text_in
from journey.sources.talks.moments import instant
from journey.sources.talks.place import Place
from journey.sources.talks.talk import AGENT, CHAT, CUSTOMER, EMAIL, OTHER, Conversation, Turn

RANK = 11
_ROLES = {
    "user": CUSTOMER,
    "lead": CUSTOMER,
    "contact": CUSTOMER,
    "visitor": CUSTOMER,
    "admin": AGENT,
    "team": AGENT,
    "bot": AGENT,
}
_WORDS = frozenset({"body", "subject", "title", "tags", "custom_attributes", "statistics"})


def claims(record: Any) -> bool:
    """A first message ("source") or parts, as only Intercom nests them."""
    if not isinstance(record, dict):
        return False
    parts = record.get("conversation_parts")
    first = record.get("source", record.get("conversation_message"))
    return isinstance(parts, dict | list) or (record.get("type") == "conversation" and isinstance(first, dict))


def read(record: Any, place: Place) -> Iterator[Conversation]:
    """The conversation as the customer saw it: internal notes and assignments are left out."""
    first = record.get("source", record.get("conversation_message"))
    first = first if isinstance(first, dict) else {}
    parts = records_in(record, "conversation_parts", "conversation_parts") or records_in(record, "conversation_parts")
    begin = instant(record.get("created_at"), place.timezone)
    channel = channel_of(first.get("type")) or CHAT
    seen = [part for part in parts if part.get("part_type") != "note"]
    turns = [_turn(one, begin, place, channel) for one in ({"created_at": record.get("created_at"), **first}, *seen)]
    people = [text_in(one, "name") for one in (_author(first), *map(_author, parts))]
    people += [text_in(one, "name") for key in ("contacts", "teammates") for one in _members(record.get(key))]
    title = text_of(text_in(record, "title") or text_in(first, "subject"))
    key = name_of(record.get("id"))
    yield from made(turns, key=key, at=begin, channel=channel, names=[*people, *names_in(record, _WORDS)], title=title)


def _turn(one: dict[str, Any], begin: datetime | None, place: Place, channel: str) -> Turn:
    author = _author(one)
    kind = text_in(author, "type")
    speaker = text_in(author, "name", "email") or kind
    at = instant(one.get("created_at"), place.timezone)
    start = max((at - begin).total_seconds(), 0.0) if at and begin else None
    text = text_of(text_in(one, "body"))
    return Turn(speaker, _ROLES.get(kind, OTHER), start, own_words(text) if channel == EMAIL else text)


def _author(one: dict[str, Any]) -> dict[str, Any]:
    author = one.get("author")
    return author if isinstance(author, dict) else {}


def _members(group: Any) -> list[dict[str, Any]]:
    """Contacts and teammates, which come as lists or one level deeper."""
    if isinstance(group, dict):
        return next((records_in(group, key) for key in ("contacts", "teammates", "admins") if key in group), [])
    return records_in({"group": group}, "group")
