"""Tickets of Zendesk with their comments: who wrote is told by the requester and the users beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from journey.sources.talks.html_text import text_of
from journey.sources.talks.mail_words import own_words
from journey.sources.talks.making import channel_of, made, name_of, names_in, records_in, text_in
from journey.sources.talks.moments import instant, instant_in
from journey.sources.talks.place import Place
from journey.sources.talks.talk import AGENT, CUSTOMER, OTHER, Conversation, Turn

RANK = 12
_ROLES = {"end-user": CUSTOMER, "agent": AGENT, "admin": AGENT}
_WORDS = frozenset({"body", "html_body", "plain_body", "subject", "raw_subject", "description", "tags", "custom_fields"})


def claims(record: Any) -> bool:
    """A list "comments" with an author and a body each."""
    comments = _comments(record)
    return any("author_id" in one or "html_body" in one or "public" in one for one in comments[:20])


def read(record: Any, place: Place) -> Iterator[Conversation]:
    """The ticket as the customer saw it: internal comments are left out."""
    comments = _comments(record)
    ticket = record.get("ticket") if isinstance(record.get("ticket"), dict) else record
    users = {name_of(user.get("id")): user for user in _users(record, ticket)}
    requester = name_of(ticket.get("requester_id")) or name_of((_user(ticket.get("requester"))).get("id"))
    seen = [one for one in comments if one.get("public", True) is not False]
    begin = instant(ticket.get("created_at"), place.timezone) or next(iter(_times(seen, place)), None)
    turns = [_turn(one, users, requester, begin, place) for one in seen]
    people = [*(text_in(user, "name") for user in users.values()), *names_in(record, _WORDS)]
    via = ticket.get("via") or next((one.get("via") for one in comments), None)
    channel = channel_of(text_in(via, "channel"))
    key = name_of(ticket.get("id")) or name_of(record.get("ticket_id"))
    title = text_in(ticket, "subject", "raw_subject")
    yield from made(turns, key=key, at=begin, channel=channel, names=people, title=title)


def _comments(record: Any) -> list[dict[str, Any]]:
    """Comments beside or inside the ticket, in either way that they are exported."""
    found = records_in(record, "comments") or records_in(record, "comments", "comments")
    return found or records_in(record, "ticket", "comments")


def _users(record: Any, ticket: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from records_in(record, "users")
    yield from (_user(ticket.get(key)) for key in ("requester", "submitter", "assignee"))
    yield from (_user(one.get("author")) for one in _comments(record))


def _user(user: Any) -> dict[str, Any]:
    return user if isinstance(user, dict) else {}


def _times(comments: list[dict[str, Any]], place: Place) -> Iterator[datetime]:
    yield from (at for one in comments if (at := instant_in(one, ("created_at",), place.timezone)))


def _turn(one: dict[str, Any], users: dict[str, dict[str, Any]], requester: str, begin: datetime | None, place: Place) -> Turn:
    author = name_of(one.get("author_id")) or name_of(_user(one.get("author")).get("id"))
    user = users.get(author) or _user(one.get("author"))
    role = CUSTOMER if author and author == requester else _ROLES.get(text_in(user, "role"), AGENT if requester else OTHER)
    at = instant(one.get("created_at"), place.timezone)
    start = max((at - begin).total_seconds(), 0.0) if at and begin else None
    text = text_in(one, "plain_body", "body") or text_of(text_in(one, "html_body"))
    return Turn(text_in(user, "name", "email") or (role if role != OTHER else f"User {author}"), role, start, own_words(text))
