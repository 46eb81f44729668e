"""Makes a conversation of its turns: roles, people's names, the channel in our words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from journey.sources.talks.hosts import with_hosts
from journey.sources.talks.roles import people, with_roles
from journey.sources.talks.talk import CHAT, EMAIL, VOICE, Conversation, Turn

_CHANNELS = (
    (EMAIL, re.compile(r"mail", re.IGNORECASE)),
    (
        CHAT,
        re.compile(r"chat|messag|messenger|whatsapp|sms|telegram|web|widget|social|facebook|twitter|instagram", re.I),
    ),
    (VOICE, re.compile(r"voice|call|phone|tel|audio|video|meeting|speech", re.IGNORECASE)),
)
_NAME_KEY = re.compile(
    r"(?:.*[_ ])?(?:customer|agent|user|caller|client|full|first|last|display|participant|contact|speaker|visitor|"
    r"requester|author)[_ ]?name|.*(?:DisplayName|FullName|FirstName|LastName|UserName)|username|login|nickname",
    re.IGNORECASE,
)
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DEEPEST = 5
_MEMBERS = 100


def made(
    turns: Sequence[Turn], *, key: object = "", at: datetime | None = None, channel: str = "", names: Iterable[object] = (),
    title: str = "", dated: str = "",
) -> Iterator[Conversation]:  # fmt: skip
    """The conversation of those turns, nothing if there are none; speakers' labels that may be names count as known names."""
    clean = (replace(turn, speaker=storable(turn.speaker), text=storable(turn.text)) for turn in turns)
    told = [turn for turn in clean if turn.text]
    if told:
        settled, guessed = with_hosts(with_roles(told))
        known = people([*names, *dict.fromkeys(turn.speaker for turn in told)])
        called, title = storable(name_of(key)), storable(title)
        yield Conversation(called, at, channel, settled, tuple(map(storable, known)), title, dated if at else "", guessed=guessed)


def storable(text: str) -> str:
    """The text without what no database and no screen can hold, and without space around it."""
    return _UNSTORABLE.sub("", text).strip()


def name_of(key: object) -> str:
    """What a system calls a conversation, as text; "" if it is no word and no number."""
    return str(key).strip() if isinstance(key, str | int) and not isinstance(key, bool) else ""


def channel_of(said: object) -> str:
    """The channel in our words from what a file calls it; "" where it says nothing known."""
    return next((ours for ours, words in _CHANNELS if words.search(said)), "") if isinstance(said, str) else ""


def names_in(record: Any, apart: frozenset[str] = frozenset(), depth: int = 0) -> Iterator[str]:
    """Names and user names that a record gives in its fields, however deep; `apart` are keys that hold words, not fields."""
    if isinstance(record, list) and depth <= _DEEPEST:
        for member in record[:_MEMBERS]:
            yield from names_in(member, apart, depth + 1)
    if not isinstance(record, dict) or depth > _DEEPEST:
        return
    for key, value in record.items():
        if key in apart:
            continue
        if isinstance(value, str):
            if value.strip() and len(value) <= 100 and _NAME_KEY.fullmatch(key[:60]):
                yield value.strip()
        else:
            yield from names_in(value, apart, depth + 1)


def text_in(record: Any, *keys: str) -> str:
    """The first of the record's keys that holds words; "" if none does or it is no record."""
    if not isinstance(record, dict):
        return ""
    return next((value.strip() for key in keys if isinstance(value := record.get(key), str) and value.strip()), "")


def records_in(record: Any, *path: str) -> list[dict[str, Any]]:
    """The records of a list that lies under those keys; empty where there is none."""
    for key in path:
        record = record.get(key) if isinstance(record, dict) else None
    return [member for member in record if isinstance(member, dict)] if isinstance(record, list) else []
